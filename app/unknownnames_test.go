package app

import (
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
)

func TestNamesThatNothingHasAreTold(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 40})))
	mustImport(t, b, connect(t, b, "Contoso"))
	for _, given := range []struct {
		list   List
		filter string
		want   []UnknownName
	}{
		{ListUsers, "", nil},
		{ListUsers, "license = spe_e5 and application = teams and tenant = contoso and failed = yes", nil},
		{ListUsers, `license = "" and failed = no and department = Nowhere`, nil},
		{ListUsers, "license in (SPE_E5, SPE_E55) and failed != NOPE", []UnknownName{{"licenses", "SPE_E55"}, {"failed", "NOPE"}}},
		{ListUsers, "license ~ spe and application ~ teamz", []UnknownName{{"application", "teamz"}}},
		{ListUsage, "application = Teems and tenant = Fabrikam", []UnknownName{{"application", "Teems"}, {"tenant", "Fabrikam"}}},
		{ListLicenses, "skuPartNumber = NOPE", nil},
	} {
		got, err := b.UnknownNames(t.Context(), ListQuery{List: given.list, Filter: given.filter})
		if err != nil {
			t.Error(err)
		}
		if diff := gocmp.Diff(given.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", given.filter, diff)
		}
	}
}
