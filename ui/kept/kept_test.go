package kept

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"inventorybeacon/app"
	"inventorybeacon/app/imports"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/ui/session/sessiontest"
	"inventorybeacon/ui/widgets/grid"
)

// open opens the dialog after inventories of the given names were kept.
func open(t *testing.T, names ...string) *sessiontest.Window {
	t.Helper()
	w := sessiontest.Open(t, sessiontest.Options{Tenant: demotenanttest.Start(t, demotenant.Options{Users: 20})})
	for _, name := range names {
		w.Keep(name)
	}
	Show(w.Session)
	return w
}

// kept is what is still kept, by name.
func kept(w *sessiontest.Window) (names []string) {
	for _, k := range w.Beacon.Kept() {
		names = append(names, k.Connection)
	}
	return names
}

func TestTheDialogListsWhatIsKept(t *testing.T) {
	for _, given := range []struct {
		what    string
		names   []string
		says    []string
		buttons []string
	}{
		{"nothing", nil, []string{"No inventory is kept", "Deleting a connection asks whether its inventory is."}, []string{"Close"}},
		{
			"two",
			[]string{"First", "Second"},
			[]string{"First", "Second", "Contoso", "20", "Today"},
			[]string{"Export...", "Remove...", "Give To...", "Close"},
		},
	} {
		t.Run(given.what, func(t *testing.T) {
			w := open(t, given.names...)
			if !w.Says("Kept Inventories") || !w.Says(given.says...) {
				t.Errorf("it says:\n%s", w.Text())
			}
			if got := w.Enabled(); !slices.Equal(got, given.buttons) {
				t.Errorf("%q can be pressed", got)
			}
			w.Key(fyne.KeyEscape)
			if w.Dialogs() != 0 {
				t.Error("Esc has not closed it")
			}
		})
	}
}

func TestAnInventoryIsRemovedOnceThatIsConfirmed(t *testing.T) {
	press := func(w *sessiontest.Window) { w.Press("Remove...") }
	for _, given := range []struct {
		what string
		ask  func(w *sessiontest.Window)
		says string
		yes  bool
		left []string
	}{
		{"the first by its button", press, "Remove the inventory of First?", true, []string{"Second"}},
		{
			"the second by a key", func(w *sessiontest.Window) { w.Key(fyne.KeyDown, fyne.KeyDelete) },
			"Remove the inventory of Second?", true,
			[]string{"First"},
		},
		{"nothing by Enter", press, "Remove the inventory of First?", false, []string{"First", "Second"}},
	} {
		t.Run(given.what, func(t *testing.T) {
			w := open(t, "First", "Second")
			given.ask(w)
			if !w.Says(given.says, "are removed for good") {
				t.Fatalf("it says:\n%s", w.Text())
			}
			w.Await("Users: 20", "Licenses: 19")
			if given.yes {
				w.Press("Remove")
			} else {
				w.Key(fyne.KeyReturn)
			}
			w.Until("the list to be shown", func() bool { return w.Dialogs() == 1 && len(kept(w)) == len(given.left) })
			w.Until("what is left to be listed", func() bool {
				return w.Says(given.left...) && w.Says("First") == slices.Contains(given.left, "First")
			})
			if got := kept(w); !slices.Equal(got, given.left) {
				t.Errorf("%q are kept", got)
			}
		})
	}
}

func TestTheLastRemovalLeavesNothingToPress(t *testing.T) {
	w := open(t, "First")
	w.Press("Remove...")
	w.Press("Remove")
	w.Await("No inventory is kept")
	if got := w.Enabled(); !slices.Equal(got, []string{"Close"}) {
		t.Errorf("%q can be pressed", got)
	}
}

func TestTheSelectionStaysWithItsInventory(t *testing.T) {
	// Given the second of three inventories, selected,
	w := open(t, "Alpha", "Beta", "Gamma")
	w.Key(fyne.KeyDown)
	// when the one above it goes and another comes,
	w.Must(w.Beacon.RemoveKept(t.Context(), w.Beacon.Kept()[0].ID))
	w.Keep("Aardvark")
	w.Until("both to be seen", func() bool { return w.Says("Aardvark") && !w.Says("Alpha") })
	// then it is still selected,
	w.Press("Remove...")
	if !w.Says("Remove the inventory of Beta?") {
		t.Errorf("it says:\n%s", w.Text())
	}
	// and when it is gone, the first one is.
	w.Press("Remove")
	w.Until("it to be gone", func() bool { return w.Dialogs() == 1 && !w.Says("Beta") })
	w.Press("Remove...")
	if !w.Says("Remove the inventory of Aardvark?") {
		t.Errorf("it says:\n%s", w.Text())
	}
}

