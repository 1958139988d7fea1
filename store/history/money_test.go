package history

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
	"inventorybeacon/money"
)

const (
	contoso = "956dc9ea-da06-42c0-bc17-0319c6b9d41a"
	e5      = "06ebc4ee-1bb5-47dd-8120-11324bc54e06"
	e3      = "05e9a617-0261-4cee-bb44-138d3ef5d965"
)

func openHistory(t *testing.T, dir string) *History {
	t.Helper()
	h, err := Open(t.Context(), dir, Options{})
	must(t, err)
	t.Cleanup(func() { _ = h.Close() })
	return h
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func euros(micros int64) money.Price {
	return money.Price{Micros: micros, Currency: "EUR", Per: money.Month}
}

func TestPricesAreKept(t *testing.T) {
	dir := t.TempDir()
	h := openHistory(t, dir)
	always := Price{SKUID: e5, Price: euros(54_750_000)}
	later := Price{
		SKUID: "06EBC4EE-1BB5-47DD-8120-11324BC54E06", Since: 20_800,
		Price: money.Price{Micros: 1, Currency: "USD", Per: money.Year},
	}
	own := Price{Tenant: contoso, SKUID: e5, Price: euros(50_000_000)}
	must(t, h.SetPrices(t.Context(), own, later, always, Price{SKUID: e3, Price: euros(1)}))
	must(t, h.SetPrices(t.Context(), Price{SKUID: e3, Price: euros(30_000_000)})) // in its place
	must(t, h.Close())
	h = openHistory(t, dir)
	later.SKUID = e5
	want := []Price{{SKUID: e3, Price: euros(30_000_000)}, always, later, own}
	got, err := h.Prices(t.Context())
	must(t, err)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	for _, c := range []struct {
		tenant  string
		removed int64
	}{{"", 2}, {"", 0}, {contoso, 1}} {
		if n, err := h.RemovePrices(t.Context(), c.tenant, e5); err != nil || n != c.removed {
			t.Errorf("removed %d of %q, %v; want %d", n, c.tenant, err, c.removed)
		}
	}
}

func TestPricesAreSetAllOrNone(t *testing.T) {
	h := openHistory(t, t.TempDir())
	if err := h.SetPrices(t.Context(), Price{SKUID: e3, Price: euros(1)}, Price{SKUID: e5, Price: euros(-1)}); err == nil {
		t.Fatal("a negative price was set")
	}
	if got, err := h.Prices(t.Context()); err != nil || len(got) != 0 {
		t.Errorf("%v, %v", got, err)
	}
}

func TestCommitmentsAndNamesAreKept(t *testing.T) {
	h := openHistory(t, t.TempDir())
	commitment := Commitment{Tenant: contoso, SKUID: e5, Units: 280, Until: connector.Date(21_000)}
	must(t, h.SetCommitment(t.Context(), Commitment{Tenant: contoso, SKUID: e5, Units: 1, Until: 1}))
	must(t, h.SetCommitment(t.Context(), commitment))
	must(t, h.SetOwnName(t.Context(), OwnName{SKUID: e5, Name: "Our E5"}))
	must(t, h.SetOwnName(t.Context(), OwnName{SKUID: e5, Name: "本社 E5"}))
	commitments, err := h.Commitments(t.Context())
	must(t, err)
	names, err := h.OwnNames(t.Context())
	must(t, err)
	if diff := cmp.Diff([]Commitment{commitment}, commitments) + cmp.Diff([]OwnName{{e5, "本社 E5"}}, names); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	for _, want := range []bool{true, false} {
		if was, err := h.RemoveCommitment(t.Context(), contoso, e5); err != nil || was != want {
			t.Errorf("a commitment was removed: %v, %v", was, err)
		}
		if was, err := h.RemoveOwnName(t.Context(), e5); err != nil || was != want {
			t.Errorf("a name was removed: %v, %v", was, err)
		}
	}
}
