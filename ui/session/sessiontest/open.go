// Package sessiontest opens a window's session for the tests of pages and dialogs: over a
// real data directory and, where something is imported, an offline tenant, in a window of
// Fyne's test driver that a test looks at and works in as a person does.
package sessiontest

import (
	"log/slog"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"inventorybeacon/app"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/microsoft365"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
)

// Options are what a session is opened with. The zero value is a new data directory
// without a tenant.
type Options struct {
	// Dir is the data directory; a new one when empty.
	Dir string
	// Tenant can be signed in to and imported.
	Tenant *demotenant.Server
	// Source takes the place of the source that reads the tenant, which it is given; nil for none.
	Source func(app.Source) app.Source
	// Service installs the service; nil where there can be none.
	Service *session.Service
}

// Window is a window with a session. Only the goroutine of the test may use it.
type Window struct {
	*session.Session
	t    testing.TB
	loop *loop
	end  func()
}

// Open opens a session as the program does, until the test ends or [Window.End] is called.
func Open(t testing.TB, o Options) *Window {
	t.Helper()
	t.Setenv("INVENTORY_BEACON_KEY", "file")
	if o.Dir == "" {
		o.Dir = t.TempDir()
	}
	log := slog.New(slog.DiscardHandler)
	var clouds []connector.Cloud
	if o.Tenant != nil {
		clouds = append(clouds, o.Tenant.Cloud())
	}
	var source app.Source = microsoft365.New(microsoft365.Options{Clouds: clouds, Logger: log})
	if o.Source != nil {
		source = o.Source(source)
	}
	beacon, err := app.Open(t.Context(), app.Options{Dir: o.Dir, Source: source, Logger: log, Window: true})
	if err != nil {
		t.Fatal(err)
	}
	w := &Window{t: t, loop: startLoop(t)}
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Light))
	window := test.NewTempWindow(t, nil)
	window.SetPadded(false)
	window.Resize(fyne.NewSize(1280, 800))
	w.Session = session.New(t.Context(), session.Options{Window: window, Beacon: beacon, Service: o.Service})
	w.end = sync.OnceFunc(func() {
		w.Close()
		if err := beacon.Close(); err != nil {
			t.Error(err)
		}
		w.loop.end()
	})
	t.Cleanup(w.end)
	return w
}

// End ends the session and closes the data directory before the test ends.
func (w *Window) End() { w.end() }

// Page is a page of the window.
type Page interface {
	Content() fyne.CanvasObject
	Shown()
}

// Show brings a page to the front.
func (w *Window) Show(p Page) {
	w.Window.SetContent(p.Content())
	p.Shown()
}
