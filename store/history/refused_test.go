package history

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/sqlite"
	"inventorybeacon/store/storetest"
)

// refuse is [storetest.Refuse] for all that a history asks.
func refuse(t *testing.T, h *History, number int) (met func() int) {
	t.Helper()
	return storetest.Refuse(t, number, h.db.Write, h.db.Read)
}

// contentOf is every row of every table.
func contentOf(t *testing.T, h *History) string {
	t.Helper()
	refuse(t, h, 0) // nothing
	return storetest.Rows(t.Context(), t, h.db.Read, "")
}

// filled has a row in every table, and more than one publish a day.
func filled(t *testing.T) *History {
	t.Helper()
	h := open(t, &calendar{noon.AddDate(0, 0, 2)})
	put(t, h, "a", noon, 1, 1)
	put(t, h, "a", noon.Add(time.Hour), 2, nil)
	put(t, h, "b", noon.Add(2*time.Hour), 3, 3)
	put(t, h, "c", noon.AddDate(-3, 0, 0), 4, 4)
	ctx := t.Context()
	storetest.Must(t, h.SetPrices(ctx, Price{SKUID: e3, Price: euros(1)}))
	storetest.Must(t, h.SetCommitment(ctx, Commitment{Tenant: contoso, SKUID: e5, Units: 1, Until: 1}))
	storetest.Must(t, h.SetOwnName(ctx, OwnName{SKUID: e5, Name: "Our E5"}))
	storetest.Must(t, h.KeepLicenses(ctx, Kept{TenantID: contoso, UserID: "u", SKUID: e5}))
	storetest.Must(t, h.SaveView(ctx, View{Name: "one", List: "users"}))
	storetest.Must(t, h.AddExport(ctx, Export{View: "one", Folder: "/a", Format: "csv"}))
	storetest.Must(t, h.SetProductNames(ctx, tableOfNames("first"), "one.csv"))
	return h
}

func tableOfNames(name string) connector.ProductNames {
	return connector.ProductNames{
		Products: []connector.ProductName{{SKUID: "a", PartNumber: "A", Name: name}},
		Plans:    []connector.PlanName{{ID: "p", Plan: "P", Name: name}},
	}
}

// writes are all that changes a history, with that which waits in an inventory.
var writes = map[string]func(ctx context.Context, h *History, inventory string) error{
	"SetPrices": func(ctx context.Context, h *History, _ string) error {
		return h.SetPrices(ctx, Price{SKUID: e3, Price: euros(2)}, Price{SKUID: e5, Price: euros(3)})
	},
	"RemovePrices": func(ctx context.Context, h *History, _ string) error {
		_, err := h.RemovePrices(ctx, "", e3)
		return err
	},
	"SetCommitment": func(ctx context.Context, h *History, _ string) error {
		return h.SetCommitment(ctx, Commitment{Tenant: contoso, SKUID: e3, Units: 2, Until: 2})
	},
	"RemoveCommitment": func(ctx context.Context, h *History, _ string) error {
		_, err := h.RemoveCommitment(ctx, contoso, e5)
		return err
	},
	"SetOwnName": func(ctx context.Context, h *History, _ string) error {
		return h.SetOwnName(ctx, OwnName{SKUID: e3, Name: "Our E3"})
	},
	"RemoveOwnName": func(ctx context.Context, h *History, _ string) error {
		_, err := h.RemoveOwnName(ctx, e5)
		return err
	},
	"KeepLicenses": func(ctx context.Context, h *History, _ string) error {
		return h.KeepLicenses(ctx, Kept{TenantID: contoso, UserID: "v", SKUID: e5}, Kept{TenantID: contoso, UserID: "w", SKUID: e5})
	},
	"Unkeep": func(ctx context.Context, h *History, _ string) error {
		_, err := h.Unkeep(ctx, contoso, "u", e5)
		return err
	},
	"SaveView": func(ctx context.Context, h *History, _ string) error {
		return h.SaveView(ctx, View{Name: "two", List: "usage"})
	},
	"DeleteView": func(ctx context.Context, h *History, _ string) error { return h.DeleteView(ctx, "one") },
	"AddExport": func(ctx context.Context, h *History, _ string) error {
		return h.AddExport(ctx, Export{"one", "/b", "csv"})
	},
	"RemoveExports": func(ctx context.Context, h *History, _ string) error {
		return h.RemoveExports(ctx, Export{View: "one"})
	},
	"SetProductNames": func(ctx context.Context, h *History, _ string) error {
		return h.SetProductNames(ctx, tableOfNames("second"), "two.csv")
	},
	"Apply":              func(ctx context.Context, h *History, _ string) error { return h.Apply(ctx, everything()) },
	"RemoveProductNames": func(ctx context.Context, h *History, _ string) error { return h.RemoveProductNames(ctx) },
	"Forget":             func(ctx context.Context, h *History, _ string) error { return h.Forget(ctx, "a") },
	"Keep":               func(ctx context.Context, h *History, _ string) error { return h.Keep(ctx, 1) },
	"Receive": func(ctx context.Context, h *History, inventory string) error {
		last, err := h.Receive(ctx, inventory)
		if (last == 0) == (err == nil) {
			return errors.Join(err, fmt.Errorf("publish %d is said to be the last", last))
		}
		return err
	},
}

