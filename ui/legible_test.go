package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/imports"
	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/ui/backups"
	"inventorybeacon/ui/connection"
	"inventorybeacon/ui/execution"
	"inventorybeacon/ui/kept"
	"inventorybeacon/ui/scheduling"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/session/sessiontest"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets/widgettest"
)

// screens are the sizes of window at which every text is looked at, in pixels of a screen and its scale.
var screens = []struct{ width, height, scale float32 }{
	{800, 600, 1},
	{800, 600, 1.1}, // nearly the least window
	{1024, 700, 1},
	{1024, 700, 1.25},
	{1920, 1080, 1},
	{1920, 1080, 1.5},
	{1920, 1080, 2},
}

// longName has 100 characters, as many as the name of a connection may have.
var longName = "Beteiligungsgesellschaft Nord Sued " + strings.Repeat("Vermoegensverwaltung 2027 ", 3)[:65]

// arabicName is written from right to left, but for its numbers.
const arabicName = "شركة الاتصالات السعودية 2027 فرع 12"

func TestEveryTextCanBeRead(t *testing.T) {
	for _, given := range []struct {
		what, catalogue string
		mode            theme.Mode
	}{
		{"English in light colors", "en", theme.Light},
		{"a language 40 % longer in dark colors", message.Pseudo, theme.Dark},
	} {
		t.Run(given.what, func(t *testing.T) {
			speak(t, given.catalogue)
			w := openLegible(t)
			fyne.CurrentApp().Settings().SetTheme(theme.New(given.mode))
			for _, scene := range scenes() {
				w.look(scene)
			}
		})
	}
}

// speak has the window speak the language of a catalogue until the test ends.
func speak(t *testing.T, catalogue string) {
	t.Helper()
	use := func(catalogue string) {
		content, err := message.File(catalogue)
		if err != nil {
			t.Fatal(err)
		}
		if err := lang.AddTranslationsForLocale(content, lang.SystemLocale()); err != nil {
			t.Fatal(err)
		}
	}
	use(catalogue)
	t.Cleanup(func() { use("en") })
}

// legible is the whole window over data with long names.
type legible struct {
	*sessiontest.Window
	t      *testing.T
	shell  *shell
	tenant *demotenant.Server

	imported, arabic, held, failed connector.Connection
}

func openLegible(t *testing.T) *legible {
	t.Helper()
	tenant := demotenanttest.Start(t, demotenant.Options{Users: 120, TenantName: longName})
	w := &legible{Window: sessiontest.Open(t, sessiontest.Options{Tenant: tenant}), t: t, tenant: tenant}
	w.Keep(arabicName)
	w.imported = w.Connect(longName)
	w.Import(w.imported, imports.AllowDuplicate)
	w.arabic = w.Connect(strings.TrimSuffix(arabicName, "2") + "3")
	w.Import(w.arabic, imports.AllowDuplicate)
	w.failed = w.Add("Nobody has signed in " + longName[:70])
	w.held = w.Connect("Held back " + longName[:80])
	w.Import(w.held, imports.AllowDuplicate)
	sessiontest.LoseLicenses(tenant)
	w.Import(w.held, imports.AllowDuplicate)
	tenant.Script(nil)
	schedule := w.Beacon.NewSchedule()
	schedule.Name = longName
	w.Must(w.Beacon.PutSchedule(t.Context(), schedule))
	w.Must(w.Beacon.Assign(t.Context(), w.imported.ID, schedule.ID))
	w.Must(w.Beacon.Save(t.Context()))
	service := &Service{Running: func() bool { return false }, Elevates: true}
	options := Options{Service: service}
	w.shell = newShell(t.Context(), w.Window.Window, nil, w.Beacon, options, func(string) {}, func() {})
	t.Cleanup(w.shell.session.Close)
	w.Settle()
	return w
}

// session is the one of the window's pages.
func (w *legible) session() *session.Session { return w.shell.session }

// task is the last one of a connection.
func (w *legible) task(c connector.Connection) app.Task { return w.Entry(c).LastTask }

// press presses a button by its English text.
func (w *legible) press(english string) { w.t.Helper(); w.Press(lang.L(english)) }

// choose takes another option of a field, both by their English texts.
func (w *legible) choose(shown, option string) { w.t.Helper(); w.Choose(lang.L(shown), lang.L(option)) }

// scene is a page or a dialog as a person may see it.
type scene struct {
	name string
	open func(w *legible)
}

