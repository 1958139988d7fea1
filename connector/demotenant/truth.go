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

// Usage yields the rows of getOffice365ActiveUserDetail.
func (t *Tenant) Usage() iter.Seq[connector.Usage] {
	return reported(t, func(u *user, a *assignments, date connector.Date) []connector.Usage {
		uses, listed := u.serviceUses(a, date)
		if !listed {
			return nil
		}
		usage := connector.Usage{UserPrincipalName: u.reportName(), ReportDate: date}
		for i, s := range services {
			usage.In[s] = uses[i].last
			usage.LastActivity = max(usage.LastActivity, uses[i].last)
		}
		return []connector.Usage{usage}
	})
}

// AppUsage yields the rows of getM365AppUserDetail for a period of 7, 30, 90 or
// 180 days. They say only whether an app was used in the period, so its day is the
// last one of any app.
func (t *Tenant) AppUsage(period int) iter.Seq[connector.Usage] {
	return reported(t, func(u *user, a *assignments, date connector.Date) []connector.Usage {
		row, listed := u.appRow(a, date, period)
		if !listed {
			return nil
		}
		usage := connector.Usage{UserPrincipalName: u.reportName(), ReportDate: date, LastActivity: row.last}
		for i, app := range apps {
			if row.inApp[i] {
				usage.In[app] = row.last
			}
			for platform := range platforms {
				if row.inAppOn[platform][i] {
					usage.Platforms.Add(app, connector.Platform(platform))
				}
			}
		}
		return []connector.Usage{usage}
	})
}

// CopilotUsage yields the rows of getMicrosoft365CopilotUsageUserDetail.
func (t *Tenant) CopilotUsage() iter.Seq[connector.Usage] {
	return reported(t, func(u *user, a *assignments, _ connector.Date) []connector.Usage {
		days, listed := u.copilotUses(a, t.copilotDate())
		if !listed {
			return nil
		}
		usage := connector.Usage{UserPrincipalName: u.reportName(), ReportDate: t.copilotDate()}
		for i, app := range copilotApps {
			usage.In[app] = days[i]
			usage.LastActivity = max(usage.LastActivity, days[i])
		}
		return []connector.Usage{usage}
	})
}

// Activations yields the rows of getOffice365ActivationsUserDetail.
func (t *Tenant) Activations() iter.Seq[connector.Activation] {
	return reported(t, (*user).activations)
}

// reported yields the rows of a report, which has any number of them for a user.
func reported[Row any](t *Tenant, rows func(u *user, a *assignments, date connector.Date) []Row) iter.Seq[Row] {
	return func(yield func(Row) bool) {
		for i := range t.options.Users + t.formerUsers() {
			u := t.reported(i)
			a := u.assignments()
			for _, row := range rows(&u, &a, t.reportDate()) {
				if !yield(row) {
					return
				}
			}
		}
	}
}

// record is the user as an import must find it.
func (u *user) record() connector.User {
	r, licenses := u.profile(), u.assignments()
	for i := range licenses.list {
		r.Assignments = append(r.Assignments, u.assignmentRecord(&licenses.list[i]))
	}
	if refused := licenses.refused; refused != nil {
		_, reason := refused.state.names()
		r.Failed = append(r.Failed, connector.FailedAssignment{
			SKUID: u.t.skus[refused.sku].ID, Group: u.t.groups[refused.groups[0]].id, Error: reason,
		})
	}
	return r
}

func (u *user) assignmentRecord(a *assignment) connector.Assignment {
	r := connector.Assignment{SKUID: u.t.skus[a.sku].ID, Direct: a.direct, Since: u.firstSince(a)}
	for _, place := range a.disabled[:a.disabledPlans] {
		r.DisabledPlans = append(r.DisabledPlans, u.t.skus[a.sku].plans[place].ID)
	}
	for _, g := range a.groups[:a.groupCount] {
		r.Groups = append(r.Groups, u.t.groups[g].id)
	}
	r.State, _ = stateActive.names()
	if a.state != stateActive && !a.direct { // a direct assignment works all the same
		r.State, r.Error = a.state.names()
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
