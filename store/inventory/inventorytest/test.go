package inventorytest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory"
)

// At is when the imports of the suite are published. The inventory's clock should show it.
var At = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

const sku = "05e9a617-0261-4cee-bb44-138d3ef5d965"

// Test runs the suite. open makes an empty inventory, which the test ends.
func Test(t *testing.T, open func(t *testing.T) Inventory) {
	for name, test := range map[string]func(*suite){
		"given a published import, then it is what is read":                       published,
		"given an import that is not published, then it cannot be read":           unpublished,
		"given a later import, then it takes the place of the former one":         replaced,
		"given the same import again, then nothing has changed":                   unchanged,
		"given an import that is incomplete, then it is not published":            incomplete,
		"given a publish that is canceled, then the former inventory stays":       canceled,
		"given an import that was cut short, then the next one goes on":           resumed,
		"given an import that was discarded, then the next one begins anew":       discarded,
		"given two connections, then Forget leaves the other one":                 forgotten,
		"given an import that is over, then it receives nothing and fails":        over,
		"given a tenant that is another one, then nothing of the former is left":  otherTenant,
		"given a report that was not received, then what it told before is there": keptReport,
	} {
		t.Run(name, func(t *testing.T) { test(&suite{T: t, inv: open(t)}) })
	}
}

type suite struct {
	*testing.T
	inv Inventory
}

