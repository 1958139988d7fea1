package inventory

import (
	"maps"
	"slices"
	"strings"

	"inventorybeacon/connector"
)

// heard is what all usage reports tell of a user under all its names.
type heard struct{ active, app connector.Usage }

func (h heard) last() connector.Date { return max(h.active.LastActivity, h.app.LastActivity) }

// heard returns what the reports tell, by the ids of the users whom they list.
func (m *model) heard() map[string]heard {
	all := map[string]heard{}
	for _, u := range m.usage {
		if u.user != "" {
			h := all[u.user]
			all[u.user] = heard{later(h.active, u.active), later(h.app, u.app)}
		}
	}
	return all
}

func (m *model) joined() bool { return len(m.heard()) > 0 }

// listed says whether the report lists a user that tells of inactivity.
func (m *model) listed(h heard) bool {
	if m.dates.active != 0 {
		return h.active.ReportDate != 0
	}
	return h.app.ReportDate != 0
}

// state is that of a user who was given a license, or an account, on a day.
func (m *model) state(user string, since connector.Date, window int) Activity {
	all := m.heard()
	h := all[user]
	first := m.dates.report() - connector.Date(window)
	switch {
	case len(all) == 0:
		return Unknown
	case h.last() >= first && h.last() > 0:
		return Active
	case since >= first && since > 0:
		return New
	case m.listed(h):
		return Inactive
	default:
		return Unknown
	}
}

// holders are the ids of the holders of a license by their state.
func (m *model) holders(sku string, window int) map[Activity][]string {
	found := map[Activity][]string{}
	for _, u := range m.users {
		for _, a := range u.Assignments {
			if a.SKUID == sku {
				state := m.state(u.ID, a.Since, window)
				found[state] = append(found[state], u.ID)
			}
		}
	}
	return found
}

// failed are the ids of the users who should have a license and do not; of any license
// when none is named.
func (m *model) failed(sku string) []string {
	var ids []string
	for _, u := range m.users {
		if slices.ContainsFunc(u.Failed, func(f connector.FailedAssignment) bool { return sku == "" || f.SKUID == sku }) {
			ids = append(ids, u.ID)
		}
	}
	return ids
}

// held are the SKUs that somebody holds.
func (m *model) held() map[string]bool {
	held := map[string]bool{}
	for _, u := range m.users {
		for _, a := range u.Assignments {
			held[a.SKUID] = true
		}
	}
	return held
}

// reportDates are the days of which the reports tell.
type reportDates struct{ active, app, activations connector.Date }

func (d reportDates) report() connector.Date { return max(d.active, d.app) }

func (d reportDates) of(a connector.UsedApplication) connector.Date {
	if a > connector.Teams || a == connector.Teams && d.active == 0 {
		return d.app
	}
	return d.active
}

// takeDates says what the reports tell of, and takes those from the delivery that are
// older than what was read before.
func (m *model) takeDates(d *delivery) {
	if date := lastDate(d.activeUsers); date < m.dates.active {
		d.activeUsers = nil
	} else if d.activeUsers != nil {
		m.dates.active = date
	}
	if date := lastDate(d.appUsers); date < m.dates.app {
		d.appUsers = nil
	} else if d.appUsers != nil {
		m.dates.app = date
	}
	var date connector.Date
	for _, a := range d.activations {
		date = max(date, a.ReportDate)
	}
	if date < m.dates.activations {
		d.activations = nil
	} else if d.activations != nil {
		m.dates.activations = date
	}
}

func lastDate(rows []connector.Usage) (date connector.Date) {
	for _, row := range rows {
		date = max(date, row.ReportDate)
	}
	return date
}

// rename remembers the names of users who have others now, and forgets those of users
// who are gone and those that somebody has again.
func (m *model) rename(users map[string]connector.User) {
	if m.former == nil {
		m.former = map[string]string{}
	}
	for id, old := range m.users {
		if name := strings.ToLower(old.UserPrincipalName); name != strings.ToLower(users[id].UserPrincipalName) {
			m.former[name] = id
		}
	}
	for name, id := range m.former {
		if _, still := users[id]; !still {
			delete(m.former, name)
		}
	}
	for _, u := range users {
		delete(m.former, strings.ToLower(u.UserPrincipalName))
	}
}

// modelJoins counts the rows of a report.
type modelJoins struct{ rows, joined int64 }

// joins counts how many rows of the reports of a delivery name a user.
func (m *model) joins(d delivery) map[string]modelJoins {
	users := maps.Clone(m.former)
	for _, u := range m.users {
		users[strings.ToLower(u.UserPrincipalName)] = u.ID
	}
	joins := map[string]modelJoins{}
	count := func(stream, name string) {
		j := joins[stream]
		j.rows++
		if users[strings.ToLower(name)] != "" {
			j.joined++
		}
		joins[stream] = j
	}
	for _, row := range d.activeUsers {
		count(connector.StreamActiveUsers, row.UserPrincipalName)
	}
	for _, row := range d.appUsers {
		count(connector.StreamAppUsers, row.UserPrincipalName)
	}
	for _, row := range d.activations {
		count(connector.StreamActivations, row.UserPrincipalName)
	}
	return joins
}
