package entra

import (
	"errors"
	"net/http"
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
