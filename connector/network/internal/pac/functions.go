package pac

import (
	"context"
	"encoding/binary"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dop251/goja"
)

// maxText is how long a text may be that one function of JavaScript makes at once.
const maxText = 1 << 20

// resolver asks DNS and the system's hosts file.
type resolver interface {
	lookup(ctx context.Context, host string) []netip.Addr
	own(ctx context.Context) []netip.Addr
}

// helpers are the functions that every script may use.
type helpers struct {
	resolver resolver
	now      func() time.Time
	ctx      context.Context // of the script that runs
}

// removed are parts of JavaScript that scripts for proxies have no use for, and that take
// memory without giving a sign in between.
var removed = []string{
	"ArrayBuffer", "SharedArrayBuffer", "DataView", "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array",
	"Int32Array", "Uint32Array", "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array", "BigInt", "Proxy", "Promise",
}

// bounds keeps single functions from making texts and lists without end.
const bounds = `(function(most) {
	function bound(owner, name, size) {
		var original = owner[name];
		Object.defineProperty(owner, name, {value: function() {
			if (!(size.apply(this, arguments) <= most)) throw new RangeError(name);
			return original.apply(this, arguments);
		}});
	}
	bound(String.prototype, "repeat", function(n) { return String(this).length * n || 0; });
	bound(String.prototype, "padStart", function(n) { return n || 0; });
	bound(String.prototype, "padEnd", function(n) { return n || 0; });
	["join", "toString", "toLocaleString", "fill", "concat", "reverse", "sort"].forEach(function(name) {
		bound(Array.prototype, name, function() { return this.length || 0; });
	});
})`

// install puts the functions into a machine.
func (h *helpers) install(machine *goja.Runtime) error {
	for _, name := range removed {
		if err := machine.GlobalObject().Delete(name); err != nil {
			return err
		}
	}
	value, err := machine.RunString(bounds)
	if err != nil {
		return err
	}
	if bound, ok := goja.AssertFunction(value); ok {
		if _, err := bound(goja.Undefined(), machine.ToValue(maxText)); err != nil {
			return err
		}
	}
	for name, function := range map[string]any{
		"isPlainHostName": func(host string) bool { return !strings.ContainsAny(host, ".:") },
		"dnsDomainIs": func(host, domain string) bool {
			return strings.HasSuffix(strings.ToLower(host), strings.ToLower(domain))
		},
		"localHostOrDomainIs": localHostOrDomainIs,
		"dnsDomainLevels":     func(host string) int { return strings.Count(host, ".") },
		"shExpMatch":          shExpMatch,
		"isResolvable":        func(host string) bool { return h.resolve(host) != "" },
		"isResolvableEx":      func(host string) bool { return len(h.resolver.lookup(h.ctx, host)) > 0 },
		"dnsResolve":          func(host string) goja.Value { return orNull(machine, h.resolve(host)) },
		"dnsResolveEx":        func(host string) string { return joined(h.resolver.lookup(h.ctx, host)) },
		"isInNet":             h.isInNet,
		"isInNetEx":           h.isInNetEx,
		"myIpAddress":         h.myIPAddress,
		"myIpAddressEx":       func() string { return joined(h.resolver.own(h.ctx)) },
		"sortIpAddressList":   sortIPAddressList,
		"convert_addr":        convertAddr,
		"isValidIpAddress":    isValidIPAddress,
		"getClientVersion":    func() string { return "1.0" },
		"alert":               func(string) {},
		"weekdayRange":        func(c goja.FunctionCall) goja.Value { return machine.ToValue(weekdayRange(h.now(), texts(c))) },
		"dateRange":           func(c goja.FunctionCall) goja.Value { return machine.ToValue(dateRange(h.now(), texts(c))) },
		"timeRange":           func(c goja.FunctionCall) goja.Value { return machine.ToValue(timeRange(h.now(), texts(c))) },
	} {
		if err := machine.Set(name, function); err != nil {
			return err
		}
	}
	return nil
}

// texts are the arguments of a call.
func texts(c goja.FunctionCall) []string {
	var list []string
	for _, argument := range c.Arguments {
		list = append(list, argument.String())
	}
	return list
}

func orNull(machine *goja.Runtime, text string) goja.Value {
	if text == "" {
		return goja.Null()
	}
	return machine.ToValue(text)
}

