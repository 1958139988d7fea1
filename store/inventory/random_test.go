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
	"inventorybeacon/store/inventory/internal/query"
)

// randomTenant changes between imports as tenants do.
type randomTenant struct {
	r     *rand.Rand
	users map[int]connector.User
	// former are names that the users had, by their numbers.
	former map[int]string
}

func (t *randomTenant) chance(percent int) bool { return t.r.IntN(100) < percent }

func (t *randomTenant) pick(choices ...string) string { return choices[t.r.IntN(len(choices))] }

func (t *randomTenant) assignments() []connector.Assignment {
	var all []connector.Assignment
	for _, n := range t.r.Perm(5)[:t.r.IntN(5)] {
		a := connector.Assignment{
			SKUID: fmt.Sprintf("sku-%d", n), Direct: t.chance(70), State: t.pick("Active", "Error", ""),
			Since: t.day(300),
		}
		for _, plan := range t.r.Perm(4)[:t.r.IntN(3)] {
			a.DisabledPlans = append(a.DisabledPlans, fmt.Sprintf("plan-%d", plan))
		}
		for _, group := range t.r.Perm(3)[:t.r.IntN(2)] {
			a.Groups = append(a.Groups, fmt.Sprintf("group-%d", group))
		}
		all = append(all, a)
	}
	if len(all) > 0 && t.chance(10) {
		all = append(all, connector.Assignment{SKUID: all[0].SKUID, State: "Disabled"})
	}
	return all
}

// day is a day within so many before yesterday's, or none.
func (t *randomTenant) day(within int) connector.Date {
	if t.chance(20) {
		return 0
	}
	return today - 1 - connector.Date(t.r.IntN(within))
}

// name is a user principal name that nobody has, perhaps one that somebody had.
func (t *randomTenant) name(n int) string {
	if shared := t.pick("boss@contoso.com", "desk@contoso.com"); t.chance(20) {
		taken := false
		for _, u := range t.users {
			taken = taken || u.UserPrincipalName == shared
		}
		if !taken {
			return shared
		}
	}
	return fmt.Sprintf(t.pick("User%d@contoso.com", "user%d@contoso.com", "u%d@fabrikam.com"), n)
}

func (t *randomTenant) failed() []connector.FailedAssignment {
	var all []connector.FailedAssignment
	for t.chance(15) {
		all = append(all, connector.FailedAssignment{
			SKUID: fmt.Sprintf("sku-%d", t.r.IntN(6)), Group: t.pick("", "group-1", "group-2"),
			Error: t.pick("CountViolation", "DependencyViolation"),
		})
	}
	return slices.CompactFunc(all, func(a, b connector.FailedAssignment) bool { return a == b })
}

func (t *randomTenant) user(n int) connector.User {
	return connector.User{
		ID: fmt.Sprintf("user-%03d", n), UserPrincipalName: t.name(n), Created: t.day(300), Failed: t.failed(),
		DisplayName: t.pick("Anna", "bert", "Çelik", "Zoë") + fmt.Sprint(n), Mail: t.pick("", "a@b.c"), Enabled: t.chance(80),
		UserType: t.pick("Member", "Guest", ""), Department: t.pick("Sales", "", "Research"), Country: t.pick("DE", "FR"),
		Assignments: t.assignments(),
	}
}

// change lets users appear, change and vanish.
func (t *randomTenant) change(most int) {
	for range t.r.IntN(most + 1) {
		n := t.r.IntN(40)
		if _, known := t.users[n]; known && t.chance(40) {
			delete(t.users, n)
			continue
		}
		t.former[n] = t.users[n].UserPrincipalName
		t.users[n] = t.user(n)
	}
}

