//go:build !windows

package central

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"inventorybeacon/connector"
	"inventorybeacon/store/central"
	"inventorybeacon/store/central/centraltest"
	"inventorybeacon/store/history"
	"inventorybeacon/store/inventory"
)

// publishForTest holds what this test binary publishes when it runs as another process.
const publishForTest = "INVENTORY_BEACON_TEST_PUBLISH"

func TestMain(m *testing.M) {
	if text := os.Getenv(publishForTest); text != "" {
		if err := publishAsProcess(text); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	goleak.VerifyTestMain(m)
}

// order is what another process publishes, and where to.
type order struct {
	Site, Dir, Server, Schema, Beacon string
	User                              string // beacon when it is empty
	Rows                              int
}

func publishAsProcess(text string) error {
	var o order
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		return err
	}
	s, err := openSite(context.Background(), o.Site)
	if err != nil {
		return err
	}
	defer s.close()
	err = s.publisher(o).Publish(context.Background())
	if status, unread := os.ReadFile("/proc/self/status"); unread == nil { // rusage has the memory of the process that has begun this one
		for line := range strings.Lines(string(status)) {
			if most, found := strings.CutPrefix(line, "VmHWM:"); found {
				fmt.Println(strings.Fields(most)[0])
			}
		}
	}
	return err
}

const (
	tenantID = "11111111-2222-4333-8444-555555555555"
	password = "secret"
	fewRows  = 60
)

// site is an inventory with its history, whose imports are made up.
type site struct {
	dir    string
	inv    *inventory.Inventory
	hist   *history.History
	random *rand.Rand
	tenant string
	users  []connector.User
	groups []connector.Group
	usage  map[string]connector.Date
	// copilot is the report on Copilot, of which there is a license when it is not nil.
	copilot map[string]connector.Date
	next    int
	at      time.Time
}

func openSite(ctx context.Context, dir string) (*site, error) {
	inv, err := inventory.Open(ctx, dir, inventory.Options{})
	if err != nil {
		return nil, err
	}
	hist, err := history.Open(ctx, dir, history.Options{})
	return &site{
		tenant: tenantID,
		dir:    dir, inv: inv, hist: hist, random: rand.New(rand.NewPCG(7, 11)), usage: map[string]connector.Date{},
		at: time.Date(2026, 11, 1, 6, 0, 0, 0, time.UTC),
	}, err
}

func newSite(t testing.TB) *site {
	t.Helper()
	s, err := openSite(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.close)
	return s
}

func (s *site) close() {
	_ = s.inv.Close()
	_ = s.hist.Close()
}

func (s *site) publisher(o order) *Publisher {
	config := central.Config{Server: o.Server, Database: "central", User: cmp.Or(o.User, "beacon"), Password: password, Schema: o.Schema}
	return New(Options{
		Dir: o.Dir, Inventory: s.inv, History: s.hist, rows: o.Rows,
		Config: func(context.Context) (central.Config, bool, error) { return config, true, nil },
		Beacon: func(context.Context) (central.Beacon, error) {
			return central.Beacon{ID: o.Beacon, Name: "beacon-" + o.Beacon[:4], Version: "1"}, nil
		},
	})
}

var skus = []string{"05e9a617-0261-4cee-bb44-138d3ef5d965", "06ebc4ee-1bb5-47dd-8120-11324bc54e06", "c42b9cae-ea4f-4ab7-9717-81576235ccac"}

// change changes about so many users: some come, go, get other licenses, or have used something.
func (s *site) change(n int) {
	for range n {
		switch what := s.random.IntN(10); {
		case len(s.users) < 5 || what < 3:
			s.add()
		case what == 3:
			at := s.random.IntN(len(s.users))
			delete(s.usage, s.users[at].UserPrincipalName)
			s.users = append(s.users[:at], s.users[at+1:]...)
		case what < 7:
			s.users[s.random.IntN(len(s.users))].Assignments = s.licenses()
		default:
			u := s.users[s.random.IntN(len(s.users))]
			s.usage[u.UserPrincipalName] = connector.DateOf(s.at) - connector.Date(s.random.IntN(200))
		}
	}
}

