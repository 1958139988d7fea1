//go:build !windows

package central

import (
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/store/central/centraltest"
)

// PostgreSQL has neither zero bytes nor what is no UTF-8, in texts and in jsonb: a single one keeps others from publishing anything
// (github.com/airbytehq/airbyte/issues/3476).
func TestTextsThatPostgreSQLDoesNotHave(t *testing.T) {
	c := startCenter(t, centraltest.Options{})
	s := newSite(t)
	s.change(3)
	const group = "99999999-0000-4000-8000-000000000001"
	const odd = "a\x00b\xff \\u0000 \\\x00 {\"}\t\r\n' \u2028 \U0001F600"
	s.groups = []connector.Group{{ID: group, DisplayName: odd}}
	u := &s.users[0]
	u.DisplayName, u.Department = odd, odd
	u.Assignments = []connector.Assignment{{SKUID: skus[0], Groups: []string{group}, State: odd, Error: odd}}
	s.imports(t, "one")
	p := s.publisher(order{Dir: t.TempDir(), Server: c.Address, Schema: tried, Beacon: oneBeacon})
	p.options.ProductName = func(string, string) string { return odd }
	for range 2 { // the second one compares with what was sent
		if err := p.Publish(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.imports(t, "one")
	}
	const kept = "ab\uFFFD \\u0000 \\ {\"}\t\r\n' \u2028 \U0001F600"
	for what, sql := range map[string]string{
		"the department": "SELECT department FROM tried.users WHERE id = '" + u.ID + "'",
		"the product":    "SELECT product FROM tried.assignments WHERE user_id = '" + u.ID + "'",
		"the group":      "SELECT groups -> 0 ->> 'displayName' FROM tried.assignments WHERE user_id = '" + u.ID + "'",
	} {
		if got := c.Exec("central", sql); got != kept {
			t.Errorf("%s is %q, want %q", what, got, kept)
		}
	}
}
