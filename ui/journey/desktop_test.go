//go:build linux

package journey

import (
	"bufio"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/prop"
)

// desktop is what a desktop has around the windows: a session bus, a notification
// area and a daemon that shows notifications.
type desktop struct {
	t       *testing.T
	address string
	bus     *dbus.Conn

	mu     sync.Mutex
	item   string   // the program that has put an icon into the notification area
	titles []string // of the notifications
}

// newDesktop starts a desktop that lasts as long as the test.
func newDesktop(t *testing.T) *desktop {
	t.Helper()
	daemon := exec.Command("dbus-daemon", "--session", "--nofork", "--print-address")
	output, err := daemon.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	run(t, daemon)
	address, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	d := &desktop{t: t, address: strings.TrimSpace(address)}
	if d.bus, err = dbus.Connect(d.address); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.bus.Close() })
	d.own("org.freedesktop.Notifications")
	d.export((*notifications)(d), "/org/freedesktop/Notifications", "org.freedesktop.Notifications")
	d.export((*notificationArea)(d), "/StatusNotifierWatcher", trayName)
	if _, err := prop.Export(d.bus, "/StatusNotifierWatcher", prop.Map{trayName: {
		"IsStatusNotifierHostRegistered": {Value: true, Emit: prop.EmitFalse},
	}}); err != nil {
		t.Fatal(err)
	}
	d.own(trayName)
	return d
}

const trayName = "org.kde.StatusNotifierWatcher"

func (d *desktop) own(name string) {
	d.t.Helper()
	if reply, err := d.bus.RequestName(name, dbus.NameFlagDoNotQueue); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		d.t.Fatalf("%s: %v %v", name, reply, err)
	}
}

func (d *desktop) export(object any, path dbus.ObjectPath, name string) {
	d.t.Helper()
	if err := d.bus.Export(object, path, name); err != nil {
		d.t.Fatal(err)
	}
}

// removeTray has the notification area crash.
func (d *desktop) removeTray() {
	d.t.Helper()
	if _, err := d.bus.ReleaseName(trayName); err != nil {
		d.t.Fatal(err)
	}
}

// notificationArea is what programs give their icons to.
type notificationArea desktop

// RegisterStatusNotifierItem notes who has an icon.
func (a *notificationArea) RegisterStatusNotifierItem(sender dbus.Sender, _ string) *dbus.Error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.item = string(sender)
	return nil
}

// notifications is the daemon that shows them.
type notifications desktop

// GetCapabilities says that it reads markup, as most do.
func (*notifications) GetCapabilities() ([]string, *dbus.Error) {
	return []string{"body", "body-markup"}, nil
}

// Notify notes what is to be shown.
func (n *notifications) Notify(
	_ string, _ uint32, _, title, _ string, _ []string, _ map[string]dbus.Variant, _ int32,
) (uint32, *dbus.Error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.titles = append(n.titles, title)
	return uint32(len(n.titles)), nil
}

// notified returns the titles of the notifications that were shown.
func (d *desktop) notified() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.titles)
}

// trayEntry is an entry of the icon's menu.
type trayEntry struct {
	ID       int32
	Label    string
	Enabled  bool
	Children []trayEntry
}

// layout is a menu as it is told over the bus.
type layout struct {
	ID         int32
	Properties map[string]dbus.Variant
	Children   []dbus.Variant
}

func (l layout) entry() trayEntry {
	e := trayEntry{ID: l.ID, Enabled: true}
	if label, ok := l.Properties["label"]; ok {
		e.Label, _ = label.Value().(string)
	}
	if enabled, ok := l.Properties["enabled"]; ok {
		e.Enabled, _ = enabled.Value().(bool)
	}
	for _, child := range l.Children {
		var inner layout
		if child.Store(&inner) == nil {
			e.Children = append(e.Children, inner.entry())
		}
	}
	return e
}

// menu asks the program for the menu of its icon; empty while it has none.
func (d *desktop) menu() []trayEntry {
	d.mu.Lock()
	item := d.item
	d.mu.Unlock()
	if item == "" {
		return nil
	}
	var revision uint32
	var root layout
	call := d.bus.Object(item, "/StatusNotifierItem/menu").Call("com.canonical.dbusmenu.GetLayout", 0, int32(0), int32(-1), []string{})
	if call.Store(&revision, &root) != nil {
		return nil // it has just gone
	}
	return root.entry().Children
}

// entries returns the labels of the menu's entries that can be used, those of
// submenus after a slash.
func (d *desktop) entries() []string {
	var labels []string
	for _, e := range d.menu() {
		if e.Enabled && e.Label != "" {
			labels = append(labels, e.Label)
		}
		for _, child := range e.Children {
			if child.Enabled {
				labels = append(labels, e.Label+"/"+child.Label)
			}
		}
	}
	return labels
}

// choose chooses an entry of the menu; that of a submenu stands after a slash.
func (d *desktop) choose(label string) {
	d.t.Helper()
	for _, e := range d.menu() {
		if e.Label == label {
			d.event(e.ID)
			return
		}
		for _, child := range e.Children {
			if e.Label+"/"+child.Label == label {
				d.event(child.ID)
				return
			}
		}
	}
	d.t.Fatalf("the icon's menu has no %q: %v", label, d.entries())
}

func (d *desktop) event(id int32) {
	d.t.Helper()
	call := d.bus.Object(d.item, "/StatusNotifierItem/menu").Call("com.canonical.dbusmenu.Event", 0, id, "clicked", dbus.MakeVariant(""),
		uint32(0))
	if call.Err != nil {
		d.t.Fatal(call.Err)
	}
}