// add adds a user.
func (s *site) add() {
	s.next++
	id := fmt.Sprintf("%08x-0000-4000-8000-%012x", s.random.Uint32(), s.next)
	s.users = append(s.users, connector.User{
		ID: id, UserPrincipalName: fmt.Sprintf("user%d@contoso.example", s.next), DisplayName: fmt.Sprintf("Ü\t\\ser \"%d\"\n", s.next),
		Enabled: true, UserType: "Member", Created: 20000, Assignments: s.licenses(),
	})
}

func (s *site) licenses() (all []connector.Assignment) {
	for _, sku := range skus {
		if s.random.IntN(2) == 0 {
			all = append(all, connector.Assignment{
				SKUID: sku, Direct: s.random.IntN(2) == 0, State: "Active", Since: connector.DateOf(s.at) - connector.Date(s.random.IntN(100)),
			})
		}
	}
	return all
}

// imports publishes the users as they are now, here.
func (s *site) imports(t testing.TB, connection string) {
	t.Helper()
	ctx := context.Background()
	s.at = s.at.Add(6 * time.Hour)
	staged, err := s.inv.Begin(ctx, connection, s.at.Unix())
	if err != nil {
		t.Fatal(err)
	}
	var licenses []connector.License
	for i, sku := range skus {
		licenses = append(licenses, connector.License{
			SKUID: sku, PartNumber: fmt.Sprintf("SKU_%d", i), Status: "Enabled", Enabled: 1000 + s.random.IntN(5), Assigned: len(s.users),
			ServicePlans: []connector.ServicePlan{{ID: fmt.Sprintf("p%d", i), Name: "EXCHANGE_S_ENTERPRISE"}},
		})
	}
	var usage []connector.Usage
	for upn, day := range s.usage {
		row := connector.Usage{UserPrincipalName: upn, ReportDate: connector.DateOf(s.at) - 2, LastActivity: day}
		row.In[connector.Exchange] = day
		usage = append(usage, row)
	}
	if s.copilot != nil {
		licenses = append(licenses, connector.License{
			SKUID: copilotSKU, PartNumber: "Microsoft_365_Copilot", Status: "Enabled", Enabled: 10, Assigned: len(s.users),
			ServicePlans: []connector.ServicePlan{{ID: "pc", Name: "M365_COPILOT_BUSINESS_CHAT"}},
		})
		var copilot []connector.Usage
		for upn, day := range s.copilot {
			row := connector.Usage{UserPrincipalName: upn, ReportDate: connector.DateOf(s.at) - 3, LastActivity: day}
			row.In[connector.CopilotChat] = day
			copilot = append(copilot, row)
		}
		err = staged.Usage(ctx, connector.StreamCopilot, copilot)
	}
	err = errors.Join(
		err,
		staged.Tenant(ctx, connector.Tenant{ID: s.tenant, DisplayName: "Contoso", DefaultDomain: "contoso.example"}),
		staged.Licenses(ctx, licenses),
		staged.Users(ctx, connector.UserPage{Stream: connector.StreamUsers, Users: s.users}),
		staged.Usage(ctx, connector.StreamActiveUsers, usage),
		staged.Groups(ctx, s.groups),
	)
	if err == nil {
		_, err = staged.Publish(ctx, s.at, nil)
	}
	if err = errors.Join(err, staged.Close(false)); err == nil {
		_, err = s.inv.Deliver(ctx, s.hist.Receive)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// center is a server with a schema for what is tried, and one for what is published undisturbed.
type center struct{ *centraltest.Server }

const (
	tried = "tried"
	truth = "truth"
)

func startCenter(t testing.TB, o centraltest.Options) center {
	t.Helper()
	c := center{centraltest.Start(t, o)}
	c.Database("central", "beacon", password)
	for _, schema := range []string{tried, truth} {
		c.makeSchema(t, schema)
	}
	return c
}

// empty makes the schemas anew.
func (c center) empty(t testing.TB) {
	t.Helper()
	for _, schema := range []string{tried, truth} {
		c.Exec("central", "DROP SCHEMA IF EXISTS "+schema+" CASCADE")
		c.makeSchema(t, schema)
	}
}

func (c center) makeSchema(t testing.TB, schema string) {
	t.Helper()
	db, err := central.Open(t.Context(),
		central.Config{Server: c.Address, Database: "central", User: "beacon", Password: password, Schema: schema})
	if err == nil {
		err = db.CreateSchema(t.Context())
		db.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
}

var viewed = []string{"users", "assignments", "licenses", "applications", "usage", "history", "changes"}

// digest is a hash of all that readers see in a schema; where and suffix choose a generation.
func (c center) digest(schema, suffix, where string) string {
	var parts []string
	for _, view := range viewed {
		columns := "(to_jsonb(v) - 'generation')::text"
		parts = append(parts,
			fmt.Sprintf("(SELECT count(*) || ' ' || md5(coalesce(string_agg(%[1]s, '|' ORDER BY %[1]s), '')) FROM %[2]s.%[3]s%[4]s AS v%[5]s)",
				columns, schema, view, suffix, where))
	}
	return c.Exec("central", "SELECT concat_ws(', ', "+strings.Join(parts, ", ")+")")
}

// truths are the states that readers may see.
type truths struct {
	site      *site
	center    center
	publisher *Publisher
	seen      map[string]int
	last      string
}

func newTruths(t testing.TB, s *site, c center) *truths {
	t.Helper()
	p := s.publisher(order{Dir: t.TempDir(), Server: c.Address, Schema: truth, Beacon: "aaaaaaaa-0000-4000-8000-000000000001"})
	all := &truths{site: s, center: c, publisher: p, seen: map[string]int{}}
	all.last = c.digest(truth, "", "")
	all.seen[all.last] = 0
	return all
}

// next imports another state and publishes it undisturbed.
func (a *truths) next(t testing.TB, changes int) {
	t.Helper()
	a.site.change(changes)
	a.site.imports(t, "one")
	if err := a.publisher.Publish(context.Background()); err != nil {
		t.Fatal(err)
	}
	a.last = a.center.digest(truth, "", "")
	if _, known := a.seen[a.last]; !known {
		a.seen[a.last] = len(a.seen)
	}
}

// check holds what readers of a center see against the states that there were.
func (a *truths) check(t testing.TB, c center) {
	t.Helper()
	got := c.digest(tried, "", "")
	if _, known := a.seen[got]; !known {
		t.Fatalf("readers see what never was: %s\nthe last one was %s", got, a.last)
	}
}

// caughtUp holds it against the last one, and what can be asked for against the others.
func (a *truths) caughtUp(t testing.TB, c center) {
	t.Helper()
	if got := c.digest(tried, "", ""); got != a.last {
		t.Errorf("it has not caught up: %s, want %s", got, a.last)
	}
	generations := c.generations(t)
	for g := 1; g <= generations; g++ {
		if got := c.digest(tried, "_as_of", fmt.Sprintf(" WHERE generation = %d", g)); a.seen[got] == 0 {
			t.Errorf("as of generation %d there is what never was: %s", g, got)
		}
	}
}

// generations is how many states there were.
func (c center) generations(t testing.TB) int {
	t.Helper()
	n, err := strconv.Atoi(c.Exec("central", "SELECT coalesce(max(generation), 0) FROM tried.tenants"))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// process publishes in another process.
func process(t testing.TB, o order) *exec.Cmd {
	t.Helper()
	text, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), publishForTest+"="+string(text))
	return command
}
