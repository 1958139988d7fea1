package inventory

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/filter"
	"inventorybeacon/store/inventory/internal/usage"
	"inventorybeacon/store/inventory/internal/users"
)

var filterTexts = []string{
	"", "Sales", "sales", "R&D", "Größe", "GRÖSSE", "größe", "Çelik", "株式会社", "100%", "a_b", "[x]*", "x^]", "O'Hara",
	`back\slash`, "Reporting", "report-1", "çelik", "ÇELIK", "ſales",
}

// filterTenant has users with every kind of value in every property.
func filterTenant(r *rand.Rand, prefix string, users int) delivery {
	text := func() string { return filterTexts[r.IntN(len(filterTexts))] }
	d := delivery{
		tenant: connector.Tenant{ID: prefix + "-id", DisplayName: prefix + " Ltd", DefaultDomain: prefix + ".example"},
		pages:  [][]connector.User{nil},
	}
	plans := []string{"EXCHANGE_S_ENTERPRISE", "OFFICESUBSCRIPTION", "TEAMS1", "INTUNE_A"}
	for n := range 4 {
		l := connector.License{SKUID: fmt.Sprintf("sku-%d", n), PartNumber: fmt.Sprintf("PART_%d", n), Status: "Enabled", Enabled: 9, Assigned: 5}
		l.ServicePlans = []connector.ServicePlan{{ID: fmt.Sprint("plan-", n), Name: plans[n]}}
		d.licenses = append(d.licenses, l)
	}
	day := func() connector.Date {
		if r.IntN(4) == 0 {
			return 0
		}
		return today - 1 - connector.Date(r.IntN(200))
	}
	for n := range users {
		name := fmt.Sprint("User", n)
		if n == 0 {
			name = "Report" // as days of a report begin
		}
		u := connector.User{
			ID: fmt.Sprintf("%s-%03d", prefix, n), UserPrincipalName: fmt.Sprintf("%s@%s.example", name, prefix), DisplayName: text() +
				fmt.Sprint(n%7),
			Mail: text(), GivenName: text(), Surname: text(), Department: text(), CompanyName: text(), JobTitle: text(), OfficeLocation: text(),
			City: text(), State: text(), Country: text(), UsageLocation: text(), EmployeeID: text(),
			UserType: []string{"Member", "Guest", ""}[r.IntN(3)],
			Enabled:  r.IntN(3) > 0, OnPremisesSynced: r.IntN(2) == 0, Created: day(),
		}
		for _, k := range r.Perm(4)[:r.IntN(4)] {
			a := connector.Assignment{SKUID: fmt.Sprintf("sku-%d", k), Direct: true, State: "Active", Since: day()}
			if r.IntN(4) == 0 {
				a.DisabledPlans = []string{fmt.Sprint("plan-", k)}
			}
			u.Assignments = append(u.Assignments, a)
		}
		if r.IntN(4) == 0 {
			for _, k := range r.Perm(4)[:1+r.IntN(2)] {
				u.Failed = append(u.Failed, connector.FailedAssignment{SKUID: fmt.Sprintf("sku-%d", k), Error: "CountViolation"})
			}
		}
		d.pages[0] = append(d.pages[0], u)
		if r.IntN(5) > 0 {
			row := connector.Usage{UserPrincipalName: u.UserPrincipalName, ReportDate: today - 2}
			for a := connector.Exchange; a <= connector.Teams; a++ {
				row.In[a] = min(day(), today-2)
				row.LastActivity = max(row.LastActivity, row.In[a])
			}
			d.activeUsers = append(d.activeUsers, row)
		}
		if r.IntN(2) == 0 {
			row := connector.Usage{UserPrincipalName: u.UserPrincipalName, ReportDate: today - 3}
			for a := connector.Teams; a <= connector.OneNote; a++ {
				row.In[a] = min(day(), today-3)
			}
			row.Platforms = connector.PlatformUse(uint32(len(d.appUsers)+1)*2654435761) >> 8 & (1<<connector.PlatformUses - 1)
			d.appUsers = append(d.appUsers, row)
		}
		if n%3 > 0 {
			d.activations = append(d.activations, connector.Activation{
				UserPrincipalName: u.UserPrincipalName, Product: fmt.Sprint("Part_", n%4), ReportDate: today - 2,
				Windows: n / 2 % 2, Mac: n / 3 % 2, IOS: n / 5 % 3, Android: n / 7 % 2,
			})
		}
		if r.IntN(2) == 0 {
			row := connector.Usage{UserPrincipalName: u.UserPrincipalName, ReportDate: today - 4}
			for a := connector.CopilotInTeams; a < connector.UsedApplications; a++ {
				row.In[a] = min(day(), today-4)
			}
			d.copilot = append(d.copilot, row)
		}
	}
	return d
}

