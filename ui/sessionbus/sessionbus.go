//go:build !windows && !darwin

// Package sessionbus connects to the D-Bus of the desktop.
package sessionbus

import (
	"context"
	"os"
	"path/filepath"

	"github.com/godbus/dbus/v5"
)

// Connect connects to the bus of the desktop until ctx ends; where there is none, it does
// not start one, as the library would.
func Connect(ctx context.Context) (*dbus.Conn, error) {
	if os.Getenv("DBUS_SESSION_BUS_ADDRESS") == "" {
		if _, err := os.Stat(filepath.Join(os.Getenv("XDG_RUNTIME_DIR"), "bus")); err != nil {
			return nil, err
		}
	}
	return dbus.ConnectSessionBus(dbus.WithContext(ctx))
}
