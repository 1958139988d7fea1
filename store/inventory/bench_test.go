package inventory

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"inventorybeacon/connector"
)

// benchmarkUsers is the size of the benchmarks' tenant; INVENTORY_USERS changes it.
func benchmarkUsers(b *testing.B) int {
	b.Helper()
	text, set := os.LookupEnv("INVENTORY_USERS")
	if !set {
		return 100_000
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// largeTenant makes up a tenant whose users have random ids, three licenses on
// average and, most of them, usage.
type largeTenant struct {
	users int
	skus  []connector.License
	later connector.Date // days after the first import
	// change changes users, by their number; nil for none.
	change func(n int, u *connector.User)
}

func newLargeTenant(users int) largeTenant {
	tenant := largeTenant{users: users}
	plans := []string{
		"EXCHANGE_S_ENTERPRISE", "SHAREPOINTENTERPRISE", "TEAMS1", "OFFICESUBSCRIPTION", "YAMMER_ENTERPRISE", "MCOSTANDARD", "INTUNE_A",
		"AAD_PREMIUM",
	}
	for i := range 20 {
		l := connector.License{
			SKUID: guid(1, i), PartNumber: fmt.Sprintf("SKU_%02d", i), Status: "Enabled", Enabled: users / 2,
			Assigned: users / 3,
		}
		for j := range 6 {
			n := (i + j) % len(plans)
			l.ServicePlans = append(l.ServicePlans, connector.ServicePlan{ID: guid(2, n), Name: plans[n]})
		}
		tenant.skus = append(tenant.skus, l)
	}
	return tenant
}

func guid(kind, n int) string {
	r := rand.New(rand.NewPCG(uint64(kind), uint64(n)))
	a, b := r.Uint64(), r.Uint64()
	return fmt.Sprintf("%08x-%04x-%04x-%04x-%012x", a>>32, a>>16&0xffff, a&0xffff, b>>48, b&0xffffffffffff)
}

var (
	givenNames = strings.Fields("Anna Bert Carla David Ella Fritz Grace Hugo Ines Jonas Klara Lars Mia Noah Olga Paul Rosa Sven Tina Uwe")
	surnames   = strings.Fields("Smith Miller Jones Brown Müller Garcia Lopez Dubois Rossi Novak Larsen Kim Tanaka Silva Costa Weber " +
		"Klein Wolf Berg Lind")
	departments = strings.Fields("Sales Marketing Finance Engineering Research Support Legal Purchasing Production Logistics")
	countries   = strings.Fields("Germany France Italy Spain Norway Japan Brazil Canada India Poland")
)

func upn(n int) string { return "user" + strconv.Itoa(n) + "@contoso.onmicrosoft.com" }

// page returns the users from first on, at most 999.
func (t largeTenant) page(first int, users []connector.User) []connector.User {
	users = users[:0]
	for n := first; n < min(first+999, t.users); n++ {
		r := rand.New(rand.NewPCG(3, uint64(n)))
		given, surname := givenNames[r.IntN(20)], surnames[r.IntN(20)]
		u := connector.User{
			ID: guid(3, n), UserPrincipalName: upn(n), DisplayName: given + " " + surname + " " + strconv.Itoa(n),
			GivenName: given, Surname: surname, Mail: upn(n), Enabled: r.IntN(10) > 0, UserType: "Member",
			Department: departments[r.IntN(10)], CompanyName: "Contoso", JobTitle: "Clerk", OfficeLocation: "B 1.02",
			City: "Munich", State: "BY", Country: countries[r.IntN(10)], UsageLocation: "DE", EmployeeID: strconv.Itoa(n), Created: 19000,
		}
		for range 1 + r.IntN(5) {
			u.Assignments = append(u.Assignments,
				connector.Assignment{
					SKUID: t.skus[r.IntN(len(t.skus))].SKUID, Direct: true, State: "Active",
					Since: today - 10 - connector.Date(r.IntN(1000)),
				})
		}
		if r.IntN(200) == 0 {
			u.Failed = []connector.FailedAssignment{{SKUID: t.skus[0].SKUID, Error: "CountViolation"}}
		}
		if t.change != nil {
			t.change(n, &u)
		}
		users = append(users, u)
	}
	return users
}

func (t largeTenant) usage(first int, stream string, rows []connector.Usage) []connector.Usage {
	rows = rows[:0]
	for n := first; n < min(first+1000, t.users); n++ {
		r := rand.New(rand.NewPCG(4, uint64(n)))
		u := connector.Usage{UserPrincipalName: upn(n), ReportDate: today - 2 + t.later}
		from, to := connector.Exchange, connector.Teams
		if stream == connector.StreamAppUsers {
			from, to = connector.Outlook, connector.OneNote
		}
		for a := from; a <= to; a++ {
			if r.IntN(2) == 0 {
				u.In[a] = today - 2 + t.later - connector.Date(r.IntN(180))
			}
		}
		if stream == connector.StreamAppUsers {
			u.Platforms = t.platforms(n)
		}
		rows = append(rows, u)
	}
	return rows
}

// platforms are where a user uses applications: all on Windows, a third on mobile devices, a fourth in
// the browser, and hardly anybody on a Mac.
func (t largeTenant) platforms(n int) (uses connector.PlatformUse) {
	for p, one := range [connector.Platforms]int{1, 50_000, 3, 4} {
		for a := connector.Teams; a <= connector.OneNote && n%one == 0; a++ {
			uses.Add(a, connector.Platform(p))
		}
	}
	return uses
}

// deliver stages the tenant and returns how long that took without making it up.
func (t largeTenant) deliver(b *testing.B, imp Staged) (took time.Duration) {
	ctx := b.Context()
	timed := func(store func() error) {
		start := time.Now()
		must(b, store())
		took += time.Since(start)
	}
	must(b, imp.Tenant(ctx, connector.Tenant{ID: "t"}))
	must(b, imp.Licenses(ctx, t.skus))
	var users []connector.User
	for first := 0; first < t.users; first += 999 {
		users = t.page(first, users)
		page := connector.UserPage{Stream: connector.StreamUsers, Users: users, Cursor: "https://graph/next"}
		if first+999 >= t.users {
			page.Cursor = ""
		}
		timed(func() error { return imp.Users(ctx, page) })
	}
	var rows []connector.Usage
	for _, stream := range []string{connector.StreamActiveUsers, connector.StreamAppUsers} {
		for first := 0; first < t.users; first += 1000 {
			rows = t.usage(first, stream, rows)
			timed(func() error { return imp.Usage(ctx, stream, rows) })
		}
	}
	activations := make([]connector.Activation, 0, 1000)
	for first := 0; first < t.users; first += 3000 { // every third user
		activations = activations[:0]
		for n := first; n < min(first+3000, t.users); n += 3 {
			activations = append(activations,
				connector.Activation{
					UserPrincipalName: upn(n), Product: "Microsoft 365 Apps for enterprise", ReportDate: today - 2,
					Windows: 1 + n%3,
				})
		}
		timed(func() error { return imp.Activations(ctx, connector.StreamActivations, activations) })
	}
	return took
}

// BenchmarkImport imports a tenant into an empty inventory, then the same again, and
// then with the reports of another day.
func BenchmarkImport(b *testing.B) {
	tenant := newLargeTenant(benchmarkUsers(b))
	for b.Loop() {
		dir := b.TempDir()
		inv := open(b, dir)
		for _, run := range []string{"first", "second", "daily"} {
			stopReading := func() error { return nil }
			if tenant.later = 0; run == "daily" {
				tenant.later = 1
			}
			if run != "first" {
				// A reader keeps the log from being emptied, so that its size tells how
				// much was written. A first inventory has no log.
				reader, err := inv.db.Read.BeginTx(b.Context(), nil)
				must(b, err)
				must(b, reader.QueryRow("SELECT count(*) FROM source").Scan(new(int)))
				stopReading = reader.Rollback
			}
			runtime.GC()
			forgetPeak()
			imp := begin(b, inv, "large")
			staged := tenant.deliver(b, imp)
			processor := processorTime()
			start, last, spent := time.Now(), time.Now(), processorTime()
			counts, err := imp.Publish(b.Context(), noon, func(done, _ int64) {
				if took := time.Since(last); took > 50*time.Millisecond {
					b.Logf("%s: step %d %v, processor %v", run, done, took.Round(time.Millisecond), processorTime()-spent)
				}
				last, spent = time.Now(), processorTime()
			})
			must(b, err)
			published := time.Since(start)
			publishing := processorTime() - processor
			must(b, inv.AwaitIndex(b.Context()))
			b.ReportMetric((time.Since(start) - published).Seconds(), run+"-index-s")
			must(b, stopReading())
			rows := counts.Users.Total + counts.Assignments.Total + 2*counts.Usage.Total
			b.ReportMetric(staged.Seconds(), run+"-staged-s")
			b.ReportMetric(published.Seconds(), run+"-publish-s")
			b.ReportMetric(publishing.Seconds(), run+"-publish-cpu-s")
			b.ReportMetric(float64(rows)/(staged+published).Seconds(), run+"-rows/s")
			b.ReportMetric(float64(fileSize(filepath.Join(dir, "inventory.db-wal")))/(1<<20), run+"-written-MiB")
			b.ReportMetric(peak(), run+"-peak-MiB")
			_, err = inv.db.Write.Exec("PRAGMA wal_checkpoint(TRUNCATE)")
			must(b, err)
		}
		b.ReportMetric(float64(fileSize(filepath.Join(dir, "inventory.db")))/(1<<20), "file-MiB")
	}
}

func fileSize(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

// forgetPeak and peak measure the greatest resident size of the process; Linux
// only, elsewhere it is 0.
func forgetPeak() { _ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) }

func peak() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if text, found := strings.CutPrefix(line, "VmHWM:"); found {
			kib, _ := strconv.ParseFloat(strings.Fields(text)[0], 64)
			return kib / 1024
		}
	}
	return 0
}

