package execution

import (
	"slices"
	"testing"

	"inventorybeacon/app"
	"inventorybeacon/app/imports"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/ui/session/sessiontest"
)

func open(t *testing.T, users int) (*sessiontest.Window, *demotenant.Server) {
	t.Helper()
	tenant := demotenanttest.Start(t, demotenant.Options{Users: users})
	return sessiontest.Open(t, sessiontest.Options{Tenant: tenant}), tenant
}

// ended waits until an import through a connection has ended, and returns its task.
func ended(w *sessiontest.Window, c connector.Connection, task int64) app.Task {
	w.Until("the end of the import", func() bool {
		last := w.Entry(c).LastTask
		return last.ID == task && last.Status.Ended() && !Running(w.Session, c.ID)
	})
	return w.Entry(c).LastTask
}

func TestAnImportBeginsAtOnceUnlessSomethingHasToBeAsked(t *testing.T) {
	for _, given := range []struct {
		what    string
		arrange func(w *sessiontest.Window, c connector.Connection) error
		says    []string // empty for no question
	}{
		{"a connection that can be imported through", func(*sessiontest.Window, connector.Connection) error { return nil }, nil},
		{
			"one with unsaved changes",
			func(w *sessiontest.Window, c connector.Connection) error {
				c.Name = "Renamed"
				return w.Beacon.Put(w.Context(), c, app.SecretChanges{})
			},
			[]string{"The connection has unsaved changes", "An import goes through the connection as it is saved.", "Save and Execute", "Cancel"},
		},
		{
			"one for which nobody has signed in any more",
			func(w *sessiontest.Window, c connector.Connection) error {
				none := connector.Secret("")
				return w.Beacon.SaveConnection(w.Context(), c, app.SecretChanges{RefreshToken: &none})
			},
			[]string{"Nobody has signed in yet", "Generate...", "Edit...", "Cancel"},
		},
	} {
		t.Run(given.what, func(t *testing.T) {
			w, _ := open(t, 20)
			c := w.Connect("Contoso")
			w.Must(given.arrange(w, c))
			var task app.Task
			Start(w.Session, c.ID, func(began app.Task) { task = began })
			if len(given.says) == 0 {
				w.Until("the import to begin", func() bool { return task.ID != 0 })
				if ended(w, c, task.ID); w.Dialogs() != 0 {
					t.Errorf("it says:\n%s", w.Text())
				}
				return
			}
			if w.Dialogs() != 1 || !w.Says(given.says...) {
				t.Errorf("it says:\n%s", w.Text())
			}
			w.Press("Cancel")
			if w.Dialogs() != 0 || len(w.Beacon.Running()) != 0 || w.Entry(c).LastTask.ID != 0 {
				t.Errorf("after Cancel %d dialogs are open, task %d was begun", w.Dialogs(), w.Entry(c).LastTask.ID)
			}
		})
	}
}

func TestUnsavedChangesAreSavedBeforeTheImport(t *testing.T) {
	w, _ := open(t, 20)
	c := w.Connect("Contoso")
	other := w.Add("Fabrikam")
	c.Name, other.Name = "Renamed", "Fabrikam 365"
	w.Must(w.Beacon.Put(t.Context(), c, app.SecretChanges{}))
	w.Must(w.Beacon.Put(t.Context(), other, app.SecretChanges{}))
	var task app.Task
	Start(w.Session, c.ID, func(began app.Task) { task = began })
	w.Press("Save and Execute")
	w.Until("the import to begin", func() bool { return task.ID != 0 })
	if got := ended(w, c, task.ID); got.ConnectionName != "Renamed" || got.Status != app.StatusSucceeded {
		t.Errorf("%s was imported: %s", got.ConnectionName, got.Status)
	}
	if !w.Entry(c).Saved() || w.Entry(other).Saved() {
		t.Error("not this connection alone was saved")
	}
}

