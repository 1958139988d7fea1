package inventory

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/filter"
	"inventorybeacon/store/inventory/internal/users"
)

func dayTruth(d connector.Date) []string { return []string{fmt.Sprint(int(d))} }

func TestEveryOperatorOnEveryPropertyOfUsageEqualsANaiveFilter(t *testing.T) {
	for way := range waysToFind {
		t.Run(way, func(t *testing.T) { compareFilteredUsage(t, way) })
	}
}

// Of each application the report tells that has its day, and each report has a day of its own.
func TestRowsOfUsageHaveTheDayOfTheReportThatTellsThem(t *testing.T) {
	inv, _ := filterInventory(t, usualWay)
	wide, err := inv.WideUsage(t.Context(), UsageQuery{})
	must(t, err)
	want, got := map[string]connector.Date{}, map[string]connector.Date{}
	for _, w := range wide {
		for a, day := range w.In {
			if row := w.Narrow(connector.UsedApplication(a)); day != 0 {
				want[row.UserPrincipalName+"/"+row.Application] = row.ReportDate
			}
		}
	}
	rows, err := inv.Usage(t.Context(), UsageQuery{})
	must(t, err)
	days := map[connector.Date]bool{}
	for _, row := range rows {
		got[row.UserPrincipalName+"/"+row.Application] = row.ReportDate
		days[row.ReportDate] = true
	}
	if diff := gocmp.Diff(want, got); diff != "" || len(days) != 3 {
		t.Errorf("%d days (-wide +narrow):\n%s", len(days), diff)
	}
}

// A report without a day may tell of somebody all the same: its rows are those that were never reported.
func TestRowsOfAReportWithoutADayAreFoundAsSuch(t *testing.T) {
	for given, c := range map[string]struct {
		change string
		found  bool
	}{
		"a report that tells of somebody": {"UPDATE source SET copilot_date = 0", true},
		"one that tells of nobody":        {"UPDATE source SET copilot_date = 0; DELETE FROM usage WHERE listed & 4", false},
		"that all have one":               {"SELECT 1", false},
	} {
		t.Run("given "+given, func(t *testing.T) {
			inv, _ := filterInventory(t, usualWay)
			_, err := inv.db.Write.Exec(c.change)
			must(t, err)
			rows, err := inv.Usage(t.Context(), UsageQuery{})
			must(t, err)
			want := len(slices.DeleteFunc(rows, func(row UsageRow) bool { return row.ReportDate != 0 }))
			never := filter.Expression{{Property: "reportDate", Operator: filter.Is, Values: []string{"never"}}}
			found, err := inv.Usage(t.Context(), UsageQuery{Filter: never})
			must(t, err)
			if len(found) != want || (want > 0) != c.found {
				t.Errorf("%d rows are found, want %d", len(found), want)
			}
			compareUsagePages(t, inv, "")
		})
	}
}

