package tasks

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"inventorybeacon/app"
	"inventorybeacon/app/imports"
	"inventorybeacon/app/message"
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

// open opens a window with an offline tenant; show then brings the page to the front.
func open(t *testing.T) *opened {
	t.Helper()
	tenant := demotenanttest.Start(t, demotenant.Options{Users: 20})
	return &opened{Window: sessiontest.Open(t, sessiontest.Options{Tenant: tenant}), tenant: tenant}
}

func (o *opened) show() {
	o.page = New(o.Session)
	o.Show(o.page)
}

// fail has an import through a connection fail.
func (o *opened) fail(c connector.Connection) app.Task {
	o.tenant.Inject("/token", demotenant.Fault{AADSTS: 700082})
	return o.Import(c)
}

// selected waits until a task is selected in a row and its log has been read.
func (o *opened) selected(row int, task app.Task) {
	o.Until("task "+strconv.FormatInt(task.ID, 10)+" to be selected", func() bool {
		listed, loaded := o.page.data.Record(row)
		return loaded && listed.ID == task.ID && o.page.grid.Selected() == row && o.page.log.task.ID == task.ID && o.page.log.last > 0
	})
}

// connections waits until so many can be chosen.
func (o *opened) connections(n int) {
	o.Until("the connections that have tasks", func() bool { return len(o.page.filter.connections) == n })
}

func TestAnEmptyListSaysWhatComesIntoIt(t *testing.T) {
	o := open(t)
	o.show()
	o.Await("No tasks yet", "Every import that is executed is listed here, with its log.", "0 tasks")
	if got := o.Enabled(); !slices.Equal(got, []string{"Support Bundle..."}) {
		t.Errorf("%q can be pressed", got)
	}
}

func TestTheSelectionStaysWithItsTaskWhileOthersCome(t *testing.T) {
	// Given three tasks of which the newest is selected,
	o := open(t)
	c := o.Connect("Contoso")
	first, second, third := o.Import(c), o.Import(c), o.Import(c)
	o.show()
	o.Await("3 tasks")
	o.selected(0, third)
	// when the oldest is selected and another comes, then it stays selected;
	o.Key(fyne.KeyEnd)
	o.selected(2, first)
	o.Import(c)
	o.Await("4 tasks")
	o.selected(3, first)
	// and when a person selects another one, that is.
	o.Key(fyne.KeyUp)
	o.selected(2, second)
	if log := o.page.log.view.Text(); !strings.Contains(log, "Published: 20 users") {
		t.Errorf("its log is\n%s", log)
	}
}

func TestEachLineOfALogStandsOnceHoweverTheSelectionWanders(t *testing.T) {
	o := open(t)
	c := o.Connect("Contoso")
	first, second := o.Import(c), o.Import(c)
	o.show()
	o.selected(0, second)
	want := o.page.log.view.Text()
	for _, task := range []app.Task{first, second, first, second} { // before anything of them is read
		o.page.log.show(task)
	}
	o.Until("the log", func() bool { return o.page.log.last > 0 })
	o.Import(c) // by then the others are read, too
	o.Await("3 tasks")
	if log := o.page.log.view.Text(); log != want {
		t.Errorf("the log is\n%s\nand was\n%s", log, want)
	}
}

