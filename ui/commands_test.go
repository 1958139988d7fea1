package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"inventorybeacon/app"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/ui/session/sessiontest"
	"inventorybeacon/ui/widgets/menu"
)

// openShell opens the whole window.
func openShell(t *testing.T, w *sessiontest.Window) *shell {
	t.Helper()
	s := newShell(t.Context(), w.Window, nil, w.Beacon, Options{Service: w.Service}, func(string) {}, func() {})
	t.Cleanup(s.session.Close)
	w.Settle()
	return s
}

func TestKeysDeleteOnlyWhatIsInView(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{})
	c := w.Add("Contoso")
	s := openShell(t, w)
	w.Key(fyne.KeyHome) // which selects it
	press := func() {
		for _, menu := range s.menu() {
			for _, command := range menu.Commands {
				if command.Key == fyne.KeyD {
					command.Action()
				}
			}
		}
		w.Settle()
	}
	for _, page := range []string{pageUsers, pageTasks, pageScheduling} {
		s.show(page)
		press()
		if w.Dialogs() != 0 || s.current != page {
			t.Errorf("on the page %s, it shows %s and says:\n%s", page, s.current, w.Text())
			w.Key(fyne.KeyEscape)
		}
	}
	s.show(pageSystems)
	press()
	if !w.Says("Delete connection Contoso?") {
		t.Errorf("it says:\n%s", w.Text())
	}
	w.Key(fyne.KeyReturn)
	if w.Dialogs() != 0 || w.Entry(c).Edit != workspace.EditNone {
		t.Errorf("after Enter, %q waits for Save", w.Entry(c).Edit)
	}
}

func TestCommandsActOnlyOnTheConnectionInView(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{})
	c := w.Add("Contoso")
	s := openShell(t, w)
	w.Key(fyne.KeyHome) // which selects it
	acting := []string{"Edit...", "Duplicate...", "Disable", "Schedule...", "Test Connection", "Execute Now"}
	commands := func() (found []menu.Command) {
		for _, command := range s.menu()[1].Commands {
			if command.Action != nil && slices.Contains(acting, command.Label()) {
				found = append(found, command)
			}
		}
		return found
	}
	if got := len(commands()); got != len(acting) {
		t.Fatalf("%d of %d commands are in the menu", got, len(acting))
	}
	for _, page := range []string{pageUsers, pageTasks, pageScheduling} {
		s.show(page)
		for _, command := range commands() {
			if command.Possible() {
				t.Errorf("on the page %s, %s can be chosen", page, command.Label())
			}
			command.Action()
			w.Settle()
			if e := w.Entry(c); w.Dialogs() != 0 || s.current != page || e.Connection.Disabled || len(s.session.Beacon.Running()) != 0 ||
				e.LastTask.ID != 0 {
				t.Fatalf("on the page %s, %s shows %s and says:\n%s", page, command.Label(), s.current, w.Text())
			}
		}
	}
	s.show(pageSystems)
	for _, command := range commands() {
		if !command.Possible() {
			t.Errorf("on its page, %s cannot be chosen", command.Label())
		}
	}
}

// macOS shows the menu itself, and does not tell when.
func TestAMenuOfTheSystemSaysWhatCanBeDoneNow(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{})
	c := w.Add("Contoso")
	s := openShell(t, w)
	w.Key(fyne.KeyHome) // which selects it
	s.installMenu(true)
	item := func(menu, at int) *fyne.MenuItem { return w.Window.MainMenu().Items[menu].Items[at] }
	help := w.Window.MainMenu().Items[4].Items
	demonstration := help[slices.IndexFunc(help, func(i *fyne.MenuItem) bool { return i.Label == "Demonstration" })]
	edit, toggle := item(1, 1), item(1, 3)
	s.show(pageUsers)
	if !edit.Disabled || !demonstration.Disabled || !item(3, 3).Checked {
		t.Errorf("on the page of users, Edit is %+v, Demonstration %+v, the page %+v", edit, demonstration, item(3, 3))
	}
	demonstration.Action() // whose key or click came before it was gray
	s.show(pageSystems)
	if edit.Disabled || toggle.Label != "Disable" {
		t.Errorf("on the page of connections, Edit is %+v and Disable %+v", edit, toggle)
	}
	w.Must(w.Beacon.SetDisabled(t.Context(), c.ID, true))
	w.Until("the other name", func() bool { return toggle.Label == "Enable" })
}

