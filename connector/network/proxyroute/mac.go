package proxyroute

import (
	"bytes"
	"net"
	"net/url"
	"strings"

	"inventorybeacon/connector"
)

// macRouter reads what scutil --proxy prints on macOS, a dictionary of SystemConfiguration
// (SCDynamicStoreCopyProxies); nil when there is no proxy in it. It stands in the code of all systems so
// that it is tested on all.
func macRouter(output []byte) Router {
	values, exceptions := macSettings(output)
	why := connector.Message{ID: "network.route.mac"}
	switch {
	case values["ProxyAutoConfigEnable"] == "1" && values["ProxyAutoConfigURLString"] != "":
		return newScript(values["ProxyAutoConfigURLString"], why)
	case values["ProxyAutoDiscoveryEnable"] == "1":
		return discovered{newScript(wpad, why)}
	case values["HTTPSEnable"] == "1" && values["HTTPSProxy"] != "":
		if values["ExcludeSimpleHostnames"] == "1" {
			exceptions = append(exceptions, "<local>")
		}
		proxy := &url.URL{Scheme: "http", Host: net.JoinHostPort(values["HTTPSProxy"], values["HTTPSPort"])}
		return newFixed([]*url.URL{proxy}, exceptions, why)
	default:
		return nil
	}
}

// macSettings are the lines "key : value", and the elements of ExceptionsList.
func macSettings(output []byte) (values map[string]string, exceptions []string) {
	values = map[string]string{}
	inExceptions := false
	for line := range bytes.Lines(output) {
		key, value, found := strings.Cut(strings.TrimSpace(string(line)), " : ")
		switch {
		case key == "}":
			inExceptions = false
		case !found:
		case key == "ExceptionsList":
			inExceptions = true
		case inExceptions:
			exceptions = append(exceptions, value)
		case values[key] == "": // of the service in use, not of one interface (__SCOPED__)
			values[key] = value
		}
	}
	return values, exceptions
}
