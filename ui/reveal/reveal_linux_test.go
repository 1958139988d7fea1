package reveal

import (
	"testing"

	"inventorybeacon/ui/sessionbus/sessionbustest"

	"github.com/godbus/dbus/v5"
)

// manager is a file manager.
type manager struct{ shown chan []string }

// ShowItems is that of org.freedesktop.FileManager1.
func (m manager) ShowItems(items []string, _ string) *dbus.Error {
	m.shown <- items
	return nil
}

func TestTheFileManagerIsAskedForAFileWhateverItIsCalled(t *testing.T) {
	bus := sessionbustest.Start(t)
	if err := InFolder(t.Context(), "/tmp/users.csv"); err == nil {
		t.Error("given no file manager, that is no error")
	}
	m := manager{make(chan []string, 1)}
	if err := bus.Export(m, "/org/freedesktop/FileManager1", "org.freedesktop.FileManager1"); err != nil {
		t.Fatal(err)
	}
	if _, err := bus.RequestName("org.freedesktop.FileManager1", dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	if err := InFolder(t.Context(), "/tmp/$(rm) -x #1 é.csv"); err != nil {
		t.Fatal(err)
	}
	if got := <-m.shown; len(got) != 1 || got[0] != "file:///tmp/$%28rm%29%20-x%20%231%20%C3%A9.csv" {
		t.Errorf("%q is shown", got)
	}
}
