package reveal

import (
	"bufio"
	"os/exec"
	"strings"
	"testing"

	"github.com/godbus/dbus/v5"
)

// manager is a file manager.
type manager struct{ shown chan []string }

// ShowItems is that of org.freedesktop.FileManager1.
func (m manager) ShowItems(items []string, _ string) *dbus.Error {
	m.shown <- items
	return nil
}

// startBus starts a session bus that lasts as long as the test.
func startBus(t *testing.T) *dbus.Conn {
	t.Helper()
	process := exec.CommandContext(t.Context(), "dbus-daemon", "--session", "--nofork", "--print-address")
	output, err := process.StdoutPipe()
	if err == nil {
		err = process.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = process.Process.Kill(); _ = process.Wait() })
	address, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	address = strings.TrimSpace(address)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
	bus, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = bus.Close() })
	return bus
}

func TestTheFileManagerIsAskedForAFileWhateverItIsCalled(t *testing.T) {
	bus := startBus(t)
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