// truth is a user as it was delivered, by the names of its properties: strings, one or
// several; a day as its number.
type truth map[string][]string

// userTruths are what users of a tenant are, by their ids, told from what was delivered.
func userTruths(d delivery, all map[string]truth) {
	last := map[string]connector.Date{}
	listed := map[string]bool{}
	for i, rows := range [][]connector.Usage{d.activeUsers, d.appUsers} {
		for _, row := range rows {
			listed[row.UserPrincipalName] = listed[row.UserPrincipalName] || i == 0
			day := row.LastActivity
			for _, in := range row.In {
				day = max(day, in)
			}
			last[row.UserPrincipalName] = max(last[row.UserPrincipalName], day)
		}
	}
	platforms, activated := map[string][]string{}, map[string][]string{}
	for _, row := range d.appUsers {
		for a := connector.Teams; a <= connector.OneNote; a++ {
			for p := range connector.Platform(connector.Platforms) {
				// Of Teams another report tells, too.
				active := slices.IndexFunc(d.activeUsers, func(u connector.Usage) bool { return u.UserPrincipalName == row.UserPrincipalName })
				used := row.In[a] != 0 || a == connector.Teams && active >= 0 && d.activeUsers[active].In[a] != 0
				if used && row.Platforms.Has(a, p) {
					platforms[row.UserPrincipalName] = append(platforms[row.UserPrincipalName], strings.ToLower(p.String()))
				}
			}
		}
	}
	for _, a := range d.activations {
		for device, number := range map[string]int{
			"": a.Devices(), " on Windows": a.Windows, " on Mac": a.Mac, " on iOS": a.IOS, " on Android": a.Android,
		} {
			if number > 0 {
				activated[a.UserPrincipalName] = append(activated[a.UserPrincipalName], a.Product+device)
			}
		}
	}
	yes := func(b bool) []string { return []string{map[bool]string{true: "yes", false: "no"}[b]} }
	number := func(d connector.Date) []string { return []string{fmt.Sprint(int(d))} }
	for _, u := range d.pages[0] {
		t := truth{
			"id": {u.ID}, "userPrincipalName": {u.UserPrincipalName}, "displayName": {u.DisplayName}, "mail": {u.Mail}, "givenName": {u.GivenName},
			"surname": {u.Surname}, "department": {u.Department}, "companyName": {u.CompanyName}, "jobTitle": {u.JobTitle},
			"officeLocation": {u.OfficeLocation}, "city": {u.City}, "state": {u.State}, "country": {u.Country}, "usageLocation": {u.UsageLocation},
			"employeeId": {u.EmployeeID}, "userType": {u.UserType}, "enabled": yes(u.Enabled), "onPremisesSynced": yes(u.OnPremisesSynced),
			"created": number(u.Created), "lastActivity": number(last[u.UserPrincipalName]), "licensed": yes(len(u.Assignments) > 0),
			"platform": platforms[u.UserPrincipalName], "activated": activated[u.UserPrincipalName],
			"tenant": {d.tenant.DisplayName, d.tenant.DefaultDomain, d.tenant.ID, strings.TrimSuffix(d.tenant.ID, "-id")},
		}
		first := today - 2 - 90
		switch at := last[u.UserPrincipalName]; {
		case at != 0 && at >= first:
			t["active"] = []string{"yes"}
		case u.Created >= first:
			t["active"] = []string{"new"}
		case listed[u.UserPrincipalName]:
			t["active"] = []string{"no"}
		default:
			t["active"] = []string{"unknown"}
		}
		for _, a := range u.Assignments {
			part := strings.ToUpper(strings.Replace(a.SKUID, "sku-", "part_", 1))
			t["licenses"] = append(t["licenses"], a.SKUID, part)
		}
		for _, f := range u.Failed {
			t["failed"] = append(t["failed"], f.SKUID, strings.ToUpper(strings.Replace(f.SKUID, "sku-", "part_", 1)))
		}
		all[u.ID] = t
	}
}

