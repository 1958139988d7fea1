package systems

import (
	"errors"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"inventorybeacon/app"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/ui/session/sessiontest"
)

// opened is the page over an offline tenant.
type opened struct {
	*sessiontest.Window
	page   *Page
	tenant *demotenant.Server
}

func open(t *testing.T) *opened {
	t.Helper()
	tenant := demotenanttest.Start(t, demotenant.Options{Users: 20})
	return &opened{Window: sessiontest.Open(t, sessiontest.Options{Tenant: tenant}), tenant: tenant}
}

func (o *opened) show() {
	o.page = New(o.Session)
	o.Show(o.page)
}

// listed returns the names of the connections in their order.
func (o *opened) listed() (names []string) {
	for _, e := range o.page.entries {
		names = append(names, e.Connection.Name)
	}
	return names
}

// selected is the name of the connection in the row that is marked.
func (o *opened) selected() string {
	if row := o.page.grid.Selected(); row >= 0 {
		return o.listed()[row]
	}
	return ""
}

// choose selects a row as a click on it does.
func (o *opened) choose(row int) {
	o.page.grid.Select(row)
	o.Settle()
}

func TestWithoutConnectionsOneIsOffered(t *testing.T) {
	o := open(t)
	o.show()
	if !o.Says("Inventory Systems", "No connections yet") || !slices.Equal(o.Enabled(), []string{"New...", "New..."}) {
		t.Errorf("%q can be pressed; it says:\n%s", o.Enabled(), o.Text())
	}
	o.Press("New...")
	if !o.Says("Create PowerShell Source Connection") {
		t.Errorf("it says:\n%s", o.Text())
	}
}

func TestWhatCanBeDoneFollowsTheSelection(t *testing.T) {
	all := []string{"New...", "Edit...", "Delete", "Schedule...", "Test Connection", "Execute Now"}
	for _, given := range []struct {
		what    string
		arrange func(o *opened, c connector.Connection) error
		buttons []string
		menu    []string
	}{
		{
			"a connection", func(*opened, connector.Connection) error { return nil }, all,
			[]string{"New...", "Edit...", "Duplicate...", "Disable", "Delete", "Schedule...", "Test Connection", "Execute Now"},
		},
		{
			"one that is disabled", func(o *opened, c connector.Connection) error { return o.Beacon.SetDisabled(o.Context(), c.ID, true) },
			all[:5],
			[]string{"New...", "Edit...", "Duplicate...", "Enable", "Delete", "Drop Changes", "Schedule...", "Test Connection", "(Execute Now)"},
		},
		{
			"one that is changed",
			func(o *opened, c connector.Connection) error {
				c.LossShare = 50
				return o.Beacon.Put(o.Context(), c, app.SecretChanges{})
			},
			all,
			[]string{"New...", "Edit...", "Duplicate...", "Disable", "Delete", "Drop Changes", "Schedule...", "Test Connection", "Execute Now"},
		},
		{
			"one that will be deleted", func(o *opened, c connector.Connection) error { return o.Beacon.Delete(o.Context(), c.ID, false) },
			[]string{"New...", "Undo Deletion"},
			[]string{"New...", "(Edit...)", "(Duplicate...)", "(Disable)", "Undo Deletion", "(Schedule...)", "(Test Connection)", "(Execute Now)"},
		},
		{
			"one whose import was held back",
			func(o *opened, c connector.Connection) error {
				o.Import(c)
				sessiontest.LoseLicenses(o.tenant)
				o.Import(c)
				return nil
			},
			append(slices.Clone(all), "Review..."),
			[]string{
				"New...", "Edit...", "Duplicate...", "Disable", "Delete", "Schedule...", "Test Connection", "Execute Now",
				"Review...", "Publish Anyway", "Discard",
			},
		},
	} {
		t.Run(given.what, func(t *testing.T) {
			o := open(t)
			c := o.Connect("Contoso")
			o.show()
			o.Must(given.arrange(o, c))
			o.Until("the buttons", func() bool { return slices.Equal(o.Enabled(), given.buttons) })
			o.page.menu(0, fyne.NewPos(10, 10))
			if got := o.Menu(); !slices.Equal(got, append(given.menu, "Copy", "Select All", "Export...", "Columns...")) {
				t.Errorf("the menu is %q", got)
			}
		})
	}
}

