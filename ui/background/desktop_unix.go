//go:build !windows && !darwin

package background

import (
	"context"
	"time"

	"github.com/godbus/dbus/v5"

	"inventorybeacon/ui/sessionbus"
)

// The notification area of a desktop on D-Bus.
const (
	trayService = "org.kde.StatusNotifierWatcher"
	trayPath    = "/StatusNotifierWatcher"
	trayHost    = trayService + ".IsStatusNotifierHostRegistered"
)

// patience is how long the desktop may take to answer before the window opens
// without it.
const patience = time.Second

// Available reports whether the desktop has a notification area that shows icons.
func Available() bool {
	return answers(func(bus *dbus.Conn) bool {
		if !hasOwner(bus, trayService) {
			return false
		}
		shown, err := bus.Object(trayService, trayPath).GetProperty(trayHost)
		if err != nil {
			return true // an older one, which does not say
		}
		registered, known := shown.Value().(bool)
		return registered || !known
	})
}

// answers asks the session bus; no bus and no answer in time is a no.
func answers(ask func(*dbus.Conn) bool) bool {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	bus, err := sessionbus.Connect(ctx)
	if err != nil {
		return false
	}
	defer func() { _ = bus.Close() }()
	return ask(bus)
}

func hasOwner(bus *dbus.Conn, name string) bool {
	var owned bool
	err := bus.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, name).Store(&owned)
	return err == nil && owned
}

// whenGone calls gone when the notification area has gone, until ctx ends. It
// returns when that is watched.
func whenGone(ctx context.Context, gone func()) {
	bus, err := sessionbus.Connect(ctx)
	if err != nil {
		return
	}
	if err := bus.AddMatchSignal(dbus.WithMatchSender("org.freedesktop.DBus"), dbus.WithMatchMember("NameOwnerChanged"),
		dbus.WithMatchArg(0, trayService)); err != nil {
		_ = bus.Close()
		return
	}
	changes := make(chan *dbus.Signal, 8)
	bus.Signal(changes) // closed with the connection, which ends with ctx
	for change := range changes {
		if len(change.Body) == 3 && change.Body[2] == "" {
			gone()
		}
	}
}