func TestEnterPressesTheSafeButton(t *testing.T) {
	for _, given := range []struct {
		what string
		ask  func(s *shell)
		says []string
	}{
		{"where changes are dropped", func(s *shell) { s.cancelAll() }, []string{"Drop all unsaved changes?", "Unsaved changes: 1"}},
		{
			"where secrets are given up", func(s *shell) { s.session.AskToForget() },
			[]string{"Give up all stored secrets?", "Connections with secrets: 0", "Unsaved changes: 1"},
		},
	} {
		t.Run(given.what, func(t *testing.T) {
			w := sessiontest.Open(t, sessiontest.Options{})
			c := w.Add("Contoso")
			w.Must(w.Beacon.SetDisabled(t.Context(), c.ID, true))
			s := openShell(t, w)
			given.ask(s)
			if !w.Says(given.says...) {
				t.Errorf("it says:\n%s", w.Text())
			}
			if focused, ok := w.Window.Canvas().Focused().(interface{ AccessibilityLabel() string }); !ok ||
				focused.AccessibilityLabel() != "Cancel" {
				t.Errorf("the focus is on %v", focused)
			}
			w.Key(fyne.KeyReturn)
			if w.Dialogs() != 0 || w.Beacon.Unsaved() != 1 {
				t.Errorf("after Enter, %d changes wait", w.Beacon.Unsaved())
			}
		})
	}
}

func TestHelpExplainsWordsAndKeys(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{})
	s := openShell(t, w)
	s.show(pageUsers)
	s.pages[pageUsers].(finder).Find() // in a field, too
	w.Key(fyne.KeyF1)
	if !w.Says("Reducible", "Removal limit (percent)", "Certain", "Generation", "Ctrl+S", "F5", "Refresh") {
		t.Errorf("it says:\n%s", w.Text())
	}
	w.Key(fyne.KeyEscape)
	if w.Dialogs() != 0 {
		t.Error("Esc does not close it")
	}
}

func TestAChangeLeadsToItsUserAndNowhereElse(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{Tenant: demotenanttest.Start(t, demotenant.Options{Users: 20})})
	s := openShell(t, w)
	w.Import(w.Connect("Contoso"))
	users, err := w.Beacon.Users(t.Context(), app.UserQuery{Limit: 1})
	if err != nil || len(users) != 1 {
		t.Fatal(users, err)
	}
	published, err := w.Beacon.Published(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.show(pageChanges)
	for id, says := range map[string]string{users[0].ID: "Last activity by application", "nobody": "no longer in the inventory"} {
		s.waysFromChanges().User(app.Change{Tenant: published[0].Tenant.ID, User: id, UserPrincipalName: users[0].UserPrincipalName})
		w.Await(says)
		if s.current != pageChanges {
			t.Errorf("it shows %s", s.current)
		}
		w.Key(fyne.KeyEscape)
	}
}

func TestAChangeOfALicenseLeadsToTheLicense(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{Tenant: demotenanttest.Start(t, demotenant.Options{Users: 20})})
	s := openShell(t, w)
	w.Import(w.Connect("Contoso"))
	published, err := w.Beacon.Published(t.Context())
	w.Must(err)
	licenses, err := w.Beacon.LicensesNamed(t.Context(), "SPE_E5")
	w.Must(err)
	for _, given := range []struct{ name, tenant, sku, then string }{
		{"one of the inventory", published[0].Tenant.ID, licenses[0].ID, pageLicense},
		{"one that the tenant has no more", published[0].Tenant.ID, "gone", pageLicenses},
		{"one of a tenant that was removed", "nobody's", licenses[0].ID, pageLicenses},
	} {
		t.Run(given.name, func(*testing.T) {
			s.show(pageChanges)
			s.waysFromChanges().License(app.Change{Tenant: given.tenant, SKUID: given.sku, SKUPartNumber: "SPE_E5"})
			w.Until("the page", func() bool { return s.current == given.then })
		})
	}
}
