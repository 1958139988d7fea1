package connection

import (
	"testing"

	"inventorybeacon/app"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/ui/session/sessiontest"
)

func TestAnotherTenantMayReplaceTheInventoryUntilTheNextSignIn(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{Tenant: demotenanttest.Start(t, demotenant.Options{Users: 5})})
	c := w.Connect("Contoso")
	w.Import(c)
	own := w.Entry(c).Connection.SignIn
	d := edited(w, c)
	d.belongs(connector.SignIn{Account: "admin@fabrikam.example", TenantID: "F", TenantName: "Fabrikam"}, "token")
	w.Press("Replace Inventory")
	if got := d.collect().connection.ReplaceTenant; got != "F" {
		t.Fatalf("%q may replace the inventory", got)
	}
	d.belongs(own, "token")
	if got := d.collect().connection.ReplaceTenant; got != "" {
		t.Errorf("%q may replace the inventory after a sign-in to its own tenant", got)
	}
}

func TestANewConnectionForAnotherTenantTakesWhatIsShownAlong(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{Tenant: demotenanttest.Start(t, demotenant.Options{Users: 5})})
	for name, given := range map[string]struct {
		typed string
		want  connector.Secret
	}{
		"stored": {"", "stored"},
		"typed":  {"typed", "typed"},
	} {
		t.Run("given the proxy's password is "+name, func(t *testing.T) {
			c := w.Connect("Contoso " + name)
			c.Disabled, c.Certificate = true, connector.Certificate{Subject: "CN=x"}
			c.Proxy = connector.Proxy{Use: true, Server: "http://proxy.example.com:8080", Username: "user"}
			w.Must(w.Beacon.SaveConnection(t.Context(), c, app.SecretChanges{ProxyPassword: secret("stored")}))
			d := edited(w, c)
			d.fields.proxy.password.SetText(given.typed)
			var id string
			d.done = func(added string) { id = added }
			d.anew(connector.SignIn{Account: "admin@fabrikam.example", TenantID: "F", TenantName: "Fabrikam " + name}, "token")
			w.Await("Create PowerShell Source Connection")
			w.Press("OK")
			w.Until("the dialog to close", func() bool { return id != "" })
			e, _ := w.Beacon.Entry(id)
			if e.Connection.Disabled || e.Connection.Certificate != (connector.Certificate{}) || e.Connection.Proxy != c.Proxy ||
				e.Connection.SignIn.TenantID != "F" {
				t.Errorf("the new connection is %+v", e.Connection)
			}
			if p := e.Waiting.ProxyPassword; p == nil || *p != given.want || *e.Waiting.RefreshToken != "token" {
				t.Error("the new connection lacks the password of the proxy, or the token")
			}
		})
	}
}

func TestARotatedTokenTakesThePlaceOfTheOneThatWasTyped(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{Tenant: demotenanttest.Start(t, demotenant.Options{Users: 5})})
	d := edited(w, w.Connect("Contoso"))
	d.fields.refreshToken.SetText("typed")
	d.rotated(d.collect(), "rotated")
	if e := d.collect(); *e.changes.RefreshToken != "rotated" || e.connection.SignIn.Account != "" {
		t.Errorf("whose token it is: %+v", e.connection.SignIn)
	}
	if !w.Says("received, waiting for Save") {
		t.Errorf("the dialog says:\n%s", w.Text())
	}
}
