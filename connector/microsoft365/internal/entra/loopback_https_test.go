package entra

import (
	"net/http"
	"strings"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/connector/connectortest"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

// corrector is an administrator who does what is said when a browser insists on https.
type corrector struct {
	sourcetest.Administrator
	told    int
	correct func()
}

func (c *corrector) Status(m connector.Message) {
	c.Administrator.Status(m)
	if m.ID == "entra.status.https" {
		c.told++
		c.correct()
	}
}

func TestABrowserThatInsistsOnHTTPS(t *testing.T) {
	_, a := startTenant(t, demotenant.Options{})
	a.Connection.RedirectURI = "http://localhost"
	s, admin := newClient(t), &corrector{}
	s.OpenURL = func(address string) error {
		location, err := signInByHand(t.Context(), address, true)
		if err != nil {
			return err
		}
		admin.correct = func() { statusOf(t, location) }
		for range 3 { // as browsers do
			if answer, err := http.Get(strings.Replace(location, "http://", "https://", 1)); err == nil {
				answer.Body.Close()
				t.Error("https is answered")
			}
		}
		return nil
	}
	got, refresh, err := s.SignIn(t.Context(), a, connector.SignInAuto, admin)
	wantSignedIn(t, got, refresh, err)
	if admin.told != 1 {
		t.Errorf("told %d times: %v", admin.told, admin.Statuses)
	}
	connectortest.CheckWords(t, connector.Message{ID: "entra.status.https"}, false)
}
