package microsoft365

import (
	"strings"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
)

func TestTestComparesTheTenantWithTheInventory(t *testing.T) {
	other := connector.Tenant{ID: "22222222-0000-0000-0000-000000000000", DisplayName: "Fabrikam", DefaultDomain: "fabrikam.com"}
	for name, given := range map[string]struct {
		own        bool // the inventory is of the tenant itself
		had        connector.Tenant
		unattended bool
		result     connector.CheckResult
		meaning    string
	}{
		"no inventory yet":                    {false, connector.Tenant{}, false, connector.CheckPassed, "Contoso (contoso.example)."},
		"the tenant's own":                    {true, connector.Tenant{}, false, connector.CheckPassed, "Contoso (contoso.example)."},
		"another tenant's":                    {false, other, false, connector.CheckFailed, `The connection "Contoso" holds the inventory of Fabrikam (fabrikam.com), but the account belongs to Contoso (contoso.example).`},
		"another tenant's, of an application": {false, other, true, connector.CheckFailed, "but the application signs in to Contoso (contoso.example)."},
	} {
		t.Run("given "+name, func(t *testing.T) {
			server, source := demo(t, demotenant.Options{})
			a, _ := signedIn(t, source, "")
			if given.unattended {
				a = asApplication(server, source)
			}
			a.InventoryTenant = given.had
			if given.own {
				a.InventoryTenant = connector.Tenant{ID: strings.ToUpper(server.Organization().ID)}
			}
			_, checks := testedAt(t.Context(), source, a)
			c := checks["Organization"]
			if c.Result != given.result || !strings.HasSuffix(c.Meaning, given.meaning) {
				t.Errorf("%+v", c)
			}
			if _, went := checks["Users"]; went != (given.result == connector.CheckPassed) {
				t.Errorf("the test went on: %v", went)
			}
		})
	}
}

// A sign-in of the time before the flow was changed says nothing of the application.
func TestTestForgetsTheSignInGivenClientCredentials(t *testing.T) {
	server, source := demo(t, demotenant.Options{})
	a := asApplication(server, source)
	a.Connection.SignIn.TenantID = "22222222-0000-0000-0000-000000000000"
	_, checks := testedAt(t.Context(), source, a)
	if c := checks["Organization"]; c.Result != connector.CheckPassed {
		t.Errorf("%+v", c)
	}
}