// look opens a scene and looks at it in every size of window.
func (w *legible) look(s scene) {
	c := w.Window.Window.Canvas()
	w.fit(screens[0].width, screens[0].height, screens[0].scale)
	s.open(w)
	w.Until("what is loaded", func() bool { return !w.Says(lang.L("Loading...")) && !w.Says(lang.L("Counting...")) })
	var complaints []string
	for _, screen := range screens {
		w.fit(screen.width, screen.height, screen.scale)
		for _, complaint := range widgettest.Illegible(c) {
			complaints = append(complaints, fmt.Sprintf("%gx%g at scale %g: %s", screen.width, screen.height, screen.scale, complaint))
		}
	}
	if len(complaints) > 0 {
		w.t.Errorf("%s:\n\t%s", s.name, strings.Join(complaints, "\n\t"))
	}
	for _, overlay := range slices.Backward(slices.Clone(c.Overlays().List())) {
		c.Overlays().Remove(overlay)
	}
	w.Settle()
}

func (w *legible) fit(width, height, scale float32) {
	w.Window.Window.Resize(fyne.NewSize(width/scale, height/scale))
	w.Settle()
}

func scenes() []scene {
	return slices.Concat(pageScenes(), answerScenes(), menuScenes(), connectionScenes(), scheduleScenes(), inventoryScenes(), settingScenes(),
		centralScenes(), notificationScenes(), questionScenes())
}

func pageScenes() []scene {
	var all []scene
	for _, id := range []string{pageSystems, pageScheduling, pageUsers, pageApplications, pageLicenses, pageUsage, pageChanges, pageTasks} {
		all = append(all, scene{"page " + id, func(w *legible) {
			w.shell.show(id)
			w.Settle()
			w.Key(fyne.KeyHome)
		}})
	}
	return append(all,
		scene{"page systems with a notice", func(w *legible) {
			w.shell.show(pageSystems)
			w.shell.notice.Say(theme.StatusWarning, longName+": "+lang.L("Connections have been edited and not saved."), nil)
			w.shell.body.Refresh()
		}},
		scene{"page scheduling unfolded", func(w *legible) {
			w.shell.clearNotice()
			w.shell.show(pageScheduling)
			w.Key(fyne.KeyHome, fyne.KeyRight, fyne.KeyDown)
		}},
	)
}

func menuScenes() []scene {
	var all []scene
	for i := range 5 {
		all = append(all, scene{fmt.Sprint("menu ", i), func(w *legible) {
			w.shell.show(pageSystems)
			w.Key(fyne.KeyHome)
			c := w.Window.Window.Canvas()
			c.OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyF10})
			for range i {
				w.Key(fyne.KeyRight)
			}
		}})
	}
	return all
}

func connectionScenes() []scene {
	create := func(w *legible) { connection.Create(w.session(), func(string) {}) }
	edit := func(w *legible) { connection.Edit(w.session(), w.Entry(w.imported), func(string) {}) }
	return []scene{
		{"create a connection", create},
		{"create one with problems", func(w *legible) {
			create(w)
			w.press("OK")
		}},
		{"create one for a custom cloud", func(w *legible) {
			create(w)
			w.Choose(w.Beacon.Clouds()[0].Label, "Custom")
			w.press("OK")
		}},
		{"create one with client credentials", func(w *legible) {
			create(w)
			w.Choose(connector.AuthorizationCode.Label(), connector.ClientCredentials.Label())
			w.press("OK")
		}},
		{"the old source type", func(w *legible) {
			create(w)
			w.Choose(string(connector.Microsoft365), string(connector.Office365Deprecated))
		}},
		{"edit a connection", edit},
		{"discard what was edited", func(w *legible) {
			create(w)
			w.choose("Authorization Code", "Client Credentials")
			w.press("Cancel")
		}},
		{"sign in elsewhere", func(w *legible) {
			edit(w)
			w.press("Other ways to sign in")
			w.Pick(lang.L("Copy the Sign-in Address for Another Computer"))
			w.Await(lang.L("Address of the blank page"))
			w.press("OK")
		}},
		{"test a connection", func(w *legible) {
			connection.Test(w.session(), w.imported)
			w.Await(lang.L("An import can run."))
		}},
		{"test one that fails", func(w *legible) {
			connection.Test(w.session(), w.failed)
			w.Await(lang.L("An import would fail."))
		}},
	}
}

func scheduleScenes() []scene {
	all := []scene{
		{"choose a schedule", func(w *legible) { scheduling.Choose(w.session(), w.Entry(w.imported), func() {}) }},
		{"choose none", func(w *legible) { scheduling.Choose(w.session(), w.Entry(w.arabic), func() {}) }},
		{"delete a schedule", func(w *legible) {
			w.shell.show(pageScheduling)
			w.Key(fyne.KeyHome, fyne.KeyDelete)
		}},
		{"offer the service", func(w *legible) { scheduling.OfferService(w.session(), func() {}) }},
		{"install the service", func(w *legible) { scheduling.InstallService(w.session(), nil) }},
	}
	for _, kind := range []string{"Hourly", "Weekly", "Monthly"} {
		all = append(all, scene{"create a schedule, " + kind, func(w *legible) {
			w.shell.show(pageScheduling)
			w.press("New...")
			w.choose("Daily", kind)
			w.press("OK")
		}})
	}
	return all
}

