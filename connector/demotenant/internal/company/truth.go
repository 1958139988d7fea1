package company

import (
	"iter"
	"math"

	"inventorybeacon/connector"
)

// Users yields every user as a complete import must find it, in the order in
// which GET /users lists them.
func (c *Company) Users() iter.Seq[connector.User] {
	return func(yield func(connector.User) bool) {
		for i := range c.Options.Users {
			u := c.User(i)
			if !yield(u.record()) {
				return
			}
		}
	}
}

// Usage yields the rows of getOffice365ActiveUserDetail.
func (c *Company) Usage() iter.Seq[connector.Usage] {
	return reported(c, func(u *User, a *Assignments, date connector.Date) []connector.Usage {
		uses, listed := u.ServiceUses(a, date)
		if !listed {
			return nil
		}
		usage := connector.Usage{UserPrincipalName: u.ReportName(), ReportDate: date}
		for i, s := range services {
			usage.In[s] = uses[i].Last
			usage.LastActivity = max(usage.LastActivity, uses[i].Last)
		}
		return []connector.Usage{usage}
	})
}

// AppUsage yields the rows of getM365AppUserDetail for a period of 7, 30, 90 or
// 180 days. They say only whether an app was used in the period, so its day is the
// last one of any app.
func (c *Company) AppUsage(period int) iter.Seq[connector.Usage] {
	return reported(c, func(u *User, a *Assignments, date connector.Date) []connector.Usage {
		row, listed := u.AppRow(a, date, period)
		if !listed {
			return nil
		}
		usage := connector.Usage{UserPrincipalName: u.ReportName(), ReportDate: date, LastActivity: row.Last}
		for i, app := range apps {
			if row.InApp[i] {
				usage.In[app] = row.Last
			}
			for platform := range platforms {
				if row.InAppOn[platform][i] {
					usage.Platforms.Add(app, connector.Platform(platform))
				}
			}
		}
		return []connector.Usage{usage}
	})
}

// CopilotUsage yields the rows of getMicrosoft365CopilotUsageUserDetail.
func (c *Company) CopilotUsage() iter.Seq[connector.Usage] {
	return reported(c, func(u *User, a *Assignments, _ connector.Date) []connector.Usage {
		days, listed := u.CopilotUses(a, c.CopilotDate())
		if !listed {
			return nil
		}
		usage := connector.Usage{UserPrincipalName: u.ReportName(), ReportDate: c.CopilotDate()}
		for i, app := range copilotApps {
			usage.In[app] = days[i]
			usage.LastActivity = max(usage.LastActivity, days[i])
		}
		return []connector.Usage{usage}
	})
}

// Activations yields the rows of getOffice365ActivationsUserDetail.
func (c *Company) Activations() iter.Seq[connector.Activation] {
	return reported(c, (*User).Activations)
}

// reported yields the rows of a report, which has any number of them for a user.
func reported[Row any](c *Company, rows func(u *User, a *Assignments, date connector.Date) []Row) iter.Seq[Row] {
	return func(yield func(Row) bool) {
		for i := range c.Options.Users + c.FormerUsers() {
			u := c.Reported(i)
			a := u.assignments()
			for _, row := range rows(&u, &a, c.ReportDate()) {
				if !yield(row) {
					return
				}
			}
		}
	}
}

// record is the user as an import must find it.
func (u *User) record() connector.User {
	r, licenses := u.Profile(), u.assignments()
	for i := range licenses.List {
		r.Assignments = append(r.Assignments, u.assignmentRecord(&licenses.List[i]))
	}
	if refused := licenses.Refused; refused != nil {
		_, reason := refused.State.Names()
		r.Failed = append(r.Failed, connector.FailedAssignment{
			SKUID: u.Company.SKUs[refused.SKU].ID, Group: u.Company.AllGroups[refused.Groups[0]].ID, Error: reason,
		})
	}
	return r
}

func (u *User) assignmentRecord(a *Assignment) connector.Assignment {
	r := connector.Assignment{SKUID: u.Company.SKUs[a.SKU].ID, Direct: a.Direct, Since: u.firstSince(a)}
	for _, place := range a.Disabled[:a.DisabledPlans] {
		r.DisabledPlans = append(r.DisabledPlans, u.Company.SKUs[a.SKU].Plans[place].ID)
	}
	for _, g := range a.Groups[:a.GroupCount] {
		r.Groups = append(r.Groups, u.Company.AllGroups[g].ID)
	}
	r.State, _ = StateActive.Names()
	if a.State != StateActive && !a.Direct { // a direct assignment works all the same
		r.State, r.Error = a.State.Names()
	}
	return r
}

// firstSince is the first day on which the license came to the user in any way.
func (u *User) firstSince(a *Assignment) connector.Date {
	first := int64(math.MaxInt64)
	if a.Direct {
		first = u.Since(a.SKU, Directly)
	}
	for i := range a.GroupCount {
		first = min(first, u.Since(a.SKU, ByGroup+i))
	}
	return connector.Date(first / dayInSec)
}

// Organization returns what GET /organization answers.
func (c *Company) Organization() connector.Tenant {
	return connector.Tenant{ID: c.ID, DisplayName: c.Options.Name, DefaultDomain: c.Domain, CountryCode: "US"}
}
