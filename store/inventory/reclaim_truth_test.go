package inventory

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
	"inventorybeacon/money"
	"inventorybeacon/store/inventory/filter"
	"inventorybeacon/store/inventory/internal/query"
)

// naiveReclaim counts recommendations from what was delivered, one user after another, by
// docs/reclaim.md and not by the program's queries.
type naiveReclaim struct {
	delivery
	cost   func(skuID string) cost
	window connector.Date
	report connector.Date
	knows  bool
	named  bool                                                  // app-users conceals next to no names
	last   map[string]connector.Date                             // by UPN
	used   map[string][connector.UsedApplications]connector.Date // by UPN
	listed map[string][2]bool                                    // by UPN, by active-users and app-users
}

// naiveRow is a recommendation without what is only told of it.
type naiveRow struct {
	User, SKU string
	Reason    Reason
	Certainty Certainty
	Other     string
	Saved     string // in EUR, with its currency; empty when not known
}

// cost is what a license costs a month in the tests.
type cost struct {
	amount   int64
	currency string
}

func (c cost) String() string {
	if c.currency == "" {
		return ""
	}
	return fmt.Sprint(c.amount, " ", c.currency)
}

func newNaiveReclaim(d delivery, window connector.Date, cost func(skuID string) cost) *naiveReclaim {
	n := &naiveReclaim{
		delivery: d, cost: cost, window: window, last: map[string]connector.Date{},
		used: map[string][connector.UsedApplications]connector.Date{}, listed: map[string][2]bool{},
	}
	users := map[string]bool{}
	for _, u := range slices.Concat(d.pages...) {
		users[u.UserPrincipalName] = true
	}
	joined := 0 // of app-users
	for report, rows := range [][]connector.Usage{d.activeUsers, d.appUsers} {
		for _, row := range rows {
			n.report = max(n.report, row.ReportDate)
			name := row.UserPrincipalName
			if !users[name] {
				continue
			}
			n.knows = true
			joined += report
			listed, used := n.listed[name], n.used[name]
			listed[report] = true
			n.last[name] = max(n.last[name], row.LastActivity)
			for a, day := range row.In {
				n.last[name] = max(n.last[name], day)
				if used[a] == 0 {
					used[a] = day
				}
			}
			n.listed[name], n.used[name] = listed, used
		}
	}
	n.named = joined > 0 && float64(joined) >= 0.95*float64(len(d.appUsers))
	return n
}

func (n *naiveReclaim) license(id string) *connector.License {
	for i := range n.licenses {
		if n.licenses[i].SKUID == id {
			return &n.licenses[i]
		}
	}
	return nil
}

// appsOf are the applications of plans of a license of which reports tell.
func appsOf(l *connector.License) map[string]bool {
	apps := map[string]bool{}
	for _, plan := range l.ServicePlans {
		for _, app := range naiveApps(plan.Name) {
			apps[app] = true
		}
	}
	return apps
}

func naiveApps(plan string) []string {
	return map[string][]string{
		"EXCHANGE_S_ENTERPRISE": {"Exchange"}, "EXCHANGE_S_STANDARD": {"Exchange"}, "TEAMS1": {"Teams"},
		"SHAREPOINTENTERPRISE": {"SharePoint", "OneDrive"},
		"OFFICESUBSCRIPTION":   {"Outlook", "Word", "Excel", "PowerPoint", "OneNote"},
	}[plan]
}

func hasPlan(plans []connector.ServicePlan, id string) bool {
	return slices.ContainsFunc(plans, func(p connector.ServicePlan) bool { return p.ID == id })
}

// covers reports whether a license contains another one, as they are sold.
func (n *naiveReclaim) covers(other, l *connector.License) bool {
	if len(l.ServicePlans) == 0 || other.Status != "Enabled" || other == l {
		return false
	}
	for _, p := range l.ServicePlans {
		if !hasPlan(other.ServicePlans, p.ID) {
			return false
		}
	}
	if len(other.ServicePlans) > len(l.ServicePlans) {
		return true
	}
	mine, theirs := n.cost(l.SKUID), n.cost(other.SKUID)
	if mine.currency == theirs.currency && mine.amount != theirs.amount {
		return mine.amount > theirs.amount
	}
	return l.SKUID > other.SKUID
}