// naive says whether a condition holds, value by value.
func naive(c filter.Condition, kind filter.Kind, values []string) bool {
	if c.Operator == filter.IsNot {
		c.Operator = filter.Is
		return !naive(c, kind, values)
	}
	for _, wanted := range c.Values {
		if kind == filter.Names && wanted == "" && c.Operator != filter.Contains && len(values) == 0 {
			return true
		}
		for _, value := range values {
			if naiveValue(c.Operator, kind, value, wanted) {
				return true
			}
		}
	}
	return false
}

func naiveValue(operator filter.Operator, kind filter.Kind, value, wanted string) bool {
	if kind == filter.Day {
		var have, want int
		_, _ = fmt.Sscan(value, &have)
		switch {
		case wanted == "never":
		case strings.HasPrefix(wanted, "today-"):
			_, _ = fmt.Sscan(wanted[len("today-"):], &want)
			want = int(today) - want
		default:
			d, _ := connector.ParseDate(wanted)
			want = int(d)
		}
		switch operator {
		case filter.Before:
			return have != 0 && want != 0 && have < want
		case filter.After:
			return have != 0 && want != 0 && have > want
		default:
			return have == want
		}
	}
	folded := func(s string) string { return strings.ToLower(s) }
	ascii := func(s string) string {
		b := []byte(s)
		for i, c := range b {
			if c >= 'A' && c <= 'Z' {
				b[i] = c + 32
			}
		}
		return string(b)
	}
	switch operator {
	case filter.Contains:
		return strings.Contains(folded(value), folded(wanted))
	case filter.Before:
		return ascii(value) < ascii(wanted)
	case filter.After:
		return ascii(value) > ascii(wanted)
	default:
		return folded(value) == folded(wanted)
	}
}

// wantedValues are what a kind of property is asked for.
func wantedValues(p filter.Property) []string {
	switch p.Kind {
	case filter.Day:
		return []string{"never", "today-30", "today-100", (today - 50).String()}
	case filter.Flag:
		return []string{"yes", "no"}
	case filter.State:
		return p.Values
	case filter.Names:
		return []string{
			"", "part_1", "PART_2", "sku-3", "PART", "nothing", "one Ltd", "two.example", "one", "Part_1 on iOS", "on mac",
		}
	default:
		return append(slices.Clone(filterTexts), "Member", "user3", "report@one.example", "report", "reports", "ONE-00", "O'", "ö", "%", "_",
			"nobody", "]")
	}
}

// conditionsOn are every operator of a property with every value.
func conditionsOn(p filter.Property) (all []filter.Condition) {
	values := wantedValues(p)
	for _, operator := range p.Kind.Operators() {
		if operator == filter.OneOf {
			all = append(all, filter.Condition{Property: p.Name, Operator: operator, Values: values[:2]},
				filter.Condition{Property: p.Name, Operator: operator, Values: values[1:]})
			continue
		}
		for _, value := range values {
			all = append(all, filter.Condition{Property: p.Name, Operator: operator, Values: []string{value}})
		}
	}
	return all
}

