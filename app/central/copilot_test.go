//go:build !windows

package central

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
	"inventorybeacon/store/central/centraltest"
	"inventorybeacon/store/inventory"
	"inventorybeacon/store/inventory/sent"
)

const copilotSKU = "639dec6b-bb19-468b-871c-c5c441c4b0cb"

// holdersOfCopilot makes users of them who hold Copilot and another license, with the days of its report; all are active in mail.
func holdersOfCopilot(t *testing.T) *site {
	t.Helper()
	s := newSite(t)
	today := connector.DateOf(s.at)
	s.copilot = map[string]connector.Date{}
	for i, name := range []string{"chats", "border", "longago", "never", "fresh", "unlisted"} {
		upn := name + "@contoso.example"
		since := today - 300
		if name == "fresh" {
			since = today - 20
		}
		s.users = append(s.users, connector.User{
			ID: fmt.Sprintf("%08x-0000-4000-8000-000000000000", i+1), UserPrincipalName: upn, DisplayName: name, Enabled: true, Created: 15000,
			Assignments: []connector.Assignment{
				{SKUID: skus[0], Direct: true, State: "Active", Since: since}, {SKUID: copilotSKU, Direct: true, State: "Active", Since: since},
			},
		})
		s.usage[upn] = today - 2
		if name != "unlisted" {
			s.copilot[upn] = 0
		}
	}
	s.copilot["chats@contoso.example"] = today - 3
	s.copilot["border@contoso.example"] = today - 3 - 90
	s.copilot["longago@contoso.example"] = today - 3 - 91
	return s
}

