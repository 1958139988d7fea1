package doctor

import (
	"context"
	"fmt"
	"os"
	"strings"

	"inventorybeacon/app/message"
	"inventorybeacon/app/service"
	"inventorybeacon/connector/microsoft365"
)

func (e *examination) service() {
	const check = "service"
	if !service.Available() {
		e.ok(check, "this computer has no services that Inventory Beacon can be one of")
		return
	}
	var said []string
	for _, kind := range []struct {
		user bool
		name string
	}{{false, ""}, {true, " (of this account)"}} {
		status, err := service.StatusOf(service.Options{Dir: e.Dir, User: kind.user})
		switch {
		case err != nil && kind.user: // there is no session to ask, as under sudo
		case err != nil:
			e.failed(check, Warning, err)
			return
		case status == service.Stopped:
			e.found(check, Warning, "it is installed and does not run"+kind.name, "Start it with: inventory-beacon service start")
			return
		case status == service.Running:
			said = append(said, "it runs"+kind.name)
		}
	}
	if len(said) == 0 {
		said = []string{"not installed"}
	}
	e.ok(check, "%s", strings.Join(said, ", "))
}

// browser looks for the one of the sign-in window.
func (e *examination) browser(ctx context.Context) {
	const check = "browser"
	program, err := microsoft365.Browser()
	if err != nil {
		advice := message.Explain(err)
		if e.Window != nil { // where nobody would see it
			e.ok(check, "%s", advice.Message)
			return
		}
		e.found(check, Warning, advice.Message, advice.Action)
		return
	}
	limited, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	version, err := versionOf(limited, program)
	if err != nil {
		e.found(check, Warning, fmt.Sprintf("%s, which does not say its version: %v", program, err),
			"Start it by hand. Another browser is named with the environment variable INVENTORY_BEACON_BROWSER.")
		return
	}
	e.ok(check, "%s, %s", program, version)
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
		e.ok(check, "the environment names none")
		return
	}
	e.ok(check, "the environment has %s; a connection uses only the proxy that is entered in it", strings.Join(set, ", "))
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
