package productnames

import (
	"context"
	"log/slog"
	"testing"

	"inventorybeacon/assets"
	"inventorybeacon/connector"
	"inventorybeacon/store/history"
)

const e3 = "05e9a617-0261-4cee-bb44-138d3ef5d965"

func open(t *testing.T, dir string) (*Names, *history.History) {
	t.Helper()
	h, err := history.Open(t.Context(), dir, history.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ours, err := assets.LoadProducts()
	if err != nil {
		t.Fatal(err)
	}
	n, err := Open(t.Context(), h, ours, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // the names first
		if err := n.Close(); err != nil {
			t.Error(err)
		}
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	})
	return n, h
}

func TestOfSeveralNamesTheFirstWins(t *testing.T) {
	all := &names{
		own:     map[string]string{"OWN": "My name"},
		product: map[string]string{"OWN": "Table", "TABLE": "Table", "05E9A617-0261-4CEE-BB44-138D3EF5D965": "E3 of the table"},
		part:    map[string]string{"PART": "Part", "SPE_E5": "E5 of the table"},
		plan:    map[string]string{"AAD_PREMIUM": "Entra of the table"},
	}
	none := &names{}
	n, _ := open(t, t.TempDir())
	for _, c := range []struct {
		name            string
		state           *names
		sku, part, plan string
		want            string
		from            Origin
	}{
		{"given a name of its own, then that", all, "own", "PART", "", "My name", Own},
		{"given the table, then that", all, "table", "", "", "Table", Microsoft},
		{"given the table by another GUID, then by the part number", all, "x", "part", "", "Part", Microsoft},
		{"given the table and ours, then the table", all, e3, "SPE_E3", "", "E3 of the table", Microsoft},
		{"given only ours, then ours", none, e3, "SPE_E3", "", "Microsoft 365 E3", BuiltIn},
		{"given no name, then none", all, "x", "CONTOSO_PILOT", "", "", None},
		{"given a plan in the table, then that", all, "", "", "aad_premium", "Entra of the table", Microsoft},
		{"given a plan only in ours, then ours", none, "", "", "AAD_PREMIUM", "Microsoft Entra ID P1", BuiltIn},
		{"given a plan in none, then none", all, "", "", "CONTOSO_PLAN", "", None},
	} {
		t.Run(c.name, func(t *testing.T) {
			n.current.Store(c.state)
			got, from := n.ProductOf(c.sku, c.part)
			if c.plan != "" {
				got, from = n.PlanOf(c.plan)
			}
			if got != c.want || from != c.from {
				t.Errorf("%q of %q, want %q of %q", got, from, c.want, c.from)
			}
		})
	}
}

// As a window hears of what a command writes.
func TestNamesThatAnotherProcessWritesAreHeardOf(t *testing.T) {
	dir := t.TempDir()
	window, _ := open(t, dir)
	_, console := open(t, dir)
	if got := window.Product(e3, "SPE_E3"); got != "Microsoft 365 E3" {
		t.Errorf("before: %q", got)
	}
	table := connector.ProductNames{
		Products: []connector.ProductName{{SKUID: e3, PartNumber: "SPE_E3", Name: "E3"}},
		Plans:    []connector.PlanName{{ID: "p", Plan: "NEW_PLAN", Name: "New"}},
	}
	if err := console.SetProductNames(t.Context(), table, "x.csv"); err != nil {
		t.Fatal(err)
	}
	ended, end := context.WithCancel(t.Context())
	end() // a query that was given up must not lose the change
	window.Renew(ended)
	window.Renew(t.Context())
	if got := window.Product(e3, "SPE_E3") + window.Plan("new_plan"); got != "E3New" {
		t.Errorf("after: %q", got)
	}
	found := 0
	for _, name := range window.All() {
		switch name {
		case Name{Product, e3, "SPE_E3", "E3", Microsoft}, Name{Plan, "p", "NEW_PLAN", "New", Microsoft},
			Name{Plan, "", "AAD_PREMIUM", "Microsoft Entra ID P1", BuiltIn}:
			found++
		}
	}
	if found != 3 {
		t.Errorf("%d of 3 names are listed", found)
	}
	if err := console.RemoveProductNames(t.Context()); err != nil {
		t.Fatal(err)
	}
	window.Renew(t.Context())
	if got := window.Product(e3, "SPE_E3"); got != "Microsoft 365 E3" {
		t.Errorf("at last: %q", got)
	}
}
