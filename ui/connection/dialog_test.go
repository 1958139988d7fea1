package connection

import (
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/ui/session/sessiontest"
)

func TestTheDialogOfAConnectionLosesNothing(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{})
	var d *showing
	open := func() { d = create(w.Session, w.Beacon.NewConnection(connector.CloudGlobal), func(string) {}) }
	w.LosesNothing(open)
	for what, receive := range map[string]func(){
		"a sign-in":     func() { d.token = secret("token") },
		"a certificate": func() { d.certificate = secret("PEM") },
	} {
		t.Run(what, func(t *testing.T) {
			open()
			receive()
			w.Press("Cancel")
			if !w.Says("Discard what was entered?") {
				t.Errorf("it does not ask, but says:\n%s", w.Text())
			}
			w.Press("Discard")
		})
	}
}