func (s *suite) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// begin starts an import that ends with the test.
func (s *suite) begin(connection string) Staged {
	s.Helper()
	staged, err := s.inv.Begin(s.Context(), connection, 7)
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

func published(s *suite) {
	if counts := s.publish("one", "t", "a", "b"); counts.Users != (connector.Count{Total: 2, Added: 2}) {
		s.Errorf("counts %+v", counts)
	}
	s.wantUsers("one", "a", "b")
	s.wantUsage("one", 2)
	all, err := s.inv.Published(s.Context())
	s.must(err)
	if len(all) != 1 || all[0].Connection != "one" || all[0].Tenant.ID != "t" || all[0].Task != 7 || !all[0].At.Equal(At) ||
		all[0].Users != 2 {
		s.Errorf("published %+v", all)
	}
	licenses, err := s.inv.Licenses(s.Context(), inventory.LicenseQuery{})
	s.must(err)
	if len(licenses) != 1 || licenses[0].SKUPartNumber != "SPE_E3" || licenses[0].Available != 23 || *licenses[0].Active != 2 {
		s.Errorf("licenses %+v", licenses)
	}
	applications, err := s.inv.Applications(s.Context(), inventory.ApplicationQuery{})
	s.must(err)
	if len(applications) != 1 || applications[0].Application != "Exchange" || applications[0].Entitled != 2 ||
		*applications[0].Active != 2 {
		s.Errorf("applications %+v", applications)
	}
}

func unpublished(s *suite) {
	s.publish("one", "t", "a")
	s.deliver(s.begin("one"), "t", "b")
	s.wantUsers("one", "a")
	s.deliver(s.begin("two"), "t", "b")
	s.wantUsers("two")
}

func replaced(s *suite) {
	s.publish("one", "t", "a", "b")
	if counts := s.publish("one", "t", "b", "c"); counts.Users != (connector.Count{Total: 2, Added: 1, Removed: 1}) {
		s.Errorf("counts %+v", counts)
	}
	s.wantUsers("one", "b", "c")
	s.wantUsage("one", 2)
}

func unchanged(s *suite) {
	s.publish("one", "t", "a", "b")
	counts := s.publish("one", "t", "a", "b")
	for of, count := range map[string]connector.Count{"users": counts.Users, "assignments": counts.Assignments, "usage": counts.Usage} {
		if count != (connector.Count{Total: 2}) {
			s.Errorf("%s: %+v", of, count)
		}
	}
	s.wantUsers("one", "a", "b")
}

func incomplete(s *suite) {
	s.publish("one", "t", "a")
	staged := s.begin("one")
	s.must(errors.Join(staged.Licenses(s.Context(), nil), staged.Users(s.Context(), page("more", "b"))))
	if _, err := staged.Publish(s.Context(), At, nil); err == nil {
		s.Error("users are missing, and it is published")
	}
	s.wantUsers("one", "a")
}

func canceled(s *suite) {
	s.publish("one", "t", "a")
	staged := s.begin("one")
	s.deliver(staged, "t", "b")
	ctx, cancel := context.WithCancel(s.Context())
	defer cancel()
	if _, err := staged.Publish(ctx, At, func(done, total int64) {
		if done > 0 {
			cancel()
		}
	}); !errors.Is(err, context.Canceled) {
		s.Errorf("it ended with %v", err)
	}
	s.wantUsers("one", "a")
	s.wantUsage("one", 1)
}

func resumed(s *suite) {
	for pages := range 2 {
		staged := s.begin("one")
		position, err := staged.Resume(s.Context(), connector.StreamUsers, "query", At.Add(-time.Hour))
		s.must(err)
		want := connector.Position{}
		if pages > 0 {
			want = connector.Position{Cursor: "cursor 0", Rows: 1}
		}
		if position != want {
			s.Fatalf("position %+v, want %+v", position, want)
		}
		s.must(staged.Users(s.Context(), page(fmt.Sprint("cursor ", pages), fmt.Sprint("user-", pages))))
		if pages == 0 {
			s.must(staged.Close(true))
			continue
		}
		s.must(errors.Join(staged.Licenses(s.Context(), nil), staged.Users(s.Context(), page(""))))
		_, err = staged.Publish(s.Context(), At, nil)
		s.must(err)
	}
	s.wantUsers("one", "user-0", "user-1")
}

func discarded(s *suite) {
	staged := s.begin("one")
	_, err := staged.Resume(s.Context(), connector.StreamUsers, "query", At.Add(-time.Hour))
	s.must(errors.Join(err, staged.Users(s.Context(), page("cursor", "a")), staged.Close(false)))
	position, err := s.begin("one").Resume(s.Context(), connector.StreamUsers, "query", At.Add(-time.Hour))
	s.must(err)
	if position != (connector.Position{}) {
		s.Errorf("position %+v", position)
	}
}

func forgotten(s *suite) {
	s.publish("one", "t", "a")
	s.publish("two", "u", "a", "b")
	s.must(s.inv.Forget(s.Context(), "one"))
	s.must(s.inv.Forget(s.Context(), "of which nothing is there"))
	s.wantUsers("one")
	s.wantUsage("one", 0)
	s.wantUsers("two", "a", "b")
	s.wantUsage("two", 2)
	all, err := s.inv.Published(s.Context())
	s.must(err)
	if len(all) != 1 || all[0].Connection != "two" {
		s.Errorf("published %+v", all)
	}
}

func over(s *suite) {
	staged := s.begin("one")
	s.must(staged.Close(false))
	if err := staged.Users(s.Context(), page("", "a")); err == nil {
		s.Error("it receives users")
	}
	if _, err := staged.Publish(s.Context(), At, nil); err == nil {
		s.Error("it is published")
	}
	s.wantUsers("one")
}

func otherTenant(s *suite) {
	s.publish("one", "t", "a", "b")
	staged := s.begin("one")
	ctx := s.Context()
	s.must(errors.Join(
		staged.Tenant(ctx, connector.Tenant{ID: "u"}), staged.Licenses(ctx, nil), staged.Users(ctx, page("", "c")),
	))
	_, err := staged.Publish(ctx, At, nil)
	s.must(err)
	s.wantUsers("one", "c")
	s.wantUsage("one", 0)
}

func keptReport(s *suite) {
	s.publish("one", "t", "a", "b")
	staged := s.begin("one")
	ctx := s.Context()
	s.must(errors.Join(
		staged.Tenant(ctx, connector.Tenant{ID: "t"}), staged.Licenses(ctx, nil), staged.Users(ctx, page("", "a", "b")),
	))
	_, err := staged.Publish(ctx, At, nil)
	s.must(err)
	s.wantUsage("one", 2)
}
