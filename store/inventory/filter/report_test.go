package filter

import (
	"testing"

	"inventorybeacon/connector"
)

func TestDaysAreCountedFromTheReportWhereOneTellsThem(t *testing.T) {
	properties := []Property{{Name: "Word", Kind: Day, Reported: true}, {Name: "created", Kind: Day}}
	report := connector.Date(20_000) // 2024-10-04
	for text, want := range map[string]string{
		"Word > report-91":               "Word > 2024-07-05",
		"Word = REPORT":                  "Word = 2024-10-04",
		"Word in (report+1, 2024-01-31)": "Word in (2024-10-05, 2024-01-31)",
		"Word < today-90":                "Word < today-90",
	} {
		e, err := Parse(text, properties)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got := e[0].From(properties[0], report).String(); got != want || e[0].OfReport(properties[0]) != (want[7:12] != "today") {
			t.Errorf("%s is %s, want %s", text, got, want)
		}
	}
	for _, text := range []string{"created > report-91", "Word > report-", "Word > report*2", "Word > reported"} {
		if _, err := Parse(text, properties); err == nil {
			t.Errorf("%s is taken", text)
		}
	}
}

func TestOnlyDaysThatAReportTellsAreCountedFromIt(t *testing.T) {
	for _, p := range []Property{{Name: "displayName"}, {Name: "products", Kind: Names}, {Name: "created", Kind: Day}} {
		for _, value := range []string{"Reporting", "report@contoso.example", "report-1", "report"} {
			c := Condition{p.Name, Is, []string{value}}
			if got := c.From(p, 20_000); c.OfReport(p) || got.Values[0] != value {
				t.Errorf("%s is %s", c, got)
			}
		}
	}
}
