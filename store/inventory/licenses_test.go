package inventory

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/filter"
)

// licensesBySKU are the licenses that the inventory shows, by part number or id.
func licensesBySKU(t *testing.T, inv *Inventory) map[string]LicenseRow {
	t.Helper()
	rows, err := inv.Licenses(t.Context(), LicenseQuery{})
	must(t, err)
	found := map[string]LicenseRow{}
	for _, row := range rows {
		found[row.Product] = row
	}
	return found
}

func TestALicenseThatIsHeldAndNotListedStaysVisible(t *testing.T) {
	inv := open(t, t.TempDir())
	d := contoso()
	publishDelivery(t, inv, "one", d)
	d.licenses = d.licenses[1:] // without E3, which Anna and Bert hold
	counts := publishDelivery(t, inv, "one", d)
	if counts.Licenses != (connector.Count{Total: 1, Removed: 1}) {
		t.Errorf("%+v", counts.Licenses)
	}
	two, none := int64(2), int64(0)
	want := LicenseRow{
		SKUID: e3, SKUPartNumber: "SPE_E3", Product: "SPE_E3", Status: NotListed, Kind: Paid, Assigned: 2,
		Active: &two, Inactive: &none, New: &none, Renewal: today + 30, Connection: "one", Tenant: "t", TenantName: "Contoso",
		ReportDate: today - 2,
	}
	licenses := licensesBySKU(t, inv)
	if diff := cmp.Diff(want, licenses["SPE_E3"]); diff != "" || len(licenses) != 2 {
		t.Errorf("%d licenses (-want +got):\n%s", len(licenses), diff)
	}
	compareUsers(t, inv, UserQuery{License: "SPE_E3"}, []string{"a", "b"})
	compareUsers(t, inv, UserQuery{Application: "Word"}, []string{"a"})
	applications, err := inv.Applications(t.Context(), ApplicationQuery{Search: "Word"})
	must(t, err)
	if len(applications) != 1 || *applications[0].Entitled != 1 {
		t.Errorf("applications %+v", applications)
	}
	for _, page := range d.pages { // nobody holds it any more
		for i := range page {
			page[i].Assignments = nil
		}
	}
	publishDelivery(t, inv, "one", d)
	licenses = licensesBySKU(t, inv)
	applications, err = inv.Applications(t.Context(), ApplicationQuery{Search: "Excel"})
	must(t, err)
	if _, still := licenses["SPE_E3"]; still || len(applications) != 0 {
		t.Errorf("%+v, %+v", licenses, applications)
	}
}

// The tenant lists nothing at all, as in sku_gone.json.
func TestNoLicenseIsListedAndAllAreHeld(t *testing.T) {
	inv := open(t, t.TempDir())
	d := contoso()
	d.licenses = nil
	imp := begin(t, inv, "one")
	d.deliver(t, imp)
	must(t, imp.Licenses(t.Context(), []connector.License{}))
	_, err := imp.Publish(t.Context(), noon, nil)
	must(t, err)
	licenses := licensesBySKU(t, inv)
	if l := licenses[e3]; len(licenses) != 2 || l.Status != NotListed || l.Assigned != 2 || l.Purchased != 0 || l.Available != 0 {
		t.Errorf("%+v", licenses)
	}
}

func TestWhatIsNoPurchaseStaysOutOfTotals(t *testing.T) {
	license := func(id string, units, assigned int) connector.License {
		return connector.License{SKUID: id, PartNumber: id, Status: "Enabled", Enabled: units, Assigned: assigned}
	}
	subscription := func(id, sku string, trial bool) connector.Subscription {
		return connector.Subscription{ID: id, SKUID: sku, Status: "Enabled", Trial: trial}
	}
	d := delivery{
		tenant: connector.Tenant{ID: "t"}, pages: [][]connector.User{{}},
		licenses: []connector.License{
			license("bought", 20_000, 15_000), license("tried", 25, 3), license("tried and bought", 30, 4), license("named", 1_000, 5),
			license("granted", 1_000_000, 7), license("few", 9_999, 8),
		},
		subscriptions: []connector.Subscription{
			subscription("1", "bought", false), subscription("2", "tried", true), subscription("3", "tried and bought", true),
			subscription("4", "tried and bought", false), subscription("5", "named", false),
		},
	}
	kind := func(_, part string) string { return map[string]string{"named": "viral", "tried": "free"}[part] }
	for _, c := range []struct {
		given         string
		subscriptions []connector.Subscription
		want          map[string]Kind
		total         LicenseTotal
	}{
		{
			"subscriptions", d.subscriptions,
			map[string]Kind{"bought": Paid, "tried": Trial, "tried and bought": Paid, "named": Viral, "granted": Free, "few": Paid},
			LicenseTotal{Licenses: 6, Purchased: 20_000 + 30 + 9_999, Assigned: 15_000 + 4 + 8, LeftOut: 3},
		},
		{
			"a tenant of which no subscription is known", nil,
			map[string]Kind{"bought": Paid, "tried": Free, "tried and bought": Paid, "named": Viral, "granted": Paid, "few": Paid},
			LicenseTotal{Licenses: 6, Purchased: 20_000 + 30 + 1_000_000 + 9_999, Assigned: 15_000 + 4 + 7 + 8, LeftOut: 2},
		},
	} {
		t.Run("given "+c.given, func(t *testing.T) {
			inv, err := Open(t.Context(), t.TempDir(), Options{Now: func() time.Time { return noon }, ProductKind: kind})
			must(t, err)
			t.Cleanup(func() { must(t, inv.Close()) })
			d.subscriptions = c.subscriptions
			publishDelivery(t, inv, "one", d)
			kinds := map[string]Kind{}
			for name, row := range licensesBySKU(t, inv) {
				kinds[name] = row.Kind
			}
			if diff := cmp.Diff(c.want, kinds); diff != "" {
				t.Error("(-want +got):\n" + diff)
			}
			total, err := inv.TotalLicenses(t.Context(), LicenseQuery{Limit: 1})
			must(t, err)
			if !cmp.Equal(total, c.total) {
				t.Errorf("%+v, want %+v", total, c.total)
			}
		})
	}
}

