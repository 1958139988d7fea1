package history

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/store/storetest"
)

// everything removes what filled has entered, and enters other things.
func everything() Edit {
	return Edit{
		RemovePrices:      []Price{{SKUID: e3}},
		Prices:            []Price{{Tenant: contoso, SKUID: e5, Since: 20_000, Price: euros(7)}},
		RemoveCommitments: []Commitment{{Tenant: contoso, SKUID: e5}},
		Commitments:       []Commitment{{Tenant: contoso, SKUID: e3, Units: 2, Until: 2}},
		RemoveOwnNames:    []OwnName{{SKUID: e5}},
		OwnNames:          []OwnName{{SKUID: e3, Name: "Our E3"}},
		RemoveViews:       []View{{Name: "one"}},
		Views:             []View{{Name: "two", List: "usage", Columns: []string{}}},
		Exports:           []Export{{"two", "/b", "xlsx"}},
	}
}

// entered is all that people have entered.
func entered(t *testing.T, h *History) (e Edit) {
	t.Helper()
	var failed [5]error
	e.Prices, failed[0] = h.Prices(t.Context())
	e.Commitments, failed[1] = h.Commitments(t.Context())
	e.OwnNames, failed[2] = h.OwnNames(t.Context())
	e.Views, failed[3] = h.Views(t.Context())
	e.Exports, failed[4] = h.Exports(t.Context())
	for _, err := range failed {
		storetest.Must(t, err)
	}
	return e
}

func TestAnEditRemovesAndEnters(t *testing.T) {
	h, edit := filled(t), everything()
	storetest.Must(t, h.SetPrices(t.Context(), Price{SKUID: e3, Since: 1, Price: euros(2)}))
	for range 2 { // what is not there any more is no error
		storetest.Must(t, h.Apply(t.Context(), edit))
		want := Edit{
			Prices: append([]Price{{SKUID: e3, Since: 1, Price: euros(2)}}, edit.Prices...), Commitments: edit.Commitments,
			OwnNames: edit.OwnNames, Views: edit.Views, Exports: edit.Exports,
		}
		if diff := cmp.Diff(want, entered(t, h)); diff != "" {
			t.Error("(-want +got):\n" + diff)
		}
	}
	storetest.Must(t, h.Apply(t.Context(),
		Edit{Exports: []Export{{"two", "/c", "csv"}}, RemoveExports: []Export{{"two", "/b", "xlsx"}, {"two", "/b", "csv"}}}))
	if got := entered(t, h).Exports; len(got) != 1 || got[0] != (Export{"two", "/c", "csv"}) {
		t.Errorf("exports %v", got)
	}
	storetest.Must(t, h.Apply(t.Context(), Edit{RemoveViews: []View{{Name: "TWO"}}}))
	var left int
	storetest.Must(t, h.db.Read.QueryRow("SELECT count(*) FROM export").Scan(&left))
	if left != 0 {
		t.Errorf("%d exports of a view that is gone", left)
	}
}
