package filter

import "testing"

func TestAWordFindsTheNameThatIsMeant(t *testing.T) {
	for _, given := range []struct {
		word  string
		names []string
		want  int
	}{
		{"license", []string{"id", "skuPartNumber"}, 1},
		{"SKUPARTNUMBER", []string{"id", "licenses"}, 1},
		{"company", []string{"companyName", "company"}, 1}, // its own name before a synonym
		{"CompanyName", []string{"reason", "company"}, 1},
		{"user", []string{"userType", "userPrincipalName"}, 1},
		{"licence", []string{"license"}, -1},
		{"", []string{"license"}, -1},
	} {
		if got := Find(given.word, given.names); got != given.want {
			t.Errorf("%q among %v is at %d, want %d", given.word, given.names, got, given.want)
		}
	}
}
