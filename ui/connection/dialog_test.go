package connection

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"inventorybeacon/connector"
	"inventorybeacon/ui/session/sessiontest"
	"inventorybeacon/ui/widgets/form"
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

func TestAWrongTenantIsToldWhereItWasEntered(t *testing.T) {
	const other = "00000000-0000-4000-8000-000000000001"
	for _, given := range []struct {
		what  string
		field func(f *fields) *form.Entry
		row   connector.Field
	}{
		{"the token endpoint", func(f *fields) *form.Entry { return f.tokenEndpoint }, connector.FieldTokenEndpoint},
		{"the authorization endpoint", func(f *fields) *form.Entry { return f.authorizationEndpoint }, connector.FieldAuthorizationEndpoint},
	} {
		t.Run(given.what, func(t *testing.T) {
			w := sessiontest.Open(t, sessiontest.Options{})
			d := create(w.Session, w.Beacon.NewConnection(connector.CloudGlobal), func(string) {})
			d.fields.name.SetText("Contoso")
			entry := given.field(&d.fields)
			right := entry.Text
			entry.SetText(strings.Replace(right, "common", other, 1))
			w.Press("OK")
			for _, row := range []connector.Field{connector.FieldTokenEndpoint, connector.FieldAuthorizationEndpoint} {
				if told := d.form.Row(string(row)).Problem() != ""; told != (row == given.row) {
					t.Errorf("at %s it is told %v", row, told)
				}
			}
			entry.SetText(right)
			if problem := d.form.Row(string(given.row)).Problem(); problem != "" {
				t.Errorf("when it is mended it still says %q", problem)
			}
		})
	}
}

func TestNoFieldMovesWhenAProxyIsUsed(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{})
	d := create(w.Session, w.Beacon.NewConnection(connector.CloudGlobal), func(string) {})
	at := func() (places []fyne.Position) {
		for _, field := range []fyne.CanvasObject{d.fields.proxy.use, d.fields.proxy.server, d.fields.proxy.username, d.fields.proxy.password} {
			places = append(places, fyne.CurrentApp().Driver().AbsolutePositionForObject(field).Subtract(
				fyne.CurrentApp().Driver().AbsolutePositionForObject(d.form)))
		}
		return places
	}
	before := at()
	w.Tick("Use Proxy")
	if after := at(); !slices.Equal(before, after) {
		t.Errorf("they stood at %v, and then at %v", before, after)
	}
}
