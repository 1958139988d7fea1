package connector

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"unicode"
)

// proxyForms is the end of every sentence about a proxy that cannot be read.
const proxyForms = "Enter it as https://host:port, http://host:port or IPAddress:port."

// ParseProxy reads the field Proxy Server: https://host:port, http://host:port,
// or IPAddress:port, which means http. An IPv6 address stands in brackets. The
// error is one sentence that says what is wrong.
func ParseProxy(server string) (*url.URL, error) {
	if strings.TrimSpace(server) == "" {
		return nil, complaint("Enter the proxy server, or clear Use Proxy. " + proxyForms)
	}
	if i := strings.IndexFunc(server, isBlankOrControl); i >= 0 {
		return nil, complaint("The proxy server must not contain blanks or line breaks. " + proxyForms)
	}
	scheme, rest, hasScheme := strings.Cut(server, "://")
	if hasScheme {
		scheme = strings.ToLower(scheme)
		if scheme != "http" && scheme != "https" {
			return nil, complain("A proxy cannot be reached with %q. %s", scheme+"://", proxyForms)
		}
	} else {
		scheme, rest = "http", server
	}
	if strings.Contains(rest, "@") {
		return nil, complaint("Do not write a user name or password into the proxy server: use the fields Username and Password.")
	}
	if i := strings.IndexAny(rest, "/?#\\"); i >= 0 {
		return nil, complain("The proxy server must end with its port: remove everything from %q on. %s", rest[i:i+1], proxyForms)
	}
	host, port, err := splitProxy(rest)
	if err != nil {
		return nil, err
	}
	if _, isAddress := parseAddress(host); !isAddress && !hasScheme {
		return nil, complain("The proxy server %q is a host name without http:// or https://. Enter http://%s if that is meant.", server, server)
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
		return "", "", complaint("The proxy server has no host. " + proxyForms)
	case isBareIPv6(text):
		return "", "", complain("Write the IPv6 address of the proxy server in brackets and add its port: [%s]:8080.", text)
	case i < 0 || inBrackets:
		return "", "", complain("The proxy server %q has no port. %s", text, proxyForms)
	}
	host, port = text[:i], text[i+1:]
	if isBareIPv6(host) {
		return "", "", complain("Write the IPv6 address of the proxy server in brackets: [%s]:%s.", host, port)
	}
	if port == "" {
		return "", "", complain("The proxy server %q has no port after the colon. %s", text, proxyForms)
	}
	if !validPort(port) {
		return "", "", complain("The port %q of the proxy server is not a number from 1 to 65535.", port)
	}
	if err := checkHost("proxy server", host); err != nil {
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

// checkHost checks a host without its port; what says in the sentence whose
// host it is.
func checkHost(what, host string) error {
	if strings.ContainsAny(host, "[]:") {
		if _, ok := parseAddress(host); !ok {
			return complain("The host %q of the %s is not an IPv6 address.", host, what)
		}
		return nil
	}
	if looksLikeIPv4(host) {
		if _, ok := parseAddress(host); !ok {
			return complain("The host %q of the %s is not a valid IP address.", host, what)
		}
		return nil
	}
	for label := range strings.SplitSeq(strings.TrimSuffix(host, "."), ".") {
		if label == "" || len(label) > 63 || strings.ContainsFunc(label, notInHost) {
			return complain("The host %q of the %s is not a valid host name.", host, what)
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

// checkProxyUsername checks what Basic authentication can carry (RFC 7617).
func checkProxyUsername(username string, password Secret) error {
	switch {
	case username == "" && password != "":
		return complaint("Enter the user name that belongs to the password of the proxy, or clear the password.")
	case strings.Contains(username, ":"):
		return complaint("The user name for the proxy must not contain a colon.")
	case strings.ContainsFunc(username, isControl):
		return complaint("The user name for the proxy must not contain line breaks or other control characters.")
	default:
		return nil
	}
}
