//go:build !windows && !darwin

package filechooser

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"

	"inventorybeacon/ui/sessionbus"
)

// The portal of the desktop, through which programs of any toolkit ask for files
// (https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.FileChooser.html).
const (
	portal      = "org.freedesktop.portal.Desktop"
	portalPath  = "/org/freedesktop/portal/desktop"
	chooser     = "org.freedesktop.portal.FileChooser"
	request     = "org.freedesktop.portal.Request"
	requestPath = portalPath + "/request/"
)

// patience is how long the portal may take to say that it has understood, which is
// before anybody chooses. One that is started without a desktop hangs.
const patience = 3 * time.Second

func open(ctx context.Context, r Request) (string, error) {
	options := map[string]dbus.Variant{}
	if len(r.Extensions) > 0 {
		options["filters"] = dbus.MakeVariant([]filter{newFilter(r.Extensions)})
	}
	if r.Folder {
		options["directory"] = dbus.MakeVariant(true)
	}
	return ask(ctx, "OpenFile", r, options)
}

func save(ctx context.Context, r Request) (string, error) {
	return ask(ctx, "SaveFile", r, map[string]dbus.Variant{"current_name": dbus.MakeVariant(r.Name)})
}

// filter and rule are how the portal wants them.
type filter struct {
	Name  string
	Rules []rule
}

type rule struct {
	Kind    uint32 // 0 for a pattern
	Pattern string
}

func newFilter(extensions []string) filter {
	var f filter
	for _, extension := range extensions {
		f.Name = strings.TrimSpace(f.Name + " *" + extension)
		for _, pattern := range []string{strings.ToLower(extension), strings.ToUpper(extension)} {
			f.Rules = append(f.Rules, rule{Pattern: "*" + pattern})
		}
	}
	return f
}

// ask has the portal show a dialog and waits for what is chosen.
func ask(ctx context.Context, method string, r Request, options map[string]dbus.Variant) (string, error) {
	bus, err := sessionbus.Connect(context.WithoutCancel(ctx)) // the end of ctx is told through it
	if err != nil {
		return "", ErrNone
	}
	defer func() { _ = bus.Close() }()
	token := "beacon" + rand.Text()
	sender := strings.ReplaceAll(strings.TrimPrefix(bus.Names()[0], ":"), ".", "_")
	answers := make(chan *dbus.Signal, 4)
	bus.Signal(answers)
	// Listened for before it is asked, so that no answer is missed.
	handle := dbus.ObjectPath(requestPath + sender + "/" + token)
	if err := listen(bus, handle); err != nil {
		return "", ErrNone
	}
	options["handle_token"], options["modal"] = dbus.MakeVariant(token), dbus.MakeVariant(true)
	parent := ""
	if r.Parent != 0 {
		parent = fmt.Sprintf("x11:%x", r.Parent)
	}
	soon, done := context.WithTimeout(ctx, patience)
	defer done()
	if err := bus.Object(portal, portalPath).CallWithContext(soon, chooser+"."+method, 0, parent, r.Title,
		options).Store(&handle); err != nil {
		end(bus, handle)
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		return "", ErrNone
	}
	if err := listen(bus, handle); err != nil { // an older portal names it otherwise
		return "", fmt.Errorf("asking for a file: %w", err)
	}
	return answer(ctx, bus, answers, handle)
}

func listen(bus *dbus.Conn, path dbus.ObjectPath) error {
	return bus.AddMatchSignal(dbus.WithMatchObjectPath(path), dbus.WithMatchInterface(request), dbus.WithMatchMember("Response"))
}

// end closes a dialog that may still stand.
func end(bus *dbus.Conn, handle dbus.ObjectPath) {
	_ = bus.Object(portal, handle).Call(request+".Close", dbus.FlagNoReplyExpected).Err
}

func answer(ctx context.Context, bus *dbus.Conn, answers <-chan *dbus.Signal, handle dbus.ObjectPath) (string, error) {
	for {
		select {
		case <-ctx.Done():
			end(bus, handle)
			return "", ctx.Err()
		case signal, open := <-answers:
			switch {
			case !open:
				return "", fmt.Errorf("asking for a file: the desktop's bus is gone")
			case signal.Path == handle && signal.Name == request+".Response":
				return chosen(signal.Body)
			}
		}
	}
}

// chosen reads the portal's answer: 0 and the addresses of files, or another number
// when nobody has chosen one.
func chosen(body []any) (string, error) {
	var code uint32
	var results map[string]dbus.Variant
	if err := dbus.Store(body, &code, &results); err != nil {
		return "", fmt.Errorf("reading which file was chosen: %w", err)
	}
	uris, _ := results["uris"].Value().([]string)
	if code != 0 || len(uris) == 0 {
		return "", nil
	}
	address, err := url.Parse(uris[0])
	switch {
	case err != nil:
		return "", fmt.Errorf("reading which file was chosen: %w", err)
	case address.Scheme != "file":
		return "", fmt.Errorf("what was chosen is no file of this computer but of %s", address.Scheme)
	default:
		return address.Path, nil
	}
}
