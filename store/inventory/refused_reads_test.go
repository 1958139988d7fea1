package inventory

import (
	"context"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/money"
	"inventorybeacon/store/inventory/filter"
	"inventorybeacon/store/storetest"
)

// ofEverything has two tenants with something of everything that is read: a license that failed to be given, a former
// name, prices, Copilot's own report, and licenses that can be taken back.
func ofEverything(t *testing.T) *Inventory {
	t.Helper()
	inv, err := Open(t.Context(), t.TempDir(), Options{
		Now: func() time.Time { return noon },
		Terms: func(_, _ string) Terms {
			return Terms{Price: &money.Price{Micros: 2_000_000, Currency: "EUR", Per: money.Month}}
		},
		ConnectionName: func(id string) string { return "Connection " + id },
	})
	must(t, err)
	t.Cleanup(func() { must(t, inv.Close()) })
	publishDelivery(t, inv, "one", contoso())
	publishDelivery(t, inv, "one", contosoLater())
	publishDelivery(t, inv, "two", withCopilot().of("other"))
	must(t, inv.AwaitIndex(t.Context()))
	return inv
}

// Whatever SQLite refuses of a query, nobody is shown half of its answer.
func TestAQueryOfWhichAStatementIsRefusedIsToldOf(t *testing.T) {
	yes := true
	users := func(text string) filter.Expression {
		e, err := filter.Parse(text, UserProperties())
		must(t, err)
		return e
	}
	usage := func(text string) filter.Expression {
		e, err := filter.Parse(text, UsageProperties())
		must(t, err)
		return e
	}
	type read = func(ctx context.Context, inv *Inventory) (any, error)
	readers := map[string]read{
		"Applications": func(ctx context.Context, inv *Inventory) (any, error) {
			return inv.Applications(ctx, ApplicationQuery{})
		},
		"CountLicenses": func(ctx context.Context, inv *Inventory) (any, error) {
			return inv.CountLicenses(ctx, LicenseQuery{Search: "spe"})
		},
		"TotalLicenses":  func(ctx context.Context, inv *Inventory) (any, error) { return inv.TotalLicenses(ctx, LicenseQuery{}) },
		"License":        func(ctx context.Context, inv *Inventory) (any, error) { return inv.License(ctx, "one", e3, 0) },
		"Overview":       func(ctx context.Context, inv *Inventory) (any, error) { return inv.Overview(ctx, nil, 0) },
		"SKUs":           func(ctx context.Context, inv *Inventory) (any, error) { return inv.SKUs(ctx) },
		"Published":      func(ctx context.Context, inv *Inventory) (any, error) { return inv.Published(ctx) },
		"LastPublishing": func(ctx context.Context, inv *Inventory) (any, error) { return inv.LastPublishing(ctx, "one") },
		"FindUsers": func(ctx context.Context, inv *Inventory) (any, error) {
			return inv.FindUsers(ctx, nil, "bert@contoso.com")
		},
		"User":            func(ctx context.Context, inv *Inventory) (any, error) { return inv.User(ctx, "one", "a") },
		"User of Copilot": func(ctx context.Context, inv *Inventory) (any, error) { return inv.User(ctx, "two", "chats") },
		"Indexing":        func(ctx context.Context, inv *Inventory) (any, error) { return inv.Indexing(ctx) },
		"no holders": func(ctx context.Context, inv *Inventory) (any, error) {
			return inv.Holders(ctx, UserQuery{License: f3})
		},
		"holders": func(ctx context.Context, inv *Inventory) (any, error) {
			return inv.Holders(ctx, UserQuery{License: e5})
		},
		"those who failed": func(ctx context.Context, inv *Inventory) (any, error) {
			return inv.Holders(ctx, UserQuery{License: e3, Failed: true})
		},
	}
	for name, q := range map[string]UserQuery{
		"all":                        {},
		"those of a search":          {Search: "ann con", Limit: 2},
		"active ones":                {Activity: Active, WithActivity: true, WithFailed: true, Sort: "lastActivity", Descending: true, Limit: 5},
		"holders who are inactive":   {License: copilotSKU, Activity: Inactive, Limit: 3},
		"licensed ones":              {Licensed: &yes, Enabled: &yes, Sort: "department", Limit: 2, Offset: 1},
		"those of a department":      {Department: "Sales", Sort: "licenses", Limit: 2},
		"those of an application":    {Application: "Exchange", Sort: "tenant", Limit: 4},
		"those of a long filter":     {Filter: users(`department = Sales and licenses = SPE_E5 and lastActivity < today and tenant = Contoso and enabled = yes`)},
		"those with a former name":   {Filter: users(`licensed = yes and displayName ~ a`), Limit: 3, Sort: "displayName"},
		"those of two tenants":       {Filter: users(`userPrincipalName ~ contoso`), Sort: "userPrincipalName", Limit: 50},
		"those in a state of days":   {Activity: Unknown, Window: 10, Connections: []string{"one"}},
		"those who have failed ones": {Failed: true},
	} {
		readers["users: "+name] = func(ctx context.Context, inv *Inventory) (any, error) { return inv.Users(ctx, q) }
		readers["counted users: "+name] = func(ctx context.Context, inv *Inventory) (any, error) { return inv.CountUsers(ctx, q) }
		readers["grouped users: "+name] = func(ctx context.Context, inv *Inventory) (any, error) { return inv.GroupUsers(ctx, q, "department") }
		readers["users by tenant: "+name] = func(ctx context.Context, inv *Inventory) (any, error) { return inv.GroupUsers(ctx, q, "tenant") }
		readers["users, some columns: "+name] = func(ctx context.Context, inv *Inventory) (any, error) {
			q.Columns, q.Limit, q.Offset = []string{"userPrincipalName", "licenses"}, 0, 0
			n := 0
			return n, inv.EachUser(ctx, q, func(UserRow) error { n++; return nil })
		}
	}
	for name, q := range map[string]UsageQuery{
		"all":                    {},
		"that of a search":       {Search: "anna", Limit: 2},
		"that of an application": {Application: connector.Teams.String(), Window: 30, Sort: "lastActivity", Limit: 3},
		"by name":                {Filter: usage(`userPrincipalName ~ contoso and lastActivity < today`), Sort: "displayName", Limit: 2},
		"of a tenant":            {Filter: usage(`tenant = Contoso`), Sort: "tenant", Limit: 2},
	} {
		readers["usage: "+name] = func(ctx context.Context, inv *Inventory) (any, error) { return inv.Usage(ctx, q) }
		readers["grouped usage: "+name] = func(ctx context.Context, inv *Inventory) (any, error) { return inv.GroupUsage(ctx, q, "application") }
		readers["wide usage: "+name] = func(ctx context.Context, inv *Inventory) (any, error) { return inv.WideUsage(ctx, q) }
		readers["counted usage: "+name] = func(ctx context.Context, inv *Inventory) (any, error) { return inv.CountWideUsage(ctx, q) }
	}
	for name, q := range map[string]ReclaimQuery{
		"all":               {},
		"the first ones":    {Limit: 2},
		"those of a search": {Search: "bert", Limit: 10},
		"some reasons": {
			Filter: filter.Expression{oneOf("reason", ReasonDisabled, ReasonInactive)}, Sort: "userPrincipalName",
			Limit: 3,
		},
		"those of a license":        {License: "SPE_E5", Filter: is("department", "")},
		"those that are not kept":   {Kept: []Held{{TenantID: "t", UserID: "a", SKUID: e5}}, Sort: "product", Descending: true, Limit: 4},
		"those of Copilot by price": {License: copilotSKU, Sort: "price", Limit: 3},
	} {
		readers["reclaim: "+name] = func(ctx context.Context, inv *Inventory) (any, error) { return inv.Recommendations(ctx, q) }
		readers["sums: "+name] = func(ctx context.Context, inv *Inventory) (any, error) {
			return inv.SumRecommendations(ctx, q, ByDepartment)
		}
		readers["sums by license: "+name] = func(ctx context.Context, inv *Inventory) (any, error) {
			return inv.SumRecommendations(ctx, q, ByLicense)
		}
	}
	inv := ofEverything(t)
	for name, read := range readers {
		t.Run(name, func(t *testing.T) {
			storetest.EachReadRefused(t, func(number int) func() int { return storetest.Refuse(t, number, inv.db.Read) },
				func() (any, error) { return read(t.Context(), inv) })
		})
	}
}
