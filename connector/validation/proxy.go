package validation

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"inventorybeacon/connector"
)

// ParseProxy reads the field Proxy Server: https://host:port, http://host:port,
// or IPAddress:port, which means http. An IPv6 address stands in brackets. The
// error is [Explained].
func ParseProxy(server string) (*url.URL, error) {
	if strings.TrimSpace(server) == "" {
		return nil, invalid("connection.proxy.empty", nil)
	}
	if i := strings.IndexFunc(server, isBlankOrControl); i >= 0 {
		return nil, invalid("connection.proxy.blank", nil)
	}
	if err := refuseMarks("connection.address.invisible", "connection.proxy-server", server); err != nil {
		return nil, err
	}
	scheme, rest, hasScheme := strings.Cut(server, "://")
	if hasScheme {
		scheme = strings.ToLower(scheme)
		if scheme != "http" && scheme != "https" {
			return nil, invalid("connection.proxy.scheme", connector.Data{"Scheme": scheme + "://"})
		}
	} else {
		scheme, rest = "http", server
	}
	if strings.Contains(rest, "@") {
		return nil, invalid("connection.proxy.password", nil)
	}
	if i := strings.IndexAny(rest, "/?#\\"); i >= 0 {
		return nil, invalid("connection.proxy.path", connector.Data{"From": rest[i : i+1]})
	}
	host, port, err := splitProxy(rest)
	if err != nil {
		return nil, err
	}
	if _, isAddress := parseAddress(host); !isAddress && !hasScheme {
		return nil, invalid("connection.proxy.no-scheme", connector.Data{"Server": server})
	}
	return &url.URL{Scheme: scheme, Host: host + ":" + port}, nil
}

// splitProxy takes host:port apart and checks both. The host keeps the brackets
// of an IPv6 address.
func splitProxy(text string) (host, port string, err error) {
	i := strings.LastIndexByte(text, ':')
	inBrackets := strings.HasSuffix(text, "]")
	switch {
	case text == "" || i == 0:
		return "", "", invalid("connection.proxy.no-host", nil)
	case isBareIPv6(text):
		return "", "", invalid("connection.proxy.ipv6-without-port", connector.Data{"Address": text})
	case i < 0 || inBrackets:
		return "", "", invalid("connection.proxy.no-port", connector.Data{"Server": text})
	}
	host, port = text[:i], text[i+1:]
	if isBareIPv6(host) {
		return "", "", invalid("connection.proxy.ipv6", connector.Data{"Address": host, "Port": port})
	}
	if port == "" {
		return "", "", invalid("connection.proxy.no-port-after-colon", connector.Data{"Server": text})
	}
	if !validPort(port) {
		return "", "", invalid("connection.proxy.port", connector.Data{"Port": port})
	}
	if err := checkHost("connection.proxy-server", host); err != nil {
		return "", "", err
	}
	return host, port, nil
}

func isBareIPv6(text string) bool {
	address, err := netip.ParseAddr(text)
	return err == nil && address.Is6()
}

// parseAddress reads an IP address; an IPv6 one stands in brackets.
func parseAddress(host string) (netip.Addr, bool) {
	inner, bracketed := strings.CutPrefix(host, "[")
	if bracketed {
		var closed bool
		if inner, closed = strings.CutSuffix(inner, "]"); !closed {
			return netip.Addr{}, false
		}
	}
	address, err := netip.ParseAddr(inner)
	if err != nil || address.Zone() != "" || address.Is6() != bracketed {
		return netip.Addr{}, false
	}
	return address, true
}

func validPort(port string) bool {
	if strings.ContainsFunc(port, func(r rune) bool { return r < '0' || r > '9' }) {
		return false
	}
	n, err := strconv.Atoi(port)
	return err == nil && n >= 1 && n <= 65535
}

// checkHost checks a host without its port; the message what names the field.
func checkHost(what, host string) error {
	if strings.ContainsAny(host, "[]:") {
		if _, ok := parseAddress(host); !ok {
			return invalid("connection.host.ipv6", connector.Data{"Host": host, "What": connector.Message{ID: what}})
		}
		return nil
	}
	if looksLikeIPv4(host) {
		if _, ok := parseAddress(host); !ok {
			return invalid("connection.host.ip", connector.Data{"Host": host, "What": connector.Message{ID: what}})
		}
		return nil
	}
	for label := range strings.SplitSeq(strings.TrimSuffix(host, "."), ".") {
		if label == "" || len(label) > 63 || strings.ContainsFunc(label, notInHost) {
			return invalid("connection.host.name", connector.Data{"Host": host, "What": connector.Message{ID: what}})
		}
	}
	return nil
}

// looksLikeIPv4 says whether the last label is a number, as no host name's is.
func looksLikeIPv4(host string) bool {
	last := host[strings.LastIndexByte(host, '.')+1:]
	return last != "" && !strings.ContainsFunc(last, func(r rune) bool { return r < '0' || r > '9' })
}

func notInHost(r rune) bool { return !isLetterOrDigit(r) && !unicode.IsMark(r) && r != '-' && r != '_' }

func isBlankOrControl(r rune) bool { return unicode.IsSpace(r) || isControl(r) }

// CheckProxyUsername checks what Basic authentication can carry (RFC 7617).
func CheckProxyUsername(username string, password connector.Secret) error {
	switch {
	case username == "" && password != "":
		return invalid("connection.proxy-username.empty", nil)
	case strings.Contains(username, ":"):
		return invalid("connection.proxy-username.colon", nil)
	case strings.ContainsFunc(username, isControl), strings.ContainsFunc(username, isMark):
		return invalid("connection.proxy-username.control-character", nil)
	default:
		return nil
	}
}
