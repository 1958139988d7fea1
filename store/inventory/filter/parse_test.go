package filter

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
)

func properties() []Property {
	return []Property{
		{Name: "department"},
		{Name: "licenses", Aliases: []string{"license"}, Kind: Names},
		{Name: "active", Kind: State, Values: []string{"yes", "no", "new", "unknown"}},
		{Name: "enabled", Kind: Flag},
		{Name: "assigned", Kind: Number},
		{Name: "lastActivity", Kind: Day},
		{Name: "Skype For Business", Kind: Day},
	}
}

func TestExpressionsAreReadAndWritten(t *testing.T) {
	for text, want := range map[string]struct {
		expression Expression
		written    string
	}{
		"": {nil, ""}, "  ": {nil, ""},
		`department = "Sales" and license = SPE_E5 and active = no`: {
			Expression{{"department", Is, []string{"Sales"}}, {"licenses", Is, []string{"SPE_E5"}}, {"active", Is, []string{"no"}}},
			"department = Sales and licenses = SPE_E5 and active = no",
		},
		`DEPARTMENT~'R & D' AND Enabled!=True`: {
			Expression{{"department", Contains, []string{"R & D"}}, {"enabled", IsNot, []string{"yes"}}},
			`department ~ "R & D" and enabled != yes`,
		},
		`license in("a" , b,"and")and assigned>-3`: {
			Expression{{"licenses", OneOf, []string{"a", "b", "and"}}, {"assigned", After, []string{"-3"}}},
			`licenses in (a, b, "and") and assigned > -3`,
		},
		`department = "a\"b\\c"`: {Expression{{"department", Is, []string{`a"b\c`}}}, `department = "a\"b\\c"`},
		`department = 'C:\x' and department = 'a\'b'`: {
			Expression{{"department", Is, []string{`C:\x`}}, {"department", Is, []string{"a'b"}}}, `department = C:\x and department = "a'b"`,
		},
		`department = ""`:              {Expression{{"department", Is, []string{""}}}, `department = ""`},
		`lastActivity < today-90`:      {Expression{{"lastActivity", Before, []string{"today-90"}}}, "lastActivity < today-90"},
		`"skype for business" = never`: {Expression{{"Skype For Business", Is, []string{"never"}}}, `"Skype For Business" = never`},
		`department = 株式会社 and department ~ é`: {
			Expression{{"department", Is, []string{"株式会社"}}, {"department", Contains, []string{"é"}}},
			"department = 株式会社 and department ~ é",
		},
	} {
		got, err := Parse(text, properties())
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if diff := cmp.Diff(want.expression, got); diff != "" || got.String() != want.written {
			t.Errorf("%q is written %q (-want +got):\n%s", text, got.String(), diff)
		}
	}
}

func TestAnErrorSaysWhereAndWhatWasExpected(t *testing.T) {
	for text, want := range map[string]struct {
		at      int
		id, say string
	}{
		"deprtment = x":               {1, "filter.unknown-property", "department"},
		"department":                  {11, "filter.expected-more", "operator"},
		"department =":                {13, "filter.expected-more", "value"},
		"department = Sales or x = 1": {20, "filter.expected", "and"},
		"department = Sales and":      {23, "filter.expected-more", "property"},
		"department == Sales":         {13, "filter.expected", "value"},
		"department in Sales":         {15, "filter.expected", "list"},
		"department in (a b)":         {18, "filter.expected", "comma"},
		"department in (a,":           {18, "filter.expected-more", "value"},
		`department = "Sales`:         {20, "filter.expected-more", "quote"},
		"= x":                         {1, "filter.expected", "property"},
		"active = maybe":              {10, "filter.value", "unknown"},
		"enabled = perhaps":           {11, "filter.value", "flag"},
		"assigned < many":             {12, "filter.value", "number"},
		"lastActivity > 2026-02-30":   {16, "filter.value", "day"},
		"enabled < yes":               {9, "filter.operator", "="},
		"assigned ~ 3":                {10, "filter.operator", "in"},
		"department ! x":              {12, "filter.expected", "condition"},
		`enabled = ""`:                {11, "filter.empty-value", "flag"},
		`active in (yes, " ")`:        {17, "filter.empty-value", "unknown"},
		`"" = x`:                      {1, "filter.expected", "property"},
		strings.Repeat("department = x and ", mostConditions) + "department = x":     {950 + 1, "filter.conditions", "50"},
		"department in (" + strings.Repeat("x, ", mostValues) + "x) and enabled = 1": {1517, "filter.values", "500"},
		"department = " + strings.Repeat("x", longestValue+1):                        {14, "filter.expected", "shorter"},
	} {
		_, err := Parse(text, properties())
		var wrong *Error
		if !errors.As(err, &wrong) {
			t.Errorf("%q: error %v", text, err)
			continue
		}
		if wrong.At != want.at || wrong.Message().ID != want.id || !strings.Contains(wrong.Error(), want.say) {
			t.Errorf("%q: at %d %v, want at %d %s saying %s", text, wrong.At, err, want.at, want.id, want.say)
		}
	}
}