// processorTime is what the process has spent on all cores; Linux only, elsewhere
// it is 0. On a busy computer it tells more than the clock.
func processorTime() time.Duration {
	stat, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		return 0
	}
	// The fields utime and stime of proc(5), in hundredths of a second, counted
	// behind the name in brackets.
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	user, _ := strconv.ParseInt(fields[11], 10, 64)
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * 10 * time.Millisecond
}

// BenchmarkQuery measures what a page of the window asks for.
func BenchmarkQuery(b *testing.B) {
	inv, tenant := benchmarkInventory(b)
	ctx := b.Context()
	no := false
	users := map[string]UserQuery{
		"first page":             {},
		"last page":              {Offset: tenant.users - 50},
		"middle":                 {Offset: tenant.users / 2},
		"by activity":            {Sort: "lastActivity", Descending: true},
		"by upn":                 {Sort: "userPrincipalName"},
		"by department":          {Sort: "department"},
		"by licenses":            {Sort: "licenses", Descending: true},
		"by mail":                {Sort: "mail"},
		"disabled":               {Enabled: &no},
		"of a department":        {Department: "Sales"},
		"of a license":           {License: "SKU_03"},
		"of an application":      {Application: "Teams"},
		"inactive":               {Activity: Inactive},
		"active":                 {Activity: Active},
		"new":                    {Activity: New},
		"inactive of a license":  {Activity: Inactive, License: "SKU_03"},
		"new of a license":       {Activity: New, License: "SKU_03"},
		"failed":                 {Failed: true},
		"unlicensed":             {Licensed: &no},
		"of a connection":        {Connections: []string{"large"}},
		"search rare":            {Search: strconv.Itoa(tenant.users - 3)},
		"search two words":       {Search: "anna " + strconv.Itoa(tenant.users/2)},
		"search common":          {Search: "contoso"},
		"search common, middle":  {Search: "contoso", Offset: tenant.users / 2},
		"search umlaut":          {Search: "MÜLLER"},
		"search umlaut and rare": {Search: "MÜLLER 12345"},
		"search short":           {Search: "mu"},
		"search nothing":         {Search: "zzzzzz"},
	}
	for _, name := range sortedNames(users) {
		q := users[name]
		q.Limit = 50
		b.Run("users/"+name, func(b *testing.B) {
			latency(b, func() error { _, err := inv.Users(ctx, q); return err })
		})
		b.Run("count/"+name, func(b *testing.B) {
			latency(b, func() error { _, err := inv.CountUsers(ctx, q); return err })
		})
	}
	for name, query := range map[string]func() error{
		"licenses":           func() error { _, err := inv.Licenses(ctx, LicenseQuery{}); return err },
		"applications":       func() error { _, err := inv.Applications(ctx, ApplicationQuery{}); return err },
		"usage":              func() error { _, err := inv.Usage(ctx, UsageQuery{Limit: 50}); return err },
		"usage/search":       func() error { _, err := inv.Usage(ctx, UsageQuery{Limit: 50, Search: "user99"}); return err },
		"wide":               func() error { _, err := inv.WideUsage(ctx, UsageQuery{Limit: 50}); return err },
		"wide/by teams":      func() error { _, err := inv.WideUsage(ctx, UsageQuery{Limit: 50, Sort: "Teams"}); return err },
		"wide/by name":       func() error { _, err := inv.WideUsage(ctx, UsageQuery{Limit: 50, Sort: "displayName"}); return err },
		"wide/by activity":   func() error { _, err := inv.WideUsage(ctx, UsageQuery{Limit: 50, Sort: "lastActivity"}); return err },
		"wide/search":        func() error { _, err := inv.WideUsage(ctx, UsageQuery{Limit: 50, Search: "user99"}); return err },
		"wide/count":         func() error { _, err := inv.CountWideUsage(ctx, UsageQuery{}); return err },
		"user":               func() error { _, err := inv.User(ctx, "large", guid(3, tenant.users/2)); return err },
		"holders":            func() error { _, err := inv.Holders(ctx, UserQuery{License: "SKU_03", Limit: 100}); return err },
		"published":          func() error { _, err := inv.Published(ctx); return err },
		"every user, 100000": func() error { return inv.EachUser(ctx, UserQuery{Limit: 100_000}, func(UserRow) error { return nil }) },
	} {
		b.Run(name, func(b *testing.B) { latency(b, query) })
	}
}

// latency reports the median and the 95th percentile of a query.
func latency(b *testing.B, query func() error) {
	must(b, query())
	var took []time.Duration
	spent := processorTime()
	for b.Loop() {
		start := time.Now()
		must(b, query())
		took = append(took, time.Since(start))
	}
	spent = processorTime() - spent
	slices.Sort(took)
	b.ReportMetric(float64(spent.Microseconds())/1000/float64(len(took)), "cpu-ms")
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
}

func sortedNames[V any](m map[string]V) []string {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// BenchmarkOverview measures the numbers of the page Overview.
func BenchmarkOverview(b *testing.B) {
	inv, _ := benchmarkInventory(b)
	for b.Loop() {
		_, err := inv.Overview(b.Context(), nil, 0)
		must(b, err)
	}
}