func (t *randomTenant) delivery() delivery {
	d := delivery{pages: [][]connector.User{nil}}
	for n := range 5 {
		if t.chance(80) {
			d.licenses = append(d.licenses, t.license(n))
		}
	}
	var numbers []int
	for n := range t.users {
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	t.r.Shuffle(len(numbers), func(i, j int) { numbers[i], numbers[j] = numbers[j], numbers[i] })
	for _, n := range numbers {
		if t.chance(10) { // met before, as it was then
			d.pages = append(d.pages, []connector.User{t.user(n)})
		}
		if t.chance(20) {
			d.pages = append(d.pages, nil)
		}
		d.pages[len(d.pages)-1] = append(d.pages[len(d.pages)-1], t.users[n])
	}
	concealed := t.chance(10)
	if t.chance(70) {
		d.activeUsers = t.usage(numbers, connector.Exchange, connector.Teams, concealed)
	}
	if t.chance(70) {
		d.appUsers = t.usage(numbers, connector.Teams, connector.OneNote, concealed)
	}
	if t.chance(70) {
		d.activations = []connector.Activation{}
		for _, n := range numbers {
			if t.chance(50) {
				d.activations = append(d.activations, connector.Activation{
					UserPrincipalName: strings.ToLower(t.users[n].UserPrincipalName),
					Product:           t.pick("Project Client", "Microsoft 365 Apps for enterprise"),
					ReportDate:        today - 2, Windows: t.r.IntN(3), IOS: t.r.IntN(2),
				})
			}
		}
	}
	return d
}

func (t *randomTenant) license(n int) connector.License {
	l := connector.License{
		SKUID: fmt.Sprintf("sku-%d", n), PartNumber: fmt.Sprintf("PART-SKU-%d", n), Status: "Enabled", Enabled: 10,
		Assigned: 3,
	}
	if t.chance(20) {
		l.Assigned = t.r.IntN(20)
	}
	names := []string{"EXCHANGE_S_ENTERPRISE", "OFFICESUBSCRIPTION", "TEAMS1", "INTUNE_A"}
	for _, plan := range []int{n % 4, (n + 1) % 4} {
		l.ServicePlans = append(l.ServicePlans, connector.ServicePlan{ID: fmt.Sprintf("plan-%d", plan), Name: names[plan]})
	}
	return l
}

func (t *randomTenant) usage(numbers []int, from, to connector.UsedApplication, concealed bool) []connector.Usage {
	rows := []connector.Usage{}
	date := today - 2 - connector.Date(t.r.IntN(3)/2) // now and then older than what was read before
	for _, n := range append(numbers, 1000, 1001) {   // two have left
		upn := fmt.Sprintf("left%d@contoso.com", n)
		if user, known := t.users[n]; known {
			upn = user.UserPrincipalName
			if t.former[n] != "" && t.chance(40) { // it lags behind
				upn = t.former[n]
			}
		}
		if concealed {
			upn = fmt.Sprintf("%032X", n)
		}
		for range t.r.IntN(3) {
			row := connector.Usage{UserPrincipalName: upn, ReportDate: date, LastActivity: today - 2 - connector.Date(t.r.IntN(200))}
			for a := from; a <= to; a++ {
				if t.chance(50) {
					row.In[a] = today - 2 - connector.Date(t.r.IntN(200))
				}
				if to == connector.OneNote && t.chance(40) {
					row.Platforms.Add(a, connector.Platform(t.r.IntN(connector.Platforms)))
				}
			}
			rows = append(rows, row)
			upn = strings.ToUpper(upn)
			if t.former[n] != "" && t.chance(20) && !concealed { // both names in one report
				upn = t.former[n]
			}
		}
	}
	return rows
}

// TestPublishEqualsTheModel imports random tenants again and again, into one file
// with two connections, and compares with a model of maps each time.
func TestPublishEqualsTheModel(t *testing.T) {
	for seed := range uint64(12) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			inv := open(t, t.TempDir())
			tenants := map[string]*randomTenant{}
			before := map[string]delivery{}
			models := map[string]*model{}
			parts := map[string]string{}
			for i, connection := range []string{"one", "two"} {
				tenants[connection] = &randomTenant{
					r: rand.New(rand.NewPCG(seed, uint64(i))), users: map[int]connector.User{},
					former: map[int]string{},
				}
				models[connection] = &model{parts: parts}
			}
			for round := range 8 {
				for connection, tenant := range tenants {
					tenant.change([]int{30, 3, 0}[tenant.r.IntN(3)])
					d := tenant.delivery()
					if tenant.chance(25) && round > 0 {
						d = before[connection] // nothing has changed
					}
					before[connection] = d
					want := models[connection].apply(d)
					got, joins := publishJoined(t, inv, connection, d)
					if diff := gocmp.Diff(want, got); diff != "" {
						t.Fatalf("round %d: counts (-want +got):\n%s", round, diff)
					}
					for _, join := range joins {
						if want := models[connection].joins(d)[join.Stream]; join.Newer == 0 &&
							want != (modelJoins{join.Rows, join.Joined}) {
							t.Fatalf("round %d: %+v, want %+v", round, join, want)
						}
					}
					for connection, model := range models {
						compareWithModel(t, inv, connection, model, []int{30, 90, 180}[round%3])
					}
					if _, err := inv.db.Write.Exec("INSERT INTO user_search (user_search, rank) VALUES ('integrity-check', " +
						"1)"); err != nil {
						t.Fatalf("round %d: the full-text index differs from the users: %v", round, err)
					}
				}
			}
		})
	}
}