// What was read is written so that it is read as the same again; what was not says where.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		`department = "Sales" and license in (a, 'b') and active = no`, `department ~ "\\\""`, "lastActivity<today-9", "enabled!=1", `"`, "and",
		"in in in",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		read, err := Parse(text, properties())
		if err != nil {
			var wrong *Error
			if !errors.As(err, &wrong) || wrong.At < 1 || wrong.At > len([]rune(text))+1 {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		again, err := Parse(read.String(), properties())
		if err != nil || !cmp.Equal(read, again) {
			t.Fatalf("%q is written %q, which is %v (%v)", text, read, again, err)
		}
		for _, c := range read {
			if err := c.Check(properties()); err != nil {
				t.Fatalf("%q: %v", text, err)
			}
		}
	})
}

func TestNearest(t *testing.T) {
	known := []string{"department", "displayName", "country", "city"}
	for name, want := range map[string]string{
		"deprtment": "department", "DisplayNam": "displayName", "contry": "country", "cty": "city",
		"DEPARTMENT": "department", "x": "", "it": "", "tenant": "", "": "",
	} {
		if got := Nearest(name, known); got != want {
			t.Errorf("nearest to %s is %s, want %s", name, got, want)
		}
	}
	if Nearest("x", nil) != "" {
		t.Error("nothing is near")
	}
}

func TestConditionsOnRowsInMemory(t *testing.T) {
	row := map[string]any{
		"department": "Größe", "licenses": []string{"SPE_E5", "FLOW_FREE"}, "active": "no", "enabled": true, "assigned": int64(7),
		"lastActivity": connector.Date(20000), "Skype For Business": connector.Date(0),
	}
	const today = connector.Date(20010)
	for text, want := range map[string]bool{
		"department = GRÖßE": true, "department ~ RÖ": true, "department != Größe": false, "department < h": true, "department > h": false,
		"department in (x, größe)": true, "license = spe_e5": true, "license != SPE_E3": true, "license ~ flow": true, `license = ""`: false,
		"active = no": true, "active in (yes, new)": false, "enabled = yes": true, "enabled != 1": false, "assigned > 6.5": true,
		"assigned < 7": false, "assigned = 7": true, "assigned in (1, 7)": true, "lastActivity < today-9": true, "lastActivity > today-9": false,
		"lastActivity = today-10": true, `"Skype For Business" = never`: true, `"Skype For Business" < today`: false,
		`"Skype For Business" > never`:        false,
		"department = größe and enabled = no": false,
	} {
		e, err := Parse(text, properties())
		if err != nil {
			t.Fatal(err)
		}
		if got := e.Matches(today, func(property string) any { return row[property] }); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}

func TestOperatorsBelongToKinds(t *testing.T) {
	for kind := Text; kind <= Names; kind++ {
		if operators := kind.Operators(); !slices.Contains(operators, Is) || !slices.Contains(operators, IsNot) {
			t.Errorf("kind %d has only %v", kind, operators)
		}
	}
}
