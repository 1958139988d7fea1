package reclaim

import (
	"inventorybeacon/connector"
	"inventorybeacon/money"
	"inventorybeacon/store/inventory/filter"
)

// Reason says why a license is recommended to be taken back. The values are those of the
// console; docs/reclaim.md says of each what is looked at.
type Reason string

// The reasons, the strongest first. A license of a user is recommended for the strongest
// one that holds, and so counts once.
const (
	// ReasonDisabled is a license of an account that is disabled.
	ReasonDisabled Reason = "disabled"
	// ReasonNeverActive is a license whose holder was not active since it was assigned.
	ReasonNeverActive Reason = "never-active"
	// ReasonInactive is a license whose holder was active after that, but not in the window.
	ReasonInactive Reason = "inactive"
	// ReasonRedundant is a license that another one of the same user contains.
	ReasonRedundant Reason = "redundant"
	// ReasonGuest is a license of a guest.
	ReasonGuest Reason = "guest"
	// ReasonSmaller is a license of which only applications are used that a smaller one has.
	ReasonSmaller Reason = "smaller"
	// ReasonTwice is a license that a user has directly and through a group.
	ReasonTwice Reason = "direct-and-group"
	// ReasonFailed is a license that a user should have and does not.
	ReasonFailed Reason = "failed"
)

// Reasons are all of them, the strongest first.
var Reasons = []Reason{
	ReasonDisabled, ReasonNeverActive, ReasonInactive, ReasonRedundant, ReasonGuest, ReasonSmaller, ReasonTwice, ReasonFailed,
}

// recentDays is how long after the last activity a disabled account may still be in use,
// as the mailbox of several people.
const recentDays = 30

// Saving is what an organization would pay less a month. Without a currency it is not known.
type Saving struct {
	money.Amount
	Currency string
}

// savedBy is what is saved by giving up a license of a price.
func savedBy(price *money.Price) Saving {
	if price == nil {
		return Saving{}
	}
	return Saving{price.Times(1), price.Currency}
}

// sameCurrency reports whether two licenses have a price in one currency.
func sameCurrency(a, b *money.Price) bool { return a != nil && b != nil && a.Currency == b.Currency }

// Held is a license of a user, by the GUIDs of the tenant, the user and the SKU.
type Held struct{ TenantID, UserID, SKUID string }

// ReclaimQuery says which recommendations are wanted. The zero value means all.
type ReclaimQuery struct {
	Connections []string
	// Search finds words in the names of users, in departments, and in what licenses are called.
	Search string
	// Filter are conditions on [ReclaimProperties].
	Filter filter.Expression
	// License is a SKU's id or part number.
	License string
	// Window is the number of days before the report's date in which a user was active,
	// and a license is new; [query.DefaultWindow] when it is 0.
	Window int
	// Sort is one of [ReclaimSorts]; else the order is that of [Reader.Recommendations].
	Sort       string
	Descending bool
	// Limit is the greatest number of rows, all when it is 0.
	Limit, Offset int

	// Kept are left out.
	Kept []Held
}

// Recommendation is a license of a user that is recommended to be taken back.
type Recommendation struct {
	Connection, TenantID string
	// Tenant is the tenant's display name.
	Tenant                                 string
	UserID, UserPrincipalName, DisplayName string
	Department, CompanyName, Country       string
	Enabled, Guest                         bool
	SKUID, SKUPartNumber, Product          string
	Reason                                 Reason
	Certainty                              Certainty
	// Assigned is the day on which the license was assigned, or its assignment last
	// changed; none when not told, or when the user does not have the license.
	Assigned connector.Date
	// LastActivity is the user's, ReportDate the day up to which it is known. Known is
	// set when the reports tell of the user.
	LastActivity, ReportDate connector.Date
	Known                    bool
	// Unreported is set when no report tells of anything in the license.
	Unreported bool
	// Other is the license that contains this one, or that would do in its place.
	Other LicenseName
	// Unseen are the names of the service plans that Other lacks and no report tells of.
	Unseen []string
	// Direct and Groups say how the license came, or should have come, to the user.
	Direct bool
	Groups []connector.Group
	// Errors say why the assignments have failed, as in [connector.FailedAssignment].
	Errors []string
	// Saved is what the organization would pay less a month.
	Saved Saving
	Unsaid
}

// Unsaid says why it is not known what is saved, where it is not.
type Unsaid struct {
	// Unpriced is the license for want of whose price that is: this one, or the smaller one
	// in its place.
	Unpriced LicenseName
	// Unlike is set when both have prices, in two currencies.
	Unlike bool
}

// LicenseName is how a license is called.
type LicenseName struct{ SKUID, PartNumber, Product string }

// Saves reports whether a reason, once mended, leaves a license over: the others cost
// nothing as they are.
func (r Reason) Saves() bool { return r != ReasonTwice && r != ReasonFailed }
