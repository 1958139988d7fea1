package app

import (
	"inventorybeacon/connector"
	"inventorybeacon/store/inventory"
)

// The queries and rows of the inventory.
type (
	UserQuery        = inventory.UserQuery
	UserRow          = inventory.UserRow
	LicenseQuery     = inventory.LicenseQuery
	LicenseRow       = inventory.LicenseRow
	LicenseTotal     = inventory.LicenseTotal
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
	LicenseKind      = inventory.Kind
	Published        = inventory.Published
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

// NotListed is the status of a license that is held and no longer among the tenant's
// products.
const NotListed = inventory.NotListed

// DefaultWindow is the window of activity, in days, unless another is chosen.
const DefaultWindow = inventory.DefaultWindow