func TestEveryOperatorOnEveryPropertyOfUsersEqualsANaiveFilter(t *testing.T) {
	for way := range waysToFind {
		t.Run(way, func(t *testing.T) {
			inv, truths := filterInventory(t, way)
			asked, random := 0, rand.New(rand.NewPCG(7, 7))
			var every []filter.Condition
			for _, p := range UserProperties() {
				if p.Name != "application" { // which TestUsersAreFilteredByApplication asks for
					every = append(every, conditionsOn(p)...)
				}
			}
			kind := func(name string) filter.Kind { p, _ := filter.Named(UserProperties(), name); return p.Kind }
			check := func(e filter.Expression, q UserQuery) {
				asked++
				var want []string
				for id, t := range truths {
					if !slices.ContainsFunc(e, func(c filter.Condition) bool { return !naive(c, kind(c.Property), t[c.Property]) }) {
						want = append(want, id)
					}
				}
				sort.Strings(want)
				q.Filter = e
				got := idsOf(t, inv, q)
				count, err := inv.CountUsers(t.Context(), q)
				must(t, err)
				if !slices.Equal(got, want) || count != int64(len(want)) {
					t.Errorf("%s finds %d and counts %d, want %d:\n%s", e, len(got), count, len(want), cmp.Diff(want, got))
				}
			}
			for i, c := range every {
				if way == usualWay || i%7 == 0 {
					check(filter.Expression{c}, UserQuery{})
				}
			}
			sorts := []string{"", "department", "lastActivity", "userPrincipalName", "active", "tenant"}
			// The state of a holder of a license is another one, so it stands beside others only.
			for range map[bool]int{true: 300, false: 100}[way == usualWay] {
				e := filter.Expression{every[random.IntN(len(every))], every[random.IntN(len(every))]}
				if licensed := e[0].Property == "licenses" || e[1].Property == "licenses"; licensed &&
					(e[0].Property == "active" || e[1].Property == "active") {
					continue
				}
				check(e, UserQuery{Sort: sorts[random.IntN(len(sorts))], Descending: random.IntN(2) == 0, Limit: 1000})
			}
			if way == usualWay && asked < 500 {
				t.Errorf("only %d filters were asked for", asked)
			}
		})
	}
}

// usualWay is that of small inventories.
const usualWay = "few users are sorted"

// In each of these ways users are found by other statements.
var waysToFind = map[string]struct {
	many    int // users who are not few
	indexed bool
}{
	"few users are sorted":                        {many: 0},
	"many users are read in their order":          {many: 3},
	"a column that was asked for has an index":    {many: 3, indexed: true},
	"few users are found by an index of a column": {many: 30, indexed: true},
}

func filterInventory(t *testing.T, way string) (*Inventory, map[string]truth) {
	inv, err := Open(t.Context(), t.TempDir(), Options{Now: func() time.Time { return noon }, manyMatches: waysToFind[way].many})
	must(t, err)
	t.Cleanup(func() { must(t, inv.Close()) })
	truths := map[string]truth{}
	r := rand.New(rand.NewPCG(1, 2))
	for _, name := range []string{"one", "two"} {
		d := filterTenant(r, name, 120)
		publishDelivery(t, inv, name, d)
		userTruths(d, truths)
	}
	if waysToFind[way].indexed {
		askForIndexes(t, inv)
	}
	return inv, truths
}

// askForIndexes makes every index that lists of users and usage ask for.
func askForIndexes(t *testing.T, inv *Inventory) {
	t.Helper()
	for _, index := range slices.Concat(users.Indexes(), usage.Indexes()) {
		inv.indexes.Ask(index)
	}
	must(t, inv.indexes.Wait(t.Context()))
}

func idsOf(t *testing.T, inv *Inventory, q UserQuery) []string {
	t.Helper()
	users, err := inv.Users(t.Context(), q)
	must(t, err)
	ids := make([]string, len(users))
	for i, u := range users {
		ids[i] = u.ID
	}
	sort.Strings(ids)
	return ids
}