// containerOf returns the license of the user that contains the assigned one.
func (n *naiveReclaim) containerOf(u connector.User, a connector.Assignment) bool {
	l := n.license(a.SKUID)
	for _, b := range u.Assignments {
		other := n.license(b.SKUID)
		if !n.covers(other, l) {
			continue
		}
		whole := true
		for _, p := range l.ServicePlans {
			if slices.Contains(b.DisabledPlans, p.ID) && !slices.Contains(a.DisabledPlans, p.ID) {
				whole = false
			}
		}
		if whole {
			return true
		}
	}
	return false
}

// smallerFor returns the license that would do for what the user has used.
func (n *naiveReclaim) smallerFor(u connector.User, a connector.Assignment) *connector.License {
	l, name := n.license(a.SKUID), u.UserPrincipalName
	apps := appsOf(l)
	for _, b := range u.Assignments {
		other := n.license(b.SKUID)
		if other == l {
			continue
		}
		for app := range appsOf(other) {
			if apps[app] {
				return nil
			}
		}
		if n.covers(l, other) {
			return nil
		}
	}
	var best *connector.License
	for i := range n.licenses {
		if s := &n.licenses[i]; n.wouldDo(s, l, name) && (best == nil || n.better(l, s, best)) {
			best = s
		}
	}
	return best
}

func (n *naiveReclaim) wouldDo(s, l *connector.License, name string) bool {
	large, small := appsOf(l), appsOf(s)
	for app := range small {
		if !large[app] {
			return false
		}
	}
	unseen, missing := 0, 0
	for _, p := range s.ServicePlans {
		if len(naiveApps(p.Name)) == 0 && p.Name != "EXCHANGE_S_FOUNDATION" {
			unseen++
			if !hasPlan(l.ServicePlans, p.ID) {
				missing++
			}
		}
	}
	if 2*missing > unseen {
		return false
	}
	if s.Status != "Enabled" || len(small) == 0 || len(small) == len(large) {
		return false
	}
	if a, b := n.cost(l.SKUID), n.cost(s.SKUID); a.currency != "" && a.currency == b.currency && b.amount >= a.amount {
		return false
	}
	any := false
	for app := range large {
		number, _ := query.UsedApplication(app)
		report := 0
		if number > connector.Teams {
			report = 1
		}
		if !n.listed[name][report] && (report == 0 || !n.named) {
			return false
		}
		used := n.used[name][number]
		if used != 0 && used >= n.report-180 {
			if !small[app] {
				return false
			}
			any = true
		}
	}
	return any
}

// better reports whether one license is better than another one in the place of a larger one: a price in the same currency tells what
// that saves.
func (n *naiveReclaim) better(larger, a, b *connector.License) bool {
	costA, costB := n.cost(a.SKUID), n.cost(b.SKUID)
	if of := n.cost(larger.SKUID).currency; of != "" && (costA.currency == of) != (costB.currency == of) {
		return costA.currency == of
	}
	if costA.currency != "" && costA.currency == costB.currency && costA.amount != costB.amount {
		return costA.amount < costB.amount
	}
	return cmp.Or(cmp.Compare(costB.currency, costA.currency), cmp.Compare(len(a.ServicePlans), len(b.ServicePlans)),
		cmp.Compare(a.SKUID, b.SKUID)) < 0
}

// rows are all recommendations.
func (n *naiveReclaim) rows() (rows []naiveRow) {
	for _, u := range slices.Concat(n.pages...) {
		for _, a := range u.Assignments {
			if row, is := n.judge(u, a); is {
				rows = append(rows, row)
			}
		}
		failed := map[string]bool{}
		for _, f := range u.Failed {
			if !failed[f.SKUID] {
				rows = append(rows, naiveRow{User: u.ID, SKU: f.SKUID, Reason: ReasonFailed, Certainty: Review})
			}
			failed[f.SKUID] = true
		}
	}
	return rows
}