func TestTheSelectionStaysWithItsConnection(t *testing.T) {
	o := open(t)
	for _, name := range []string{"Alpha", "Beta", "Gamma"} {
		o.Add(name)
	}
	o.show()
	if o.selected() != "Alpha" {
		t.Errorf("%q is selected at first", o.selected())
	}
	o.Key(fyne.KeyDown)
	for _, step := range []struct {
		happens string
		do      func()
		want    string
	}{
		{"another one comes", func() { o.Add("Aardvark") }, "Beta"},
		{"one above it goes", func() { o.Must(o.Beacon.DeleteConnection(t.Context(), o.page.entries[0].Connection, false)) }, "Beta"},
		{"it is renamed", func() {
			e, _ := o.page.entry()
			e.Connection.Name = "Zeta"
			o.Must(o.Beacon.Put(t.Context(), e.Connection, app.SecretChanges{}))
		}, "Zeta"},
		{"the order is turned round", func() { o.page.grid.SetSort(columnName, true); o.page.refresh() }, "Zeta"},
		{"it is filtered away", func() {
			o.page.filter.SetText("alpha")
			o.Until("the filter", func() bool { return len(o.listed()) == 1 })
		}, ""},
	} {
		step.do()
		if o.Settle(); o.selected() != step.want {
			t.Errorf("when %s, %q is selected among %q", step.happens, o.selected(), o.listed())
		}
	}
	if got := o.Enabled(); slices.Contains(got, "Edit...") || slices.Contains(got, "Delete") || !slices.Contains(got, "New...") {
		t.Errorf("without a selection %q can be pressed", got)
	}
}

func TestTheFilterLooksAtNameAndTenant(t *testing.T) {
	o := open(t)
	o.Connect("Production")
	o.Add("Test one")
	o.Add("Test two")
	o.show()
	for filter, want := range map[string][]string{
		"":         {"Production", "Test one", "Test two"},
		" TEST  ":  {"Test one", "Test two"},
		"contoso":  {"Production"},
		"two":      {"Test two"},
		"Fabrikam": nil,
	} {
		o.page.filter.SetText(filter)
		o.Until("the filter "+filter, func() bool { return slices.Equal(o.listed(), want) })
	}
}

func TestAFilterWithoutAHitOffersToBeTakenOff(t *testing.T) {
	o := open(t)
	o.Add("Contoso")
	o.show()
	o.page.filter.SetText("nobody")
	o.page.filter.OnSubmitted("")
	o.Settle()
	if !o.Says("Nothing found") || o.Says("No connections yet") {
		t.Errorf("it says:\n%s", o.Text())
	}
	o.Press("Clear the Filter")
	if o.page.filter.Text != "" || len(o.listed()) != 1 || o.Says("Nothing found") {
		t.Errorf("listed are %q; it says:\n%s", o.listed(), o.Text())
	}
}

