package systems

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"inventorybeacon/app"
	"inventorybeacon/connector"
	"inventorybeacon/ui/session/sessiontest"
)

// openSeveral opens the page over three connections, all of them selected.
func openSeveral(t *testing.T) (o *opened, a, b, c connector.Connection) {
	t.Helper()
	o = open(t)
	a, b, c = o.Connect("Alpha"), o.Connect("Beta"), o.Connect("Gamma")
	o.show()
	o.all()
	return o, a, b, c
}

// all selects every connection.
func (o *opened) all() {
	o.page.grid.SelectAll()
	o.Settle()
}

func TestCommandsSayOnHowManyConnectionsTheyAct(t *testing.T) {
	type connections struct{ a, b, c connector.Connection }
	disable := func(o *opened, of ...connector.Connection) {
		for _, c := range of {
			o.Must(o.Beacon.SetDisabled(o.Context(), c.ID, true))
		}
		o.Must(o.Beacon.Save(o.Context()))
	}
	remove := func(o *opened, of ...connector.Connection) {
		for _, c := range of {
			o.Must(o.Beacon.Delete(o.Context(), c.ID, false))
		}
	}
	for _, given := range []struct {
		what    string
		arrange func(o *opened, of connections)
		buttons []string
		menu    []string
	}{
		{
			"all alike", func(*opened, connections) {},
			[]string{"New...", "Delete (3)", "Execute Now (3)"},
			[]string{"New...", "(Edit...)", "(Duplicate...)", "Disable (3)", "Delete (3)", "(Schedule...)", "(Test Connection)", "Execute Now (3)"},
		},
		{
			"one of them disabled", func(o *opened, of connections) { disable(o, of.b) },
			[]string{"New...", "Delete (3)", "Execute Now (2)"},
			[]string{"New...", "(Edit...)", "(Duplicate...)", "Disable (2)", "Delete (3)", "(Schedule...)", "(Test Connection)", "Execute Now (2)"},
		},
		{
			"all of them disabled", func(o *opened, of connections) { disable(o, of.a, of.b, of.c) },
			[]string{"New...", "Delete (3)"},
			[]string{"New...", "(Edit...)", "(Duplicate...)", "Enable (3)", "Delete (3)", "(Schedule...)", "(Test Connection)", "(Execute Now)"},
		},
		{
			"one of them deleted by Save", func(o *opened, of connections) { remove(o, of.a) },
			[]string{"New...", "Delete (2)", "Execute Now (2)"},
			[]string{"New...", "(Edit...)", "(Duplicate...)", "Disable (2)", "Delete (2)", "(Schedule...)", "(Test Connection)", "Execute Now (2)"},
		},
		{
			"all of them deleted by Save", func(o *opened, of connections) { remove(o, of.a, of.b, of.c) },
			[]string{"New...", "Undo Deletion (3)"},
			[]string{
				"New...", "(Edit...)", "(Duplicate...)", "(Disable)", "Undo Deletion (3)", "(Schedule...)", "(Test Connection)", "(Execute Now)",
			},
		},
	} {
		t.Run(given.what, func(t *testing.T) {
			o, a, b, c := openSeveral(t)
			given.arrange(o, connections{a, b, c})
			o.Until("the buttons", func() bool { return slices.Equal(o.Enabled(), given.buttons) })
			if !o.Says("3 connections are selected") {
				t.Errorf("it says:\n%s", o.Text())
			}
			o.page.menu(0, fyne.NewPos(10, 10))
			if got := o.Menu(); !slices.Equal(got, append(given.menu, "Copy", "Select All", "Export Selected (3)...", "Columns...")) {
				t.Errorf("the menu is %q", got)
			}
		})
	}
}

func TestSeveralConnectionsAreDisabledAndEnabled(t *testing.T) {
	o, a, b, c := openSeveral(t)
	pick := func(text string) {
		t.Helper()
		o.page.menu(0, fyne.NewPos(10, 10))
		o.Pick(text)
	}
	disabled := func(want ...bool) func() bool {
		return func() bool {
			return slices.Equal(want, []bool{o.Entry(a).Connection.Disabled, o.Entry(b).Connection.Disabled, o.Entry(c).Connection.Disabled})
		}
	}
	o.Must(o.Beacon.SetDisabled(t.Context(), b.ID, true))
	o.Until("one to be disabled", func() bool { return o.page.toggleText() == "Disable (2)" })
	pick("Disable (2)")
	o.Until("all to be disabled", disabled(true, true, true))
	pick("Enable (3)")
	o.Until("all to be enabled", disabled(false, false, false))
	pick("Disable (3)")
	o.Until("all to be disabled again", disabled(true, true, true))
	pick("Drop Changes")
	o.Until("the changes to be dropped", disabled(false, false, false))
}

