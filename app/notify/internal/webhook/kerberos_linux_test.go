package webhook

import (
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"inventorybeacon/app/notify/notifytest"
	"inventorybeacon/connector"
	"inventorybeacon/connector/connectortest"
	"inventorybeacon/connector/network/networktest"
)

// A proxy that wants Negotiate lets messages through with the Kerberos ticket of the account that the program runs as.
func TestRequestsThroughAProxyThatWantsKerberos(t *testing.T) {
	certificate, roots := notifytest.Certificate(t)
	receiver := notifytest.StartHook(t, certificate)
	_, port, err := net.SplitHostPort(strings.TrimPrefix(receiver.URL, "https://"))
	if err != nil {
		t.Fatal(err)
	}
	realm := networktest.StartRealm(t)
	squid := realm.StartSquid(t, []string{notifytest.Name})
	hook := Hook{
		Address: connector.Secret("https://" + notifytest.Name + ":" + port + path),
		Client:  client(t, connector.Proxy{Use: true, Server: squid.URL()}, "", roots),
	}
	// Given no ticket, it is said which kind of sign-in is missing;
	var failed *Error
	if err := hook.Post(t.Context(), time.Now(), "d", []byte("{}")); !errors.As(err, &failed) || failed.Fault != ProxySignIn ||
		!failed.Permanent() {
		t.Fatalf("%v", err)
	}
	if told := connectortest.Told(t, failed); !strings.Contains(told, "network.proxy.kerberos.no-ticket") {
		t.Errorf("it tells %s", told)
	}
	// and given one, the message arrives.
	realm.GetTicket(t)
	if err := hook.Post(t.Context(), time.Now(), "d", []byte("{}")); err != nil {
		t.Fatal(err)
	}
	if got := receiver.Requests(); len(got) != 1 || got[0].Body != "{}" {
		t.Errorf("%+v", got)
	}
	if asked := squid.Asked(t); asked[notifytest.Name] == 0 {
		t.Errorf("the proxy was asked for %v", asked)
	}
}
