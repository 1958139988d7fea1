package connector

import (
	"fmt"
	"strings"
	"testing"
)

func TestOtherTenantNamesBoth(t *testing.T) {
	contoso := Tenant{ID: "11111111-0000-0000-0000-000000000000", DisplayName: "Contoso", DefaultDomain: "contoso.com"}
	fabrikam := Tenant{ID: "22222222-0000-0000-0000-000000000000", DisplayName: "Fabrikam", DefaultDomain: "fabrikam.com"}
	for name, given := range map[string]struct {
		err             OtherTenantError
		message, action string
	}{
		"an account of another tenant": {
			OtherTenantError{Connection: "X", Had: contoso, Got: fabrikam},
			`The connection "X" holds the inventory of Contoso (contoso.com), but the account belongs to Fabrikam (fabrikam.com).`,
			"Sign in with an account of Contoso (contoso.com), create a new connection for Fabrikam (fabrikam.com), " +
				"or choose Replace inventory... if the inventory of Fabrikam is to take its place.",
		},
		"an application of another tenant": {
			OtherTenantError{Connection: "X", Had: contoso, Got: fabrikam, Unattended: true},
			`The connection "X" holds the inventory of Contoso (contoso.com), but the application signs in to Fabrikam (fabrikam.com).`,
			"Enter the endpoints and the application of Contoso (contoso.com), create a new connection for Fabrikam (fabrikam.com), " +
				"or choose Replace inventory... if the inventory of Fabrikam is to take its place.",
		},
		"two of the same name": {
			OtherTenantError{Connection: "X", Had: Tenant{ID: contoso.ID, DisplayName: "Contoso"}, Got: Tenant{ID: fabrikam.ID, DisplayName: "Contoso"}},
			`The connection "X" holds the inventory of Contoso (11111111-0000-0000-0000-000000000000), but the account belongs to Contoso (22222222-0000-0000-0000-000000000000).`,
			"Contoso is to take its place.",
		},
		"only the ids": {
			OtherTenantError{Connection: "X", Had: Tenant{ID: contoso.ID}, Got: Tenant{ID: fabrikam.ID}},
			fmt.Sprintf(`The connection "X" holds the inventory of %s, but the account belongs to %s.`, contoso.ID, fabrikam.ID),
			fabrikam.ID + " is to take its place.",
		},
	} {
		t.Run("given "+name, func(t *testing.T) {
			advice := given.err.Advice()
			if advice.Message != given.message || !strings.HasSuffix(advice.Action, given.action) {
				t.Errorf("%+v", advice)
			}
			if text := given.err.Error(); !strings.Contains(text, given.err.Had.ID) || !strings.Contains(text, given.err.Got.ID) {
				t.Errorf("%q does not name both", text)
			}
		})
	}
}
