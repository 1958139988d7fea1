//go:build !windows && !darwin

package background

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"

	"inventorybeacon/app"
	"inventorybeacon/ui/sessionbus"
)

// The daemon that shows notifications
// (specifications.freedesktop.org/notification-spec/latest/protocol.html).
const (
	notificationService = "org.freedesktop.Notifications"
	notificationPath    = "/org/freedesktop/Notifications"
)

// startingPatience is how long the daemon may take, which may have to start first.
const startingPatience = 10 * time.Second

// show gives the notification to the desktop's daemon, which D-Bus starts where it can.
// One that reads markup in texts is given none.
func (n notification) show(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startingPatience)
	defer cancel()
	bus, err := sessionbus.Connect(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = bus.Close() }()
	daemon := bus.Object(notificationService, notificationPath)
	var can []string
	if err := daemon.CallWithContext(ctx, notificationService+".GetCapabilities", 0).Store(&can); err != nil {
		return err
	}
	text := n.text
	if slices.Contains(can, "body-markup") {
		text = markupOff.Replace(text)
	}
	const (
		replacesNone  = uint32(0)
		asTheyDecide  = int32(-1) // how long it is shown
		urgencyNormal = byte(1)
	)
	return daemon.CallWithContext(ctx, notificationService+".Notify", 0, app.Name, replacesNone, app.ID, n.title, text,
		[]string{}, map[string]dbus.Variant{"urgency": dbus.MakeVariant(urgencyNormal), "desktop-entry": dbus.MakeVariant(app.ID)},
		asTheyDecide).Err
}

// markupOff writes a text so that who reads markup shows it as it is.
var markupOff = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
