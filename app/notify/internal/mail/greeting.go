package mail

import (
	"net"
	"net/netip"
	"net/textproto"
	"regexp"
	"strings"
)

// greeting is how the program calls itself to a server (EHLO): by the name of this computer where that is a
// whole one, else by the address of the connection (RFC 5321, section 4.1.4). Many servers
// refuse a short name, which is what most computers have.
func greeting(name string, local net.Addr) string {
	if isWholeName(name) {
		return name
	}
	from, err := netip.ParseAddrPort(local.String())
	if err != nil {
		return "localhost"
	}
	address := from.Addr().Unmap().WithZone("")
	if address.Is6() {
		return "[IPv6:" + address.String() + "]"
	}
	return "[" + address.String() + "]"
}

// isWholeName reports whether a name is one that DNS could have, with a domain.
func isWholeName(name string) bool {
	labels := strings.Split(name, ".")
	for _, label := range labels {
		if label == "" || len(label) > 63 || strings.Trim(label, "-") != label || strings.ContainsFunc(label, notInName) {
			return false
		}
	}
	return len(labels) > 1 && len(name) <= 253
}

func notInName(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-'
}

// refusedGreeting is what Postfix, Exim and Exchange answer when they do not take how somebody has
// greeted, which Postfix says at the first recipient only.
var refusedGreeting = regexp.MustCompile(`(?i)helo command rejected|helo argument|invalid domain name`)

func greetingRefused(answer *textproto.Error) bool { return refusedGreeting.MatchString(answer.Msg) }
