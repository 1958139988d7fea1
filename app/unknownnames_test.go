package app

import (
	"bytes"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"inventorybeacon/app/export"
	"inventorybeacon/app/lists"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
)

func TestNamesThatNothingHasAreTold(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 40})))
	mustImport(t, b, connect(t, b, "Our M365"))
	for _, given := range []struct {
		list   lists.List
		filter string
		want   []lists.UnknownName
	}{
		{lists.Users, "", nil},
		{lists.Users, "license = spe_e5 and application = teams and tenant = contoso and failed = yes", nil},
		{
			lists.Users, "license = E5",
			[]lists.UnknownName{{
				Property: "licenses", Value: "E5", Near: []string{"Microsoft 365 E5", "Enterprise Mobility + Security E5", "Office 365 E5"},
			}},
		},
		{lists.Users, `license = "" and failed = no and department = Nowhere`, nil},
		{
			lists.Users, "license in (SPE_E5, SPE_E55) and failed != NOPE",
			[]lists.UnknownName{{Property: "licenses", Value: "SPE_E55", Near: []string{"SPE_E3", "SPE_E5"}}, {Property: "failed", Value: "NOPE"}},
		},
		{
			lists.Users, "license ~ spe and application ~ teamz",
			[]lists.UnknownName{{Property: "application", Value: "teamz", Near: []string{"Teams"}}},
		},
		{lists.Users, `tenant = "Our M365"`, nil},
		{
			lists.Usage, "application = Teems and tenant = Fabrikam",
			[]lists.UnknownName{{Property: "application", Value: "Teems", Near: []string{"Teams"}}, {Property: "tenant", Value: "Fabrikam"}},
		},
		{lists.Licenses, "skuPartNumber = NOPE", nil},
	} {
		got, err := b.UnknownNames(t.Context(), lists.Query{List: given.list, Filter: given.filter})
		if err != nil {
			t.Error(err)
		}
		if diff := gocmp.Diff(given.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", given.filter, diff)
		}
	}
}

func TestATenantIsFoundByTheNameOfItsConnection(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 40})))
	mustImport(t, b, connect(t, b, "Our M365"))
	for _, list := range []lists.List{lists.Users, lists.Usage} {
		var all, found, others bytes.Buffer
		for _, given := range []struct {
			filter string
			into   *bytes.Buffer
		}{{"", &all}, {`tenant = "our m365"`, &found}, {`tenant != "our m365"`, &others}} {
			if _, err := b.WriteList(t.Context(), given.into, export.CSV, lists.Query{List: list, Filter: given.filter}); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(all.Bytes(), found.Bytes()) || bytes.Count(others.Bytes(), []byte("\n")) != 1 {
			t.Errorf("%s: of %d lines %d are found, and %d of others", list, bytes.Count(all.Bytes(), []byte("\n")),
				bytes.Count(found.Bytes(), []byte("\n")),
				bytes.Count(others.Bytes(), []byte("\n")))
		}
	}
}

func TestValuesAreOfferedTheMostFrequentFirst(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 300})))
	mustImport(t, b, connect(t, b, "Our M365"))
	departments, err := b.Groups(t.Context(), lists.Query{List: lists.Users, GroupBy: "department"})
	if err != nil {
		t.Fatal(err)
	}
	var byUsers []string
	for _, g := range departments {
		if name, _ := g.Value.(string); name != "" {
			byUsers = append(byUsers, name)
		}
	}
	for _, list := range []lists.List{lists.Users, lists.Reclaim} {
		got, err := b.Values(t.Context(), list, "department", nil)
		if diff := gocmp.Diff(byUsers, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", list, err, diff)
		}
	}
	licenses, err := b.Values(t.Context(), lists.Reclaim, "license", nil)
	if err != nil || !slices.Contains(licenses, "Microsoft 365 E5") || !slices.Contains(licenses, "SPE_E5") {
		t.Errorf("the licenses are %q, %v", licenses, err)
	}
	// Every property that is said to have values has them, and no one is offered that a row has alone.
	for _, list := range lists.All {
		for _, p := range list.Properties() {
			if !list.HasValues(p.Name) {
				continue
			}
			if _, err := b.Values(t.Context(), list, p.Name, nil); err != nil {
				t.Errorf("%s of %s: %v", p.Name, list, err)
			}
		}
		if list.HasValues("displayName") || list.HasValues("lastActivity") || list.HasValues("nothing") {
			t.Errorf("%s offers names, days or what it does not have", list)
		}
	}
}
