package background

import (
	"testing"

	"inventorybeacon/ui/sessionbus/sessionbustest"

	"github.com/godbus/dbus/v5"
)

// daemon shows notifications, and can do what its capabilities say.
type daemon struct {
	can   []string
	shown chan [2]string // title and text
}

func (d daemon) GetCapabilities() ([]string, *dbus.Error) { return d.can, nil }

func (d daemon) Notify(_ string, _ uint32, _, title, text string, _ []string, _ map[string]dbus.Variant, _ int32) (uint32, *dbus.Error) {
	d.shown <- [2]string{title, text}
	return 1, nil
}

func TestTextOfATenantIsShownAsItIs(t *testing.T) {
	const title, text = `Import of "<b>$(calc)</b>" failed`, "The tenant `<img src=x>` & \"$(calc)\"; rm"
	for given, c := range map[string]struct {
		can  []string
		want string
	}{
		"a daemon that reads markup":   {[]string{"body", "body-markup"}, "The tenant `&lt;img src=x&gt;` &amp; \"$(calc)\"; rm"},
		"one that shows texts as such": {[]string{"body"}, text},
	} {
		t.Run("given "+given, func(t *testing.T) {
			bus := sessionbustest.Start(t)
			d := daemon{can: c.can, shown: make(chan [2]string, 1)}
			if err := bus.Export(d, notificationPath, notificationService); err != nil {
				t.Fatal(err)
			}
			if reply, err := bus.RequestName(notificationService, dbus.NameFlagDoNotQueue); err != nil ||
				reply != dbus.RequestNameReplyPrimaryOwner {
				t.Fatal(reply, err)
			}
			if err := (notification{title: title, text: text}).show(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := <-d.shown; got != [2]string{title, c.want} {
				t.Errorf("shown: %q", got)
			}
		})
	}
}

func TestWithoutADaemonNobodyIsTold(t *testing.T) {
	sessionbustest.Start(t)
	if err := (notification{title: "title"}).show(t.Context()); err == nil {
		t.Error("it was shown by nobody")
	}
}