func TestSeveralConnectionsAreDeletedAfterOneQuestion(t *testing.T) {
	for _, given := range []struct {
		what     string
		imported bool
		says     []string
		choices  []string
		press    string
		kept     int
	}{
		{"nothing imported", false, []string{"Nothing has been imported through them."}, []string{"Delete", "Cancel"}, "Delete", 0},
		{
			"one with an inventory, which goes", true,
			[]string{"imported through them go with them or stay", "Users: 20", "Licenses: 19", "Tasks: 1"},
			[]string{"Delete with Inventory", "Delete, Keep Inventory", "Cancel"},
			"Delete with Inventory", 0,
		},
		{
			"one with an inventory, which stays", true,
			[]string{"imported through them go with them or stay", "Users: 20", "Licenses: 19", "Tasks: 1"},
			[]string{"Delete with Inventory", "Delete, Keep Inventory", "Cancel"},
			"Delete, Keep Inventory", 1,
		},
	} {
		t.Run(given.what, func(t *testing.T) {
			o, a, _, c := openSeveral(t)
			if given.imported {
				o.Import(a)
			}
			o.Must(o.Beacon.Delete(t.Context(), c.ID, false)) // one that waits for Save already is left alone
			o.Until("the buttons", func() bool { return slices.Contains(o.Enabled(), "Delete (2)") })
			o.Key(fyne.KeyDelete)
			if !o.Says("Delete 2 connections?", "Alpha, Beta") || !slices.Equal(o.Enabled(), given.choices) {
				t.Fatalf("it says:\n%s", o.Text())
			}
			o.Await(given.says...)
			o.Key(fyne.KeyReturn) // which is the safe button
			if o.Dialogs() != 0 || o.Beacon.Unsaved() != 1 {
				t.Errorf("after Enter %d changes wait", o.Beacon.Unsaved())
			}
			o.Press("Delete (2)")
			o.Press(given.press)
			o.Until("all to wait", func() bool { return o.Beacon.Unsaved() == 3 && slices.Contains(o.Enabled(), "Undo Deletion (3)") })
			o.Press("Undo Deletion (3)")
			o.Until("all to be kept", func() bool { return o.Beacon.Unsaved() == 0 && slices.Contains(o.Enabled(), "Delete (3)") })
			o.Press("Delete (3)")
			o.Press(given.press)
			o.Until("all to wait", func() bool { return o.Beacon.Unsaved() == 3 })
			o.Must(o.Beacon.Save(t.Context()))
			o.Await("No connections yet")
			if kept := len(o.Beacon.Kept()); kept != given.kept {
				t.Errorf("%d inventories are kept", kept)
			}
		})
	}
}

func TestSeveralConnectionsAreExecuted(t *testing.T) {
	o, a, b, c := openSeveral(t)
	release := sessiontest.Block(o.tenant)
	defer release()
	o.Must(o.Beacon.SetDisabled(t.Context(), c.ID, true))
	o.Must(o.Beacon.Save(t.Context()))
	b.Name = "Renamed"
	o.Must(o.Beacon.Put(t.Context(), b, app.SecretChanges{}))
	o.Until("the buttons", func() bool { return slices.Contains(o.Enabled(), "Execute Now (2)") })
	o.Press("Execute Now (2)")
	if !o.Says("Connections have unsaved changes", "These are not: Renamed.") {
		t.Fatalf("it says:\n%s", o.Text())
	}
	o.Press("Cancel")
	if o.Dialogs() != 0 || len(o.Beacon.Running()) != 0 {
		t.Errorf("after Cancel %d imports run", len(o.Beacon.Running()))
	}
	o.Press("Execute Now (2)")
	o.Press("Save and Execute")
	o.Until("both to run", func() bool {
		running := o.Beacon.Running()
		return len(running) == 2 && running[0].Task.ConnectionID == a.ID && running[1].Task.ConnectionName == "Renamed"
	})
	if !o.Entry(b).Saved() || o.Entry(c).LastTask.ID != 0 {
		t.Errorf("running are %+v", o.Beacon.Running())
	}
	o.Until("the buttons", func() bool { return slices.Equal(o.Enabled(), []string{"New...", "Delete (3)"}) })
}

func TestWhatCannotBeExecutedIsSaidForAllAtOnce(t *testing.T) {
	o, a, b, c := openSeveral(t)
	o.Import(a)
	o.Press("Execute Now (3)")
	o.Await("Not every import could be started", "Beta: ", "Gamma: ", `the connection "Alpha"`)
	if o.Dialogs() != 1 || o.Entry(b).LastTask.ID != 0 || o.Entry(c).LastTask.ID != 0 {
		t.Errorf("%d dialogs; it says:\n%s", o.Dialogs(), o.Text())
	}
	o.Until("the other to be imported", func() bool {
		last := o.Entry(a).LastTask
		return last.ID > 1 && last.Status.Ended()
	})
}
