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
		replace    string // the tenant that may replace the inventory; own for the tenant itself
		result     connector.CheckResult
		meaning    string
	}{
		"no inventory yet": {
			false,
			connector.Tenant{},
			false, "", connector.CheckPassed,
			"check.passed.organization Domain=contoso.example Tenant=Contoso",
		},
		"the tenant's own": {
			true,
			connector.Tenant{},
			false, "", connector.CheckPassed,
			"check.passed.organization Domain=contoso.example Tenant=Contoso",
		},
		"another tenant's": {
			false, other, false, "", connector.CheckFailed,
			"tenant.other.account Connection=Contoso Got=Contoso (contoso.example) Had=Fabrikam (fabrikam.com) Name=Contoso",
		},
		"another tenant's, of an application": {
			false, other, true, "", connector.CheckFailed,
			"Got=Contoso (contoso.example) Had=Fabrikam (fabrikam.com) Name=Contoso",
		},
		"another tenant's, that it may replace": {
			false, other, false, "own", connector.CheckPassed,
			"check.passed.organization Domain=contoso.example Tenant=Contoso",
		},
		"another tenant's, that a third may replace": {false, other, false, "third", connector.CheckFailed, "Name=Contoso"},
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
			if a.Connection.ReplaceTenant = given.replace; given.replace == "own" {
				a.Connection.ReplaceTenant = strings.ToUpper(server.Organization().ID)
			}
			_, checks := testedAt(t, t.Context(), source, a)
			c := checks["check.organization"]
			if c.Result != given.result || !strings.HasSuffix(said(c), given.meaning) {
				t.Errorf("%+v", c)
			}
			if _, went := checks["check.users"]; went != (given.result == connector.CheckPassed) {
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
	_, checks := testedAt(t, t.Context(), source, a)
	if c := checks["check.organization"]; c.Result != connector.CheckPassed {
		t.Errorf("%+v", c)
	}
}
