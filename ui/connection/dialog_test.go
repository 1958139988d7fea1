package connection

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"inventorybeacon/connector"
	"inventorybeacon/ui/session/sessiontest"
)

func TestTheNameIsGoneOnWithAtItsEnd(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{})
	c := w.Beacon.NewConnection(connector.CloudGlobal)
	c.Name = "Contoso Süd"
	d := create(w.Session, c, func(string) {})
	test.Type(w.Window.Canvas().Focused(), " 2")
	if got := d.fields.name.Text; got != "Contoso Süd 2" {
		t.Errorf("it becomes %q", got)
	}
}

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