func compareFilteredUsage(t *testing.T, way string) {
	t.Helper()
	inv, truths := filterInventory(t, way)
	names := map[string]string{} // display names by user principal name
	for _, u := range truths {
		names[u["userPrincipalName"][0]] = u["displayName"][0]
	}
	tenants := map[string][]string{"one": {"one Ltd", "one.example", "one-id", "one"}, "two": {"two Ltd", "two.example", "two-id", "two"}}
	wide, err := inv.WideUsage(t.Context(), UsageQuery{})
	must(t, err)
	of := map[string]truth{}
	for _, w := range wide {
		row := truth{
			"userPrincipalName": {w.UserPrincipalName}, "displayName": {names[w.UserPrincipalName]}, "tenant": tenants[w.Connection],
			"lastActivity": dayTruth(w.LastActivity), "reportDate": dayTruth(max(w.ActiveUsersDate, w.AppUsersDate, w.CopilotDate)),
		}
		for a := range connector.UsedApplication(connector.UsedApplications) {
			row[a.String()] = dayTruth(w.In[a])
			if w.In[a] != 0 {
				row["application"] = append(row["application"], a.String())
				row["platform"] = append(row["platform"], w.Platforms.Of(a)...)
				row["platform of "+a.String()] = w.Platforms.Of(a)
			}
		}
		of[w.UserPrincipalName] = row
	}
	narrow, err := inv.Usage(t.Context(), UsageQuery{})
	must(t, err)
	if len(wide) == 0 || len(narrow) == 0 {
		t.Fatal("there is no usage")
	}
	for _, p := range UsageProperties() {
		for _, c := range conditionsOn(p) {
			if p.Name == "application" {
				for i, value := range c.Values {
					c.Values[i] = map[string]string{"part_1": "teams", "PART_2": "Word", "sku-3": "SharePoint", "PART": "o", "": "Excel"}[value]
				}
				c.Values = slices.DeleteFunc(c.Values, func(value string) bool { return value == "" })
				if len(c.Values) == 0 {
					continue
				}
			}
			var want, got []string
			for upn, row := range of {
				if naive(c, p.Kind, row[p.Name]) {
					want = append(want, upn)
				}
			}
			q := UsageQuery{Filter: filter.Expression{c}}
			found, err := inv.WideUsage(t.Context(), q)
			must(t, err)
			for _, w := range found {
				got = append(got, w.UserPrincipalName)
			}
			slices.Sort(want)
			slices.Sort(got)
			if n, err := inv.CountWideUsage(t.Context(), q); err != nil || n != int64(len(want)) || !slices.Equal(want, got) {
				t.Errorf("%s counts %d (%v):\n%s", c, n, err, gocmp.Diff(want, got))
			}
			compareNarrow(t, inv, c, p, narrow, of)
		}
	}
	comparePlatformsOfApplications(t, inv, of)
}

// comparePlatformsOfApplications compares who has used applications on platforms: these, and not others there.
func comparePlatformsOfApplications(t *testing.T, inv *Inventory, of map[string]truth) {
	t.Helper()
	for _, applications := range [][]string{{"Teams"}, {"Word"}, {"Exchange"}, {"Word", "Excel"}, {"Exchange", "Teams"}} {
		for _, text := range []string{"= mac", "!= mobile", "in (web, windows)", "in (windows, mac, mobile, web)"} {
			e, err := filter.Parse("application in ("+strings.Join(applications, ", ")+") and platform "+text, UsageProperties())
			must(t, err)
			users, rows := int64(0), 0
			for _, row := range of {
				var on []string
				used := false
				for _, a := range applications {
					if slices.Contains(row["application"], a) {
						used, on = true, append(on, row["platform of "+a]...)
						if naive(e[1], filter.Names, row["platform of "+a]) {
							rows++
						}
					}
				}
				if used && naive(e[1], filter.Names, on) {
					users++
				}
			}
			wide, err := inv.CountWideUsage(t.Context(), UsageQuery{Filter: e})
			must(t, err)
			narrow, err := inv.Usage(t.Context(), UsageQuery{Filter: e})
			must(t, err)
			if wide != users || len(narrow) != rows {
				t.Errorf("%s finds %d users and %d rows, want %d and %d", e, wide, len(narrow), users, rows)
			}
		}
	}
}

