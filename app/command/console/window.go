package console

import (
	"context"

	"inventorybeacon/app"
	"inventorybeacon/connector"
	"inventorybeacon/connector/desktop"
)

// WindowOptions say which window is to be opened.
type WindowOptions struct {
	// Open opens the data directory. It takes a moment: the window calls it beside
	// its own start. done closes what was opened.
	Open func(ctx context.Context) (beacon *app.Beacon, done func(), err error)
	// Cloud is what the Cloud list starts on for a new connection.
	Cloud connector.CloudID
	// Demonstration says that the window works on the offline tenant.
	Demonstration bool
	// Demonstrate opens a window that does, of a program of its own; nil in that window.
	Demonstrate func() error
	// Service is the system's service that runs schedules without a window; nil
	// where there can be none.
	Service *WindowService
}

// Window opens the window and returns when it is closed. It is nil in a build
// without one.
type Window func(ctx context.Context, o WindowOptions) error

// WindowService is what the window knows of the service.
type WindowService struct {
	// Running says whether it runs; it asks the system, which takes a moment.
	Running func() bool
	// Install installs and starts it, and returns what that says.
	Install func(ctx context.Context) (said string, err error)
	// Elevates says that the system asks for an administrator's consent first.
	Elevates bool
}

// OpenWindow opens the window, for which the toolkit keeps files in the home folder: as
// root it would make them in one that another account then could not use.
func (c *Console) OpenWindow(ctx context.Context, o WindowOptions) error {
	if err := app.CheckHome(); err != nil {
		return err
	}
	if err := c.Window(ctx, o); err != nil {
		return err
	}
	return context.Cause(ctx) // a signal has closed it
}

// CheckWindow says why no window can be opened here, if so.
func (c *Console) CheckWindow() error {
	if c.Window == nil {
		return connector.NewError(connector.Message{ID: "console.no-window"}, nil)
	}
	return checkDisplay()
}

// checkDisplay says why no window can be shown here, whatever the build.
func checkDisplay() error {
	if !desktop.Present() {
		return connector.NewError(connector.Message{ID: "console.no-display"}, nil)
	}
	return nil
}
