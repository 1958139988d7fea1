package systems

import (
	"slices"
	"strings"
	"testing"
	"time"

	_ "fyne.io/fyne/v2/test" // sets up the translations

	"inventorybeacon/app"
	"inventorybeacon/app/imports"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/schedule"
	"inventorybeacon/ui/theme"
)

func TestARowSaysWhatAConnectionIs(t *testing.T) {
	at := time.Date(2025, 5, 6, 7, 8, 0, 0, time.Local)
	contoso := connector.Connection{Name: "Contoso", SourceType: connector.Microsoft365, Flow: connector.AuthorizationCode}
	for _, given := range []struct {
		what          string
		entry         workspace.Entry
		want          string // the cells before the status, by |
		italic, muted bool   // the name
		tips          []string
	}{
		{
			"one that is new",
			workspace.Entry{Connection: contoso, Edit: workspace.EditNew},
			"Contoso •|PowerShell|Microsoft 365|new, not saved||Not scheduled|–|Never", true, false,
			[]string{"Waits for Save"},
		},
		{
			"one that somebody has signed in for",
			workspace.Entry{
				Connection: contoso, Tenant: "Contoso Ltd", Account: "admin@contoso.example", SignedIn: at,
				TokenUsed: at.AddDate(0, 0, 1),
			},
			"Contoso|PowerShell|Microsoft 365|Contoso Ltd|admin@contoso.example|Not scheduled|–|Never", false, false,
			[]string{"Contoso Ltd\nadmin@contoso.example\nSigned in on 2025-05-06\nRefresh token last used: 2025-05-07 07:08"},
		},
		{
			"one that is scheduled and has run",
			workspace.Entry{
				Connection: contoso, Schedule: app.Schedule{ID: "n", Name: "Nightly", Kind: schedule.Daily, Time: 120}, NextRun: at,
				LastTask: app.Task{ID: 1, Started: at.AddDate(0, 0, -1), Status: app.StatusFailed},
			},
			"Contoso|PowerShell|Microsoft 365|||Nightly|2025-05-06 07:08|2025-05-05 07:08", false, false,
			[]string{"Nightly\nDaily at 02:00"},
		},
		{
			"one whose schedule is not saved",
			workspace.Entry{
				Connection: contoso, Edit: workspace.EditChanged, NextRun: at, NextRunWaits: true,
				Schedule: app.Schedule{ID: "n", Name: "Nightly", Kind: schedule.Daily, Time: 120},
			},
			"Contoso •|PowerShell|Microsoft 365|||Nightly|2025-05-06 07:08, once saved|Never", true, false, nil,
		},
		{
			"one that is changed",
			workspace.Entry{Connection: contoso, Edit: workspace.EditChanged, Tenant: "Contoso Ltd"},
			"Contoso •|PowerShell|Microsoft 365|Contoso Ltd||Not scheduled|–|Never", true, false,
			[]string{"Waits for Save"},
		},
		{
			"one that will be deleted",
			workspace.Entry{Connection: contoso, Edit: workspace.EditDeleted},
			"Contoso|PowerShell|Microsoft 365|||Not scheduled|–|Never", true, true,
			[]string{"Will be deleted by Save"},
		},
	} {
		t.Run(given.what, func(t *testing.T) {
			cells := row(given.entry, given.entry.Tenant, false)
			var texts, tips []string
			for _, c := range cells {
				texts, tips = append(texts, c.Text), append(tips, c.Tooltip)
			}
			if len(cells) != len(columns()) {
				t.Errorf("%d cells for %d columns", len(cells), len(columns()))
			}
			if got := strings.Join(texts[:8], "|"); got != given.want || cells[0].Italic != given.italic || cells[0].Muted != given.muted {
				t.Errorf("%s, want %s; the name is %+v", got, given.want, cells[0])
			}
			for _, tip := range given.tips {
				if !slices.Contains(tips, tip) {
					t.Errorf("no tooltip says %q, but %q", tip, tips)
				}
			}
			if busy := row(given.entry, given.entry.Tenant, true)[8]; busy.Text != "Importing" || busy.Status != theme.StatusRunning {
				t.Errorf("while it is imported through: %+v", busy)
			}
		})
	}
}

