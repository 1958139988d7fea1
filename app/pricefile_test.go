package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"inventorybeacon/app/export"
	"inventorybeacon/app/imports"
	"inventorybeacon/app/licensing"
	"inventorybeacon/app/lists"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store"
	"inventorybeacon/store/history"
)

// A tenant's own price stays that tenant's, also where there is one tenant, of which the list names none.
func TestAListOfLicensesKeepsWhosePricesItHas(t *testing.T) {
	server := demotenanttest.Start(t, demotenant.Options{Users: 20})
	b := openDir(t, t.TempDir(), sourceOf(server))
	first := connect(t, b, "First")
	mustImport(t, b, first)
	own := strings.ToLower(b.InventoryTenant(first.ID).ID)
	set := func(tenant, sku string, entry licensing.PriceEntry) {
		t.Helper()
		skus, err := b.LicensesNamed(t.Context(), sku)
		if err == nil {
			var prices []licensing.SetPrice
			if prices, err = b.PriceOf(tenant, skus, entry); err == nil {
				err = b.SetPrices(t.Context(), prices)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	set("", "SPE_E3", licensing.PriceEntry{Amount: "36", Currency: "EUR"})
	set(own, "SPE_E5", licensing.PriceEntry{Amount: "100", Currency: "USD", Per: "year"})
	listed := func(format export.Format, change func(text string) string) []licensing.SetPrice {
		t.Helper()
		path := filepath.Join(t.TempDir(), "list")
		file, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.WriteList(t.Context(), file, format, lists.Query{List: lists.Licenses}); err != nil {
			t.Fatal(err)
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(change(string(content))), 0o600); err != nil {
			t.Fatal(err)
		}
		prices, err := b.ReadPrices(t.Context(), "", path)
		if err != nil {
			t.Fatal(err)
		}
		return prices
	}
	unchanged := func(given string, rows int) {
		t.Helper()
		for _, format := range []export.Format{export.CSV, export.XLSX} {
			prices := listed(format, func(text string) string { return text })
			for _, p := range prices {
				if !p.Unchanged() {
					t.Errorf("%s, %s: line %d sets %+v", given, format, p.Line, p.Price)
				}
			}
			if len(prices) != rows {
				t.Errorf("%s, %s: %d prices", given, format, len(prices))
			}
		}
	}
	unchanged("one tenant", 2)

	answerAsFabrikam(server)
	second := connect(t, b, "Second")
	if _, err := b.Import(t.Context(), second.ID, store.TriggerManual, imports.AllowDuplicate, imports.ReplaceInventory); err != nil {
		t.Fatal(err)
	}
	unchanged("two tenants, of which one has a price", 3)
	set("f", "SPE_E5", licensing.PriceEntry{Amount: "12", Currency: "EUR"})
	unchanged("two tenants with prices of their own", 4)

	var got []history.Price
	for _, p := range listed(export.CSV, func(text string) string { return strings.Replace(text, ",12,EUR", ",13,EUR", 1) }) {
		if !p.Unchanged() {
			p.Since = 0
			got = append(got, p.Price)
		}
	}
	want := history.Price{Tenant: "f"}
	if len(got) == 1 {
		want.SKUID, want.Price = got[0].SKUID, got[0].Price
	}
	if diff := gocmp.Diff([]history.Price{want}, got); diff != "" {
		t.Error("a price that is changed in the list (-want +got):\n" + diff)
	}
}