// localHostOrDomainIs is true for the whole name, and for the name without a domain.
func localHostOrDomainIs(host, whole string) bool {
	host, whole = strings.ToLower(host), strings.ToLower(whole)
	return host == whole || !strings.Contains(host, ".") && strings.HasPrefix(whole, host+".")
}

// resolve returns the first IPv4 address of a host; empty when there is none.
func (h *helpers) resolve(host string) string {
	for _, address := range h.resolver.lookup(h.ctx, host) {
		if address.Is4() {
			return address.String()
		}
	}
	return ""
}

// isInNet compares an IPv4 address, or that of a host, with a pattern, where the mask says.
func (h *helpers) isInNet(host, pattern, mask string) bool {
	address, err := netip.ParseAddr(host)
	if err != nil || !address.Is4() {
		if address, err = netip.ParseAddr(h.resolve(host)); err != nil {
			return false
		}
	}
	wanted, wrong := netip.ParseAddr(pattern)
	where, alsoWrong := netip.ParseAddr(mask)
	if wrong != nil || alsoWrong != nil || !wanted.Is4() || !where.Is4() {
		return false
	}
	a, b, m := address.As4(), wanted.As4(), where.As4()
	for i := range a {
		if a[i]&m[i] != b[i]&m[i] {
			return false
		}
	}
	return true
}

// isInNetEx does the same with prefixes of both kinds (Microsoft's extension for IPv6).
func (h *helpers) isInNetEx(host, prefix string) bool {
	network, err := netip.ParsePrefix(prefix)
	if err != nil {
		return false
	}
	if address, err := netip.ParseAddr(host); err == nil {
		return network.Contains(address.Unmap())
	}
	for _, address := range h.resolver.lookup(h.ctx, host) {
		if network.Contains(address) {
			return true
		}
	}
	return false
}

// myIPAddress is this computer's IPv4 address, as browsers say it.
func (h *helpers) myIPAddress() string {
	for _, address := range h.resolver.own(h.ctx) {
		if address.Is4() {
			return address.String()
		}
	}
	return "127.0.0.1"
}

// convertAddr is an IPv4 address as a number of 32 bits with a sign, as JavaScript calculates it.
func convertAddr(text string) int32 {
	address, err := netip.ParseAddr(text)
	if err != nil || !address.Is4() {
		return 0
	}
	b := address.As4()
	return int32(binary.BigEndian.Uint32(b[:]))
}

// isValidIPAddress says whether a text is an IPv4 address. Nobody describes it, but it is there in Chromium and
// Firefox, and scripts call it; there, numbers may begin with zeros.
func isValidIPAddress(text string) bool {
	numbers := strings.Split(text, ".")
	return len(numbers) == 4 && !slices.ContainsFunc(numbers, func(number string) bool {
		_, err := strconv.ParseUint(number, 10, 8)
		return err != nil || len(number) > 3
	})
}

func joined(addresses []netip.Addr) string {
	var list []string
	for _, address := range addresses {
		list = append(list, address.String())
	}
	return strings.Join(list, ";")
}

// systemResolver is this computer's.
type systemResolver struct{}

func (systemResolver) lookup(ctx context.Context, host string) []netip.Addr {
	found, err := net.DefaultResolver.LookupNetIP(ctx, "ip", host)
	if err != nil {
		return nil
	}
	for i := range found {
		found[i] = found[i].Unmap()
	}
	return found
}

// own returns the addresses from which this computer would reach others, without asking
// anybody: connecting a UDP socket sends nothing. The addresses are Google's DNS servers',
// as in Chromium.
func (systemResolver) own(ctx context.Context) []netip.Addr {
	var found []netip.Addr
	for _, outside := range []string{"8.8.8.8:53", "[2001:4860:4860::8888]:53"} {
		connection, err := (&net.Dialer{}).DialContext(ctx, "udp", outside)
		if err != nil {
			continue
		}
		if address, ok := connection.LocalAddr().(*net.UDPAddr); ok {
			found = append(found, address.AddrPort().Addr().Unmap())
		}
		_ = connection.Close()
	}
	return found
}

// sortIPAddressList puts IPv6 before IPv4, as Microsoft's extension does.
func sortIPAddressList(list string) string {
	var six, four []string
	for text := range strings.SplitSeq(list, ";") {
		address, err := netip.ParseAddr(strings.TrimSpace(text))
		switch {
		case err != nil:
			return ""
		case address.Is4():
			four = append(four, address.String())
		default:
			six = append(six, address.String())
		}
	}
	return strings.Join(append(six, four...), ";")
}