func TestConnectionsAreSortedByAColumnAndThenByName(t *testing.T) {
	at := time.Date(2026, 5, 6, 7, 8, 0, 0, time.Local)
	entry := func(name string, change func(*workspace.Entry)) workspace.Entry {
		e := workspace.Entry{Connection: connector.Connection{Name: name}}
		change(&e)
		return e
	}
	entries := []workspace.Entry{
		entry("beta", func(e *workspace.Entry) {
			e.Tenant, e.Account, e.NextRun, e.Schedule.Name = "A", "z@a", at, "weekly"
			e.LastTask = app.Task{ID: 1, Started: at, Status: app.StatusFailed}
		}),
		entry("Alpha", func(e *workspace.Entry) {
			e.Tenant, e.Account, e.NextRun, e.Schedule.Name = "B", "a@b", at, "Nightly"
			e.LastTask = app.Task{ID: 2, Started: at.Add(time.Hour), Status: app.StatusFailed}
		}),
		entry("Gamma", func(e *workspace.Entry) {
			e.Connection.SourceType = connector.Microsoft365
			e.LastTask = app.Task{ID: 3, Started: at.Add(-time.Hour), Status: app.StatusCancelled}
		}),
	}
	for column, want := range map[string]string{
		columnName:     "Alpha beta Gamma",
		columnType:     "Alpha beta Gamma",
		columnSource:   "Alpha beta Gamma",
		columnTenant:   "Gamma beta Alpha",
		columnAccount:  "Gamma Alpha beta",
		columnSchedule: "Gamma Alpha beta",
		columnNextRun:  "Gamma Alpha beta",
		columnLastRun:  "Gamma beta Alpha",
		columnStatus:   "Gamma Alpha beta",
	} {
		sorted := slices.Clone(entries)
		slices.SortStableFunc(sorted, func(a, b workspace.Entry) int { return compare(column, a, b) })
		var names []string
		for _, e := range sorted {
			names = append(names, e.Connection.Name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("by %s: %s, want %s", column, got, want)
		}
	}
}

func TestABarSaysHowFarAPhaseIs(t *testing.T) {
	progress := func(p connector.Phase, done, total int64) connector.Progress {
		return connector.Progress{Phase: p, Done: done, Total: total}
	}
	finished := progress(connector.PhaseUsers, 20, 20)
	finished.Finished = true
	for _, given := range []struct {
		what     string
		progress imports.PhaseProgress
		done     float64
		text     string
		status   theme.Status
	}{
		{"one that has begun", imports.PhaseProgress{Progress: progress(connector.PhaseUsers, 0, 0)}, -1, "", theme.StatusUnset},
		{
			"users that were not counted",
			imports.PhaseProgress{Progress: progress(connector.PhaseUsers, 1500, 0), Rate: 250},
			-1, "1,500 · 250/s", theme.StatusUnset,
		},
		{
			"users that were counted",
			imports.PhaseProgress{Progress: progress(connector.PhaseUsers, 1500, 6000), Rate: 250, Left: 18 * time.Second},
			0.25, "1,500 of 6,000 · 250/s · 18 s left", theme.StatusUnset,
		},
		{
			"more users than were counted",
			imports.PhaseProgress{Progress: progress(connector.PhaseUsers, 11, 10)},
			1, "11 of 10",
			theme.StatusUnset,
		},
		{"a step without a number", imports.PhaseProgress{Progress: progress(connector.PhaseLicenses, 0, 1)}, -1, "", theme.StatusUnset},
		{
			"users of which none come any more",
			imports.PhaseProgress{Progress: progress(connector.PhaseUsers, 1500, 6000), Quiet: 75 * time.Second},
			0.25, "1,500 of 6,000 · nothing for 1:15", theme.StatusWarning,
		},
		{"one that is finished", imports.PhaseProgress{Progress: finished, Rate: 250}, 1, "20 of 20", theme.StatusOK},
	} {
		if got := phase(given.progress); got.Done != given.done || got.Text != given.text || got.Status != given.status {
			t.Errorf("%s: %+v", given.what, got)
		}
	}
}

func TestThePaneSaysWhatThereIsToKnow(t *testing.T) {
	now := time.Date(2026, 11, 28, 12, 0, 0, 0, time.Local)
	imported := app.Task{
		ID: 7, Started: now.Add(-time.Hour), Ended: now.Add(-time.Hour + 4*time.Second), Status: app.StatusSucceeded,
		Trigger: app.TriggerSchedule,
		Counts:  connector.Counts{Users: connector.Count{Total: 1500, Added: 3, Changed: 2, Removed: 1}, Licenses: connector.Count{Total: 19}},
	}
	failed := app.Task{
		ID: 8, Started: now, Ended: now, Status: app.StatusFailed, Trigger: app.TriggerManual,
		Failure: connector.Advice{Message: "It was refused.", Action: "Sign in again."},
	}
	connection := connector.Connection{Flow: connector.ClientCredentials}
	for _, given := range []struct {
		what  string
		entry workspace.Entry
		twice duplicates
		want  []string
	}{
		{
			"never imported",
			workspace.Entry{Connection: connection},
			duplicates{},
			[]string{
				"Tenant: Not known before the first import", "Last import: Never", "Next run: Not scheduled",
				"Warning: The connection has neither a client secret nor a certificate. Edit the connection and enter one of them.",
			},
		},
		{
			"imported",
			workspace.Entry{Tenant: "Contoso", Domain: "contoso.example", LastTask: imported},
			duplicates{},
			[]string{
				"Tenant: Contoso · contoso.example", "Last import: Succeeded · Today 11:00 · 4.0 s · task 7 · Schedule",
				"Imported: Users: 1,500 (+3, 2 changed, -1) · Licenses: 19", "Next run: Not scheduled",
				"Warning: Nothing is left of what the connection has imported, because the file inventory.db was damaged, was removed, or was of an older version that kept imports in another form. Execute an import: it fills the inventory again.",
			},
		},
		{
			"failed",
			workspace.Entry{Tenant: "Contoso", Domain: "contoso.example", LastTask: failed},
			duplicates{},
			[]string{
				"Tenant: Contoso · contoso.example", "Last import: Failed · Today 12:00 · 0.0 s · task 8 · Manual\nIt was refused. Sign in again.",
				"Next run: Not scheduled",
			},
		},
		{
			"imported twice",
			workspace.Entry{Tenant: "Contoso"},
			duplicates{connections: []workspace.Entry{{Connection: connector.Connection{Name: "Other"}}}},
			[]string{
				"Tenant: Contoso", "Last import: Never", "Next run: Not scheduled",
				"Warning: The same tenant is imported through Other too: only the newest import counts. Delete one of the connections with its inventory, unless both are wanted.",
			},
		},
	} {
		t.Run(given.what, func(t *testing.T) {
			var got []string
			for _, f := range facts(given.entry, given.entry.Tenant, given.twice, now) {
				got = append(got, f.Label+": "+f.Text)
			}
			if !slices.Equal(got, given.want) {
				t.Errorf("it says:\n%s", strings.Join(got, "\n"))
			}
		})
	}
}
