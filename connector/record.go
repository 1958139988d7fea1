package connector

// Tenant is the organization that a connection reads.
type Tenant struct {
	ID            string
	DisplayName   string
	DefaultDomain string
	CountryCode   string
}

// License is a SKU that the tenant has subscribed to
// (learn.microsoft.com/graph/api/resources/subscribedsku).
type License struct {
	SKUID      string // lower-case GUID
	PartNumber string
	// Status is Enabled, Warning, Suspended, Deleted, LockedOut, or a member
	// that Microsoft adds later.
	Status    string
	AppliesTo string
	// Units by state. Enabled and Warning (grace period) ones can be assigned.
	Enabled, Warning, Suspended, LockedOut int
	// Assigned is consumedUnits.
	Assigned int
	// UnitsUnknown says that these numbers are not known: those of the import before stay, and
	// without any the license is not listed.
	UnitsUnknown bool
	ServicePlans []ServicePlan
}

// Purchased is the number of units that can be assigned.
func (l License) Purchased() int { return l.Enabled + l.Warning }

// ServicePlan is a part of a license that switches an application on.
type ServicePlan struct {
	ID        string // lower-case GUID
	Name      string
	Status    string
	AppliesTo string
}

// Subscription is one purchase of a SKU; its NextLifecycle date is the renewal
// (learn.microsoft.com/graph/api/resources/companysubscription).
type Subscription struct {
	ID            string
	CommerceID    string
	SKUID         string // lower-case GUID
	PartNumber    string
	Status        string
	Trial         bool
	TotalLicenses int
	Created       Date
	NextLifecycle Date
}

// Group is a group through which licenses are assigned.
type Group struct {
	ID          string
	DisplayName string
}

// User is an account of the tenant, with the licenses assigned to it. Its
// strings may share the memory of the page they were read from: a sink copies
// what it keeps before Users returns.
type User struct {
	ID                string // lower-case GUID
	UserPrincipalName string
	DisplayName       string
	GivenName         string
	Surname           string
	Mail              string
	Enabled           bool
	UserType          string // Member, Guest, or empty when Microsoft sends null
	Department        string
	CompanyName       string
	JobTitle          string
	OfficeLocation    string
	City              string
	State             string
	Country           string
	UsageLocation     string
	EmployeeID        string
	OnPremisesSynced  bool
	Created           Date
	Assignments       []Assignment
	// Failed are the licenses that the user should have and does not.
	Failed []FailedAssignment
}

// Assignment is one SKU of one user: an element of assignedLicenses, with what
// licenseAssignmentStates says of how it came there.
type Assignment struct {
	SKUID         string   // lower-case GUID
	DisabledPlans []string // lower-case GUIDs of service plans
	// Direct says that the license was given to the user itself.
	Direct bool
	// Groups are the ids of the groups through which the license came. Neither tells of
	// what has failed beside an assignment that works.
	Groups []string
	// State is Active, ActiveWithError, Disabled, Error, or empty when not told;
	// Error is the reason when it is not Active.
	State string
	Error string
	// Since is the day on which the license was assigned or its assignment last
	// changed; none when not told.
	Since Date
}

// FailedAssignment is an element of licenseAssignmentStates that has failed and
// whose SKU is not among assignedLicenses: the user has been given the license
// and does not have it.
type FailedAssignment struct {
	SKUID string // lower-case GUID
	// Group is the id of the group that should have given it; empty when it was
	// given to the user itself.
	Group string
	// Error is CountViolation, MutuallyExclusiveViolation, DependencyViolation,
	// ProhibitedInUsageLocationViolation, UniquenessViolation, Others, or a member
	// that Microsoft adds later; empty when not told
	// (learn.microsoft.com/graph/api/resources/licenseassignmentstate).
	Error string
}

// UserPage is one page of users of one stream.
type UserPage struct {
	Stream string
	Users  []User
	// Cursor is where reading goes on after this page; empty after the last
	// page. A sink stores it together with the users.
	Cursor string
}

// Usage says when one user was last active, as one usage report tells it.
// Several reports about the same user are merged by the sink.
type Usage struct {
	// UserPrincipalName as the report prints it: 32 hexadecimal digits while the
	// tenant conceals names in its reports.
	UserPrincipalName string
	ReportDate        Date
	// LastActivity has the last day of activity in any application, even in one
	// that is not told apart below.
	LastActivity Date
	// In holds the last day of activity in each application, none where the
	// report shows no activity or does not cover the application.
	In [UsedApplications]Date
	// Platforms is where the applications were used of which the report tells that.
	Platforms PlatformUse
	// Lacks is what the report could tell and has no column for.
	Lacks Lacking
}

// Lacking is of what a report tells nothing: applications, by a bit for each, and where some
// were used.
type Lacking struct {
	In        uint32      `json:"in,omitzero"`
	Platforms PlatformUse `json:"platforms,omitzero"`
}

// Add says that there is no column for an application.
func (l *Lacking) Add(a UsedApplication) { l.In |= 1 << a }

// Both is what two reports, or two rows of one, lack.
func (l Lacking) Both(other Lacking) Lacking {
	return Lacking{In: l.In & other.In, Platforms: l.Platforms & other.Platforms}
}

// Activation says on how many devices a user has activated a product
// (reportroot-getoffice365activationsuserdetail).
type Activation struct {
	UserPrincipalName string
	Product           string
	ReportDate        Date
	LastActivated     Date
	Windows           int
	Mac               int
	WindowsMobile     int
	IOS               int
	Android           int
	SharedComputer    bool
}

// Devices is the number of activations of the product.
func (a Activation) Devices() int {
	return a.Windows + a.Mac + a.WindowsMobile + a.IOS + a.Android
}