func inventoryScenes() []scene {
	return []scene{
		{"a user", func(w *legible) {
			w.shell.show(pageUsers)
			w.Until("the users", func() bool { return w.Says("@") })
			w.Key(fyne.KeyHome, fyne.KeyReturn)
			w.Until("the details", func() bool { return w.Dialogs() == 1 })
		}},
		{"kept inventories", func(w *legible) { kept.Show(w.session()) }},
		{"remove a kept inventory", func(w *legible) {
			kept.Show(w.session())
			w.press("Remove...")
		}},
		{"give a kept inventory", func(w *legible) {
			kept.Show(w.session())
			w.press("Give To...")
		}},
		{"backups", func(w *legible) {
			_, err := w.Beacon.BackUp(w.Context())
			w.Must(err)
			backups.Show(w.session(), func(string) {})
			w.Await("KiB")
		}},
		{"restore a backup", func(w *legible) {
			backups.Show(w.session(), func(string) {})
			w.Await("KiB")
			w.press("Restore...")
		}},
		{"a start that fails", func(w *legible) {
			all, err := w.Beacon.Backups()
			w.Must(err)
			advice := connector.Advice{Message: "The file " + longName + " is damaged.", Action: "Restore a backup."}
			backups.Offer(w.Context(), w.Window.Window, advice, w.Beacon.Dir(), all, func(string) {}, func() {})
			w.Await("KiB")
		}},
	}
}

func questionScenes() []scene {
	return []scene{
		{"delete a connection", func(w *legible) {
			w.shell.show(pageSystems)
			w.shell.systems.Commands.Delete.Action()
		}},
		{"delete several connections", func(w *legible) {
			w.shell.show(pageSystems)
			w.shell.systems.List().SelectAll.Action()
			w.shell.systems.Commands.Delete.Action()
		}},
		{"choose a file", func(w *legible) {
			w.session().Files = nil
			w.session().SaveFile(lang.L("Export the List"), longName+".csv", "", nil, nil)
		}},
		{"export a list", func(w *legible) {
			w.shell.show(pageSystems)
			w.shell.systems.List().Export.Action()
		}},
		{"an import held back", func(w *legible) { execution.Review(w.session(), w.task(w.held)) }},
		{"publish it", func(w *legible) { execution.Publish(w.session(), w.task(w.held)) }},
		{"replace an inventory", func(w *legible) { execution.Replace(w.session(), w.task(w.imported)) }},
		{"nobody has signed in", func(w *legible) { execution.Start(w.session(), w.failed.ID, func(app.Task) {}) }},
		{"the tenant was imported already", func(w *legible) {
			c := w.Connect("Again")
			execution.Start(w.session(), c.ID, func(app.Task) {})
			w.Await(lang.L("The tenant has been imported already"))
		}},
		{"a failure with details", func(w *legible) {
			w.session().Show(lang.L("The sign-in did not succeed"), connector.Advice{
				Message: longName + " is not known.", Action: "Sign in again.", Reference: "Trace " + strings.Repeat("0123456789abcdef", 8),
			})
			w.press("Show Details")
		}},
		{"give up the secrets", func(w *legible) {
			w.session().AskToForget()
		}},
		{"about", func(w *legible) { w.shell.about() }},
		{"a restored backup", func(w *legible) { w.shell.tellRestored(app.Restored{Kept: w.Beacon.Dir() + "/" + longName}, nil, nil) }},
		{"drop the changes", func(w *legible) { w.shell.cancelAll() }},
		{"exit with changes", func(w *legible) {
			w.Must(w.Beacon.SetDisabled(w.Context(), w.arabic.ID, true))
			w.Settle()
			w.shell.exit()
		}},
		{"exit while an import runs", func(w *legible) {
			w.Must(w.Beacon.Workspace.Cancel(w.Context()))
			release := sessiontest.Block(w.tenant)
			defer release()
			task, err := w.Beacon.Start(w.Context(), w.imported.ID, app.TriggerManual, imports.AllowDuplicate)
			w.Must(err)
			w.shell.show(pageSystems)
			w.Settle()
			w.shell.exit()
			w.Must(w.Beacon.CancelImport(context.Background(), task.ID))
		}},
		{"page systems with an import that has ended", func(w *legible) {
			w.shell.show(pageSystems)
			w.Until("the end of the import", func() bool { return !execution.Running(w.session(), w.imported.ID) })
		}},
	}
}
