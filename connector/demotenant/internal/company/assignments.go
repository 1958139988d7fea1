package company

import (
	"slices"
	"time"
)

// Assignment is one license of one user.
type Assignment struct {
	SKU int
	// Disabled are places in the SKU's list of plans; disabledPlans says how many count.
	Disabled      [2]int
	DisabledPlans int
	Direct        bool
	Groups        [2]int // numbers of groups; groupCount says how many count
	GroupCount    int
	State         AssignmentState
}

// AssignmentState is licenseAssignmentStates.state with its error.
type AssignmentState uint8

const (
	StateActive AssignmentState = iota
	stateActiveWithError
	stateNoneLeft
	stateExcluded
	stateProhibited
)

// Names are what Graph calls the state and the error.
func (s AssignmentState) Names() (state, reason string) {
	switch s {
	case stateActiveWithError:
		return "ActiveWithError", "DependencyViolation"
	case stateNoneLeft:
		return "Error", "CountViolation"
	case stateExcluded:
		return "Error", "MutuallyExclusiveViolation"
	case stateProhibited:
		return "Error", "ProhibitedInUsageLocationViolation"
	default:
		return "Active", "None"
	}
}

// Assignments are the licenses of one user.
type Assignments struct {
	List []Assignment
	// Refused is one more that a group could not assign, so that the user does not
	// have it; nil for none.
	Refused *Assignment
}

func (a *Assignments) add(u *User, sku int) { a.List = append(a.List, u.assign(sku)) }

// assignments returns the licenses of the user.
func (u *User) assignments() Assignments {
	var a Assignments
	a.Of(u)
	return a
}

// Of makes them the licenses of a user, in the place of another's.
func (a *Assignments) Of(u *User) {
	a.List, a.Refused = a.List[:0], nil
	switch u.Kind {
	case administrator:
		a.add(u, skuE5)
		a.add(u, skuVisio)
		a.add(u, skuFlowFree)
	case reader:
		a.add(u, skuE3)
	case employee:
		u.assignBundle(a)
	case formerEmployee:
		if u.Draws.chance(saltLicense, 600) {
			u.assignBundle(a)
		}
	case GuestAccount:
		if u.Draws.chance(saltLicense, 30) {
			a.add(u, skuPowerBI)
		}
	case sharedMailbox:
		if u.Draws.chance(saltLicense, 150) {
			a.add(u, skuExchange1)
		}
	case serviceAccount:
		if u.Draws.chance(saltLicense, 200) {
			a.add(u, skuExchange1)
		}
	}
}

// assignBundle gives an employee what somebody in such a job has.
func (u *User) assignBundle(a *Assignments) {
	salt := saltLicense + u.job*saltJob
	switch n := u.Draws.Below(salt+1, 1000); {
	case n < 120:
		a.add(u, skuE5)
	case n < 420:
		a.add(u, skuE3)
	case n < 620:
		a.add(u, skuOffice3)
		a.add(u, skuEMS3)
	case n < 800:
		a.add(u, skuF3)
	case n < 860:
		a.add(u, skuOffice1)
	case n < 890:
		a.add(u, skuOffice5)
		a.add(u, skuEMS5)
	case n < 900:
		a.add(u, skuPilot)
	default:
		return
	}
	for _, extra := range [...]struct{ sku, permille int }{
		{skuPowerBI, 120},
		{skuFabricFree, 300},
		{skuVisio, 40},
		{skuProject, 35},
		{skuCopilot, 80},
		{skuFlowFree, 450},
		{skuCRM, 10},
	} {
		if u.Draws.chance(salt+2+uint64(extra.sku), extra.permille) {
			a.add(u, extra.sku)
		}
	}
	hasCopilot := slices.ContainsFunc(a.List, func(has Assignment) bool { return has.SKU == skuCopilot })
	if u.Draws.chance(salt+50, 4) && a.List[0].SKU != skuPilot && !hasCopilot {
		a.Refused = &Assignment{SKU: skuCopilot, Groups: [2]int{u.Company.SKUs[skuCopilot].firstGroup}, GroupCount: 1, State: u.refusal()}
	}
}

// refusal is why a group could not assign a license: mostly because none was left.
func (u *User) refusal() AssignmentState {
	switch n := u.Draws.Below(saltLicense+51, 10); {
	case n < 6:
		return stateNoneLeft
	case n < 8:
		return stateExcluded
	default:
		return stateProhibited
	}
}

// assign says how the user came to a license and what is switched off in it.
func (u *User) assign(sku int) Assignment {
	a := Assignment{SKU: sku, Direct: true}
	product := &u.Company.SKUs[sku]
	salt := saltSource + uint64(sku)*4
	if first := product.firstGroup; product.Groups > 0 {
		group := first + u.departmentIndex()%product.Groups
		switch n := u.Draws.Below(salt, 1000); {
		case n < 740: // by its group
			a.Direct, a.Groups[0], a.GroupCount = false, group, 1
		case n < 790: // both ways
			a.Groups[0], a.GroupCount = group, 1
		case n < 800 && product.Groups > 1: // by two groups
			a.Direct, a.Groups, a.GroupCount = false, [2]int{first, first + 1}, 2
		}
	}
	if n := len(product.Plans); n > 4 && u.Draws.chance(salt+1, 250) {
		a.Disabled[0] = u.Draws.Below(salt+2, n-1)
		a.DisabledPlans = 1
		if u.Draws.chance(salt+1, 80) {
			a.Disabled[1] = a.Disabled[0] + 1
			a.DisabledPlans = 2
		}
	}
	if a.GroupCount > 0 && u.Draws.chance(salt+3, 5) {
		a.State = stateActiveWithError
	}
	return a
}

// IsDisabled reports whether the plan at a place of the SKU's list is switched off.
func (a *Assignment) IsDisabled(place int) bool {
	return a.DisabledPlans > 0 && a.Disabled[0] == place || a.DisabledPlans > 1 && a.Disabled[1] == place
}

// A license comes to a user directly, or by one of its groups.
const (
	Directly = iota
	ByGroup
)

// lastSince is after every day on which a license is said to have been assigned.
var lastSince = time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC).Unix()

// Since is the Unix second in which a license came to the user in a way: half of
// them with the account, the others at a time that does not change as days go by.
// Where it lies ahead, the license came with the account and will come anew.
func (u *User) Since(sku, way int) int64 {
	created := u.Created()
	salt := saltSince + uint64(sku)*4 + uint64(way)
	if u.Draws.chance(salt, 500) {
		return created
	}
	later := created + int64(u.Draws.Below(salt+1000, int(lastSince-created)))
	if later > lastCreated && later > u.Company.Now().Unix() {
		return created
	}
	return later
}