func TestARenewalIsAheadUntilItsDayIsOverWherePeopleAre(t *testing.T) {
	for given, c := range map[string]struct{ here, want connector.Date }{
		"it is still that day there": {today - 1, today - 1},
		"its day is over there":      {today, 0},
	} {
		t.Run("given "+given, func(t *testing.T) {
			inv, err := Open(t.Context(), t.TempDir(),
				Options{Now: func() time.Time { return noon }, Today: func() connector.Date { return c.here }})
			must(t, err)
			t.Cleanup(func() { must(t, inv.Close()) })
			d := contoso()
			d.subscriptions = []connector.Subscription{{ID: "1", SKUID: e3, Status: "Enabled", NextLifecycle: today - 1}}
			d.pages[0][0].Created = today - 1
			publishDelivery(t, inv, "one", d)
			if got := licensesBySKU(t, inv)["SPE_E3"].Renewal; got != c.want {
				t.Errorf("renewal %s, want %s", got, c.want)
			}
			o, err := inv.Overview(t.Context(), nil, 0)
			if must(t, err); (len(o.Renewals) == 1) != (c.want != 0) {
				t.Errorf("the overview has %+v", o.Renewals)
			}
			created, err := inv.CountUsers(t.Context(),
				UserQuery{Filter: filter.Expression{{Property: "created", Operator: filter.Is, Values: []string{"today"}}}})
			if must(t, err); (created == 1) != (c.want != 0) {
				t.Errorf("created today are %d", created)
			}
		})
	}
}

func TestARenewalInADistantCenturyIsNone(t *testing.T) {
	day := func(text string) connector.Date {
		d, err := connector.ParseDate(text)
		must(t, err)
		return d
	}
	for given, c := range map[string]struct{ ends, want connector.Date }{
		"the year 9999":        {day("9999-12-31"), 0},
		"the first day of it":  {day("2100-01-01"), 0},
		"the day before":       {day("2099-12-31"), day("2099-12-31")},
		"a day that is passed": {today - 1, 0},
	} {
		t.Run("given "+given, func(t *testing.T) {
			inv := open(t, t.TempDir())
			d := contoso()
			d.subscriptions = []connector.Subscription{{ID: "1", SKUID: e3, Status: "Enabled", NextLifecycle: c.ends}}
			publishDelivery(t, inv, "one", d)
			if got := licensesBySKU(t, inv)["SPE_E3"].Renewal; got != c.want {
				t.Errorf("renewal %s, want %s", got, c.want)
			}
		})
	}
}

// Of a license that was delivered without its units the last known ones stay; one that was never known is not listed,
// and who holds it has its applications.
func TestALicenseWithoutItsUnitsKeepsTheLastKnownOnes(t *testing.T) {
	inv := open(t, t.TempDir())
	d := contoso()
	known := d.licenses[0]
	publishDelivery(t, inv, "one", d)
	d.licenses[0] = connector.License{
		SKUID: known.SKUID, PartNumber: known.PartNumber, Status: "Warning", AppliesTo: known.AppliesTo, UnitsUnknown: true,
		ServicePlans: known.ServicePlans,
	}
	d.licenses[1] = connector.License{SKUID: e5, PartNumber: "SPE_E5", Status: "Enabled", UnitsUnknown: true, ServicePlans: known.ServicePlans}
	d.pages[0][0].Assignments[0].SKUID = e5
	if counts := publishDelivery(t, inv, "one", d); counts.Licenses != (connector.Count{Total: 1, Changed: 1, Removed: 1}) {
		t.Errorf("%+v", counts.Licenses)
	}
	licenses := licensesBySKU(t, inv)
	got := licenses["SPE_E3"]
	if got.Status != "Warning" || got.Purchased != int64(known.Purchased()) || got.Suspended != int64(known.Suspended) ||
		got.Assigned != int64(known.Assigned) {
		t.Errorf("%+v", got)
	}
	if fresh := licenses["SPE_E5"]; fresh.Status != NotListed {
		t.Errorf("a license of which no units are known: %+v", fresh)
	}
	plans, err := inv.db.Read.QueryContext(t.Context(), "SELECT 1 FROM license_plan JOIN sku USING (sku) WHERE sku.id = ?", e5)
	must(t, err)
	if !plans.Next() {
		t.Error("whoever holds it has none of its applications")
	}
	must(t, plans.Close())
	var changed int
	must(t, inv.db.Read.QueryRowContext(t.Context(),
		"SELECT count(*) FROM outbox_change WHERE event = ? AND sku = (SELECT sku FROM sku WHERE id = ?)",
		connector.PurchasedChanged, e3).Scan(&changed))
	if changed != 0 {
		t.Errorf("%d changes of units that are only unknown", changed)
	}
}