func compareWithModel(t *testing.T, inv *Inventory, connection string, m *model, window int) {
	t.Helper()
	ctx, only := t.Context(), []string{connection}
	users, err := inv.Users(ctx, UserQuery{Connections: only, Sort: "id"})
	must(t, err)
	if diff := gocmp.Diff(m.rows(connection), users, cmpopts.IgnoreUnexported(UserRow{})); diff != "" {
		t.Fatal("users (-want +got):\n" + diff)
	}
	n, err := inv.CountUsers(ctx, UserQuery{Connections: only})
	must(t, err)
	if int(n) != len(m.users) {
		t.Fatalf("%d users, want %d", n, len(m.users))
	}
	applications, err := inv.Applications(ctx, ApplicationQuery{Connections: only})
	must(t, err)
	active, unknown := m.active(DefaultWindow)
	places := m.places(DefaultWindow)
	if len(applications) != len(m.apps) {
		t.Fatalf("applications %v, want %v", applications, m.apps)
	}
	for _, row := range applications {
		want := m.apps[row.Application]
		if row.Active != nil && *row.Active != active[row.Application] || row.Active == nil && active[row.Application] != 0 {
			t.Fatalf("%+v active, want %d", row, active[row.Application])
		}
		if row.Unknown != nil && *row.Unknown != unknown[row.Application] || row.Unknown == nil && unknown[row.Application] != 0 {
			t.Fatalf("%+v unknown, want %d", row, unknown[row.Application])
		}
		if row.Active != nil {
			q := UsageQuery{Connections: only, Application: row.Application, Window: DefaultWindow}
			listed, err := inv.Usage(ctx, q)
			must(t, err)
			wide, err := inv.CountWideUsage(ctx, q)
			must(t, err)
			// Of Teams two reports tell. Where one of them alone names people and is older, the numbers are of the other one.
			exact := row.Application != connector.Teams.String() || m.namedByActive() || !m.namedByApp() || m.teamsByApp()
			if len(listed) != int(wide) || wide < *row.Active || exact && wide != *row.Active+*row.Unknown {
				t.Fatalf("%d and %d rows are behind %s, of which %d are active and %d unknown", len(listed), wide, row.Application, *row.Active, *row.Unknown)
			}
		}
		row.Active, row.Unknown = nil, nil
		for platform, users := range placesOf(&want) {
			*users = places[row.Application][platform]
		}
		if diff := gocmp.Diff(want, row); diff != "" {
			t.Fatal("application (-want +got):\n" + diff)
		}
	}
	comparePlatforms(t, inv, only, window)
	compareLicenses(t, inv, connection, m, window)
	compareUsage(t, inv, connection, m)
	compareEntitled(t, inv, connection, m)
	search, err := inv.CountUsers(ctx, UserQuery{Connections: only, Search: "çELİK"[:len("çEL")]})
	must(t, err)
	var found int64
	for _, u := range m.users {
		if strings.HasPrefix(u.DisplayName, "Çel") {
			found++
		}
	}
	if search != found {
		t.Fatalf("search finds %d, want %d", search, found)
	}
}

// comparePlatforms holds that as many are listed on each platform as are counted.
func comparePlatforms(t *testing.T, inv *Inventory, connections []string, window int) {
	t.Helper()
	applications, err := inv.Applications(t.Context(), ApplicationQuery{Connections: connections, Window: window})
	must(t, err)
	for _, row := range applications {
		for p, users := range placesOf(&row) {
			if *users == nil {
				continue
			}
			e, err := filter.Parse(fmt.Sprintf("application = %[1]s and platform = %[2]s and %[1]s > report-%[3]d",
				row.Application, connector.Platform(p), window+1), UsageProperties())
			must(t, err)
			q := UsageQuery{Connections: connections, Filter: e}
			narrow, err := inv.Usage(t.Context(), q)
			must(t, err)
			for _, one := range narrow {
				a, _ := query.UsedApplication(one.Application)
				if !one.Platforms.Has(a, connector.Platform(p)) || one.Platforms&^connector.EveryPlatform(a) != 0 {
					t.Fatalf("%s finds %v", e, one)
				}
			}
			wide, err := inv.CountWideUsage(t.Context(), q)
			must(t, err)
			if **users != wide || len(narrow) != int(wide) {
				t.Fatalf("%s finds %d and %d, applications count %d", e, len(narrow), wide, **users)
			}
		}
	}
}

func compareUsage(t *testing.T, inv *Inventory, connection string, m *model) {
	t.Helper()
	usage, err := inv.Usage(t.Context(), UsageQuery{Connections: []string{connection}})
	must(t, err)
	var want []UsageRow
	for _, u := range m.usage {
		for a := range connector.UsedApplication(connector.UsedApplications) {
			if day, report := u.in(a); day != 0 {
				want = append(want, UsageRow{
					UserPrincipalName: m.written(u), Application: a.String(), LastActivity: day, ReportDate: report,
					Connection: connection, Platforms: m.platformsOf(u) & connector.EveryPlatform(a),
				})
			}
		}
	}
	byText := cmpopts.SortSlices(func(a, b UsageRow) bool { return fmt.Sprint(a) < fmt.Sprint(b) })
	if diff := gocmp.Diff(want, usage, byText, cmpopts.EquateEmpty()); diff != "" {
		t.Fatal("usage (-want +got):\n" + diff)
	}
}

func compareEntitled(t *testing.T, inv *Inventory, connection string, m *model) {
	t.Helper()
	for _, row := range m.apps {
		n, err := inv.CountUsers(t.Context(), UserQuery{Connections: []string{connection}, Application: row.Application})
		must(t, err)
		if n != *row.Entitled {
			t.Fatalf("%d users entitled to %s, want %d", n, row.Application, *row.Entitled)
		}
	}
}
