package licensing

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/app/productnames"
	"inventorybeacon/app/workspace"
	"inventorybeacon/assets"
	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/history"
)

// imported are the licenses of an inventory.
type imported []SKU

func (i imported) SKUs(context.Context) ([]SKU, error) { return i, nil }

// openOn opens an empty book on a day, beside the licenses of an inventory.
func openOn(t *testing.T, day string, licenses ...SKU) *Book {
	t.Helper()
	today, err := connector.ParseDate(day)
	if err != nil {
		t.Fatal(err)
	}
	h, err := history.Open(t.Context(), t.TempDir(), history.Options{})
	if err != nil {
		t.Fatal(err)
	}
	products, err := assets.LoadProducts()
	if err != nil {
		t.Fatal(err)
	}
	names, err := productnames.Open(t.Context(), h, products, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(names.Close(), h.Close()); err != nil {
			t.Error(err)
		}
	})
	return New(Options{
		History: h, Inventory: imported(licenses), Terms: NewTerms(func() connector.Date { return today }), Names: names, Products: products,
	})
}

// setPrice sets a price as it is typed.
func setPrice(t *testing.T, b *Book, tenant string, skus []SKU, entry PriceEntry) []SetPrice {
	t.Helper()
	set, err := b.PriceOf(tenant, skus, entry)
	if err == nil {
		err = b.SetPrices(t.Context(), set)
	}
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestEachFieldOfAPriceThatIsWrongIsNamed(t *testing.T) {
	b := openOn(t, "2026-11-28")
	for _, c := range []struct {
		name   string
		entry  PriceEntry
		fields string
	}{
		{"given all that there is", PriceEntry{"54,75", "eur", "Year", " 2027-01-01 "}, ""},
		{"given no period and no day", PriceEntry{Amount: "0", Currency: "USD"}, ""},
		{"given no amount", PriceEntry{"", "EUR", "", ""}, "amount"},
		{"given an amount that may be two", PriceEntry{"1,234", "EUR", "", ""}, "amount"},
		{"given an amount beyond what a price can be", PriceEntry{"1000000000000", "EUR", "", ""}, "amount"},
		{"given no currency", PriceEntry{"1", "", "", ""}, "currency"},
		{"given another period", PriceEntry{"1", "EUR", "week", ""}, "per"},
		{"given what is no day", PriceEntry{"1", "EUR", "", "tomorrow"}, "from"},
		{"given a day of no calendar", PriceEntry{"1", "EUR", "", "2027-02-29"}, "from"},
		{"given a day before all others", PriceEntry{"1", "EUR", "", "1969-12-31"}, "from"},
		{"given the day that stands for none", PriceEntry{"1", "EUR", "", "1970-01-01"}, "from"},
		{"given nothing right, then all is said at once", PriceEntry{"x", "x", "x", "x"}, "amount currency per from"},
	} {
		t.Run(c.name, func(t *testing.T) {
			set, err := b.PriceOf("", []SKU{{ID: "a"}, {ID: "b"}}, c.entry)
			var refused *workspace.ProblemsError
			var fields []string
			if errors.As(err, &refused) {
				for _, p := range refused.Problems {
					fields = append(fields, string(p.Field))
				}
			}
			if got := strings.Join(fields, " "); got != c.fields || (err == nil) != (len(set) == 2) {
				t.Errorf("%d prices; wrong are %q, want %q: %v", len(set), got, c.fields, err)
			}
		})
	}
}

func TestTheUsualCurrencyIsThatOfMostPrices(t *testing.T) {
	b := openOn(t, "2026-11-28")
	for _, next := range []struct{ sku, currency, usual string }{
		{"", "", ""}, {"a", "USD", "USD"}, {"b", "EUR", "EUR"}, {"c", "GBP", "EUR"}, {"d", "USD", "USD"},
	} {
		if next.sku != "" {
			setPrice(t, b, "", []SKU{{ID: next.sku}}, PriceEntry{Amount: "1", Currency: next.currency})
		}
		if usual := b.UsualCurrency(); usual != next.usual {
			t.Errorf("with %s it is %q; want %q", next.currency, usual, next.usual)
		}
	}
}

func TestThePriceOfTodayIsTheLastThatHasBegun(t *testing.T) {
	const today, tenant = "2026-11-28", "T"
	b := openOn(t, today)
	sku := []SKU{{ID: "a", PartNumber: "SPE_E5"}}
	price := func(amount, from string) PriceEntry { return PriceEntry{Amount: amount, Currency: "EUR", From: from} }

	// The first price of a license holds always, and another one from today on.
	if set := setPrice(t, b, "", sku, price("1", "")); set[0].Since != 0 || set[0].Before != nil || set[0].Unchanged() {
		t.Errorf("the first price: %+v", set[0])
	}
	if set := setPrice(t, b, "", sku, price("2", "")); set[0].Since.String() != today || set[0].Before == nil ||
		set[0].Before.Micros != 1_000_000 {
		t.Errorf("the second price: %+v", set[0])
	}
	setPrice(t, b, "", sku, price("3", "2026-11-29"))
	setPrice(t, b, tenant, sku, price("4", ""))
	setPrice(t, b, tenant, []SKU{{ID: "b"}}, price("5", "2026-11-29"))
	if set := setPrice(t, b, "", sku, price("2", "2026-11-28")); !set[0].Unchanged() {
		t.Errorf("the same once more: %+v", set[0])
	}

	listed := func() (lines []string) {
		t.Helper()
		all, err := b.Prices(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range all {
			line := p.SKUID + " " + p.Tenant + " " + p.Since.String() + " " + p.Amount()
			if p.Holds {
				line += " holds"
			}
			lines = append(lines, line)
		}
		return lines
	}
	all := listed()
	slices.Sort(all)
	if diff := cmp.Diff([]string{
		"a   1.00", "a  2026-11-28 2.00 holds", "a  2026-11-29 3.00", "a t  4.00 holds", "b t 2026-11-29 5.00",
	}, all); diff != "" {
		t.Errorf("the prices are (-want +got)\n%s", diff)
	}
	for of, want := range map[string]int64{"t": 4_000_000, "another": 2_000_000} {
		if terms := b.terms.Of(of, "a"); terms.Price == nil || terms.Price.Micros != want {
			t.Errorf("for tenant %s it costs %+v, want %d", of, terms.Price, want)
		}
	}
	if terms := b.terms.Of("t", "b"); terms.Price != nil {
		t.Errorf("what has a price from tomorrow on costs %+v today", terms.Price)
	}

	var missing *store.NotFoundError
	if err := b.RemovePrices(t.Context(), tenant, []SKU{{ID: "c", PartNumber: "OTHER"}}); !errors.As(err, &missing) ||
		missing.What != "price" || missing.Key != "OTHER" {
		t.Errorf("what has no price: %v", err)
	}
	if err := b.RemovePrices(t.Context(), tenant, []SKU{{ID: "c"}, {ID: "a"}}); err != nil {
		t.Error(err)
	}
	if terms := b.terms.Of("t", "a"); len(listed()) != 4 || terms.Price == nil || terms.Price.Micros != 2_000_000 {
		t.Errorf("without a price of its own it costs %+v: %q", terms.Price, listed())
	}
}

func TestACommitmentEndsWithItsLastDay(t *testing.T) {
	b := openOn(t, "2026-11-28")
	sku := []SKU{{ID: "a", PartNumber: "SPE_E5"}}
	for _, c := range []struct {
		name, units, until string
		field              connector.Field
		says               string
		holds              bool
	}{
		{"given today, then it holds", " 10 ", " 2026-11-28 ", "", "", true},
		{"given yesterday, then it is over", "10", "2026-11-27", "", "", false},
		{"given none at all", "0", "2027-01-01", "", "", true},
		{"given less than none", "-1", "2027-01-01", FieldUnits, "is not a number of licenses", false},
		{"given nothing", " ", "2027-01-01", FieldUnits, "is missing", false},
		{"given no number", "ten", "2027-01-01", FieldUnits, "is not a number of licenses", false},
		{"given no day", "10", "", FieldUntil, "", false},
		{"given what is no day", "10", "31.01.2027", FieldUntil, "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := b.Commit(t.Context(), "t", sku, CommitmentEntry{c.units, c.until})
			var refused *workspace.ProblemsError
			if c.field != "" {
				if !errors.As(err, &refused) || len(refused.Problems) != 1 || refused.Problems[0].Field != c.field ||
					!strings.Contains(refused.Problems[0].Message, c.says) {
					t.Errorf("got %v, want something wrong with %s that says %q", err, c.field, c.says)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			terms := b.terms.Of("t", "a")
			if got := terms.CommittedUntil != 0; got != c.holds || got && c.units == " 10 " && terms.Committed != 10 {
				t.Errorf("it holds: %v, %+v", got, terms)
			}
			if other := b.terms.Of("another", "a"); other.CommittedUntil != 0 {
				t.Errorf("another tenant has committed to %+v", other)
			}
			if err := b.Uncommit(t.Context(), "t", []SKU{{ID: "b"}, sku[0]}); err != nil {
				t.Error(err)
			}
			var missing *store.NotFoundError
			if err := b.Uncommit(t.Context(), "t", sku); !errors.As(err, &missing) || missing.What != "commitment" {
				t.Errorf("removed again: %v", err)
			}
		})
	}
}

func TestALicenseOfWhichTheIDIsKnown(t *testing.T) {
	b := openOn(t, "2026-11-28")
	all := []SKU{{ID: "a", PartNumber: "SPE_E5", Product: "Ours"}, {ID: "b", PartNumber: "SPE_E3", Product: "Theirs"}}
	for id, want := range map[string]SKU{
		"a": all[0], "b": all[1], "c": {ID: "c", Product: "c"},
		"06ebc4ee-1bb5-47dd-8120-11324bc54e06": {ID: "06ebc4ee-1bb5-47dd-8120-11324bc54e06", Product: "Microsoft 365 E5"},
	} {
		if got := b.LicenseOf(all, id); got.PartNumber != want.PartNumber || got.Product != want.Product || got.ID != want.ID {
			t.Errorf("%s is %+v, want %+v", id, got, want)
		}
	}
}

func TestACommitmentIsOfTheOnlyTenantThatHasTheLicense(t *testing.T) {
	for _, c := range []struct {
		name string
		skus []SKU
		want string
	}{
		{"given one tenant", []SKU{{ID: "a", Tenants: []string{"t"}}, {ID: "b", Tenants: []string{"t"}}}, "t"},
		{"given two", []SKU{{ID: "a", Tenants: []string{"t", "u"}}}, ""},
		{"given two licenses of two tenants", []SKU{{ID: "a", Tenants: []string{"t"}}, {ID: "b", Tenants: []string{"u"}}}, ""},
		{"given none", []SKU{{ID: "a"}}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, err := TenantOf(c.skus); got != c.want || (err == nil) != (c.want != "") {
				t.Errorf("it is of %q, %v; want %q", got, err, c.want)
			}
		})
	}
}
