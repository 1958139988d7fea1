package history

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
	"inventorybeacon/store/storetest"
)

func TestTheTableOfNamesIsReplacedAsAWhole(t *testing.T) {
	dir, now := t.TempDir(), time.Date(2026, 11, 29, 4, 0, 0, 0, time.UTC)
	h, err := Open(t.Context(), dir, Options{Now: func() time.Time { return now }})
	storetest.Must(t, err)
	if before, err := h.ProductNames(t.Context()); err != nil || !before.At.IsZero() || len(before.Products)+len(before.Plans) > 0 {
		t.Errorf("an empty history has %+v, %v", before, err)
	}
	first := connector.ProductNames{
		Products: []connector.ProductName{{SKUID: "a", PartNumber: "A", Name: "One"}, {SKUID: "b", PartNumber: "B", Name: "Two"}},
		Plans:    []connector.PlanName{{ID: "p", Plan: "P", Name: "Plan"}},
	}
	second := connector.ProductNames{Products: []connector.ProductName{{SKUID: "b", PartNumber: "B", Name: "Other"}}}
	storetest.Must(t, h.SetProductNames(t.Context(), first, "one.csv"))
	storetest.Must(t, h.Close())

	h, err = Open(t.Context(), dir, Options{Now: func() time.Time { return now.Add(time.Hour) }})
	storetest.Must(t, err)
	t.Cleanup(func() { storetest.Must(t, h.Close()) })
	check := func(want ProductNames) {
		t.Helper()
		got, err := h.ProductNames(t.Context())
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%v, (-want +got):\n%s", err, diff)
		}
	}
	check(ProductNames{ProductNames: first, At: now.Local(), Origin: "one.csv"})
	storetest.Must(t, h.SetProductNames(t.Context(), second, "two.csv"))
	check(ProductNames{ProductNames: second, At: now.Add(time.Hour).Local(), Origin: "two.csv"})
	twice := connector.ProductNames{Products: append(second.Products, second.Products...)}
	if err := h.SetProductNames(t.Context(), twice, "three.csv"); err == nil {
		t.Error("a table with a product twice was taken")
	}
	check(ProductNames{ProductNames: second, At: now.Add(time.Hour).Local(), Origin: "two.csv"})
	storetest.Must(t, h.RemoveProductNames(t.Context()))
	check(ProductNames{})
}
