package app

import (
	"inventorybeacon/connector"
	"inventorybeacon/store/inventory"
)

// The queries and rows of the inventory.
type (
	SKU              = inventory.SKU
	UserQuery        = inventory.UserQuery
	UserRow          = inventory.UserRow
	LicenseQuery     = inventory.LicenseQuery
	LicenseRow       = inventory.LicenseRow
	LicenseTotal     = inventory.LicenseTotal
	LicenseUnits     = inventory.LicenseUnits
	ApplicationQuery = inventory.ApplicationQuery
	ApplicationRow   = inventory.ApplicationRow
	UsageQuery       = inventory.UsageQuery
	UsageRow         = inventory.UsageRow
	WideUsageRow     = inventory.WideUsageRow
	User             = inventory.User
	UserAssignment   = inventory.UserAssignment
	UserFailure      = inventory.UserFailure
	UserPlan         = inventory.UserPlan
	Activation       = connector.Activation
	Activity         = inventory.Activity
	License          = inventory.License
	Holder           = inventory.Holder
	Subscription     = inventory.Subscription
	LicensePlan      = inventory.LicensePlan
	Published        = inventory.Published
	Publishing       = inventory.Publishing
)

// What is known of the activity of users and holders of licenses.
const (
	Active   = inventory.Active
	New      = inventory.New
	Inactive = inventory.Inactive
	Unknown  = inventory.Unknown
)

// Whether licenses were bought; all but paid ones stay out of totals.
const (
	Paid   = inventory.Paid
	Free   = inventory.Free
	Trial  = inventory.Trial
	Viral  = inventory.Viral
	Device = inventory.Device
)

// ErrNotFound is the error for what is not, or no longer, in the inventory.
var ErrNotFound = inventory.ErrNotFound

// NotListed is the status of a license that is held and no longer among the tenant's
// products.
const NotListed = inventory.NotListed

// StateValue is what a state of activity is called in filters.
func StateValue(state Activity) string { return inventory.StateValue(state) }

// DefaultWindow is the window of activity, in days, unless another is chosen.
const DefaultWindow = inventory.DefaultWindow