// reads are all that is read of a history.
var reads = map[string]func(ctx context.Context, h *History) (any, error){
	"Prices":       func(ctx context.Context, h *History) (any, error) { return h.Prices(ctx) },
	"Commitments":  func(ctx context.Context, h *History) (any, error) { return h.Commitments(ctx) },
	"OwnNames":     func(ctx context.Context, h *History) (any, error) { return h.OwnNames(ctx) },
	"Kept":         func(ctx context.Context, h *History) (any, error) { return h.Kept(ctx) },
	"Views":        func(ctx context.Context, h *History) (any, error) { return h.Views(ctx) },
	"Exports":      func(ctx context.Context, h *History) (any, error) { return h.Exports(ctx) },
	"ProductNames": func(ctx context.Context, h *History) (any, error) { return h.ProductNames(ctx) },
	"Tenants":      func(ctx context.Context, h *History) (any, error) { return h.Tenants(ctx) },
	"TenantNamed":  func(ctx context.Context, h *History) (any, error) { return h.TenantNamed(ctx, "a") },
	"LicenseTrend": func(ctx context.Context, h *History) (any, error) { return h.LicenseTrend(ctx, TrendQuery{}) },
	"ApplicationTrend": func(ctx context.Context, h *History) (any, error) {
		return h.ApplicationTrend(ctx, TrendQuery{Application: "Word"})
	},
	"Changes":       func(ctx context.Context, h *History) (any, error) { return h.Changes(ctx, ChangeQuery{Limit: 1}) },
	"CountChanges":  func(ctx context.Context, h *History) (any, error) { return h.CountChanges(ctx, ChangeQuery{}) },
	"DisabledSince": func(ctx context.Context, h *History) (any, error) { return h.DisabledSince(ctx, "a", []string{"u"}) },
}

// Whatever SQLite refuses, somebody hears of it, and nothing is half done.
func TestAStatementThatIsRefusedIsToldAndChangesNothing(t *testing.T) {
	for name, do := range writes {
		t.Run(name, func(t *testing.T) {
			h, inventory := filled(t), outboxOf(t, 2)
			storetest.EachWriteRefused(t, func(number int) func() int { return refuse(t, h, number) },
				func() string { return contentOf(t, h) }, func() error { return do(t.Context(), h, inventory) })
		})
	}
}

func TestAReadThatIsRefusedIsTold(t *testing.T) {
	for name, read := range reads {
		t.Run(name, func(t *testing.T) {
			h := filled(t)
			storetest.EachReadRefused(t, func(number int) func() int { return refuse(t, h, number) },
				func() (any, error) { return read(t.Context(), h) })
		})
	}
}

// A list that ends early is not the whole one.
func TestAReadThatFailsHalfwayIsTold(t *testing.T) {
	h := open(t, &calendar{noon})
	column := func(n *int64) []any { return []any{n} }
	const overflow = "SELECT abs(column1) FROM (VALUES (1), (-9223372036854775808))"
	const text = "SELECT column1 FROM (VALUES (1), ('no number'))"
	enough := errors.New("enough")
	each := func(use func(int64) error, query string) error {
		return sqlite.Each(t.Context(), h.db.Read, column, use, query)
	}
	for name, read := range map[string]func(query string) (seen int, err error){
		"a list": func(query string) (int, error) {
			found, err := list(t.Context(), h, column, query)
			return len(found), err
		},
		"one after another": func(query string) (seen int, err error) {
			err = each(func(int64) error { seen++; return nil }, query)
			return seen, err
		},
	} {
		for _, query := range []string{overflow, text} {
			if seen, err := read(query); err == nil || seen > 1 {
				t.Errorf("%s of %s: %d rows, error %v", name, query, seen, err)
			}
		}
	}
	seen := 0
	if err := each(func(int64) error { seen++; return enough }, "VALUES (1), (2)"); !errors.Is(err, enough) || seen != 1 {
		t.Errorf("after who reads had enough: %d rows, error %v", seen, err)
	}
}
