package connection

import (
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/ui/session/sessiontest"
)

func TestACustomCloudEmptiesNoEndpoints(t *testing.T) {
	const global = "https://login.microsoftonline.com/common/oauth2/v2.0/token"
	const typed = "https://login.contoso.example/token"
	choose := func(option string) func(*showing) {
		return func(d *showing) {
			d.fields.cloud.SetSelected(option)
			d.changeCloud()
		}
	}
	enter := func(d *showing) { d.fields.tokenEndpoint.SetText(typed) }
	for _, given := range []struct {
		what  string
		steps []func(*showing)
		want  string
	}{
		{"chosen at once", []func(*showing){choose("Custom")}, global},
		{"chosen after typing", []func(*showing){enter, choose("Custom")}, typed},
		{"left for another cloud", []func(*showing){choose("Custom"), enter, choose("Global")}, global},
		{"chosen again", []func(*showing){choose("Custom"), enter, choose("Global"), choose("Custom")}, typed},
		{"chosen after two others", []func(*showing){enter, choose("China 21Vianet"), choose("Global"), choose("Custom")}, typed},
		{"left alone for another cloud and back", []func(*showing){enter, choose("China 21Vianet"), choose("Global")}, typed},
	} {
		t.Run(given.what, func(t *testing.T) {
			w := sessiontest.Open(t, sessiontest.Options{})
			d := create(w.Session, w.Beacon.NewConnection(connector.CloudGlobal), func(string) {})
			for _, step := range given.steps {
				step(d)
			}
			got := d.collect().connection
			if got.TokenEndpoint != given.want || got.GraphEndpoint == "" || got.AuthorizationEndpoint == "" {
				t.Errorf("the endpoints are %q, %q, %q", got.TokenEndpoint, got.AuthorizationEndpoint, got.GraphEndpoint)
			}
		})
	}
}

func TestAStoredSecretLooksFilled(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{})
	d := create(w.Session, w.Beacon.NewConnection(connector.CloudGlobal), func(string) {})
	token := d.fields.refreshToken
	if token.Says() != "none yet: Generate... signs in and receives one" || w.Says("••••") {
		t.Errorf("without a token the field says %q", token.Says())
	}
	d.received(connector.SignIn{Account: "admin@contoso.com", TenantName: "Contoso"}, "token")
	if !w.Says("••••••••  received for admin@contoso.com, Contoso") {
		t.Errorf("the dialog says:\n%s", w.Text())
	}
	token.SetText("another")
	if w.Says("received for") {
		t.Errorf("after another was typed, the dialog says:\n%s", w.Text())
	}
}

func TestAClientIDThatWasTypedStaysWhereAnotherCloudIsChosen(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{})
	d := create(w.Session, w.Beacon.NewConnection(connector.CloudGlobal), func(string) {})
	for _, option := range []string{"Custom", "Global", "Custom"} {
		d.fields.cloud.SetSelected(option)
		d.changeCloud()
		if option == "Global" {
			d.fields.clientID.SetText("11111111-2222-3333-4444-555555555555")
		}
	}
	if got := d.collect().connection.ClientID; got != "11111111-2222-3333-4444-555555555555" {
		t.Errorf("it becomes %q", got)
	}
}

// The data directory of a demonstration can be opened without it.
func TestAConnectionKeepsACloudThatIsNotOffered(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{})
	c := w.Beacon.NewConnection(connector.CloudGlobal)
	c.Cloud, c.TokenEndpoint = connector.CloudDemonstration, "http://127.0.0.1:4711/token"
	d := create(w.Session, c, func(string) {})
	if got := d.collect().connection.Cloud; got != connector.CloudDemonstration || d.fields.cloud.Selected() != "Demonstration tenant" {
		t.Errorf("it becomes %q, shown is %q", got, d.fields.cloud.Selected())
	}
	for _, cloud := range []string{"Global", "Demonstration tenant"} {
		d.fields.cloud.SetSelected(cloud)
		d.changeCloud()
	}
	if got := d.collect().connection.TokenEndpoint; got != c.TokenEndpoint {
		t.Errorf("chosen again, it has %s", got)
	}
}
