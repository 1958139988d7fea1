// Package inventorytest holds what every inventory must keep to, whatever it is stored in:
// what an import delivers is what pages read once it is published, and nothing before.
package inventorytest

import (
	"errors"
	"slices"
	"testing"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/connector"
	"inventorybeacon/store/inventory"
)

// At is when the imports of the suite are published. The inventory's clock should show it.
var At = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// task is the task of the imports that begin starts.
const task = 7

const sku = "05e9a617-0261-4cee-bb44-138d3ef5d965"

// Implementation is how inventories of one kind are come by.
type Implementation struct {
	// Open opens the inventory at a place, which is a folder of the test. It is empty at
	// first. The test ends it.
	Open func(t *testing.T, place string) app.Inventory
	// Killed returns the place of what there would be if the process that has the inventory
	// open were killed now.
	Killed func(t *testing.T, place string) string
}

// Test runs the suite.
func Test(t *testing.T, i Implementation) {
	for name, test := range map[string]func(*suite){
		"given nothing, then nothing is read":                                     empty,
		"given a published import, then it is what is read":                       published,
		"given a published import, then each way to read it tells the same":       readAlike,
		"given a published import, then users are found by words of their names":  searched,
		"given an import that is not published, then it cannot be read":           unpublished,
		"given a later import, then it takes the place of the former one":         replaced,
		"given the same import again, then nothing has changed":                   unchanged,
		"given an import that is incomplete, then it is not published":            incomplete,
		"given a publish that is canceled, then the former inventory stays":       canceled,
		"given an import that was cut short, then the next one goes on":           resumed,
		"given a process that was killed, then the next one goes on":              killed,
		"given a process that was killed, then what was published is there":       killedAfterwards,
		"given an import that was discarded, then the next one begins anew":       discarded,
		"given what was staged is dropped, then the next one begins anew":         dropped,
		"given an import that is over, then it receives nothing and fails":        over,
		"given a loss beyond the share, then the import is held back and kept":    heldBack,
		"given an import that was held back, then it can be published later":      heldPublished,
		"given imports that were held back, then all but those to keep go":        heldDropped,
		"given too few users, then nothing is published":                          tooFew,
		"given two connections, then each has its own inventory":                  two,
		"given two connections, then Forget leaves the other one":                 forgotten,
		"given an inventory is given away, then another connection has it":        givenAway,
		"given a tenant that is another one, then nothing of the former is left":  otherTenant,
		"given a report that was not received, then what it told before is there": keptReport,
	} {
		t.Run(name, func(t *testing.T) {
			place := t.TempDir()
			test(&suite{T: t, Implementation: i, place: place, inv: i.Open(t, place)})
		})
	}
}

type suite struct {
	*testing.T
	Implementation
	place string
	inv   app.Inventory
}

func (s *suite) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// begin starts an import that ends with the test.
func (s *suite) begin(connection string) inventory.Staged {
	s.Helper()
	staged, err := s.inv.Begin(s.Context(), connection, task)
	s.must(err)
	s.Cleanup(func() {
		if err := staged.Close(true); err != nil {
			s.Error(err)
		}
	})
	return staged
}

// page is a page of users by their ids; the last page of a stream has no cursor.
func page(cursor string, ids ...string) connector.UserPage {
	p := connector.UserPage{Stream: connector.StreamUsers, Cursor: cursor}
	for _, id := range ids {
		p.Users = append(p.Users, connector.User{
			ID: id, UserPrincipalName: id + "@contoso.com", DisplayName: "User " + id, Enabled: true,
			Assignments: []connector.Assignment{{SKUID: sku, Direct: true, State: "Active"}},
		})
	}
	return p
}

// deliver hands over a tenant with users and, for each of them, usage.
func (s *suite) deliver(to connector.Sink, tenant string, ids ...string) {
	s.Helper()
	ctx, today := s.Context(), connector.DateOf(At)
	plans := []connector.ServicePlan{{ID: "p", Name: "EXCHANGE_S_ENTERPRISE"}}
	usage := []connector.Usage{}
	for _, id := range ids {
		row := connector.Usage{UserPrincipalName: id + "@contoso.com", ReportDate: today - 2, LastActivity: today - 3}
		row.In[connector.Exchange] = today - 3
		usage = append(usage, row)
	}
	s.must(errors.Join(
		to.Tenant(ctx, connector.Tenant{ID: tenant, DisplayName: "Contoso"}),
		to.Licenses(ctx, []connector.License{{
			SKUID: sku, PartNumber: "SPE_E3", Status: "Enabled", Enabled: 25, Assigned: len(ids),
			ServicePlans: plans,
		}}),
		to.Users(ctx, page("", ids...)),
		to.Usage(ctx, connector.StreamActiveUsers, usage),
	))
}

// publish imports a tenant as a whole.
func (s *suite) publish(connection, tenant string, ids ...string) connector.Counts {
	s.Helper()
	staged := s.begin(connection)
	s.deliver(staged, tenant, ids...)
	counts, err := staged.Publish(s.Context(), At, nil)
	s.must(errors.Join(err, staged.Close(false)))
	return counts
}

// wantUsers checks who can be read of a connection.
func (s *suite) wantUsers(connection string, want ...string) {
	s.Helper()
	q := inventory.UserQuery{Connections: []string{connection}, Sort: "id"}
	var got []string
	s.must(s.inv.EachUser(s.Context(), q, func(u inventory.UserRow) error {
		got = append(got, u.ID)
		return nil
	}))
	n, err := s.inv.CountUsers(s.Context(), q)
	s.must(err)
	if !slices.Equal(got, want) || n != int64(len(want)) {
		s.Errorf("users of %s: %q, counted %d, want %q", connection, got, n, want)
	}
}

// wantUsage checks of how many users of a connection there is usage.
func (s *suite) wantUsage(connection string, want int) {
	s.Helper()
	n := 0
	s.must(s.inv.EachUsage(s.Context(), inventory.UsageQuery{Connections: []string{connection}}, func(inventory.UsageRow) error {
		n++
		return nil
	}))
	if n != want {
		s.Errorf("usage of %s has %d rows, want %d", connection, n, want)
	}
}

// wantPublished checks which connections have an inventory.
func (s *suite) wantPublished(want ...string) {
	s.Helper()
	all, err := s.inv.Published(s.Context())
	s.must(err)
	var got []string
	for _, p := range all {
		got = append(got, p.Connection)
	}
	if !slices.Equal(got, want) {
		s.Errorf("published: %q, want %q", got, want)
	}
}

// wantPosition checks where the next import of connection one begins to list users.
func (s *suite) wantPosition(want connector.Position) {
	s.Helper()
	staged := s.begin("one")
	got, err := staged.Resume(s.Context(), connector.StreamUsers, "query", At.Add(-time.Hour))
	s.must(errors.Join(err, staged.Close(false)))
	if got != want {
		s.Errorf("position %+v, want %+v", got, want)
	}
}

// reopen goes on as another process, after this one was killed.
func (s *suite) reopen() {
	s.Helper()
	s.place = s.Killed(s.T, s.place)
	s.inv = s.Open(s.T, s.place)
}
