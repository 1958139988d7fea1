package demotenant

import (
	"iter"
	"math"

	"inventorybeacon/connector"
)

// Users yields every user as a complete import must find it, in the order in
// which GET /users lists them.
func (t *Tenant) Users() iter.Seq[connector.User] {
	return func(yield func(connector.User) bool) {
		for i := range t.options.Users {
			u := t.user(i)
			if !yield(u.record()) {
				return
			}
		}
	}
}

// UserCount is the number of users.
func (t *Tenant) UserCount() int { return t.options.Users }

// Usage yields the rows of getOffice365ActiveUserDetail.
func (t *Tenant) Usage() iter.Seq[connector.Usage] {
	return func(yield func(connector.Usage) bool) {
		date := t.reportDate()
		for i := range t.options.Users + t.formerUsers() {
			u := t.reported(i)
			var row serviceRow
			if row.of(&u, date) && !yield(row.usage(date, t.options.ConcealNames)) {
				return
			}
		}
	}
}

// AppUsage yields the rows of getM365AppUserDetail for a period of 7, 30, 90 or
// 180 days.
func (t *Tenant) AppUsage(period int) iter.Seq[connector.Usage] {
	return func(yield func(connector.Usage) bool) {
		date := t.reportDate()
		for i := range t.options.Users {
			u := t.user(i)
			row, listed := u.appRow(date, period)
			if listed && !yield(row.usage(date, t.options.ConcealNames)) {
				return
			}
		}
	}
}

// Activations yields the rows of getOffice365ActivationsUserDetail.
func (t *Tenant) Activations() iter.Seq[connector.Activation] {
	return func(yield func(connector.Activation) bool) {
		for i := range t.options.Users {
			u := t.user(i)
			for a := range u.activations(t.reportDate()) {
				a.UserPrincipalName = u.reportName(t.options.ConcealNames)
				if !yield(a) {
					return
				}
			}
		}
	}
}

// record is the user as an import must find it.
func (u *user) record() connector.User {
	place := u.place()
	r := connector.User{
		ID:                u.draws.guid(),
		UserPrincipalName: u.userPrincipalName().String(),
		DisplayName:       u.displayName(),
		GivenName:         u.givenName(),
		Surname:           u.surname(),
		Enabled:           u.enabled(),
		UserType:          u.userType(),
		Department:        u.department(),
		CompanyName:       u.company(),
		JobTitle:          u.jobTitle(),
		OfficeLocation:    place.name,
		City:              place.city,
		State:             place.state,
		Country:           place.country,
		UsageLocation:     u.usageLocation(),
		OnPremisesSynced:  u.synced(),
		Mail:              u.mail().String(),
		EmployeeID:        u.employeeID(),
	}
	if u.hasCreated() {
		r.Created = connector.Date(u.created() / dayInSec)
	}
	licenses := u.assignments()
	for _, a := range licenses.all() {
		r.Assignments = append(r.Assignments, u.assignmentRecord(&a))
	}
	if licenses.hasRefused {
		_, reason := licenses.refused.state.texts()
		r.Failed = append(r.Failed, connector.FailedAssignment{
			SKUID: u.t.skus[licenses.refused.sku].id, Group: u.t.groups[licenses.refused.groups[0]].id, Error: reason,
		})
	}
	return r
}

func (u *user) assignmentRecord(a *assignment) connector.Assignment {
	r := connector.Assignment{SKUID: u.t.skus[a.sku].id, Direct: a.direct, Since: u.firstSince(a)}
	for _, place := range a.disabled[:a.disabledPlans] {
		r.DisabledPlans = append(r.DisabledPlans, plans[u.t.skus[a.sku].plans[place]].id)
	}
	for _, g := range a.groups[:a.groupCount] {
		r.Groups = append(r.Groups, u.t.groups[g].id)
	}
	r.State, _ = stateActive.texts()
	if a.state != stateActive && !a.direct { // a direct assignment works all the same
		r.State, r.Error = a.state.texts()
	}
	return r
}

// firstSince is the first day on which the license came to the user in any way.
func (u *user) firstSince(a *assignment) connector.Date {
	first := int64(math.MaxInt64)
	if a.direct {
		first = u.since(a.sku, directly)
	}
	for i := range a.groupCount {
		first = min(first, u.since(a.sku, byGroup+i))
	}
	return connector.Date(first / dayInSec)
}
