//go:build linux

package filechooser

import (
	"bufio"
	"context"
	"errors"
	"os/exec"
	"strings"
	"testing"

	"github.com/godbus/dbus/v5"
)

// desktop is a session bus with a portal, whose person decides by what is asked.
type desktop struct {
	bus    *dbus.Conn
	decide func(method, title string, options map[string]dbus.Variant) (code uint32, uris []string)
	closed chan struct{} // when a dialog was closed by the program
}

// OpenFile is the portal's.
func (d *desktop) OpenFile(message dbus.Message, _ string, title string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	return d.show("OpenFile", message, title, options)
}

// SaveFile is the portal's.
func (d *desktop) SaveFile(message dbus.Message, _ string, title string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	return d.show("SaveFile", message, title, options)
}

// Close is that of a request.
func (d *desktop) Close() *dbus.Error {
	close(d.closed)
	return nil
}

func (d *desktop) show(method string, message dbus.Message, title string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	sender, _ := message.Headers[dbus.FieldSender].Value().(string)
	token, _ := options["handle_token"].Value().(string)
	handle := dbus.ObjectPath(requestPath + strings.ReplaceAll(strings.TrimPrefix(sender, ":"), ".", "_") + "/" + token)
	if err := d.bus.Export(d, handle, request); err != nil {
		return "", dbus.MakeFailedError(err)
	}
	code, uris := d.decide(method, title, options)
	if code == waiting {
		return handle, nil
	}
	// Before the program even knows that its request has arrived.
	err := d.bus.Emit(handle, request+".Response", code, map[string]dbus.Variant{"uris": dbus.MakeVariant(uris)})
	if err != nil {
		return "", dbus.MakeFailedError(err)
	}
	return handle, nil
}

// waiting is the code while nobody has decided.
const waiting = 99

// newDesktop starts a bus until the test ends; with a portal if decide is not nil.
func newDesktop(t *testing.T, decide func(method, title string, options map[string]dbus.Variant) (uint32, []string)) *desktop {
	t.Helper()
	daemon := exec.Command("dbus-daemon", "--session", "--nofork", "--print-address")
	output, err := daemon.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = daemon.Process.Kill()
		_ = daemon.Wait()
	})
	address, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	address = strings.TrimSpace(address)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
	d := &desktop{decide: decide, closed: make(chan struct{})}
	if d.bus, err = dbus.Connect(address); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.bus.Close() })
	if decide == nil {
		return d
	}
	if err := d.bus.Export(d, portalPath, chooser); err != nil {
		t.Fatal(err)
	}
	if _, err := d.bus.RequestName(portal, dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestThePortalIsAskedForFiles(t *testing.T) {
	for _, given := range []struct {
		what string
		ask  func(context.Context, Request) (string, error)
		code uint32
		uris []string
		path string
		name string
	}{
		{"a file is opened", System{}.Open, 0, []string{"file:///home/admin/a%20%2B%20b+c.json"}, "/home/admin/a + b+c.json", ""},
		{"a file is saved", System{}.Save, 0, []string{"file:///home/admin/users.csv"}, "/home/admin/users.csv", "users.csv"},
		{"nobody chooses", System{}.Open, 1, nil, "", ""},
		{"the dialog goes", System{}.Save, 2, nil, "", "users.csv"},
	} {
		t.Run(given.what, func(t *testing.T) {
			asked := make(chan [2]string, 1)
			newDesktop(t, func(_, title string, options map[string]dbus.Variant) (uint32, []string) {
				name, _ := options["current_name"].Value().(string)
				asked <- [2]string{title, name}
				return given.code, given.uris
			})
			path, err := given.ask(t.Context(), Request{Title: "Choose", Name: "users.csv", Extensions: []string{".csv"}})
			if path != given.path || err != nil {
				t.Errorf("got %q, %v, want %q", path, err, given.path)
			}
			if got := <-asked; got[0] != "Choose" || got[1] != given.name {
				t.Errorf("asked for %q", got)
			}
		})
	}
}

func TestThePortalIsAskedForAFolder(t *testing.T) {
	asked := make(chan bool, 1)
	newDesktop(t, func(_, _ string, options map[string]dbus.Variant) (uint32, []string) {
		folder, _ := options["directory"].Value().(bool)
		asked <- folder
		return 0, []string{"file:///home/admin/lists"}
	})
	path, err := System{}.Open(t.Context(), Request{Title: "Choose", Folder: true})
	if path != "/home/admin/lists" || err != nil || !<-asked {
		t.Errorf("got %q, %v", path, err)
	}
}

func TestWithoutAPortalThereIsNoDialog(t *testing.T) {
	t.Run("given a bus alone", func(t *testing.T) {
		newDesktop(t, nil)
		if _, err := (System{}).Open(t.Context(), Request{}); !errors.Is(err, ErrNone) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("given no bus", func(t *testing.T) {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
		t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
		if _, err := (System{}).Save(t.Context(), Request{}); !errors.Is(err, ErrNone) {
			t.Errorf("got %v", err)
		}
	})
}

func TestTheDialogClosesWithTheProgram(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	d := newDesktop(t, func(string, string, map[string]dbus.Variant) (uint32, []string) {
		cancel()
		return waiting, nil
	})
	if _, err := (System{}).Open(ctx, Request{Title: "Choose"}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	<-d.closed
}
