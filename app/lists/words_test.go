package lists

import "testing"

func TestValuesOfTheConsoleHaveWords(t *testing.T) {
	for _, given := range []struct {
		list                  List
		property, value, text string
		only                  bool
	}{
		{Users, "enabled", "no", "Disabled", true},
		{Users, "licensed", "yes", "yes", true},
		{Users, "active", "no", "Inactive", true},
		{Users, "userType", "Guest", "Guest", true},
		{Users, "failed", "yes", "yes", false},
		{Users, "department", "Sales", "Sales", false},
		{Licenses, "kind", "viral", "Viral", true},
		{Licenses, "status", "NotListed", "Not listed", true},
		{Licenses, "active", "no", "no", false}, // a number of people
		{Usage, "application", "Teams", "Teams", true},
		{Reclaim, "reason", "disabled", "Account disabled", true},
		{Reclaim, "certainty", "review", "To be reviewed", true},
		{Changes, "event", "license-added", "License given", true},
		{Changes, "after", "direct", "Directly", false},
		{Changes, "after", "25", "25", false},
	} {
		if _, only := given.list.Words(given.property); only != given.only {
			t.Errorf("%s has other values: %v", given.property, !only)
		}
		if text := given.list.ValueText(given.property, given.value); text != given.text {
			t.Errorf("%s %s is called %q", given.property, given.value, text)
		}
		if value := given.list.ValueCalled(given.property, given.text); value != given.value {
			t.Errorf("%s called %s is %q", given.property, given.text, value)
		}
	}
}

func TestEveryWordIsAValueThatItsListIsFilteredBy(t *testing.T) {
	for _, list := range All {
		for _, p := range list.Properties() {
			words, _ := list.Words(p.Name)
			for _, w := range words {
				if _, err := list.ParseFilter(FilterExpression{Is(p.Name, w.Value)}.String()); err != nil || w.Text == "" {
					t.Errorf("%s: %s is %q called %q, %v", list, p.Name, w.Value, w.Text, err)
				}
			}
		}
	}
}