// A page of a filtered list in any order is what that page of all of it is.
func TestPagesOfAFilterAreThoseOfTheWholeList(t *testing.T) {
	for way := range waysToFind {
		t.Run(way, func(t *testing.T) {
			inv, _ := filterInventory(t, way)
			for _, column := range append(slices.Collect(maps.Keys(users.Sorts)), "active") {
				for _, descending := range []bool{false, true} {
					q := UserQuery{
						Sort: column, Descending: descending,
						Filter: filter.Expression{{Property: "enabled", Operator: filter.Is, Values: []string{"yes"}}},
					}
					whole, err := inv.Users(t.Context(), q)
					must(t, err)
					q.Limit = 40
					for q.Offset = 0; q.Offset < len(whole); q.Offset += q.Limit {
						part, err := inv.Users(t.Context(), q)
						must(t, err)
						if diff := cmp.Diff(whole[q.Offset:min(q.Offset+q.Limit, len(whole))], part, cmp.AllowUnexported(UserRow{})); diff != "" {
							t.Fatalf("by %s, from %d on:\n%s", column, q.Offset, diff)
						}
					}
				}
			}
		})
	}
}

func TestTheStateOfAHolderGoesByTheLicense(t *testing.T) {
	for way := range waysToFind {
		t.Run(way, func(t *testing.T) {
			inv, _ := filterInventory(t, way)
			for _, state := range Activities {
				for _, license := range []string{"PART_0", "sku-2"} {
					want := idsOf(t, inv, UserQuery{License: license, Activity: state})
					got := idsOf(t, inv, UserQuery{Filter: filter.Expression{
						{Property: "active", Operator: filter.Is, Values: []string{StateValue(state)}},
						{Property: "licenses", Operator: filter.Is, Values: []string{license}},
					}})
					if len(want) == 0 || !slices.Equal(got, want) {
						t.Errorf("%s holders of %s: %v, want %v", state, license, got, want)
					}
				}
			}
			users, err := inv.Users(t.Context(), UserQuery{License: "PART_0", WithActivity: true})
			must(t, err)
			for _, u := range users {
				details, err := inv.User(t.Context(), u.Connection, u.ID)
				must(t, err)
				for _, a := range details.Assignments {
					if a.PartNumber == "PART_0" && StateValue(a.Activity) != u.Activity {
						t.Errorf("%s is %s, the details say %s", u.ID, u.Activity, a.Activity)
					}
				}
			}
		})
	}
}

func TestUsersAreFilteredByApplication(t *testing.T) {
	for way := range waysToFind {
		t.Run(way, func(t *testing.T) {
			inv, truths := filterInventory(t, way)
			for _, application := range []string{"Exchange", "Teams", "Word"} {
				want := idsOf(t, inv, UserQuery{Application: application})
				is := filter.Condition{Property: "application", Operator: filter.Is, Values: []string{strings.ToUpper(application)}}
				got := idsOf(t, inv, UserQuery{Filter: filter.Expression{is}})
				if len(want) == 0 || !slices.Equal(got, want) {
					t.Errorf("entitled to %s are %v, want %v", application, got, want)
				}
				is.Operator = filter.IsNot
				if rest := idsOf(t, inv, UserQuery{Filter: filter.Expression{is}}); len(rest)+len(want) != len(truths) {
					t.Errorf("%d are entitled to %s and %d are not, of %d", len(want), application, len(rest), len(truths))
				}
			}
			none := idsOf(t, inv, UserQuery{Filter: filter.Expression{{Property: "application", Operator: filter.Is, Values: []string{""}}}})
			anything := idsOf(t, inv,
				UserQuery{Filter: filter.Expression{{Property: "application", Operator: filter.Contains, Values: []string{""}}}})
			if len(none) == 0 || len(none)+len(anything) != len(truths) {
				t.Errorf("%d are entitled to nothing and %d to something, of %d", len(none), len(anything), len(truths))
			}
		})
	}
}
