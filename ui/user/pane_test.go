package user

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/app"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/session/sessiontest"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets/grid"
)

// said are the rows of a pane, a text each.
func (p *Pane) said() []string {
	said := make([]string, len(p.rows))
	for i, row := range p.rows {
		said[i] = strings.TrimSpace(row[0].Text + " " + row[1].Text)
	}
	return said
}

func open(t *testing.T) *sessiontest.Window {
	t.Helper()
	return sessiontest.Open(t, sessiontest.Options{Tenant: demotenanttest.Start(t, demotenant.Options{Users: 300})})
}

// pane shows the pane alone, and returns it with the users it can be turned to.
func pane(t *testing.T, w *sessiontest.Window) (*Pane, []app.UserRow) {
	t.Helper()
	p := NewPane(w.Session)
	w.Window.SetContent(p.content)
	users, err := w.Beacon.Users(t.Context(), app.UserQuery{Sort: "displayName", Limit: 10})
	if err != nil || len(users) < 10 {
		t.Fatalf("%d users, %v", len(users), err)
	}
	return p, users
}

func TestThePaneFollowsTheSelection(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	p, users := pane(t, w)
	w.Await("No user is selected")
	for _, u := range users { // as somebody who holds an arrow key
		p.Show(u, 1)
	}
	chosen := users[len(users)-1]
	w.Until("the last user", func() bool { return p.shown == KeyOf(chosen) && !p.reading })
	for _, want := range []string{
		"User Principal Name " + chosen.UserPrincipalName, "Object ID " + chosen.ID, "Licenses",
		"Last activity by application",
	} {
		if !slices.Contains(p.said(), want) {
			t.Errorf("%q is not said in %q", want, p.said())
		}
	}
	p.grid.Select(3)
	p.Refresh()
	w.Until("the user to be read again", func() bool { return !p.reading && p.shown == KeyOf(chosen) })
	if p.grid.Selected() != 3 {
		t.Errorf("row %d is selected after an import, 3 before", p.grid.Selected())
	}
	p.Show(chosen, 300)
	w.Await("300 users are selected")
	p.Show(app.UserRow{}, 0)
	w.Await("No user is selected", "Select one user")
	if len(p.rows) > 0 {
		t.Errorf("%q is said of nobody", p.said())
	}
}

func TestThePaneGivesWayInASmallWindowWhileItIsEmpty(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	p, users := pane(t, w)
	list := widget.NewLabel("the list")
	w.Window.SetContent(p.Beside(list))
	for _, given := range []struct {
		what     string
		width    float32
		selected int
		beside   bool
	}{
		{"a large window", 1500, 0, true},
		{"a small window", 800, 0, false},
		{"a small window and a user", 800, 1, true},
		{"a small window and several users", 800, 2, true},
		{"a small window and no user again", 800, 0, false},
		{"a large window again", 1500, 0, true},
	} {
		w.Window.Resize(fyne.NewSize(given.width, 600))
		p.Show(users[0], given.selected)
		w.Settle()
		if beside := list.Size().Width < given.width-leastPaneWidth; beside != given.beside {
			t.Errorf("%s: the list is %v wide", given.what, list.Size().Width)
		}
	}
}

func TestThePaneIsCopiedAndOpened(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	p, users := pane(t, w)
	first := users[0]
	p.Show(first, 1)
	w.Until("the user", func() bool { return len(p.rows) > 0 })
	p.grid.Select(0)
	w.Window.Canvas().Focus(p.grid)
	p.grid.TypedShortcut(&fyne.ShortcutCopy{})
	w.Until("the copy", func() bool {
		return strings.Contains(fyne.CurrentApp().Clipboard().Content(), "User Principal Name\t"+first.UserPrincipalName)
	})
	w.Key(fyne.KeyReturn)
	w.Await("Account", first.ID)
}

