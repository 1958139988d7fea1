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
