package validation

import (
	"net/netip"
	"net/url"
	"path"
	"strings"
	"unicode"

	"inventorybeacon/connector"
)

// localNames is the exception for all hosts whose name has no dot, as Windows writes it.
const localNames = "<local>"

// ProxyException is one or several hosts that are not reached through the proxy.
type ProxyException struct {
	text    string
	local   bool
	network netip.Prefix // valid for addresses
	pattern string       // for names, with * for any letters
	port    string       // empty for all
}

// String is the exception as it was entered.
func (e ProxyException) String() string { return e.text }

// ParseProxyExceptions reads exceptions with commas, semicolons or blanks between them: a host, names
// with a *, .example.com for everything below a domain, an IP address, a network such as
// 10.0.0.0/8, or <local> for names without a dot. A port may follow. The error is
// [Explained].
func ParseProxyExceptions(text string) ([]ProxyException, error) {
	var list []ProxyException
	separator := func(r rune) bool { return r == ',' || r == ';' || unicode.IsSpace(r) }
	for _, part := range strings.FieldsFunc(text, separator) {
		e, ok := parseException(part)
		if !ok {
			return nil, invalid("connection.proxy-exceptions", connector.Data{"Exception": part})
		}
		list = append(list, e)
	}
	return list, nil
}

func parseException(text string) (ProxyException, bool) {
	e := ProxyException{text: text}
	if strings.EqualFold(text, localNames) {
		e.local = true
		return e, true
	}
	if network, err := netip.ParsePrefix(text); err == nil {
		e.network = network.Masked()
		return e, true
	}
	host := text
	if address, err := netip.ParseAddr(host); err != nil || !address.Is6() {
		if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.HasSuffix(host, "]") {
			host, e.port = host[:i], host[i+1:]
			if !validPort(e.port) {
				return e, false
			}
		}
	}
	if address, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		e.network = netip.PrefixFrom(address, address.BitLen())
		return e, true
	}
	if strings.HasPrefix(host, ".") {
		host = "*" + host
	}
	e.pattern = strings.ToLower(strings.TrimSuffix(host, "."))
	name := strings.ReplaceAll(e.pattern, "*", "x")
	return e, name != "" && !strings.HasSuffix(name, ".") && checkHost("connection.proxy-server", name) == nil || isPartOfAddress(e.pattern)
}

// isPartOfAddress knows patterns such as 192.168.*, which are common on Windows.
func isPartOfAddress(pattern string) bool {
	return strings.HasSuffix(pattern, "*") && strings.Trim(pattern, "0123456789.*") == "" && pattern[0] != '.'
}

// Matches reports whether a host with a port is one of them. An IP address has no brackets.
func (e ProxyException) Matches(host, port string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	address, err := netip.ParseAddr(host)
	switch {
	case e.port != "" && e.port != port:
		return false
	case e.local:
		return err != nil && !strings.Contains(host, ".")
	case e.network.IsValid():
		return err == nil && e.network.Contains(address.Unmap())
	default:
		matches, _ := path.Match(e.pattern, host) // a host has no /
		return matches
	}
}

// checkProxyScript checks the address of a script that chooses proxies.
func checkProxyScript(address string) error {
	if strings.TrimSpace(address) == "" {
		return invalid("connection.proxy-script.empty", nil)
	}
	if err := refuseMarks("connection.address.invisible", "connection.proxy-script", address); err != nil {
		return err
	}
	u, err := url.Parse(address)
	switch {
	case err != nil || strings.IndexFunc(address, isBlankOrControl) >= 0 || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https":
		return invalid("connection.proxy-script.address", nil)
	case u.User != nil:
		return invalid("connection.proxy-script.password", nil)
	default:
		return nil
	}
}
