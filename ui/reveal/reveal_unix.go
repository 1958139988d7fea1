//go:build !windows && !darwin

package reveal

import (
	"context"
	"net/url"

	"inventorybeacon/ui/sessionbus"
)

// InFolder asks the file manager of the desktop, which is an error where there is none.
func InFolder(ctx context.Context, path string) error {
	bus, err := sessionbus.Connect(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = bus.Close() }()
	manager := bus.Object("org.freedesktop.FileManager1", "/org/freedesktop/FileManager1")
	file := url.URL{Scheme: "file", Path: path}
	return manager.CallWithContext(ctx, "org.freedesktop.FileManager1.ShowItems", 0, []string{file.String()}, "").Err
}
