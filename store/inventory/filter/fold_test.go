package filter

import "testing"

func TestTextsAreEqualWithoutRegardToCase(t *testing.T) {
	for _, given := range []struct {
		a, b string
		want bool
	}{
		{"Sales", "sALES", true},
		{"Ärzte", "äRZTE", true},
		{"Größe", "GRÖẞE", true},
		{"Größe", "GRÖSSE", false},
		{"Σίσυφος", "ΣΊΣΥΦΟΣ", true},
		{"株式会社", "株式会社", true},
		{"sales", "ſales", false}, // which NOCASE keeps apart
		{"k", "\u212a", false},    // the sign of Kelvin
	} {
		if Fold(given.a) == Fold(given.b) != given.want || (Condition{"department", Is, []string{given.b}}).Matches(0, given.a) != given.want {
			t.Errorf("%q and %q are not %v", given.a, given.b, given.want)
		}
	}
}
