package mail

import (
	"errors"
	"net"
	"strings"
	"testing"

	"inventorybeacon/app/notify/notifytest"
)

// As Postfix is with reject_non_fqdn_helo_hostname.
func TestAServerThatWantsWholeNamesTakesALetter(t *testing.T) {
	for name, computer := range map[string]string{
		"a whole name": "beacon.contoso.com", "a short name": "beacon01",
		"a name that is none": "beacon_01.", "no name": "",
	} {
		t.Run("given "+name, func(t *testing.T) {
			server, to := started(t, notifytest.Behavior{WholeNames: true})
			to.Name = computer
			if err := Send(t.Context(), to, aLetter()); err != nil || len(server.Mails()) != 1 {
				t.Errorf("%v, and %d mails", err, len(server.Mails()))
			}
		})
	}
}

func TestAGreetingThatIsRefusedIsToldAsThat(t *testing.T) {
	for name, answers := range map[string]map[string]string{
		"at once":                {"EHLO": "501 5.5.4 Invalid domain name", "HELO": "501 5.5.4 Invalid domain name"},
		"at the first recipient": {"RCPT": "550 5.7.1 <[127.0.0.1]>: Helo command rejected: Host not found"},
	} {
		t.Run("given it is refused "+name, func(t *testing.T) {
			_, to := started(t, notifytest.Behavior{Answers: answers})
			var failed *Error
			if err := Send(t.Context(), to, aLetter()); !errors.As(err, &failed) || failed.Fault != Greeting || !failed.Permanent() {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestGreeting(t *testing.T) {
	four, six := &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 1}, &net.TCPAddr{IP: net.ParseIP("fe80::1"), Zone: "eth0", Port: 1}
	for name, given := range map[string]struct {
		name  string
		local net.Addr
		want  string
	}{
		"a whole name":         {"beacon.contoso.com", four, "beacon.contoso.com"},
		"a short name":         {"beacon01", four, "[192.0.2.1]"},
		"a short name on IPv6": {"beacon01", six, "[IPv6:fe80::1]"},
		"an underscore":        {"beacon_01.contoso.com", four, "[192.0.2.1]"},
		"a dot at the end":     {"beacon.", four, "[192.0.2.1]"},
		"other letters":        {"größe.contoso.com", four, "[192.0.2.1]"},
		"a label that is long": {strings.Repeat("x", 64) + ".com", four, "[192.0.2.1]"},
		"no address":           {"", &net.UnixAddr{Name: "/tmp/x"}, "localhost"},
	} {
		if got := greeting(given.name, given.local); got != given.want {
			t.Errorf("%s: %s, want %s", name, got, given.want)
		}
	}
}