func TestEverythingOfAUserIsARow(t *testing.T) {
	var used connector.PlatformUse
	used.Add(connector.Word, connector.OnMac)
	used.Add(connector.Word, connector.OnWeb)
	u := known{User: app.User{Activity: app.New, Platforms: used}, product: func(_, part string) string { return "Microsoft " + part }}
	u.DisplayName, u.UserPrincipalName, u.FormerNames = "Anna", "anna@contoso.com", []string{"anne@contoso.com"}
	u.Assignments = []app.UserAssignment{{
		Product: "Microsoft 365 E5", Direct: true, Groups: []connector.Group{{ID: "g", DisplayName: "Everybody"}}, Since: 20_000,
		Activity: app.Inactive, State: "Error", Error: "CountViolation", DisabledPlans: []string{"Yammer"},
		Plans: []app.UserPlan{{Name: "A", Title: "Plan A", Enabled: true}, {Name: "YAMMER", Title: "Yammer"}},
	}}
	u.Failed = []app.UserFailure{{Product: "Visio", Error: "CountViolation"}}
	u.Usage = []app.UsageRow{{Application: "Word", LastActivity: 20_001}}
	u.Activations = []app.Activation{{Product: "Apps", Windows: 2, IOS: 1, SharedComputer: true, LastActivated: 20_002}}
	at := time.Now()
	u.changes = []app.Change{
		{Time: at, Event: connector.LicenseAdded, SKUPartNumber: "E5", After: connector.HeldDirectly},
		{Time: at, Event: connector.UserRenamed, Before: "anne@contoso.com", After: "anna@contoso.com"},
	}
	when := page.Moment(at, at).Text
	p := &Pane{rows: rowsOf(u)}
	for _, row := range p.rows {
		if row[0].Text == "Microsoft 365 E5" && !row[0].Bold {
			t.Error("the name of a license does not stand out")
		}
	}
	want := []string{
		"User Principal Name anna@contoso.com", "Formerly anne@contoso.com", "Account Disabled", "Activity new within 90 days",
		"Licenses", "Microsoft 365 E5 not active within 90 days", "Assigned assigned directly, through group Everybody", "Since 2024-10-04",
		"State Error no units were left (CountViolation)", "Service plans 1 of 2 on", "Switched off Yammer",
		"Licenses that could not be assigned", "Visio no units were left (CountViolation)",
		"Last activity by application", "Word 2024-10-05 · Mac, Web",
		"Activated products", "Apps Windows 2 · iOS 1 · shared computer · 2024-10-06",
		"What imports have changed", when + " License given: Microsoft E5 · Directly", when +
			" User renamed · anne@contoso.com → anna@contoso.com",
		"Service plans of Microsoft 365 E5", "Yammer switched off", "Plan A on",
	}
	if got := p.said(); !slices.Equal(got, want) {
		t.Errorf("said are\n%q, want\n%q", got, want)
	}
	empty := &Pane{rows: rowsOf(known{})}
	for _, want := range []string{
		"No license is assigned.", "No report tells of any activity.", "No product is activated on a device.",
		"No import has changed anything yet.",
	} {
		if !slices.Contains(empty.said(), want) {
			t.Errorf("%q is not said in %q", want, empty.said())
		}
	}
	var _ grid.Data = empty
}

func TestTheNamesOfWhatIsKnownAreWholeBesideAList(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	p, users := pane(t, w)
	w.Window.Resize(fyne.NewSize(leastPaneWidth, 500))
	p.Show(users[0], 1)
	w.Until("the user", func() bool { return p.shown == KeyOf(users[0]) && !p.reading })
	if !w.Says("User Principal Name") {
		t.Errorf("it says:\n%s", w.Text())
	}
}

func TestOnlyADisabledAccountIsMarked(t *testing.T) {
	for enabled, want := range map[bool]theme.Status{true: theme.StatusUnset, false: theme.StatusNone} {
		if got := accountStatus(enabled); got != want {
			t.Errorf("enabled %v: %v", enabled, got)
		}
	}
}
