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
		err     OtherTenantError
		message string
	}{
		"an account of another tenant": {
			OtherTenantError{Connection: "X", Had: contoso, Got: fabrikam},
			"tenant.other.account Connection=X Got=Fabrikam (fabrikam.com) Had=Contoso (contoso.com) Name=Fabrikam",
		},
		"an application of another tenant": {
			OtherTenantError{Connection: "X", Had: contoso, Got: fabrikam, Unattended: true},
			"tenant.other.application Connection=X Got=Fabrikam (fabrikam.com) Had=Contoso (contoso.com) Name=Fabrikam",
		},
		"two of the same name": {
			OtherTenantError{
				Connection: "X", Had: Tenant{ID: contoso.ID, DisplayName: "Contoso"},
				Got: Tenant{ID: fabrikam.ID, DisplayName: "Contoso"},
			},
			"tenant.other.account Connection=X Got=Contoso (22222222-0000-0000-0000-000000000000) Had=Contoso (11111111-0000-0000-0000-000000000000) Name=Contoso",
		},
		"two of the same name and domain": {
			OtherTenantError{
				Connection: "X", Had: Tenant{ID: "1", DisplayName: "Contoso", DefaultDomain: "contoso.com"},
				Got: Tenant{ID: "2", DisplayName: "Contoso", DefaultDomain: "contoso.com"},
			},
			"tenant.other.account Connection=X Got=Contoso (2) Had=Contoso (1) Name=Contoso",
		},
		"only the ids": {
			OtherTenantError{Connection: "X", Had: Tenant{ID: contoso.ID}, Got: Tenant{ID: fabrikam.ID}},
			fmt.Sprintf("tenant.other.account Connection=X Got=%[2]s Had=%[1]s Name=%[2]s", contoso.ID, fabrikam.ID),
		},
	} {
		t.Run("given "+name, func(t *testing.T) {
			m := given.err.Message()
			if m.String() != given.message || m.Code != CodeOtherTenant {
				t.Errorf("%s, want %s", m, given.message)
			}
			if text := given.err.Error(); !strings.Contains(text, given.err.Had.ID) || !strings.Contains(text, given.err.Got.ID) {
				t.Errorf("%q does not name both", text)
			}
		})
	}
}
