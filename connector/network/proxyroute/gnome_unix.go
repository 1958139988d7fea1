//go:build !windows && !darwin

package proxyroute

import (
	"bytes"
	"cmp"
	"context"
	"net"
	"net/url"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"inventorybeacon/connector"
)

// settingsWithin is how long the system's settings may take to read.
const settingsWithin = 10 * time.Second

// fromGNOME reads the settings that GNOME and its relatives have (org.gnome.system.proxy); nil when there are
// none, or no proxy in them.
func fromGNOME() Router {
	ctx, cancel := context.WithTimeout(context.Background(), settingsWithin)
	defer cancel()
	output, err := exec.CommandContext(ctx, "gsettings", "list-recursively", "org.gnome.system.proxy").Output()
	if err != nil {
		return nil
	}
	return gnomeRouter(gnomeSettings(output))
}

// gnomeSettings are the lines "schema key value" by "schema key", the values without quotes.
func gnomeSettings(output []byte) map[string]string {
	values := map[string]string{}
	for line := range bytes.Lines(output) {
		schema, rest, _ := strings.Cut(strings.TrimSpace(string(line)), " ")
		key, value, _ := strings.Cut(rest, " ")
		values[strings.TrimPrefix(strings.TrimPrefix(schema, "org.gnome.system.proxy"), ".")+" "+key] = strings.Trim(value, "'")
	}
	return values
}

func gnomeRouter(values map[string]string) Router {
	why := connector.Message{ID: "network.route.gnome"}
	switch values[" mode"] {
	case "auto":
		if address := values[" autoconfig-url"]; address != "" {
			return newScript(address, why)
		}
		return discovered{newScript(wpad, why)}
	case "manual":
		host, port := values["https host"], values["https port"]
		if same := values[" use-same-proxy"] == "true"; host == "" || same && values["http host"] != "" {
			host, port = cmp.Or(values["http host"], host), cmp.Or(values["http port"], port)
		}
		if _, err := strconv.Atoi(port); host == "" || err != nil || port == "0" {
			return nil
		}
		proxy := &url.URL{Scheme: "http", Host: net.JoinHostPort(host, port)}
		list := strings.Trim(strings.TrimPrefix(values[" ignore-hosts"], "@as "), "[]")
		return newFixed([]*url.URL{proxy}, strings.Split(strings.ReplaceAll(list, "'", ""), ","), why)
	default:
		return nil
	}
}
