// Package ui is the window.
//
// Everything in it runs on Fyne's one goroutine and never blocks: work goes
// through a session (ui/session), which runs it beside the window and comes
// back with the result.
package ui

import (
	"context"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/assets"
	"inventorybeacon/connector"
	"inventorybeacon/ui/background"
	"inventorybeacon/ui/display"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

// Options say which window is opened.
type Options struct {
	// Open opens the data directory; it runs beside the start of the window.
	Open func(ctx context.Context) (beacon *app.Beacon, done func(), err error)
	// Cloud is what the Cloud list starts on for a new connection.
	Cloud connector.CloudID
	// Demonstration says that the window works on the offline tenant.
	Demonstration bool
	// Demonstrate opens another window that does; nil where there can be none.
	Demonstrate func() error
	// Service installs the service that runs schedules without a window; nil where
	// there can be none.
	Service *Service

	screen display.Area
}

// Service is the operating system's service.
type Service = session.Service

// Run shows the window until it is closed or ctx ends.
func Run(ctx context.Context, o Options) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if err := useLanguage(); err != nil {
		return err
	}
	screen, err := display.Probe()
	if err != nil {
		advice := message.Explain(err)
		display.Tell(ctx, app.Name, advice.Message+"\n\n"+advice.Action)
		return err
	}
	o.screen = screen
	application := newLooping(newApplication())
	window := application.NewWindow(title(o))
	window.SetMaster()
	window.SetPadded(false)
	window.Resize(savedSize(application))
	window.SetContent(container.NewWithoutLayout())
	inspect(ctx, window)
	writePreferences := takeStopHook(application.Lifecycle())

	p := &program{ctx: ctx, cancel: cancel, window: window, options: o}
	p.tray = background.NewTray(application.App, window, p.exit)
	p.open(nil)
	still := context.AfterFunc(ctx, func() { widgets.Do(p.exit) })
	window.Show() // only now its scale is known
	window.Resize(fitting(window.Canvas().Size(), screen, window.Canvas().Scale()))
	application.Run()

	still()
	if p.exiting.CompareAndSwap(false, true) && p.shell != nil {
		p.shell.remember() // the toolkit ends by itself at SIGINT and SIGTERM
	}
	cancel()
	writePreferences()
	return p.close(p.shell)
}

func newApplication() fyne.App {
	icon := fyne.NewStaticResource("icon.png", assets.AppIcon)
	fyneapp.SetMetadata(fyne.AppMetadata{ID: app.ID, Name: app.Name, Version: app.Version, Icon: icon})
	application := fyneapp.NewWithID(app.ID)
	application.SetIcon(icon)
	application.Settings().SetTheme(theme.New(savedTheme(application)))
	return application
}

func title(o Options) string {
	if o.Demonstration {
		return app.Name + " - " + lang.L("Demonstration tenant")
	}
	return app.Name
}
