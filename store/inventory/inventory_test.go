package inventory

import (
	"context"
	"database/sql"
	"testing"
	"time"

	"inventorybeacon/connector"
)

// noon is when the tests import.
var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// today is the day of noon.
var today = connector.DateOf(noon)

func open(t testing.TB, dir string) *Inventory {
	t.Helper()
	inv, err := Open(t.Context(), dir, Options{Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := inv.Close(); err != nil {
			t.Error(err)
		}
	})
	return inv
}

// firstTask is the task of the imports that begin starts.
const firstTask = 1

func begin(t testing.TB, inv *Inventory, connection string) Staged {
	t.Helper()
	imp, err := inv.Begin(t.Context(), connection, firstTask)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := imp.Close(true); err != nil {
			t.Error(err)
		}
	})
	return imp
}

// delivery is what a source hands over in one import. A nil report is missing.
type delivery struct {
	tenant        connector.Tenant
	licenses      []connector.License
	subscriptions []connector.Subscription
	groups        []connector.Group
	pages         [][]connector.User
	activeUsers   []connector.Usage
	appUsers      []connector.Usage
	copilot       []connector.Usage
	activations   []connector.Activation
}

// of returns the delivery as that of another tenant.
func (d delivery) of(tenant string) delivery {
	d.tenant.ID = tenant
	return d
}

func (d delivery) deliver(t testing.TB, imp Staged) {
	t.Helper()
	must(t, d.send(t.Context(), imp))
}

// send does the same until something is not taken.
func (d delivery) send(ctx context.Context, imp Staged) error {
	sends := []func() error{
		func() error { return imp.Tenant(ctx, d.tenant) },
		func() error { return imp.Licenses(ctx, d.licenses) },
	}
	if d.subscriptions != nil {
		sends = append(sends, func() error { return imp.Subscriptions(ctx, d.subscriptions) })
	}
	if d.groups != nil {
		sends = append(sends, func() error { return imp.Groups(ctx, d.groups) })
	}
	for i, users := range d.pages {
		page := connector.UserPage{Stream: connector.StreamUsers, Users: users, Cursor: "next"}
		if i == len(d.pages)-1 {
			page.Cursor = ""
		}
		sends = append(sends, func() error { return imp.Users(ctx, page) })
	}
	for _, r := range []struct {
		stream string
		rows   []connector.Usage
	}{{connector.StreamActiveUsers, d.activeUsers}, {connector.StreamAppUsers, d.appUsers}, {connector.StreamCopilot, d.copilot}} {
		if r.rows != nil {
			sends = append(sends, func() error { return imp.Usage(ctx, r.stream, r.rows) })
		}
	}
	if d.activations != nil {
		sends = append(sends, func() error { return imp.Activations(ctx, connector.StreamActivations, d.activations) })
	}
	for _, one := range sends {
		if err := one(); err != nil {
			return err
		}
	}
	return nil
}

// publishDelivery imports a delivery as a whole.
func publishDelivery(t testing.TB, inv *Inventory, connection string, d delivery) connector.Counts {
	t.Helper()
	counts, _ := publishJoined(t, inv, connection, d)
	return counts
}

// publishJoined does the same and returns what became of the reports, too.
func publishJoined(t testing.TB, inv *Inventory, connection string, d delivery) (connector.Counts, []ReportJoin) {
	t.Helper()
	imp := begin(t, inv, connection)
	d.deliver(t, imp)
	counts, err := imp.Publish(t.Context(), noon, nil)
	must(t, err)
	return counts, imp.Reports()
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// reader reads a SQLite file beside those who write it.
func reader(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+path+"?mode=ro")
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	return db
}

// publishingSteps is how many steps publishing has.
func publishingSteps(t testing.TB) (steps int64) {
	t.Helper()
	imp := begin(t, open(t, t.TempDir()), "one")
	contoso().deliver(t, imp)
	_, err := imp.Publish(t.Context(), noon, func(_, total int64) { steps = total - 1 })
	must(t, err)
	return steps
}
