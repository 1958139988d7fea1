package inventory

import (
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

func (d delivery) deliver(t testing.TB, imp Staged) {
	t.Helper()
	ctx := t.Context()
	must(t, imp.Tenant(ctx, d.tenant))
	must(t, imp.Licenses(ctx, d.licenses))
	if d.subscriptions != nil {
		must(t, imp.Subscriptions(ctx, d.subscriptions))
	}
	if d.groups != nil {
		must(t, imp.Groups(ctx, d.groups))
	}
	for i, users := range d.pages {
		cursor := "next"
		if i == len(d.pages)-1 {
			cursor = ""
		}
		must(t, imp.Users(ctx, connector.UserPage{Stream: connector.StreamUsers, Users: users, Cursor: cursor}))
	}
	if d.activeUsers != nil {
		must(t, imp.Usage(ctx, connector.StreamActiveUsers, d.activeUsers))
	}
	if d.appUsers != nil {
		must(t, imp.Usage(ctx, connector.StreamAppUsers, d.appUsers))
	}
	if d.copilot != nil {
		must(t, imp.Usage(ctx, connector.StreamCopilot, d.copilot))
	}
	if d.activations != nil {
		must(t, imp.Activations(ctx, connector.StreamActivations, d.activations))
	}
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