func TestADeletionIsAskedAboutAndTakenBack(t *testing.T) {
	const question = "Delete connection Contoso?"
	for _, given := range []struct {
		what     string
		imported bool
		choices  []string
		press    string
		kept     int // inventories after Save
		users    int64
	}{
		{"nothing imported", false, []string{"Delete", "Cancel"}, "Delete", 0, 0},
		{"with its inventory", true, []string{"Delete with Inventory", "Delete, Keep Inventory", "Cancel"}, "Delete with Inventory", 0, 0},
		{"without its inventory", true, []string{"Delete with Inventory", "Delete, Keep Inventory", "Cancel"}, "Delete, Keep Inventory", 1, 20},
	} {
		t.Run(given.what, func(t *testing.T) {
			o := open(t)
			c := o.Connect("Contoso")
			if given.imported {
				o.Import(c)
			}
			o.show()
			o.Key(fyne.KeyDelete)
			if !o.Says(question) || !slices.Equal(o.Enabled(), given.choices) {
				t.Fatalf("it says:\n%s", o.Text())
			}
			if given.imported {
				o.Await("Users: 20", "Licenses: 19", "Tasks: 1")
			}
			o.Key(fyne.KeyReturn) // which is the safe button
			if o.Dialogs() != 0 || o.Entry(c).Edit != workspace.EditNone {
				t.Errorf("after Enter %q waits", o.Entry(c).Edit)
			}
			// It waits for Save, and can be taken back until then.
			o.Press("Delete")
			o.Press(given.press)
			o.Await("Deleted, not saved")
			o.Press("Undo Deletion")
			o.Until("it to be kept", func() bool { return o.Entry(c).Saved() && slices.Contains(o.Enabled(), "Delete") })
			o.Press("Delete")
			o.Press(given.press)
			o.Await("Deleted, not saved")
			o.Must(o.Beacon.Save(t.Context()))
			o.Await("No connections yet")
			users, err := o.Beacon.CountUsers(t.Context(), app.UserQuery{})
			if kept := len(o.Beacon.Kept()); kept != given.kept || users != given.users || err != nil {
				t.Errorf("%d inventories are kept, %d users, %v", kept, users, err)
			}
		})
	}
}

func TestTheMenuChangesAConnection(t *testing.T) {
	o := open(t)
	c := o.Connect("Contoso")
	o.show()
	pick := func(text string) {
		t.Helper()
		o.page.menu(0, fyne.NewPos(10, 10))
		o.Pick(text)
	}
	pick("Disable")
	o.Await("Disabled")
	pick("Enable")
	o.Until("it to be as it was", func() bool { return o.Entry(c).Saved() })
	pick("Disable")
	o.Await("Disabled")
	pick("Drop Changes")
	o.Until("the changes to be dropped", func() bool { return o.Entry(c).Saved() && !o.Says("Disabled") })
	pick("Duplicate...")
	if !o.Says("Create PowerShell Source Connection") {
		t.Errorf("it says:\n%s", o.Text())
	}
	o.Press("OK")
	o.Until("the copy to be selected", func() bool { return len(o.listed()) == 2 && o.selected() != "Contoso" })
}

func TestEnterEditsTheSelectedConnection(t *testing.T) {
	o := open(t)
	o.Add("Contoso")
	o.show()
	o.Key(fyne.KeyReturn)
	if o.Dialogs() != 1 || !o.Says("Edit PowerShell Source Connection") {
		t.Errorf("it says:\n%s", o.Text())
	}
}

func TestWhatWasImportedFromAFileIsTold(t *testing.T) {
	skipped := []workspace.SkippedConnection{{Name: "Fabrikam", Reasons: []string{"The name is taken.", "No tenant."}}}
	added := func(names ...string) workspace.ImportedConnections {
		return workspace.ImportedConnections{Added: names}
	}
	some := added("Contoso")
	some.Skipped = skipped
	for _, given := range []struct {
		what   string
		result workspace.ImportedConnections
		err    error
		says   []string
	}{
		{"all of it", added("Contoso", "Tailspin"), nil, []string{"Added: Contoso, Tailspin", "Files hold no secrets"}},
		{"some of it", some, nil, []string{"Added: Contoso\n\nFabrikam: The name is taken. No tenant."}},
		{"nothing", workspace.ImportedConnections{Skipped: skipped}, nil, []string{"No connection was added.\n\nFabrikam: "}},
		{"an error", workspace.ImportedConnections{}, errors.New("no JSON"), []string{"The connections could not be imported"}},
	} {
		t.Run(given.what, func(t *testing.T) {
			o := open(t)
			o.show()
			if o.page.showImported(given.result, given.err); !o.Says(given.says...) {
				t.Errorf("it says:\n%s", o.Text())
			}
		})
	}
}
