package inventory

import (
	"cmp"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func compareLicenses(t *testing.T, inv *Inventory, connection string, m *model, window int) {
	t.Helper()
	licenses, err := inv.Licenses(t.Context(), LicenseQuery{Connections: []string{connection}, Window: window})
	must(t, err)
	skus := m.held()
	for sku := range m.licenses {
		skus[sku] = true
	}
	if len(licenses) != len(skus) {
		t.Fatalf("licenses %v, want %v", licenses, skus)
	}
	for _, l := range licenses {
		compareHolders(t, inv, connection, m, l, window)
	}
	for _, state := range Activities {
		var want []string
		for _, u := range m.users {
			if m.state(u.ID, u.Created, window) == state {
				want = append(want, u.ID)
			}
		}
		compareUsers(t, inv, UserQuery{Connections: []string{connection}, Activity: state, Window: window}, want)
	}
	compareUsers(t, inv, UserQuery{Connections: []string{connection}, Failed: true}, m.failed(""))
}

func compareHolders(t *testing.T, inv *Inventory, connection string, m *model, l LicenseRow, window int) {
	t.Helper()
	listed, isListed := m.licenses[l.SKUID]
	holders := m.holders(l.SKUID, window)
	want := LicenseRow{
		SKUID: l.SKUID, SKUPartNumber: m.parts[l.SKUID], Product: cmp.Or(m.parts[l.SKUID], l.SKUID), Status: NotListed, Kind: Paid,
		Unknown: int64(len(holders[Unknown])), Failed: int64(len(m.failed(l.SKUID))), Connection: connection, ReportDate: m.dates.report(),
	}
	if m.joined() {
		want.Active, want.Inactive, want.New = new(int64), new(int64), new(int64)
		*want.Active, *want.Inactive, *want.New = int64(len(holders[Active])), int64(len(holders[Inactive])), int64(len(holders[New]))
	}
	all := 0
	for state, ids := range holders {
		all += len(ids)
		q := UserQuery{Connections: []string{connection}, License: l.SKUID, Activity: state, Window: window}
		compareUsers(t, inv, q, ids)
		compareHow(t, inv, q)
	}
	failed := UserQuery{Connections: []string{connection}, License: l.SKUID, Failed: true}
	compareUsers(t, inv, failed, m.failed(l.SKUID))
	compareHow(t, inv, failed)
	want.Assigned = int64(all)
	if isListed {
		want.Status, want.Purchased, want.Assigned, want.Available = "Enabled", 10, int64(listed.Assigned), 10-int64(listed.Assigned)
	}
	if diff := gocmp.Diff(want, l); diff != "" {
		t.Fatalf("license in %d days (-want +got):\n%s", window, diff)
	}
	n, err := inv.CountUsers(t.Context(), UserQuery{Connections: []string{connection}, License: l.SKUID})
	must(t, err)
	if int(n) != all {
		t.Fatalf("license %s has %d holders, want %d", l.SKUID, n, all)
	}
}

// compareHow compares how holders, or those who failed to be, are said to hold a license with
// what is said of each of them alone, and with the state that was asked for.
func compareHow(t *testing.T, inv *Inventory, q UserQuery) {
	t.Helper()
	holders, err := inv.Holders(t.Context(), q)
	must(t, err)
	for i, h := range holders {
		switch {
		case q.Failed && (len(h.Failures) == 0 || h.Failures[0].SKUID != q.License):
			t.Fatalf("of %s nothing failed that was to give %s: %+v", h.ID, q.License, h.Failures)
		case !q.Failed && (h.Assignment == nil || h.Assignment.SKUID != q.License || h.Assignment.Activity != q.Activity):
			t.Fatalf("%s, who is %s, holds %s so: %+v", h.ID, q.Activity, q.License, h.Assignment)
		}
		if i > 0 || h.Assignment == nil {
			continue
		}
		alone, err := inv.User(t.Context(), h.Connection, h.ID)
		must(t, err)
		at := slices.IndexFunc(alone.Assignments, func(a UserAssignment) bool { return a.SKUID == q.License })
		want := alone.Assignments[at]
		want.Activity = h.Assignment.Activity // in another window
		if diff := gocmp.Diff(want, *h.Assignment); diff != "" {
			t.Fatalf("%s alone and among the holders: -alone +among\n%s", h.ID, diff)
		}
	}
}

// compareUsers compares whom a query finds and counts.
func compareUsers(t *testing.T, inv *Inventory, q UserQuery, want []string) {
	t.Helper()
	q.Sort = "id"
	users, err := inv.Users(t.Context(), q)
	must(t, err)
	var got []string
	for _, u := range users {
		got = append(got, u.ID)
	}
	slices.Sort(want)
	if diff := gocmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("users of %+v (-want +got):\n%s", q, diff)
	}
	n, err := inv.CountUsers(t.Context(), q)
	must(t, err)
	if int(n) != len(want) {
		t.Fatalf("%d users of %+v, want %d", n, q, len(want))
	}
}
