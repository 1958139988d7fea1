//go:build !windows

package central

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"inventorybeacon/app/centralsettings"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store/central/centraltest"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/session/sessiontest"
	"inventorybeacon/ui/widgets/form"
)

// open opens a window with a connection to a tenant that was imported.
func open(t *testing.T) *sessiontest.Window {
	t.Helper()
	w := sessiontest.Open(t, sessiontest.Options{Tenant: demotenanttest.Start(t, demotenant.Options{Users: 20})})
	w.Import(w.Connect("Contoso"))
	return w
}

// show opens the dialog once it has read what is stored.
func show(w *sessiontest.Window) {
	Show(w.Session)
	w.Until("the dialog to be filled", func() bool { return slices.Contains(w.Enabled(), "Test") })
}

// enter types into the fields from the first on, and leaves those alone that are to be "".
func enter(t *testing.T, w *sessiontest.Window, texts ...string) {
	t.Helper()
	for _, text := range texts {
		entry, is := w.Window.Canvas().Focused().(*form.Entry)
		if !is {
			t.Fatalf("no field has the focus for %q", text)
		}
		if text != "" {
			entry.SetText("")
			test.Type(entry, text)
		}
		w.Window.Canvas().FocusNext()
	}
}

func TestWhatIsWrongStandsBesideItsField(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{})
	show(w)
	if got := w.Enabled(); slices.Contains(got, "Forget...") {
		t.Errorf("before it is set up %q can be pressed", got)
	}
	enter(t, w, "postgres://db.example/assets", "assets", "")
	w.Press("OK")
	w.Await("“postgres://db.example/assets” is an address of another kind.", "The name of the user is missing.")
	if w.Dialogs() != 1 {
		t.Errorf("%d dialogs", w.Dialogs())
	}
	w.Press("Test")
	w.Settle()
	if w.Dialogs() != 1 {
		t.Errorf("with wrong values a test was begun:\n%s", w.Text())
	}
	w.Press("Cancel")
	w.Await("Discard")
	if _, found, err := w.Beacon.CentralSettings.Get(t.Context()); found || err != nil {
		t.Errorf("stored: %v, %v", found, err)
	}
}

func TestTheDialogLosesNothingThatIsTyped(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{})
	w.LosesNothing(func() { show(w) })
}

func TestPressingTestTwiceTestsOnce(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{})
	d := newDialog(w.Session)
	d.load()
	d.frame.Show()
	w.Until("the dialog to be filled", func() bool { return slices.Contains(w.Enabled(), "Test") })
	enter(t, w, "127.0.0.1:1", "assets", "owner")
	d.try()
	d.try()
	w.Await("Test of the central database")
	known := false
	session.Go(w.Session, w.Context(), func(ctx context.Context) (struct{}, error) {
		s, changes := d.before, centralsettings.SecretChanges{}
		return struct{}{}, w.Beacon.CentralSettings.Check(ctx, s, changes)
	}, func(struct{}, error) { known = true })
	w.Until("another answer", func() bool { return known })
	if w.Dialogs() != 2 {
		t.Errorf("%d dialogs lie over the page", w.Dialogs())
	}
	d.frame.Close()
}

func TestACentralDatabaseIsSetUpTriedPublishedIntoAndForgotten(t *testing.T) {
	// Given a database without a schema,
	server := centraltest.Start(t, centraltest.Options{})
	server.Database("assets", "owner", "o")
	w := open(t)
	p := NewPage(w.Session, NewWatch(w.Session))
	w.Show(p)
	w.Await("Nothing is published", "No central database is set up.")
	// when it is entered, the test says what is missing,
	show(w)
	enter(t, w, server.Address, "assets", "owner", "o")
	w.Press("Test")
	w.Await("Nothing could be published.", "owner is in the database assets",
		"The schema beacon of the central database is not there or not whole.")
	w.Press("Close")
	// the schema is made,
	w.Press("Create Schema...")
	w.Await("CREATE SCHEMA IF NOT EXISTS", "Nothing was run yet.")
	w.Press("Run")
	w.Await("The schema is there.")
	w.Press("Close")
	w.Press("Test")
	w.Await("Imports can be published.", "The schema beacon is there")
	w.Press("Close")
	w.Press("OK")
	w.Until("the dialog to be closed", func() bool { return w.Dialogs() == 0 })
	// what was imported is published,
	w.Until("the tenant to be listed", func() bool { return w.Says("Contoso") && slices.Contains(w.Enabled(), "Publish Now") })
	w.Press("Publish Now")
	w.Await("Up to date", server.Address+" has everything that was imported.")
	if got := server.Exec("assets", "SELECT count(*) FROM beacon.users"); got != "20" {
		t.Errorf("%s users were published", got)
	}
	// what is stored is said and not shown,
	show(w)
	if !w.Says("stored on", "owner") {
		t.Errorf("it says:\n%s", w.Text())
	}
	// and it is forgotten after a question.
	w.Press("Forget...")
	w.Await("Forget the central database?", "What was published stays there.")
	w.Press("Forget")
	w.Await("No central database is set up.")
	if got := server.Exec("assets", "SELECT count(*) FROM beacon.users"); got != "20" {
		t.Errorf("then %s users are there", got)
	}
}