func TestTheButtonsFollowTheSelectedTask(t *testing.T) {
	const again, stop, bundle = "Execute Again", "Cancel Import", "Support Bundle..."
	for _, given := range []struct {
		what    string
		arrange func(o *opened, c connector.Connection) (task app.Task)
		buttons []string
		menu    []string
	}{
		{
			"one that has succeeded", func(o *opened, c connector.Connection) app.Task { return o.Import(c) },
			[]string{again, bundle},
			[]string{
				again, "(" + stop + ")", "(Review...)", "(Publish Anyway)", "(Discard)", "Copy Log", "Copy", "Select All", "Export...",
				"Columns...",
			},
		},
		{
			"one whose connection is gone",
			func(o *opened, c connector.Connection) app.Task {
				task := o.Import(c)
				o.Must(o.Beacon.DeleteConnection(o.Context(), c, false))
				return task
			},
			[]string{bundle},
			[]string{
				"(" + again + ")", "(" + stop + ")", "(Review...)", "(Publish Anyway)", "(Discard)", "Copy Log", "Copy", "Select All",
				"Export...", "Columns...",
			},
		},
		{
			"one whose connection is disabled",
			func(o *opened, c connector.Connection) app.Task {
				task := o.Import(c)
				o.Must(o.Beacon.SetDisabled(o.Context(), c.ID, true))
				return task
			},
			[]string{bundle},
			[]string{
				"(" + again + ")", "(" + stop + ")", "(Review...)", "(Publish Anyway)", "(Discard)", "Copy Log", "Copy", "Select All",
				"Export...", "Columns...",
			},
		},
		{
			"one that was held back",
			func(o *opened, c connector.Connection) app.Task {
				o.Import(c)
				sessiontest.LoseLicenses(o.tenant)
				return o.Import(c)
			},
			[]string{again, bundle, "Review..."},
			[]string{again, "(" + stop + ")", "Review...", "Publish Anyway", "Discard", "Copy Log", "Copy", "Select All", "Export...", "Columns..."},
		},
	} {
		t.Run(given.what, func(t *testing.T) {
			o := open(t)
			task := given.arrange(o, o.Connect("Contoso"))
			o.show()
			o.selected(0, task)
			if got := o.Enabled(); !slices.Equal(got, given.buttons) {
				t.Errorf("%q can be pressed", got)
			}
			o.page.menu(0, fyne.NewPos(10, 10))
			if got := o.Menu(); !slices.Equal(got, given.menu) {
				t.Errorf("the menu is %q", got)
			}
		})
	}
}

func TestATaskThatRunsIsWatchedAndCancelled(t *testing.T) {
	o := open(t)
	c := o.Connect("Contoso")
	first := o.Import(c)
	o.show()
	o.selected(0, first)
	release := sessiontest.Block(o.tenant)
	defer release()
	o.Press("Execute Again")
	o.Until("the next task", func() bool { return slices.Contains(o.Enabled(), "Cancel Import") && o.page.log.last > 0 })
	if o.page.log.task.ID != first.ID+1 || slices.Contains(o.Enabled(), "Execute Again") || !o.Says("Running") {
		t.Errorf("task %d is shown, %q can be pressed", o.page.log.task.ID, o.Enabled())
	}
	o.Press("Cancel Import")
	o.Until("its end", func() bool {
		return o.Says("Cancelled") && slices.Contains(o.Enabled(), "Execute Again") && strings.Contains(o.page.log.view.Text(), "ancelled")
	})
	if slices.Contains(o.Enabled(), "Cancel Import") {
		t.Error("it can be cancelled again")
	}
}

func TestAHeldImportIsDecidedFromItsMenu(t *testing.T) {
	for _, given := range []struct {
		entry, says string
		confirm     bool
	}{
		{"Publish Anyway", "Succeeded", true},
		{"Discard", "Discarded", false},
	} {
		t.Run(given.entry, func(t *testing.T) {
			o := open(t)
			c := o.Connect("Contoso")
			o.Import(c)
			sessiontest.LoseLicenses(o.tenant)
			held := o.Import(c)
			o.show()
			o.selected(0, held)
			o.Await("Held back", "19 of 19 licenses")
			o.page.menu(0, fyne.NewPos(10, 10))
			o.Pick(given.entry)
			if given.confirm {
				o.Press(given.entry)
			}
			o.Until("the decision to be seen", func() bool {
				return o.Says(given.says) && !o.Says("Held back") && !slices.Contains(o.Enabled(), "Review...")
			})
		})
	}
}

