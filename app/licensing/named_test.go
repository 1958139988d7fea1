package licensing

import (
	"slices"
	"strings"
	"testing"
)

func TestWhatLicensesANameMeans(t *testing.T) {
	const e5, other = "06ebc4ee-1bb5-47dd-8120-11324bc54e06", "11111111-1bb5-47dd-8120-11324bc54e06"
	b := openOn(t, "2026-11-28",
		SKU{ID: "a", PartNumber: "CONTOSO", Product: "The suite"}, SKU{ID: "b", PartNumber: "CONTOSO", Product: "Contoso (EU)"},
		SKU{ID: "c", PartNumber: "OTHER", Product: "The suite"})
	for _, c := range []struct {
		name, asked  string
		named, there string // the ids
	}{
		{"given a part number, then all that have it", " contoso ", "a b", "a b"},
		{"given an id, then that one", "C", "c", "c"},
		{"given what two are called, then both", "the SUITE", "a c", "a c"},
		{"given what one is called", "Contoso (EU)", "b", "b"},
		{"given the part number of one that nobody has, then it is named and not there", "SPE_E5", e5, ""},
		{"given the id of one that nobody knows, then the same", strings.ToUpper(other), other, ""},
		{"given nothing that is known", "CONTOS", "", ""},
		{"given nothing", " ", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			ids := func(skus []SKU, err error) string {
				var ids []string
				for _, sku := range skus {
					ids = append(ids, sku.ID)
				}
				slices.Sort(ids)
				if (err != nil) != (len(ids) == 0) {
					t.Errorf("%d licenses, %v", len(ids), err)
				}
				return strings.Join(ids, " ")
			}
			if got := ids(b.LicensesNamed(t.Context(), c.asked)); got != c.named {
				t.Errorf("it names %q, want %q", got, c.named)
			}
			if got := ids(b.LicensesThere(t.Context(), c.asked)); got != c.there {
				t.Errorf("there are %q, want %q", got, c.there)
			}
		})
	}
}