func TestEditIsOfferedWhereNobodyHasSignedIn(t *testing.T) {
	w, _ := open(t, 20)
	c := w.Add("Contoso")
	Start(w.Session, c.ID, func(app.Task) { t.Error("an import has begun") })
	w.Press("Edit...")
	if w.Dialogs() != 1 || !w.Says("Edit PowerShell Source Connection", "Generate...") {
		t.Errorf("it says:\n%s", w.Text())
	}
}

func TestNothingIsImportedThroughWhatIsNotToBe(t *testing.T) {
	for _, given := range []struct {
		what    string
		arrange func(w *sessiontest.Window, c connector.Connection) error
	}{
		{"a disabled connection", func(w *sessiontest.Window, c connector.Connection) error {
			return w.Beacon.SetDisabled(w.Context(), c.ID, true)
		}},
		{"a connection that Save deletes", func(w *sessiontest.Window, c connector.Connection) error {
			return w.Beacon.Delete(w.Context(), c.ID, false)
		}},
		{"a connection that is gone", func(w *sessiontest.Window, c connector.Connection) error {
			return w.Beacon.DeleteConnection(w.Context(), c, false)
		}},
	} {
		t.Run(given.what, func(t *testing.T) {
			w, _ := open(t, 20)
			c := w.Connect("Contoso")
			w.Must(given.arrange(w, c))
			if e, exists := w.Beacon.Entry(c.ID); exists && Possible(w.Session, e) {
				t.Error("an import can be started")
			}
			Start(w.Session, c.ID, func(app.Task) { t.Error("an import has begun") })
			w.Close() // waits for what was begun
			w.Settle()
			if tasks, err := w.Beacon.CountTasks(t.Context(), app.TaskQuery{}); tasks != 0 || err != nil || w.Dialogs() != 0 {
				t.Errorf("%d tasks, %v, %d dialogs", tasks, err, w.Dialogs())
			}
		})
	}
}

func TestAnImportThatRunsIsNotStartedAgainAndCanBeCancelled(t *testing.T) {
	w, tenant := open(t, 20)
	c := w.Connect("Contoso")
	release := sessiontest.Block(tenant)
	defer release()
	var began []app.Task
	Start(w.Session, c.ID, func(task app.Task) { began = append(began, task) })
	w.Until("the import to begin", func() bool { return len(began) == 1 && Running(w.Session, c.ID) })
	if Possible(w.Session, w.Entry(c)) {
		t.Error("another import can be started")
	}
	Start(w.Session, c.ID, func(task app.Task) { began = append(began, task) })
	w.Settle()
	Cancel(w.Session, began[0].ID, func() { t.Error("it is said to have failed") })
	if got := ended(w, c, began[0].ID); got.Status != app.StatusCancelled {
		t.Errorf("it is %s", got.Status)
	}
	if len(began) != 1 || w.Dialogs() != 0 {
		t.Errorf("%d imports have begun, %d dialogs are open", len(began), w.Dialogs())
	}
	failed := false
	Cancel(w.Session, began[0].ID, func() { failed = true })
	w.Await("The import could not be cancelled", "There is nothing to cancel: task 1 of Contoso has ended (cancelled).")
	if !failed {
		t.Error("whoever cancelled it is not told")
	}
}

func TestWhyAnImportCannotStartIsSaid(t *testing.T) {
	w, _ := open(t, 20)
	c := w.Connect("Contoso")
	e := w.Entry(c) // as it was seen before another window disabled it
	w.Must(w.Beacon.SetDisabled(t.Context(), c.ID, true))
	w.Must(w.Beacon.Save(t.Context()))
	begin(w.Session, e, false, func(app.Task) { t.Error("an import has begun") })
	w.Await("The import could not be started", "disabled")
}