func TestWithoutATakerItIsSaidWhoCouldBeOne(t *testing.T) {
	for what, arrange := range map[string]func(w *sessiontest.Window){
		"no other connection": func(*sessiontest.Window) {},
		"one that has imported": func(w *sessiontest.Window) {
			w.Import(w.Connect("Second"), imports.AllowDuplicate)
		},
		"one that will be deleted": func(w *sessiontest.Window) {
			w.Must(w.Beacon.Delete(w.Context(), w.Connect("Second").ID, false))
		},
		"one that is not saved": func(w *sessiontest.Window) {
			c, err := w.Beacon.Duplicate(w.Connect("Second").ID, "Third")
			w.Must(err)
			w.Must(w.Beacon.DeleteConnection(w.Context(), w.Beacon.Entries()[0].Connection, false))
			w.Must(w.Beacon.Put(w.Context(), c, app.SecretChanges{}))
		},
	} {
		t.Run(what, func(t *testing.T) {
			w := open(t, "First")
			arrange(w)
			w.Settle()
			w.Press("Give To...")
			if !w.Says("No connection can go on with it", "There is no saved connection to the tenant Contoso that has not imported yet.") {
				t.Errorf("it says:\n%s", w.Text())
			}
			w.Press("OK")
			if w.Dialogs() != 1 || len(kept(w)) != 1 {
				t.Errorf("%d dialogs, %q are kept", w.Dialogs(), kept(w))
			}
		})
	}
}

func TestAnInventoryIsGivenToTheChosenConnection(t *testing.T) {
	for _, given := range []struct {
		what   string
		decide func(w *sessiontest.Window)
		taker  string // which then has the 20 users; empty for none
	}{
		{"the one offered first", func(w *sessiontest.Window) { w.Press("Give") }, "Second"},
		{"another one", func(w *sessiontest.Window) { w.Choose("Second", "Third"); w.Press("Give") }, "Third"},
		{"none", func(w *sessiontest.Window) { w.Press("Cancel") }, ""},
	} {
		t.Run(given.what, func(t *testing.T) {
			w := open(t, "First")
			w.Connect("Second")
			w.Connect("Third")
			w.Settle()
			w.Key(fyne.KeyReturn)
			if !w.Says("Give the Inventory", "inventory of First", "Connections to the tenant Contoso that have not imported yet", "Second") {
				t.Fatalf("it says:\n%s", w.Text())
			}
			given.decide(w)
			if given.taker == "" {
				if w.Dialogs() != 1 || len(kept(w)) != 1 {
					t.Errorf("%d dialogs, %q are kept", w.Dialogs(), kept(w))
				}
				return
			}
			w.Await("No inventory is kept")
			taker, err := w.Beacon.Named(given.taker)
			w.Must(err)
			users, err := w.Beacon.CountUsers(t.Context(), app.UserQuery{Connections: []string{taker.Connection.ID}})
			if users != 20 || err != nil {
				t.Errorf("it has %d users, %v", users, err)
			}
		})
	}
}

func TestWhatCannotBeGivenOrRemovedIsSaid(t *testing.T) {
	for _, given := range []struct {
		what string
		do   []string
		says string
	}{
		{"given", []string{"Give To...", "Give"}, "The inventory could not be given"},
		{"removed", []string{"Remove...", "Remove"}, "The inventory could not be removed"},
	} {
		t.Run(given.what, func(t *testing.T) {
			w := open(t, "First")
			w.Connect("Second")
			w.Settle()
			w.Press(given.do[0])
			w.Must(w.Beacon.RemoveKept(t.Context(), w.Beacon.Kept()[0].ID)) // as another process may do meanwhile
			w.Press(given.do[1])
			w.Await(given.says, "First")
		})
	}
}

func TestANameBecomesThatOfAFile(t *testing.T) {
	for name, want := range map[string]string{
		"Contoso":                      "Contoso.zip",
		"Contoso (deleted 2026-11-28)": "Contoso (deleted 2026-11-28).zip",
		`a<b>c:d"e/f\g|h?i*j` + "\n":   "a-b-c-d-e-f-g-h-i-j-.zip",
		"Zürich":                       "Zürich.zip",
	} {
		if got := fileName(name); got != want {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
	}
}

func TestSeveralInventoriesAreRemovedAfterOneQuestion(t *testing.T) {
	w := open(t, "First", "Second", "Third")
	w.Key(fyne.KeyDown)
	list := w.Window.Canvas().Focused().(*grid.Grid)
	list.SelectAll()
	w.Settle()
	if got := w.Enabled(); !slices.Equal(got, []string{"Remove...", "Close"}) {
		t.Errorf("%q can be pressed", got)
	}
	w.Press("Remove...")
	if !w.Says("Remove 3 inventories?", "First, Second, Third", "are removed for good") {
		t.Fatalf("it says:\n%s", w.Text())
	}
	w.Await("Users: 60", "Licenses: 57")
	w.Key(fyne.KeyReturn) // which is the safe button
	if got := kept(w); len(got) != 3 {
		t.Errorf("after Enter %q are left", got)
	}
	w.Press("Remove...")
	w.Press("Remove")
	w.Until("them to be removed", func() bool { return len(kept(w)) == 0 })
}
