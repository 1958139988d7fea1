package entra

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

// Somebody whose default browser does not open finishes the sign-in in another one.
func TestOverLoopbackTheAddressIsShownToWhomNoBrowserOpens(t *testing.T) {
	for name, late := range map[string]time.Duration{"at once": 0, "late": 2 * browserFailsWithin} {
		t.Run("given it fails "+name, func(t *testing.T) {
			_, a := startTenant(t, demotenant.Options{})
			a.Connection.RedirectURI = "http://localhost"
			s := newClient(t)
			s.OpenURL = func(address string) error {
				<-time.After(late)
				return errors.New("cannot open " + address)
			}
			admin := &sourcetest.Administrator{}
			admin.Told = func(m connector.Message) {
				if m.ID != "entra.status.no-browser" {
					return
				}
				if len(admin.Addresses) != 1 {
					t.Errorf("shown: %v", admin.Addresses)
					return
				}
				location, err := signInByHand(t.Context(), admin.Addresses[0], true)
				if status, _ := statusOf(t, location); err != nil || status != http.StatusOK {
					t.Errorf("the answer got %d, %v", status, err)
				}
			}
			got, refresh, err := s.SignIn(t.Context(), a, connector.SignInSystem, admin)
			wantSignedIn(t, got, refresh, err)
			if n := len(slices.DeleteFunc(admin.Statuses, func(m connector.Message) bool { return m.ID != "entra.status.no-browser" })); n != 1 {
				t.Errorf("told %d times", n)
			}
		})
	}
}

// The browser may run on another computer, from which the listener cannot be reached.
func TestOverLoopbackTheAddressMayBePasted(t *testing.T) {
	_, a := startTenant(t, demotenant.Options{})
	a.Connection.RedirectURI = "http://localhost"
	s := newClient(t)
	s.OpenURL = func(string) error { return nil }
	admin := &sourcetest.Administrator{Paste: func(n int, address string) (string, error) {
		if n == 0 {
			return "http://localhost/?code=of-somebody-else&state=another", nil
		}
		return signInByHand(t.Context(), address, true)
	}}
	got, refresh, err := s.SignIn(t.Context(), a, connector.SignInSystem, admin)
	wantSignedIn(t, got, refresh, err)
	if len(admin.Problems) != 2 || admin.Problems[1].ID == "" {
		t.Errorf("asked with %v", admin.Problems)
	}
}

func TestOverLoopbackNobodyHasToPaste(t *testing.T) {
	for name, paste := range map[string]func(int, string) (string, error){
		"who cannot": func(int, string) (string, error) { return "", errors.New("no terminal") },
		"who waits":  nil,
	} {
		t.Run("given somebody "+name, func(t *testing.T) {
			_, a := startTenant(t, demotenant.Options{})
			a.Connection.RedirectURI = "http://localhost"
			s := newClient(t)
			admin := &sourcetest.Administrator{Paste: paste}
			s.OpenURL = func(address string) error {
				location, err := signInByHand(t.Context(), address, true)
				if status, _ := statusOf(t, location); err != nil || status != http.StatusOK {
					t.Errorf("the answer got %d, %v", status, err)
				}
				return nil
			}
			got, refresh, err := s.SignIn(t.Context(), a, connector.SignInSystem, admin)
			wantSignedIn(t, got, refresh, err)
		})
	}
}

// Another program that listens on one of the two addresses of localhost would get the answers of browsers that try that one.
func TestOverLoopbackAPortIsFreeOnBothAddressesOrRefused(t *testing.T) {
	for _, given := range []struct{ taken, other string }{{"127.0.0.1", "[::1]"}, {"[::1]", "127.0.0.1"}} {
		t.Run("given "+given.taken+" is taken", func(t *testing.T) {
			another, err := net.Listen("tcp", given.taken+":0")
			if err != nil {
				t.Fatalf("this computer has no %s: %v", given.taken, err)
			}
			defer another.Close()
			_, port, _ := net.SplitHostPort(another.Addr().String())
			listeners, _, err := listenLoopback(&url.URL{Scheme: "http", Host: "localhost:" + port})
			defer closeAll(listeners)
			var refused *SignInError
			if !errors.As(err, &refused) || refused.Fault != SignInPortBusy || len(listeners) != 0 {
				t.Errorf("%d listeners, %v", len(listeners), err)
			}
			again, err := net.Listen("tcp", given.other+":"+port)
			if err != nil {
				t.Fatalf("the other address is still held: %v", err)
			}
			again.Close()
		})
	}
}
