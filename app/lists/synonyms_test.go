package lists

import (
	"slices"
	"testing"
)

// Of words that mean the same, a list that understands one in a place understands the others there.
func TestWordsThatMeanTheSameAreUnderstoodEverywhere(t *testing.T) {
	for _, words := range [][]string{
		{"skuPartNumber", "license", "licenses"}, {"companyName", "company"}, {"product", "products"}, {"userPrincipalName", "upn", "user"},
	} {
		for _, list := range All {
			for place, query := range map[string]func(word string) Query{
				"column": func(word string) Query { return Query{List: list, Columns: []string{word}} },
				"order":  func(word string) Query { return Query{List: list, Sort: "-" + word} },
				"group":  func(word string) Query { return Query{List: list, GroupBy: word} },
				"filter": func(word string) Query { return Query{List: list, Filter: word + " = x"} },
			} {
				understood := slices.DeleteFunc(slices.Clone(words), func(word string) bool { return CheckList(query(word)) != nil })
				if len(understood) > 0 && len(understood) < len(words) {
					t.Errorf("of %v, %s understand as a %s only %v", words, list, place, understood)
				}
			}
		}
	}
}

func TestColumnsHaveOneNameWhateverWordWasTyped(t *testing.T) {
	for _, given := range []struct {
		list       List
		word, want string
	}{
		{Users, "company", "companyName"},
		{Users, "skuPartNumber", "licenses"},
		{Users, "product", "products"},
		{Licenses, "license", "skuPartNumber"},
		{Usage, "user", "userPrincipalName"},
		{Reclaim, "LICENSE", "skuPartNumber"},
		{Reclaim, "company", "companyName"},
		{Changes, "license", "skuPartNumber"},
	} {
		p, err := prepare(Query{List: given.list, Columns: []string{given.word}})
		if err != nil || p.Columns[0] != given.want {
			t.Errorf("%s call the column %s %v, want %s (%v)", given.list, given.word, p.Columns, given.want, err)
		}
	}
	for word, want := range map[string]string{"companyName": "company", "skuPartNumber": "license", "Company": "company"} {
		p, err := prepare(Query{List: Reclaim, GroupBy: word, Sort: word, Columns: []string{word}})
		if err != nil || p.GroupBy != want || p.sort != want || p.Columns[0] != want {
			t.Errorf("recommendations by %s are grouped by %s, want %s (%v)", word, p.GroupBy, want, err)
		}
	}
}

func TestAViewIsKeptWithTheNamesOfItsColumns(t *testing.T) {
	got, err := CheckedView(View{Name: "Ours", List: string(Reclaim), Columns: []string{"LICENSE", "company"}, Sort: "-License"})
	if err != nil || !slices.Equal(got.Columns, []string{"skuPartNumber", "companyName"}) || got.Sort != "-skuPartNumber" {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := CheckedView(View{Name: "Ours", List: string(Reclaim), GroupBy: "companyName"}); err != nil || got.GroupBy != "company" ||
		got.Columns != nil {
		t.Errorf("%+v, %v", got, err)
	}
}