func (n *naiveReclaim) judge(u connector.User, a connector.Assignment) (naiveRow, bool) {
	name, l := u.UserPrincipalName, n.license(a.SKUID)
	last, first := n.last[name], n.report-n.window
	fresh := a.Since != 0 && a.Since >= first
	active := n.knows && last != 0 && last >= first
	listed := n.listed[name][0]
	unknown := !n.knows || !active && !listed
	proven := Certain
	if fresh || unknown {
		proven = Probable
	}
	row := naiveRow{User: u.ID, SKU: a.SKUID, Saved: n.cost(a.SKUID).String()}
	switch smaller := n.smallerFor(u, a); {
	case !u.Enabled:
		row.Reason, row.Certainty = ReasonDisabled, proven
		if last != 0 && last >= n.report-30 {
			row.Certainty = Probable
		}
	case n.knows && !active && !fresh && listed:
		row.Reason, row.Certainty = ReasonInactive, Review
		if last == 0 || last < a.Since {
			row.Reason = ReasonNeverActive
		}
		if len(appsOf(l)) > 0 {
			row.Certainty = Probable
		}
	case n.containerOf(u, a):
		row.Reason, row.Certainty = ReasonRedundant, proven
	case strings.EqualFold(u.UserType, "Guest"):
		row.Reason, row.Certainty = ReasonGuest, Review
	case n.knows && !fresh && smaller != nil:
		row.Reason, row.Certainty, row.Other = ReasonSmaller, n.seenWhole(l, smaller), smaller.SKUID
		row.Saved = ""
		if mine, theirs := n.cost(l.SKUID), n.cost(smaller.SKUID); mine.currency != "" && mine.currency == theirs.currency {
			row.Saved = cost{mine.amount - theirs.amount, mine.currency}.String()
		}
	case a.Direct && len(a.Groups) > 0:
		row.Reason, row.Certainty, row.Saved = ReasonTwice, proven, ""
	default:
		return row, false
	}
	if a.Since == 0 {
		row.Certainty = Review
	}
	return row, true
}

func (n *naiveReclaim) seenWhole(l, smaller *connector.License) Certainty {
	for _, p := range l.ServicePlans {
		if !hasPlan(smaller.ServicePlans, p.ID) && len(naiveApps(p.Name)) == 0 && p.Name != "EXCHANGE_S_FOUNDATION" {
			return Review
		}
	}
	return Probable
}

// oddLicenses are licenses of which some contain others, some have the same plans, and of
// some no report tells.
func oddLicenses() []connector.License {
	plans := strings.Fields("EXCHANGE_S_ENTERPRISE EXCHANGE_S_STANDARD TEAMS1 SHAREPOINTENTERPRISE OFFICESUBSCRIPTION INTUNE_A AAD_PREMIUM " +
		"BI_AZURE_P2 EXCHANGE_S_FOUNDATION PROJECT_CLIENT_SUBSCRIPTION")
	var licenses []connector.License
	for i, has := range [][]int{
		{0, 2, 3, 4, 5, 6, 7, 8}, {0, 2, 3, 4, 8}, {1, 2, 3}, {1}, {5, 6, 8}, {5, 6, 8}, {7, 8}, {2, 3}, {}, {0, 2, 3, 4, 5}, {3, 8, 9},
	} {
		l := connector.License{SKUID: guid(11, i), PartNumber: fmt.Sprintf("ODD_%d", i), Status: "Enabled", Enabled: 500, Assigned: 100}
		if i == 9 {
			l.Status = "Warning"
		}
		for _, plan := range has {
			l.ServicePlans = append(l.ServicePlans, connector.ServicePlan{ID: guid(12, plan), Name: plans[plan]})
		}
		licenses = append(licenses, l)
	}
	return licenses
}

// oddTenant is a tenant with every oddity that a recommendation knows. Of a hundred rows
// of its reports so many conceal the name.
func oddTenant(seed uint64, users, concealed int) delivery {
	r := rand.New(rand.NewPCG(seed, 9))
	report := today - 2
	d := delivery{
		tenant: connector.Tenant{ID: "t", DisplayName: "Contoso"}, licenses: oddLicenses(), pages: [][]connector.User{{}},
		groups:      []connector.Group{{ID: "g1", DisplayName: "Sales"}, {ID: "g2", DisplayName: ""}},
		activeUsers: []connector.Usage{}, appUsers: []connector.Usage{},
	}
	day := func(days int) connector.Date { return report - connector.Date(r.IntN(days)) }
	for i := range users {
		u := connector.User{
			ID: guid(13, i), UserPrincipalName: upn(i), DisplayName: givenNames[r.IntN(len(givenNames))], Enabled: r.IntN(6) > 0,
			UserType:   []string{"Member", "Member", "Member", "Guest", "", "guest"}[r.IntN(6)],
			Department: []string{"Sales", "", "Legal"}[r.IntN(3)], Country: countries[r.IntN(3)], CompanyName: "Contoso", Created: 19000,
		}
		for _, n := range r.Perm(len(d.licenses))[:r.IntN(4)] {
			a := connector.Assignment{SKUID: d.licenses[n].SKUID, Direct: r.IntN(2) == 0, State: "Active"}
			if r.IntN(8) > 0 {
				a.Since = day(400)
			}
			if !a.Direct || r.IntN(3) == 0 {
				a.Groups = []string{[]string{"g1", "g2", "g3"}[r.IntN(3)]}
			}
			if plans := d.licenses[n].ServicePlans; len(plans) > 2 && r.IntN(3) == 0 {
				a.DisabledPlans = []string{plans[r.IntN(len(plans))].ID}
			}
			u.Assignments = append(u.Assignments, a)
		}
		slices.SortFunc(u.Assignments, func(a, b connector.Assignment) int { return cmp.Compare(a.SKUID, b.SKUID) })
		if len(u.Assignments) == 0 && r.IntN(3) == 0 {
			u.Failed = []connector.FailedAssignment{
				{SKUID: d.licenses[0].SKUID, Group: "g1", Error: "CountViolation"}, {SKUID: d.licenses[0].SKUID, Group: "g2", Error: "Others"},
			}
		}
		d.pages[0] = append(d.pages[0], u)
		d.report(r, upn(i), day, concealed)
	}
	return d
}