// compareNarrow compares the rows of single applications.
func compareNarrow(t *testing.T, inv *Inventory, c filter.Condition, p filter.Property, narrow []UsageRow, of map[string]truth) {
	t.Helper()
	key := func(row UsageRow) string { return row.UserPrincipalName + "/" + row.Application }
	var want, got []string
	for _, row := range narrow {
		values := of[row.UserPrincipalName][p.Name]
		switch p.Name {
		case "application":
			values = []string{row.Application}
		case "platform":
			values = of[row.UserPrincipalName]["platform of "+row.Application]
		case "lastActivity":
			values = dayTruth(row.LastActivity)
		case "reportDate":
			values = dayTruth(row.ReportDate)
		}
		if naive(c, p.Kind, values) {
			want = append(want, key(row))
		}
	}
	rows, err := inv.Usage(t.Context(), UsageQuery{Filter: filter.Expression{c}, Sort: "reportDate", Descending: true})
	must(t, err)
	for i, row := range rows {
		got = append(got, key(row))
		if i > 0 && row.ReportDate > rows[i-1].ReportDate {
			t.Errorf("%s is not sorted by the day of the report", key(row))
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(want, got) {
		t.Errorf("%s, by application:\n%s", c, gocmp.Diff(want, got))
	}
}

func TestGroupsOfUsageEqualACountOfItsRows(t *testing.T) {
	inv, truths := filterInventory(t, usualWay)
	names := map[string]any{} // display names by user principal name; nil for none
	for _, user := range truths {
		if name := user["displayName"][0]; name != "" {
			names[user["userPrincipalName"][0]] = name
		}
	}
	rows, err := inv.Usage(t.Context(), UsageQuery{})
	must(t, err)
	for column, value := range map[string]func(UsageRow) any{
		"userPrincipalName": func(u UsageRow) any { return u.UserPrincipalName },
		"displayName":       func(u UsageRow) any { return names[u.UserPrincipalName] },
		"application":       func(u UsageRow) any { return u.Application },
		"lastActivity":      func(u UsageRow) any { return u.LastActivity },
		"reportDate":        func(u UsageRow) any { return u.ReportDate },
		"tenant":            func(u UsageRow) any { return u.TenantName },
	} {
		want, got := map[any]int64{}, map[any]int64{}
		folded := func(value any) any {
			if text, is := value.(string); is {
				return strings.ToLower(text)
			}
			return value
		}
		for _, row := range rows {
			want[folded(value(row))]++
		}
		groups, err := inv.GroupUsage(t.Context(), UsageQuery{}, column)
		must(t, err)
		for _, g := range groups {
			if _, twice := got[folded(g.Value)]; twice {
				t.Errorf("by %s there are two groups of %v", column, g.Value)
			}
			got[folded(g.Value)] = g.Count
			of := filter.Condition{Property: column, Operator: filter.Is, Values: []string{filter.ValueOf(g.Value)}}
			found, err := inv.Usage(t.Context(), UsageQuery{Filter: filter.Expression{of}})
			must(t, err)
			if int64(len(found)) != g.Count {
				t.Errorf("%s finds %d, the group counts %d", of, len(found), g.Count)
			}
		}
		if diff := gocmp.Diff(want, got); diff != "" || len(truths) == 0 {
			t.Errorf("by %s (-want +got):\n%s", column, diff)
		}
	}
	if _, err := inv.GroupUsage(t.Context(), UsageQuery{}, "Teams"); err == nil {
		t.Error("rows of applications are grouped by the day of one")
	}
}

func TestThePagesOfUsageAreThoseOfTheWholeList(t *testing.T) {
	for way := range waysToFind {
		t.Run(way, func(t *testing.T) {
			inv, _ := filterInventory(t, way)
			for _, text := range []string{
				"", "lastActivity = never", "lastActivity < today-150", "application in (Word, Teams)",
				`application = "Copilot Chat"`, "platform = Mac", "application = Word and platform = mobile", "reportDate = today-3", "Word = never",
			} {
				compareUsagePages(t, inv, text)
			}
			_, err := inv.db.Write.Exec("DELETE FROM usage WHERE uid IS NULL")
			must(t, err)
			compareUsagePages(t, inv, "")
			_, err = inv.db.Write.Exec("UPDATE usage SET word = 0, teams = 0, app_teams = 0 WHERE id & 15 <> 3")
			must(t, err)
			compareUsagePages(t, inv, "")
			compareUsagePages(t, inv, "application = Word")
		})
	}
}

// compareUsagePages compares pages in every order with their places in the whole list.
func compareUsagePages(t *testing.T, inv *Inventory, text string) {
	t.Helper()
	e, err := filter.Parse(text, UsageProperties())
	must(t, err)
	for _, descending := range []bool{false, true} {
		for _, sort := range []string{
			"userPrincipalName", "displayName", "lastActivity", "tenant", "Word", "Teams", "application",
			"reportDate",
		} {
			whole := UsageQuery{Sort: sort, Descending: descending, Filter: e}
			ofUsers := sort != "application" && sort != "reportDate"
			var wide []WideUsageRow
			if ofUsers {
				wide, err = inv.WideUsage(t.Context(), whole)
				must(t, err)
			}
			narrow, err := inv.Usage(t.Context(), whole)
			must(t, err)
			for _, offset := range []int{0, 9, 70, 5000} {
				q := whole
				q.Limit, q.Offset = 7, offset
				if ofUsers {
					rows, err := inv.WideUsage(t.Context(), q)
					must(t, err)
					comparePage(t, q, wide, rows)
				}
				rows, err := inv.Usage(t.Context(), q)
				must(t, err)
				comparePage(t, q, narrow, rows)
			}
		}
	}
}

// comparePage compares a page with its place in the whole list.
func comparePage[R any](t *testing.T, q UsageQuery, whole, page []R) {
	t.Helper()
	want := whole[min(q.Offset, len(whole)):min(q.Offset+q.Limit, len(whole))]
	if diff := gocmp.Diff(want, page, cmpopts.EquateEmpty(), gocmp.AllowUnexported(WideUsageRow{})); diff != "" {
		t.Errorf("%+v (-whole +page):\n%s", q, diff)
	}
}

// Tenants stand in the order of their names and not of their first imports, and those of one name are one group.
func TestUsageByTenantGoesByTheNamesOfTenants(t *testing.T) {
	inv := open(t, t.TempDir())
	r := rand.New(rand.NewPCG(1, 2))
	names := map[string]string{}
	for _, name := range []string{"Zeta", "Contoso", "alpha", "CONTOSO"} {
		connection := fmt.Sprint(len(names))
		d := filterTenant(r, "t"+connection, 20)
		d.tenant.DisplayName = name
		publishDelivery(t, inv, connection, d)
		names[connection] = filter.Fold(name)
	}
	for _, descending := range []bool{false, true} {
		q := UsageQuery{Sort: "tenant", Descending: descending}
		var narrow, wide []string
		rows, err := inv.Usage(t.Context(), q)
		must(t, err)
		for _, row := range rows {
			narrow = append(narrow, filter.Fold(row.TenantName))
		}
		wideRows, err := inv.WideUsage(t.Context(), q)
		must(t, err)
		for _, row := range wideRows {
			wide = append(wide, names[row.Connection])
		}
		want := []string{"ALPHA", "CONTOSO", "ZETA"}
		if descending {
			slices.Reverse(want)
		}
		for way, got := range map[string][]string{"of applications": narrow, "of users": wide} {
			if got = slices.Compact(got); !slices.Equal(got, want) {
				t.Errorf("rows %s are of %v", way, got)
			}
		}
	}
	groups, err := inv.GroupUsage(t.Context(), UsageQuery{}, "tenant")
	must(t, err)
	for _, g := range groups {
		rows, err := inv.Usage(t.Context(),
			UsageQuery{Filter: filter.Expression{{Property: "tenant", Operator: filter.Is, Values: []string{g.Value.(string)}}}})
		must(t, err)
		if len(groups) != 3 || g.Count != int64(len(rows)) {
			t.Errorf("of %s there are %d rows, the group counts %d", g.Value, len(rows), g.Count)
		}
	}
}

// Lists of an inventory without a tenant are empty in every order, filter and group.
func TestListsWithoutATenantAreEmpty(t *testing.T) {
	inv := open(t, t.TempDir())
	for _, p := range UserProperties() {
		q := UserQuery{Sort: p.Name, Filter: filter.Expression{conditionsOn(p)[0]}}
		if _, sorts := users.Sorts[p.Name]; !sorts && p.Name != "tenant" && p.Name != "active" {
			q.Sort = ""
		}
		if users, err := inv.Users(t.Context(), q); err != nil || len(users) != 0 {
			t.Errorf("users by %s: %v", p.Name, err)
		}
	}
	for _, p := range UsageProperties() {
		q := UsageQuery{Filter: filter.Expression{conditionsOn(p)[0]}}
		_, err := inv.WideUsage(t.Context(), q)
		must(t, err)
		if p.Name != "platform" { // of which a row has several
			q.Sort = p.Name
		}
		if rows, err := inv.Usage(t.Context(), q); err != nil || len(rows) != 0 {
			t.Errorf("usage by %s: %v", p.Name, err)
		}
		if slices.Contains([]string{"application", "reportDate"}, p.Name) {
			continue
		}
		if rows, err := inv.WideUsage(t.Context(), q); err != nil || len(rows) != 0 {
			t.Errorf("users in usage by %s: %v", p.Name, err)
		}
	}
}