// states are what the program says of the licenses of everybody.
func (s *site) states(t *testing.T) (lines []string) {
	t.Helper()
	for _, u := range s.users {
		user, err := s.inv.User(t.Context(), "one", u.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range user.Assignments {
			lines = append(lines, strings.Join([]string{user.DisplayName, a.PartNumber, inventory.StateValue(a.Activity)}, " "))
		}
	}
	slices.Sort(lines)
	return lines
}

// states are what the view says, as of a generation.
func (c center) states(t *testing.T, generation int) []string {
	t.Helper()
	lines := strings.Split(c.Exec("central",
		fmt.Sprintf(`SELECT string_agg(u.display_name || ' ' || a.sku_part_number || ' ' || coalesce(a.active, 'null'), E'\n')
		FROM tried.assignments_as_of AS a JOIN tried.users_as_of AS u ON u.tenant_id = a.tenant_id AND u.generation = a.generation AND u.id = a.user_id
		WHERE a.generation = %d`, generation)), "\n")
	slices.Sort(lines)
	return lines
}

// wantCounts holds the numbers of the licenses against the assignments, in all generations.
func (c center) wantCounts(t *testing.T) {
	t.Helper()
	if wrong := c.Exec("central",
		`SELECT string_agg(concat_ws(' ', l.generation, l.sku_part_number, l.active, l.inactive, l.new, l.unknown), ', ')
		FROM tried.licenses_as_of AS l JOIN (SELECT tenant_id, generation, sku_id, count(*) FILTER (WHERE active = 'yes') AS active,
			count(*) FILTER (WHERE active = 'no') AS inactive, count(*) FILTER (WHERE active = 'new') AS new, count(*) FILTER (WHERE active = 'unknown') AS unknown
			FROM tried.assignments_as_of GROUP BY tenant_id, generation, sku_id) AS a
		ON a.tenant_id = l.tenant_id AND a.generation = l.generation AND a.sku_id = l.sku_id
		WHERE (l.active, l.inactive, l.new, l.unknown) IS DISTINCT FROM (a.active, a.inactive, a.new, a.unknown)`); wrong != "" {
		t.Errorf("other numbers than of the assignments: %s", wrong)
	}
}

func TestTheCenterKnowsWhoUsesCopilot(t *testing.T) {
	c := startCenter(t, centraltest.Options{})
	s := holdersOfCopilot(t)
	p := s.publisher(order{Dir: t.TempDir(), Server: c.Address, Schema: tried, Beacon: oneBeacon})
	var all [][]string
	var named map[string]connector.Date
	for _, step := range []struct {
		given  string
		change func()
		// rows is how many holdings are written for it.
		rows string
		want string
	}{
		{"a first publish", func() {}, "6", "chats Microsoft_365_Copilot yes"},
		{"nothing new", func() {}, "0", "longago Microsoft_365_Copilot no"},
		{
			"that somebody uses Copilot", func() { s.copilot["longago@contoso.example"] = connector.DateOf(s.at) - 4 }, "1",
			"longago Microsoft_365_Copilot yes",
		},
		{
			"that somebody uses it still", func() { s.copilot["longago@contoso.example"] = connector.DateOf(s.at) - 3 }, "0",
			"longago Microsoft_365_Copilot yes",
		},
		{"somebody new in its report", func() { s.copilot["unlisted@contoso.example"] = 0 }, "1", "unlisted Microsoft_365_Copilot no"},
		{"somebody no longer in it", func() { delete(s.copilot, "never@contoso.example") }, "1", "never Microsoft_365_Copilot unknown"},
		{"another day of the report", func() { s.at = s.at.AddDate(0, 0, 1) }, "1", "border Microsoft_365_Copilot no"},
		{"concealed names in it, as for any other license", func() {
			named, s.copilot = s.copilot, map[string]connector.Date{"FE7CC8C15246EDCCA289C9A4022762F0": connector.DateOf(s.at) - 3}
		}, "5", "never Microsoft_365_Copilot yes"},
		{"names in it again", func() { s.copilot = named }, "5", "border Microsoft_365_Copilot no"},
		{
			"another name, under which it does not tell yet", func() { s.users[0].UserPrincipalName = "other@contoso.example" }, "0",
			"chats Microsoft_365_Copilot yes",
		},
		{"that it tells of nothing under that one", func() { s.copilot["other@contoso.example"] = 0 }, "0", "chats Microsoft_365_Copilot yes"},
	} {
		step.change()
		s.at = s.at.Add(time.Minute - 6*time.Hour) // a minute after the former import
		s.imports(t, "one")
		mustPublish(t, p)
		all = append(all, s.states(t))
		generation := len(all)
		if diff := cmp.Diff(all[generation-1], c.states(t, generation)); diff != "" {
			t.Errorf("given %s: -program +center\n%s", step.given, diff)
		}
		if !slices.Contains(all[generation-1], step.want) {
			t.Errorf("given %s: %q, want %s", step.given, all[generation-1], step.want)
		}
		if rows := c.Exec("central",
			fmt.Sprintf("SELECT count(*) FROM tried.holding_row WHERE from_generation = %d", generation)); rows != step.rows {
			t.Errorf("given %s: %s holdings were written, want %s", step.given, rows, step.rows)
		}
	}
	for i, want := range all {
		if diff := cmp.Diff(want, c.states(t, i+1)); diff != "" {
			t.Errorf("as of generation %d: -program +center\n%s", i+1, diff)
		}
	}
	c.wantCounts(t)
}

// What a beacon of version 2 has published knows nothing of Copilot; the next look of this one brings it, without an import.
func TestWhatAnOlderBeaconHasPublishedLearnsOfCopilot(t *testing.T) {
	c := startCenter(t, centraltest.Options{})
	s := holdersOfCopilot(t)
	o := order{Dir: t.TempDir(), Server: c.Address, Schema: tried, Beacon: oneBeacon}
	s.imports(t, "one")
	mustPublish(t, s.publisher(o))
	want := s.states(t)
	c.Exec("central", "UPDATE tried.holding_row SET listed = listed & 1; UPDATE tried.generation SET written_as = 2")
	if err := sent.Remove(o.Dir); err != nil { // so that it is known here, too, as the older one has sent it
		t.Fatal(err)
	}
	for _, line := range c.states(t, 1) {
		if strings.Contains(line, "Copilot") != strings.HasSuffix(line, " null") {
			t.Errorf("before: %s", line)
		}
	}
	mustPublish(t, s.publisher(o))
	if diff := cmp.Diff(want, c.states(t, 2)); diff != "" {
		t.Errorf("-program +center\n%s", diff)
	}
	if rows := c.Exec("central", "SELECT count(*) FROM tried.holding_row WHERE from_generation = 2"); rows != "5" {
		t.Errorf("%s holdings were written, want those of whom the report on Copilot tells", rows)
	}
	s.imports(t, "one")
	mustPublish(t, s.publisher(o))
	if rows := c.Exec("central", "SELECT count(*) FROM tried.holding_row WHERE from_generation = 3"); rows != "0" {
		t.Errorf("%s holdings were written for an import in which nothing is new", rows)
	}
}