// report adds what the reports tell of a user: of some nothing, and of some under a name
// that is concealed.
func (d *delivery) report(r *rand.Rand, name string, day func(int) connector.Date, concealed int) {
	rows := []*[]connector.Usage{&d.activeUsers, &d.appUsers}
	active := r.IntN(3) > 0
	for i, apps := range [][]connector.UsedApplication{
		{connector.Exchange, connector.SharePoint, connector.OneDrive, connector.Teams}, {connector.Outlook, connector.Word, connector.Excel},
	} {
		if r.IntN(8) == 0 {
			continue
		}
		row := connector.Usage{UserPrincipalName: name, ReportDate: today - 2}
		if r.IntN(100) < concealed {
			row.UserPrincipalName = fmt.Sprintf("%032X", r.Uint64())
		}
		for _, a := range apps {
			if active && r.IntN(3) == 0 {
				row.In[a] = day(300)
				row.LastActivity = max(row.LastActivity, row.In[a])
			}
		}
		*rows[i] = append(*rows[i], row)
	}
}

// prices are those of the first ones of the odd licenses.
func prices(known int) func(skuID string) cost {
	return func(skuID string) cost {
		for i, l := range oddLicenses() {
			if l.SKUID == skuID && i < known {
				return cost{int64(1000 - 100*i), []string{"EUR", "EUR", "EUR", "USD"}[i%4]}
			}
		}
		return cost{}
	}
}

func TestRecommendationsAreTheTruth(t *testing.T) {
	for given, c := range map[string]struct {
		users     int
		concealed int
		reports   bool
		priced    int
		window    int
	}{
		"nobody":                     {0, 10, true, 0, 90},
		"one user":                   {1, 0, true, 0, 90},
		"prices":                     {800, 10, true, 8, 90},
		"no concealed names":         {800, 0, true, 8, 90},
		"no prices":                  {800, 10, true, 0, 30},
		"names that are concealed":   {300, 100, true, 3, 180},
		"no reports":                 {300, 10, false, 3, 90},
		"a window of half of a year": {800, 10, true, 5, 180},
	} {
		t.Run("given "+given, func(t *testing.T) {
			d := oddTenant(uint64(c.users+c.window), c.users, c.concealed)
			if !c.reports {
				d.activeUsers, d.appUsers = nil, nil
			}
			inv := openPriced(t, prices(c.priced))
			publishDelivery(t, inv, "one", d)
			naive := newNaiveReclaim(d, connector.Date(c.window), prices(c.priced))
			compareReclaim(t, inv, ReclaimQuery{Window: c.window}, naive.rows())
		})
	}
}

// openPriced opens an inventory whose licenses cost something a month; every second price
// is for a year.
func openPriced(t testing.TB, of func(skuID string) cost) *Inventory {
	t.Helper()
	inv, err := Open(t.Context(), t.TempDir(), Options{Now: func() time.Time { return noon }, Terms: func(_, skuID string) Terms {
		c := of(skuID)
		if c.currency == "" {
			return Terms{}
		}
		price := money.Price{Micros: c.amount * 1_000_000, Currency: c.currency, Per: money.Month}
		if skuID[0]%2 == 0 {
			price.Micros, price.Per = price.Micros*12, money.Year
		}
		return Terms{Price: &price}
	}})
	must(t, err)
	t.Cleanup(func() { must(t, inv.Close()) })
	return inv
}

