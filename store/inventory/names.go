package inventory

import (
	"inventorybeacon/store/inventory/filter"
	"inventorybeacon/store/inventory/internal/applications"
	"inventorybeacon/store/inventory/internal/licenses"
	"inventorybeacon/store/inventory/internal/overview"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/reclaim"
	"inventorybeacon/store/inventory/internal/usage"
	"inventorybeacon/store/inventory/internal/users"
)

// What all queries have in common.
type (
	// Activity is what is known of whether somebody uses something.
	Activity = query.Activity
	// Group is how many rows of a list have a value, and Grouping counts them.
	Group    = query.Group
	Grouping = query.Grouping
	// Terms are what was entered of a license.
	Terms = query.Terms
)

// The states of [Activity].
const (
	Active   = query.Active
	New      = query.New
	Inactive = query.Inactive
	Unknown  = query.Unknown
)

// DefaultWindow is the number of days before the report date in which somebody
// who was active counts as active.
const DefaultWindow = query.DefaultWindow

// Activities are the states in the order in which they are shown.
var Activities = query.Activities

// The errors of queries.
var (
	ErrUnknownColumn   = query.ErrUnknownColumn
	ErrUnknownActivity = query.ErrUnknownActivity
	ErrNotFound        = query.ErrNotFound
)

// Users, and who holds a license.
type (
	UserQuery      = users.UserQuery
	UserRow        = users.UserRow
	User           = users.User
	UserAssignment = users.UserAssignment
	UserFailure    = users.UserFailure
	UserPlan       = users.UserPlan
	UserKey        = users.UserKey
	Holder         = users.Holder
	CostRow        = users.CostRow
	PaidLicense    = users.PaidLicense
	CostSum        = users.CostSum
	Costs          = users.Costs
)

// UserProperties are what users can be filtered by.
func UserProperties() []filter.Property { return users.UserProperties() }

// CostProperties are what the costs of users' licenses can be filtered by.
func CostProperties() []filter.Property { return users.CostProperties() }

// StateValue is what a state of activity is called in filters and columns.
func StateValue(state Activity) string { return users.StateValue(state) }

// Activated is what the property activated is of whoever has a product on a device; on any where that is empty.
func Activated(product, device string) string { return users.Activated(product, device) }

// Usage.
type (
	UsageQuery   = usage.UsageQuery
	UsageRow     = usage.UsageRow
	WideUsageRow = usage.WideUsageRow
)

// UsageProperties are what usage can be filtered by.
func UsageProperties() []filter.Property { return usage.UsageProperties() }

// Applications.
type (
	ApplicationQuery = applications.ApplicationQuery
	ApplicationRow   = applications.ApplicationRow
)

// Licenses.
type (
	LicenseQuery = licenses.LicenseQuery
	LicenseRow   = licenses.LicenseRow
	LicenseTotal = licenses.LicenseTotal
	LicenseUnits = licenses.LicenseUnits
	License      = licenses.License
	LicensePlan  = licenses.LicensePlan
	Subscription = licenses.Subscription
	Way          = licenses.Way
	SKU          = licenses.SKU
	Kind         = licenses.Kind
)

// NotListed is the status of a license that is no longer among the tenant's products.
const NotListed = licenses.NotListed

// The kinds of licenses.
const (
	Paid   = licenses.Paid
	Free   = licenses.Free
	Trial  = licenses.Trial
	Viral  = licenses.Viral
	Device = licenses.Device
)

// What an organization has, in numbers.
type (
	Overview   = overview.Overview
	UserCounts = overview.UserCounts
	Renewal    = overview.Renewal
)

// RenewalDays is how far an [Overview] looks ahead.
const RenewalDays = overview.RenewalDays

// MoreToDo puts first what is over-assigned, then the most unused, then what is renewed soon.
func MoreToDo(a, b LicenseRow) int { return overview.MoreToDo(a, b) }

// What could be taken back.
type (
	ReclaimQuery   = reclaim.ReclaimQuery
	ReclaimColumn  = reclaim.ReclaimColumn
	ReclaimSum     = reclaim.ReclaimSum
	Recommendation = reclaim.Recommendation
	LicenseName    = reclaim.LicenseName
	Held           = reclaim.Held
	Saving         = reclaim.Saving
	Unsaid         = reclaim.Unsaid
	Reason         = reclaim.Reason
	Certainty      = reclaim.Certainty
)

// The reasons, the certainties and the columns by which recommendations are grouped.
const (
	ReasonDisabled    = reclaim.ReasonDisabled
	ReasonNeverActive = reclaim.ReasonNeverActive
	ReasonInactive    = reclaim.ReasonInactive
	ReasonRedundant   = reclaim.ReasonRedundant
	ReasonGuest       = reclaim.ReasonGuest
	ReasonSmaller     = reclaim.ReasonSmaller
	ReasonTwice       = reclaim.ReasonTwice
	ReasonFailed      = reclaim.ReasonFailed

	Certain  = reclaim.Certain
	Probable = reclaim.Probable
	Review   = reclaim.Review

	ByReason     = reclaim.ByReason
	ByLicense    = reclaim.ByLicense
	ByDepartment = reclaim.ByDepartment
	ByCompany    = reclaim.ByCompany
	ByCountry    = reclaim.ByCountry
)

// All of these, in their order, and the columns by which recommendations can be sorted.
var (
	Reasons        = reclaim.Reasons
	Certainties    = reclaim.Certainties
	ReclaimColumns = reclaim.ReclaimColumns
	ReclaimSorts   = reclaim.ReclaimSorts
)

// ReclaimProperties are what recommendations can be filtered by.
func ReclaimProperties() []filter.Property { return reclaim.ReclaimProperties() }
