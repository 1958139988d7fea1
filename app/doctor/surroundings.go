package doctor

import (
	"context"
	"os"
	"strings"

	"inventorybeacon/app/message"
	"inventorybeacon/app/service"
	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365"
)

func (e *examination) service() {
	const check = "service"
	if !service.Available() {
		e.ok(check, connector.Message{ID: "doctor.service.unavailable"})
		return
	}
	var running []bool // of the computer, and of this account
	for _, user := range []bool{false, true} {
		status, err := service.StatusOf(service.Options{Dir: e.Dir, User: user})
		switch {
		case err != nil && user: // there is no session to ask, as under sudo
		case err != nil:
			e.failed(check, Warning, err)
			return
		case status == service.Stopped && user:
			e.found(check, Warning, connector.Message{ID: "doctor.service.stopped.user"})
			return
		case status == service.Stopped:
			e.found(check, Warning, connector.Message{ID: "doctor.service.stopped"})
			return
		case status == service.Running:
			running = append(running, user)
		}
	}
	switch {
	case len(running) == 0:
		e.ok(check, connector.Message{ID: "doctor.service.not-installed"})
	case len(running) == 2:
		e.ok(check, connector.Message{ID: "doctor.service.running.both"})
	case running[0]:
		e.ok(check, connector.Message{ID: "doctor.service.running.user"})
	default:
		e.ok(check, connector.Message{ID: "doctor.service.running"})
	}
}

// browser looks for the one of the sign-in window.
func (e *examination) browser(ctx context.Context) {
	const check = "browser"
	program, err := microsoft365.Browser()
	if err != nil {
		if e.Window != nil { // where nobody would see it
			e.found(check, OK, message.Of(err))
			return
		}
		e.found(check, Warning, message.Of(err))
		return
	}
	limited, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	version, err := versionOf(limited, program)
	if err != nil {
		e.found(check, Warning, connector.Message{ID: "doctor.browser.unknown-version", Data: connector.Data{
			"Program": program, "Reason": err.Error(), "Variable": "INVENTORY_BEACON_BROWSER",
		}})
		return
	}
	e.ok(check, connector.Message{ID: "doctor.browser", Data: connector.Data{"Program": program, "Version": version}})
}

// proxyVariables are what programs commonly go by. Inventory Beacon does not: every
// request of a connection goes through the proxy that is entered in it.
var proxyVariables = []string{"HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"}

func (e *examination) proxy() {
	const check = "proxy"
	var set []string
	for _, upper := range proxyVariables {
		for _, name := range []string{upper, strings.ToLower(upper)} {
			if value := os.Getenv(name); value != "" {
				set = append(set, name+"="+withoutAccount(value))
				break
			}
		}
	}
	if len(set) == 0 {
		e.ok(check, connector.Message{ID: "doctor.proxy.none"})
		return
	}
	e.ok(check, connector.Message{ID: "doctor.proxy", Data: connector.Data{"Variables": set}})
}

// withoutAccount leaves out the account and password that may stand in the address
// of a proxy.
func withoutAccount(value string) string {
	if at := strings.LastIndex(value, "@"); at >= 0 {
		scheme, _, found := strings.Cut(value, "://")
		if found {
			return scheme + "://" + value[at+1:]
		}
		return value[at+1:]
	}
	return value
}