func TestADuplicateIsAskedAbout(t *testing.T) {
	const (
		anyway = "Import All the Same"
		use    = "Use Kept Inventory"
		title  = "The tenant has been imported already"
	)
	imported := func(w *sessiontest.Window, name string) { w.Import(w.Connect(name), imports.AllowDuplicate) }
	for _, given := range []struct {
		what    string
		arrange func(w *sessiontest.Window)
		says    string
		choices []string
		accept  string // what Enter presses; which must be one of the choices
		kept    int    // inventories of deleted connections afterwards
		all     int    // inventories; the users of one of them count
	}{
		{
			"that another connection has imported", func(w *sessiontest.Window) { imported(w, "First") },
			`the connection "First"`,
			[]string{anyway, "Cancel"},
			anyway, 0, 2,
		},
		{
			"that is kept", func(w *sessiontest.Window) { w.Keep("First") },
			`the deleted connection "First"`,
			[]string{use, anyway, "Cancel"},
			use, 0, 1,
		},
		{
			"that is kept, but wanted twice", func(w *sessiontest.Window) { w.Keep("First") },
			`the deleted connection "First"`,
			[]string{use, anyway, "Cancel"},
			anyway, 1, 2,
		},
		{
			"that is kept twice", func(w *sessiontest.Window) { w.Keep("First"); w.Keep("Second") },
			`the deleted connections "First" and "Second"`,
			[]string{anyway, "Cancel"},
			anyway, 2, 3,
		},
		{
			"that is kept and imported", func(w *sessiontest.Window) { w.Keep("First"); imported(w, "Second") },
			`the connection "Second" and the deleted connection "First"`,
			[]string{anyway, "Cancel"},
			anyway, 1, 3,
		},
	} {
		t.Run(given.what, func(t *testing.T) {
			w, _ := open(t, 20)
			given.arrange(w)
			c := w.Connect("Third")
			ask := func(started func(app.Task)) {
				Start(w.Session, c.ID, started)
				w.Await(title, given.says)
			}
			ask(func(app.Task) { t.Error("an import has begun") })
			if got := w.Enabled(); !slices.Equal(got, given.choices) {
				t.Errorf("offered are %q", got)
			}
			w.Press("Cancel")
			if w.Dialogs() != 0 || w.Entry(c).LastTask.ID != 0 {
				t.Fatalf("after Cancel %d dialogs are open, task %d was begun", w.Dialogs(), w.Entry(c).LastTask.ID)
			}

			var task app.Task
			ask(func(began app.Task) { task = began })
			w.Press(given.accept)
			w.Until("the import to begin", func() bool { return task.ID != 0 })
			if got := ended(w, c, task.ID); got.Failure != (connector.Advice{}) || got.Counts.Users.Total != 20 {
				t.Errorf("%s: %+v", got.Status, got)
			}
			users, err := w.Beacon.CountUsers(t.Context(), app.UserQuery{})
			if err != nil || users != 20 {
				t.Errorf("%d users, %v", users, err)
			}
			all, err := w.Beacon.Published(t.Context())
			if kept := len(w.Beacon.Kept()); kept != given.kept || len(all) != given.all || err != nil {
				t.Errorf("%d inventories, %d of them kept, %v", len(all), kept, err)
			}
		})
	}
}

func TestEnterDoesNotImportWhatTheQuestionAdvisesAgainst(t *testing.T) {
	w, _ := open(t, 20)
	w.Import(w.Connect("First"))
	c := w.Connect("Second")
	Start(w.Session, c.ID, func(app.Task) { t.Error("an import has begun") })
	w.Await("The tenant has been imported already")
	w.Key("Return")
	w.Settle()
	if w.Dialogs() != 0 || w.Entry(c).LastTask.ID != 0 {
		t.Errorf("%d dialogs are open, task %d was begun", w.Dialogs(), w.Entry(c).LastTask.ID)
	}
}

func TestEnterTakesTheSaferAnswerToADuplicate(t *testing.T) {
	w, _ := open(t, 20)
	w.Keep("First")
	c := w.Connect("Second")
	Start(w.Session, c.ID, func(app.Task) {})
	w.Await("The tenant has been imported already")
	w.Key("Return")
	w.Until("the inventory to be used", func() bool { return len(w.Beacon.Kept()) == 0 })
}
