package app

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"inventorybeacon/app/export"
	"inventorybeacon/app/licensing"
	"inventorybeacon/app/lists"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/money"
	"inventorybeacon/store"
	"inventorybeacon/store/history"
	"inventorybeacon/store/storetest"
)

// TestNothingIsLeftOutThatCannotBeRead takes away one table after another, of which something is asked for in all the ways that there
// are: what comes then is the error, or all that came before.
func TestNothingIsLeftOutThatCannotBeRead(t *testing.T) {
	dir := t.TempDir()
	b := openDir(t, dir, sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 60})))
	c := connect(t, b, "Contoso")
	task := mustImport(t, b, c)
	if err := b.AwaitIndex(t.Context()); err != nil {
		t.Fatal(err)
	}
	skus, err := b.LicensesNamed(t.Context(), "SPE_E5")
	if err != nil || len(skus) != 1 {
		t.Fatalf("%+v, %v", skus, err)
	}
	held, err := b.Users(t.Context(), UserQuery{License: skus[0].ID, Limit: 1})
	if err != nil || len(held) != 1 {
		t.Fatalf("%+v, %v", held, err)
	}
	user, sku := held[0], skus[0]
	err = errors.Join(b.KeepHistory(t.Context(), 31), b.KeepChanges(t.Context(), 60),
		b.ProductNames.SetOwnAddress(t.Context(), "https://names.example/table.csv"),
		b.EditEntered(t.Context(), history.Edit{
			Prices:      []licensing.Price{{SKUID: sku.ID, Price: money.Price{Micros: 54_750_000, Currency: "EUR", Per: money.Month}}},
			Commitments: []history.Commitment{{Tenant: c.SignIn.TenantID, SKUID: sku.ID, Units: 10, Until: b.today() + 30}},
			OwnNames:    []history.OwnName{{SKUID: sku.ID, Name: "Ours"}},
		}))
	if err != nil {
		t.Fatal(err)
	}
	licenses, err := b.LicensesOfUser(t.Context(), nil, user.UserPrincipalName, sku.PartNumber)
	if err == nil {
		err = b.Reclaim.Keep(t.Context(), licenses, "2999-12-31", "")
	}
	if err != nil {
		t.Fatal(err)
	}

	answers := map[string]func(ctx context.Context) (any, error){
		"Prices":        func(ctx context.Context) (any, error) { return b.Prices(ctx) },
		"NamedLicenses": func(ctx context.Context) (any, error) { return b.NamedLicenses(ctx) },
		"LicensesNamed": func(ctx context.Context) (any, error) { return b.LicensesNamed(ctx, sku.PartNumber) },
		"LicensesOfUser": func(ctx context.Context) (any, error) {
			return b.LicensesOfUser(ctx, nil, user.UserPrincipalName, sku.ID)
		},
		"KeptNow":             func(ctx context.Context) (any, error) { return b.KeptNow(ctx) },
		"Recommendations":     func(ctx context.Context) (any, error) { return b.Reclaim.Page(ctx, ReclaimQuery{}) },
		"ProductNames":        func(ctx context.Context) (any, error) { return b.ProductNames.Table(ctx) },
		"ProductNamesAddress": func(ctx context.Context) (any, error) { return b.ProductNames.Address(ctx) },
		"HistoryDays":         func(ctx context.Context) (any, error) { return b.HistoryDays(ctx) },
		"ChangeDays":          func(ctx context.Context) (any, error) { return b.ChangeDays(ctx) },
		"HistoryOf":           func(ctx context.Context) (any, error) { return b.HistoryOf(ctx, "Contoso") },
		"LicenseTrend":        func(ctx context.Context) (any, error) { return b.LicenseTrend(ctx, TrendQuery{}) },
		"ApplicationTrend":    func(ctx context.Context) (any, error) { return b.ApplicationTrend(ctx, TrendQuery{}) },
		"ChangeTenants":       func(ctx context.Context) (any, error) { return b.History.Tenants(ctx) },
		"TenantOfInventory":   func(ctx context.Context) (any, error) { return b.TenantOfInventory(ctx, "Contoso") },
		"SeveralTenants":      func(ctx context.Context) (any, error) { return b.SeveralTenants(ctx) },
		"Overview":            func(ctx context.Context) (any, error) { return b.Overview(ctx, nil, 0) },
		"UserNamed":           func(ctx context.Context) (any, error) { return b.UserNamed(ctx, nil, user.UserPrincipalName) },
		"License":             func(ctx context.Context) (any, error) { return b.License(ctx, c.ID, sku.ID, 0) },
		"Holders":             func(ctx context.Context) (any, error) { return b.Holders(ctx, UserQuery{License: sku.ID}) },
		"ChangesOf": func(ctx context.Context) (any, error) {
			return b.ChangesOf(ctx, User{UserRow: UserRow{Connection: c.ID, ID: user.ID}}, 0)
		},
		"Sums": func(ctx context.Context) (any, error) {
			all, groups, err := b.Reclaim.Sums(ctx, ReclaimQuery{}, ByLicense)
			return append(groups, all), err
		},
		"Script": func(ctx context.Context) (any, error) { return b.Reclaim.Script(ctx, io.Discard, ReclaimQuery{}) },
		"Task": func(ctx context.Context) (any, error) {
			found, err := b.Task(ctx, task.ID)
			lines, err2 := b.TaskLines(ctx, task.ID)
			return []any{found, lines}, errors.Join(err, err2)
		},
	}
	for _, list := range lists.All {
		answers["list "+string(list)] = func(ctx context.Context) (any, error) {
			var out strings.Builder
			_, err := b.WriteList(ctx, &out, export.CSV, lists.Query{List: list, Columns: list.Columns()})
			return out.String(), err
		}
		answers["groups of "+string(list)] = func(ctx context.Context) (any, error) {
			return b.Groups(ctx, lists.Query{List: list, GroupBy: list.Groupings()[0]})
		}
	}
	answer := func(name string) (string, error) {
		got, err := answers[name](t.Context())
		text, wrong := json.Marshal(got)
		if wrong != nil {
			t.Fatalf("%s: %v", name, wrong)
		}
		return string(text), err
	}
	before := map[string]string{}
	for name := range answers {
		if before[name], err = answer(name); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	missed := map[string]bool{}
	for _, file := range []string{store.FileName, history.FileName, "inventory.db"} {
		db, err := sql.Open("sqlite3", filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		db.SetMaxOpenConns(1)
		for _, table := range storetest.Tables(t, db) {
			back := storetest.Aside(t, db, table)
			for name := range answers {
				got, err := answer(name)
				if err == nil && got != before[name] {
					t.Errorf("%s without the table %s of %s: nobody is told, and it is %.200s", name, table, file, got)
				}
				if err != nil {
					missed[name] = true
				}
			}
			back()
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
	for name := range answers {
		if !missed[name] {
			t.Errorf("%s reads no table", name)
		}
		if got, err := answer(name); err != nil || got != before[name] {
			t.Errorf("%s is another one in the end: %v", name, err)
		}
	}
}
