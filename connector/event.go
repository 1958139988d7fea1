package connector

// Event is what an import has changed.
type Event string

// The events, each with what stands in the texts before and after.
const (
	// UserAdded has the part numbers of the user's licenses in after.
	UserAdded Event = "user-added"
	// UserRemoved has the part numbers of the user's licenses in before.
	UserRemoved Event = "user-removed"
	// UserEnabled and UserDisabled tell whether somebody may sign in.
	UserEnabled  Event = "user-enabled"
	UserDisabled Event = "user-disabled"
	// UserRenamed has the user principal names.
	UserRenamed Event = "user-renamed"
	// LicenseAdded has in after, LicenseRemoved in before, how the user had the license:
	// [HeldDirectly], [HeldByGroup] or [HeldBothWays].
	LicenseAdded   Event = "license-added"
	LicenseRemoved Event = "license-removed"
	// LicenseFailed has in after why the license could not be assigned, in Microsoft's word.
	LicenseFailed Event = "license-failed"
	// PurchasedChanged has the numbers of units that can be assigned.
	PurchasedChanged Event = "purchased-changed"
	// SubscriptionChanged has what differs of a subscription: its status, units, day of
	// renewal or end, and whether it is a trial. One that is new or gone has all of it.
	SubscriptionChanged Event = "subscription-changed"
)

// Events are all of them.
func Events() []Event {
	return []Event{
		UserAdded, UserRemoved, UserEnabled, UserDisabled, UserRenamed, LicenseAdded, LicenseRemoved, LicenseFailed,
		PurchasedChanged, SubscriptionChanged,
	}
}

// How a license came to a user.
const (
	HeldDirectly = "direct"
	HeldByGroup  = "group"
	HeldBothWays = "direct and group"
)
