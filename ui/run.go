// Package ui is the window.
//
// Everything in it runs on Fyne's one goroutine and never blocks: work goes
// through a session (ui/session), which runs it beside the window and comes
// back with the result.
package ui

import (
	"context"
	"os"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/assets"
	"inventorybeacon/connector"
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
}

// opened is the outcome of opening the data directory.
type opened struct {
	beacon *app.Beacon
	done   func()
	err    error
}

// Run shows the window until it is closed or ctx ends.
func Run(ctx context.Context, o Options) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if err := useLanguage(); err != nil {
		return err
	}
	application := newApplication()
	window := application.NewWindow(title(o))
	window.SetMaster()
	window.SetPadded(false)
	window.Resize(savedSize(application))
	window.SetContent(container.NewWithoutLayout())
	inspect(ctx, window)

	var shown *shell
	ready := make(chan opened, 1)
	go func() {
		var r opened
		r.beacon, r.done, r.err = o.Open(ctx)
		ready <- r
		fyne.Do(func() {
			switch {
			case ctx.Err() != nil: // the window was closed meanwhile
			case r.err != nil:
				refuse(window, r.err)
			default:
				shown = newShell(ctx, window, r.beacon, o)
			}
		})
	}()
	go func() {
		<-ctx.Done()
		fyne.Do(application.Quit)
	}()
	window.ShowAndRun()

	cancel()
	result := <-ready
	if shown != nil {
		shown.session.Close()
	}
	if result.done != nil {
		result.done()
	}
	return result.err
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

// refuse says why the data directory cannot be opened; then the program ends.
func refuse(window fyne.Window, err error) {
	advice := app.Explain(err)
	title, text := lang.L("Inventory Beacon cannot start"), advice.Message+"\n\n"+advice.Action
	if !app.NeedsAdministrator(err) {
		widgets.Message(window, theme.StatusFailed, title, text, advice.Reference).OnClosed = window.Close
		return
	}
	widgets.Confirm(window, title, text,
		widgets.Choice{Text: lang.L("Restart as administrator"), Primary: true, Action: func() {
			if failure := app.RestartAsAdministrator(os.Args[1:]); failure != nil {
				refuse(window, failure)
			}
		}},
		widgets.Choice{Text: lang.L("Exit"), Cancel: true}).OnClosed = window.Close
}