// compareReclaim compares everything that is asked of recommendations with the truth.
func compareReclaim(t *testing.T, inv *Inventory, q ReclaimQuery, want []naiveRow) {
	t.Helper()
	found := recommended(t, inv, q)
	if diff := gocmp.Diff(byUserAndSKU(want), byUserAndSKU(found)); diff != "" {
		t.Fatalf("recommendations differ (-truth +found):\n%.4000s", diff)
	}
	if len(found) != len(want) {
		t.Fatalf("%d recommendations, %d different ones", len(found), len(want))
	}
	seen := map[Reason]int{}
	for _, row := range want {
		seen[row.Reason]++
	}
	t.Log(seen)
	var paged []naiveRow
	for limited := q; ; limited.Offset += 37 {
		limited.Limit = 37
		page := recommended(t, inv, limited)
		if paged = append(paged, page...); len(page) < limited.Limit {
			break
		}
	}
	if diff := gocmp.Diff(found, paged); diff != "" {
		t.Errorf("pages differ from the whole (-whole +pages):\n%.2000s", diff)
	}
	for _, reason := range Reasons {
		for _, certainty := range Certainties {
			narrow := q
			narrow.Filter = append(slices.Clip(q.Filter), oneOf("reason", reason), oneOf("certainty", certainty))
			var some []naiveRow
			for _, row := range found {
				if row.Reason == reason && row.Certainty == certainty {
					some = append(some, row)
				}
			}
			if diff := gocmp.Diff(some, recommended(t, inv, narrow)); diff != "" {
				t.Errorf("%s, %s (-want +got):\n%.2000s", reason, certainty, diff)
			}
		}
	}
	compareSums(t, inv, q, found)
}

func compareSums(t *testing.T, inv *Inventory, q ReclaimQuery, found []naiveRow) {
	t.Helper()
	type key struct {
		sku       string
		reason    Reason
		certainty Certainty
		saved     string
	}
	want, got := map[key]int64{}, map[key]int64{}
	for _, row := range found {
		want[key{row.SKU, row.Reason, row.Certainty, row.Saved}]++
	}
	for _, by := range ReclaimColumns {
		clear(got)
		sums, err := inv.SumRecommendations(t.Context(), q, by)
		must(t, err)
		for _, s := range sums {
			got[key{s.License.SKUID, s.Reason, s.Certainty, savedText(s.Saved)}] += s.Count
		}
		if diff := gocmp.Diff(want, got, gocmp.AllowUnexported(key{})); diff != "" {
			t.Errorf("sums by %s (-want +got):\n%.2000s", by, diff)
		}
	}
}

func recommended(t *testing.T, inv *Inventory, q ReclaimQuery) (rows []naiveRow) {
	t.Helper()
	all, err := inv.Recommendations(t.Context(), q)
	must(t, err)
	for _, r := range all {
		row := naiveRow{User: r.UserID, SKU: r.SKUID, Reason: r.Reason, Certainty: r.Certainty, Saved: savedText(r.Saved)}
		if r.Reason == ReasonSmaller {
			row.Other = r.Other.SKUID
		}
		rows = append(rows, row)
	}
	return rows
}

func byUserAndSKU(rows []naiveRow) map[string]naiveRow {
	by := map[string]naiveRow{}
	for _, row := range rows {
		by[row.User+" "+row.SKU] = row
	}
	return by
}

func savedText(s Saving) string {
	if s.Currency == "" {
		return ""
	}
	return s.Rounded(0) + " " + s.Currency
}

// TestTheOrderOfReadingDoesNotMatter compares what walking through all users finds with
// what is found by sorting few.
func TestTheOrderOfReadingDoesNotMatter(t *testing.T) {
	inv := openPriced(t, func(string) cost { return cost{} })
	publishDelivery(t, inv, "one", oddTenant(7, 600, 10))
	for _, reason := range Reasons {
		var found [2][]string
		for i, many := range []int{100_000, 1} {
			inv.queries.Options.ManyMatches = many
			rows, err := inv.Recommendations(t.Context(), ReclaimQuery{Filter: filter.Expression{oneOf("reason", reason)}, Limit: 100})
			must(t, err)
			for _, r := range rows {
				found[i] = append(found[i], r.UserID+" "+r.SKUID+" "+string(r.Certainty))
			}
			sums, err := inv.SumRecommendations(t.Context(), ReclaimQuery{Filter: filter.Expression{oneOf("reason", reason)}}, ByReason)
			must(t, err)
			var counted int64
			for _, s := range sums {
				counted += s.Count
			}
			if counted < int64(len(found[i])) {
				t.Errorf("%s: %d are counted, %d found", reason, counted, len(found[i]))
			}
		}
		if diff := gocmp.Diff(found[0], found[1]); diff != "" {
			t.Errorf("%s (-sorted +walked):\n%.2000s", reason, diff)
		}
	}
}

