package page

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2/test"

	"inventorybeacon/app"
	"inventorybeacon/connector"
	"inventorybeacon/ui/session/sessiontest"
)

func TestTwoTenantsOfOneNameAreToldApart(t *testing.T) {
	test.NewTempApp(t)
	w := sessiontest.Open(t, sessiontest.Options{})
	f := NewTenantFilter(w.Session, func() {})
	tenant := func(id, name, domain string) connector.Tenant {
		return connector.Tenant{ID: id, DisplayName: name, DefaultDomain: domain}
	}
	f.published = []app.Published{
		{Connection: "1", Tenant: tenant("a", "Contoso", "contoso.example")},
		{Connection: "2", Tenant: tenant("b", "contoso", "contoso.de")},
		{Connection: "3", Tenant: tenant("c", "Fabrikam", "fabrikam.example")},
	}
	if got := f.called(); !slices.Equal(got, []string{"Contoso (contoso.example)", "contoso (contoso.de)", "Fabrikam"}) {
		t.Errorf("they are called %q", got)
	}
	if got := f.Twice(); got != "" {
		t.Errorf("it says %q", got)
	}
}
