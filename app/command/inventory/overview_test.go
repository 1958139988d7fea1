package inventory

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
)

func TestTheOverviewSaysWhoseALicenseIsOfSeveralTenants(t *testing.T) {
	license := func(tenant string) app.LicenseRow {
		return app.LicenseRow{
			SKUID: "e5", Product: "Microsoft 365 E5", Kind: app.Paid, Purchased: 10, Available: 10,
			Connection: "of " + tenant, Tenant: "id of " + tenant, TenantName: tenant,
		}
	}
	for given, tenants := range map[string][]string{"two tenants": {"Contoso", "Fabrikam"}, "one": {"Contoso"}} {
		t.Run("given "+given, func(t *testing.T) {
			o := app.Overview{}
			for _, tenant := range tenants {
				l := license(tenant)
				o.Licenses = append(o.Licenses, l)
				o.Renewals = append(o.Renewals, app.Renewal{Connection: l.Connection, Product: l.Product, Units: 10})
			}
			var printed, told bytes.Buffer
			onto := func(to io.Writer) *console.Console {
				return console.New(console.Streams{In: strings.NewReader(""), Out: to, Err: io.Discard}, nil)
			}
			if err := printOverview(onto(&printed), o); err != nil {
				t.Fatal(err)
			}
			var rows struct{ Licenses, Renewals []map[string]any }
			if err := json.Unmarshal(printed.Bytes(), &rows); err != nil {
				t.Fatal(err)
			}
			for i, tenant := range tenants {
				for _, row := range []map[string]any{rows.Licenses[i], rows.Renewals[i]} {
					if named := row["tenant"] == tenant && row["tenantId"] == "id of "+tenant; named != (len(tenants) > 1) {
						t.Errorf("of %s: %v", tenant, row)
					}
				}
			}
			if err := TellOverview(onto(&told), o); err != nil {
				t.Fatal(err)
			}
			if n := strings.Count(told.String(), "Microsoft 365 E5 of Fabrikam"); n != 2*(len(tenants)-1) {
				t.Errorf("Fabrikam is named %d times:\n%s", n, told.String())
			}
		})
	}
}