func TestAServerThatIsGoneIsSaidAndTriedAgain(t *testing.T) {
	server := centraltest.Start(t, centraltest.Options{})
	server.Database("assets", "owner", "o")
	w := open(t)
	password := connector.Secret("o")
	settings := centralsettings.Settings{Server: server.Address, Database: "assets", User: "owner"}
	w.Must(w.Beacon.CentralSettings.CreateSchema(t.Context(), settings, centralsettings.SecretChanges{Password: &password}))
	server.Stop()
	w.Must(w.Beacon.CentralSettings.Set(t.Context(), settings, centralsettings.SecretChanges{Password: &password}))
	watch := NewWatch(w.Session)
	p := NewPage(w.Session, watch)
	w.Show(p)
	publish := func() { // as soon as there is a tenant, and the publish before has ended
		w.Until("something to publish", func() bool { return slices.Contains(w.Enabled(), "Publish Now") })
		w.Press("Publish Now")
	}
	publish()
	w.Await("Not everything could be published", "Nothing answers at "+server.Address)
	w.Press("OK")
	w.Await("1 tenant could not be published", "Contoso: Nothing answers at "+server.Address)
	if watch.Failing() != 1 || slices.Contains(w.Enabled(), "Take Over...") {
		t.Errorf("%d fail, %q can be pressed", watch.Failing(), w.Enabled())
	}
	server.Run()
	publish()
	w.Await("Up to date")
	w.Until("nothing to be wrong", func() bool { return watch.Failing() == 0 && !strings.Contains(w.Text(), "Nothing answers") })
	// Another beacon takes the tenant, which can be taken back then.
	server.Exec("assets",
		"INSERT INTO beacon.beacon SELECT gen_random_uuid(), 'elsewhere', '1', now(); UPDATE beacon.lease SET until = now() + interval '1 day', "+
			"beacon_id = (SELECT beacon_id FROM beacon.beacon WHERE name = 'elsewhere')")
	publish()
	w.Await("Not everything could be published", "elsewhere")
	w.Press("OK")
	w.Until("it to be offered", func() bool { return slices.Contains(w.Enabled(), "Take Over...") })
	w.Press("Take Over...")
	w.Await("Take over Contoso?")
	w.Press("Take Over")
	w.Until("nothing to be wrong", func() bool { return watch.Failing() == 0 && !strings.Contains(w.Text(), "elsewhere") })
}

// The window goes on while a server takes the connection and says nothing; Cancel ends that.
func TestAServerThatDoesNotAnswerIsGivenUp(t *testing.T) {
	w := open(t)
	address := silent(t)
	settings := centralsettings.Settings{Server: address, Database: "assets", User: "owner", TLS: "disable"}
	w.Must(w.Beacon.CentralSettings.Set(t.Context(), settings, centralsettings.SecretChanges{}))
	p := NewPage(w.Session, NewWatch(w.Session))
	w.Show(p)
	w.Until("the tenant to be listed", func() bool { return slices.Contains(w.Enabled(), "Publish Now") })
	w.Press("Publish Now")
	w.Until("it to be begun", func() bool {
		return slices.Contains(w.Enabled(), "Cancel") && !slices.Contains(w.Enabled(), "Publish Now")
	})
	w.Press("Cancel")
	w.Until("it to be ended", func() bool { return slices.Contains(w.Enabled(), "Publish Now") })
	if w.Dialogs() != 0 {
		t.Errorf("it says:\n%s", w.Text())
	}
}