func TestKeptLicensesAreLeftOut(t *testing.T) {
	d := oddTenant(8, 300, 10)
	inv := openPriced(t, func(string) cost { return cost{} })
	publishDelivery(t, inv, "one", d)
	all := recommended(t, inv, ReclaimQuery{})
	var kept []Held
	var rest []naiveRow
	for i, row := range all {
		switch i % 3 {
		case 0:
			kept = append(kept, Held{TenantID: "T", UserID: row.User, SKUID: row.SKU})
			continue
		case 1: // of another tenant
			kept = append(kept, Held{TenantID: "u", UserID: row.User, SKUID: row.SKU})
		}
		rest = append(rest, row)
	}
	kept = append(kept, Held{TenantID: "t", UserID: "gone", SKUID: d.licenses[0].SKUID},
		Held{TenantID: "t", UserID: all[1].User, SKUID: "gone"})
	if diff := gocmp.Diff(rest, recommended(t, inv, ReclaimQuery{Kept: kept})); diff != "" {
		t.Error("-want +got:\n" + diff)
	}
	compareSums(t, inv, ReclaimQuery{Kept: kept}, rest)
}

func TestRecommendationsAreOfWhomOneAsksFor(t *testing.T) {
	d := oddTenant(9, 300, 10)
	inv := openPriced(t, func(string) cost { return cost{} })
	publishDelivery(t, inv, "one", d)
	publishDelivery(t, inv, "two", oddTenant(10, 20, 10).of("u"))
	of := map[string]connector.User{}
	for _, u := range d.pages[0] {
		of[u.ID] = u
	}
	for given, c := range map[string]struct {
		q    ReclaimQuery
		want func(u connector.User, row naiveRow) bool
	}{
		"a license": {ReclaimQuery{License: "odd_3"}, func(_ connector.User, row naiveRow) bool { return row.SKU == d.licenses[3].SKUID }},
		"a department": {
			ReclaimQuery{Filter: is("department", "legal")},
			func(u connector.User, _ naiveRow) bool { return u.Department == "Legal" },
		},
		"no country": {ReclaimQuery{Filter: is("country", "")}, func(connector.User, naiveRow) bool { return false }},
		"a name": {ReclaimQuery{Search: "anna USER"}, func(u connector.User, _ naiveRow) bool {
			return u.DisplayName == "Anna"
		}},
		"a word of a license": {
			ReclaimQuery{Search: "oDD_3"},
			func(_ connector.User, row naiveRow) bool { return row.SKU == d.licenses[3].SKUID },
		},
		"a word of a department": {ReclaimQuery{Search: "egal"}, func(u connector.User, _ naiveRow) bool { return u.Department == "Legal" }},
		"words of a license, a department and a name": {ReclaimQuery{Search: "odd_3 legal anna"}, func(u connector.User, row naiveRow) bool {
			return row.SKU == d.licenses[3].SKUID && u.Department == "Legal" && u.DisplayName == "Anna"
		}},
		"words of a license and of a department, and conditions": {
			ReclaimQuery{Search: "odd_3 legal", Filter: is("department", "legal")},
			func(u connector.User, row naiveRow) bool {
				return row.SKU == d.licenses[3].SKUID && u.Department == "Legal"
			},
		},
		"no license": {ReclaimQuery{License: "none"}, func(connector.User, naiveRow) bool { return false }},
	} {
		c.q.Connections = []string{"one"}
		var want []naiveRow
		for _, row := range recommended(t, inv, ReclaimQuery{Connections: []string{"one"}}) {
			if c.want(of[row.User], row) {
				want = append(want, row)
			}
		}
		if diff := gocmp.Diff(want, recommended(t, inv, c.q)); diff != "" {
			t.Errorf("given %s: -want +got:\n%s", given, diff)
		}
		compareSums(t, inv, c.q, want)
	}
}