func TestFiltersChooseTasks(t *testing.T) {
	o := open(t)
	contoso, second := o.Connect("Contoso"), o.Connect("Second")
	o.Import(contoso)
	o.fail(contoso)
	o.Import(second, imports.AllowDuplicate)
	o.Must(o.Beacon.DeleteConnection(t.Context(), second, false))
	o.show()
	o.Await("3 tasks")
	o.connections(2)
	for _, step := range []struct {
		shown, option string
		says          []string
	}{
		{"All connections", "Contoso", []string{"2 tasks"}},
		{"All statuses", "Failed", []string{"1 task", "task 2 · Contoso"}},
		{"All times", "Last 7 days", []string{"1 task"}},
		{"Contoso", "Second (deleted)", []string{"0 tasks", "No such tasks", "No task has the chosen connection, status and time."}},
	} {
		o.Choose(step.shown, step.option)
		o.Await(step.says...)
	}
	o.Press("Show All Tasks")
	o.Await("3 tasks", "All connections", "All statuses", "All times", "task 3 · Second")
}

func TestTheChosenConnectionStaysChosenUntilItIsGone(t *testing.T) {
	o := open(t)
	c := o.Connect("Contoso")
	o.Import(c)
	o.Import(o.Connect("Second"), imports.AllowDuplicate)
	o.show()
	o.Await("2 tasks")
	o.connections(2)
	o.Choose("All connections", "Contoso")
	o.Await("1 task", "task 1 · Contoso")
	o.Import(c)
	o.Await("2 tasks", "Contoso")
	// Its name changes when it is deleted, and so all are listed again.
	o.Must(o.Beacon.DeleteConnection(t.Context(), c, false))
	o.Await("All connections", "3 tasks")
}

func TestAPeriodBeginsWithItsFirstDay(t *testing.T) {
	o := open(t)
	f := newFilter(o.Session, func() {})
	now := time.Date(2026, 3, 1, 0, 30, 0, 0, time.Local)
	for option, want := range map[string]time.Time{
		"All times":    {},
		"Today":        time.Date(2026, 3, 1, 0, 0, 0, 0, time.Local),
		"Last 7 days":  time.Date(2026, 2, 23, 0, 0, 0, 0, time.Local),
		"Last 30 days": time.Date(2026, 1, 31, 0, 0, 0, 0, time.Local),
	} {
		f.time.SetSelected(option)
		if got := f.query(now).Since; !got.Equal(want) {
			t.Errorf("%s begins %s, want %s", option, got, want)
		}
	}
}

func TestEveryStatusCanBeChosen(t *testing.T) {
	o := open(t)
	f := newFilter(o.Session, func() {})
	for _, status := range []app.Status{
		app.StatusRunning, app.StatusSucceeded, app.StatusWarnings, app.StatusFailed,
		app.StatusCancelled, app.StatusInterrupted, app.StatusHeldBack, app.StatusDiscarded,
	} {
		if f.status.SetSelected(message.Status(status)); f.query(time.Now()).Status != status {
			t.Errorf("%s asks for %q", status, f.query(time.Now()).Status)
		}
	}
}

func TestWhyATaskFailedIsSaidAndCopied(t *testing.T) {
	o := open(t)
	c := o.Connect("Contoso")
	task := o.fail(c)
	o.show()
	o.selected(0, task)
	o.Await(task.Failure.Message)
	o.Press("Copy Details")
	copied := fyne.CurrentApp().Clipboard().Content()
	if copied != task.Failure.Message+"\n"+task.Failure.Reference || task.Failure.Reference == "" {
		t.Errorf("copied is %q", copied)
	}
	o.page.menu(0, fyne.NewPos(10, 10))
	o.Pick("Copy Log")
	if got := fyne.CurrentApp().Clipboard().Content(); got != o.page.log.view.Text() || got == "" {
		t.Errorf("copied is %q", got)
	}
	// What has gone well says nothing of it.
	o.Import(c)
	o.Await("2 tasks")
	o.selected(1, task)
	o.page.grid.Select(0)
	o.Until("the success to be shown", func() bool { return o.page.log.task.ID == task.ID+1 && !o.Says("Copy Details") })
}

func TestTheListStandsStillWhileAnotherPageIsInFront(t *testing.T) {
	o := open(t)
	c := o.Connect("Contoso")
	o.Import(c)
	o.show()
	o.Await("1 task")
	o.page.Hidden()
	o.Import(c)
	if o.Settle(); !o.Says("1 task") {
		t.Errorf("it says:\n%s", o.Text())
	}
	o.page.Shown()
	o.Await("2 tasks")
}
