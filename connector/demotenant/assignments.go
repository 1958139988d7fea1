package demotenant

import (
	"slices"
	"time"
)

// assignment is one license of one user.
type assignment struct {
	sku int
	// disabled are places in the SKU's list of plans; disabledPlans says how many count.
	disabled      [2]int
	disabledPlans int
	direct        bool
	groups        [2]int // numbers of groups; groupCount says how many count
	groupCount    int
	state         assignmentState
}

// assignmentState is licenseAssignmentStates.state with its error.
type assignmentState uint8

const (
	stateActive assignmentState = iota
	stateActiveWithError
	stateNoneLeft
	stateExcluded
	stateProhibited
)

// names are what Graph calls the state and the error.
func (s assignmentState) names() (state, reason string) {
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

// assignments are the licenses of one user.
type assignments struct {
	list []assignment
	// refused is one more that a group could not assign, so that the user does not
	// have it; nil for none.
	refused *assignment
}

func (a *assignments) add(u *user, sku int) { a.list = append(a.list, u.assign(sku)) }

// assignments returns the licenses of the user.
func (u *user) assignments() assignments {
	var a assignments
	a.of(u)
	return a
}

// of makes them the licenses of a user, in the place of another's.
func (a *assignments) of(u *user) {
	a.list, a.refused = a.list[:0], nil
	switch u.kind {
	case administrator:
		a.add(u, skuE5)
		a.add(u, skuVisio)
		a.add(u, skuFlowFree)
	case reader:
		a.add(u, skuE3)
	case employee:
		u.assignBundle(a)
	case formerEmployee:
		if u.draws.chance(saltLicense, 600) {
			u.assignBundle(a)
		}
	case guestAccount:
		if u.draws.chance(saltLicense, 30) {
			a.add(u, skuPowerBI)
		}
	case sharedMailbox:
		if u.draws.chance(saltLicense, 150) {
			a.add(u, skuExchange1)
		}
	case serviceAccount:
		if u.draws.chance(saltLicense, 200) {
			a.add(u, skuExchange1)
		}
	}
}

// assignBundle gives an employee what somebody in such a job has.
func (u *user) assignBundle(a *assignments) {
	salt := saltLicense + u.job*saltJob
	switch n := u.draws.below(salt+1, 1000); {
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
		if u.draws.chance(salt+2+uint64(extra.sku), extra.permille) {
			a.add(u, extra.sku)
		}
	}
	hasCopilot := slices.ContainsFunc(a.list, func(has assignment) bool { return has.sku == skuCopilot })
	if u.draws.chance(salt+50, 4) && a.list[0].sku != skuPilot && !hasCopilot {
		a.refused = &assignment{sku: skuCopilot, groups: [2]int{u.t.skus[skuCopilot].firstGroup}, groupCount: 1, state: u.refusal()}
	}
}

// refusal is why a group could not assign a license: mostly because none was left.
func (u *user) refusal() assignmentState {
	switch n := u.draws.below(saltLicense+51, 10); {
	case n < 6:
		return stateNoneLeft
	case n < 8:
		return stateExcluded
	default:
		return stateProhibited
	}
}

// assign says how the user came to a license and what is switched off in it.
func (u *user) assign(sku int) assignment {
	a := assignment{sku: sku, direct: true}
	product := &u.t.skus[sku]
	salt := saltSource + uint64(sku)*4
	if first := product.firstGroup; product.Groups > 0 {
		group := first + u.departmentIndex()%product.Groups
		switch n := u.draws.below(salt, 1000); {
		case n < 740: // by its group
			a.direct, a.groups[0], a.groupCount = false, group, 1
		case n < 790: // both ways
			a.groups[0], a.groupCount = group, 1
		case n < 800 && product.Groups > 1: // by two groups
			a.direct, a.groups, a.groupCount = false, [2]int{first, first + 1}, 2
		}
	}
	if n := len(product.plans); n > 4 && u.draws.chance(salt+1, 250) {
		a.disabled[0] = u.draws.below(salt+2, n-1)
		a.disabledPlans = 1
		if u.draws.chance(salt+1, 80) {
			a.disabled[1] = a.disabled[0] + 1
			a.disabledPlans = 2
		}
	}
	if a.groupCount > 0 && u.draws.chance(salt+3, 5) {
		a.state = stateActiveWithError
	}
	return a
}

// isDisabled reports whether the plan at a place of the SKU's list is switched off.
func (a *assignment) isDisabled(place int) bool {
	return a.disabledPlans > 0 && a.disabled[0] == place || a.disabledPlans > 1 && a.disabled[1] == place
}

// A license comes to a user directly, or by one of its groups.
const (
	directly = iota
	byGroup
)

// lastSince is after every day on which a license is said to have been assigned.
var lastSince = time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC).Unix()

// since is the Unix second in which a license came to the user in a way: half of
// them with the account, the others at a time that does not change as days go by.
// Where it lies ahead, the license came with the account and will come anew.
func (u *user) since(sku, way int) int64 {
	created := u.created()
	salt := saltSince + uint64(sku)*4 + uint64(way)
	if u.draws.chance(salt, 500) {
		return created
	}
	later := created + int64(u.draws.below(salt+1000, int(lastSince-created)))
	if later > lastCreated && later > u.t.now().Unix() {
		return created
	}
	return later
}
