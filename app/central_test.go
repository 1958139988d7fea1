//go:build !windows

package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/app/export"
	"inventorybeacon/app/lists"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store/central"
	"inventorybeacon/store/central/centraltest"
	"inventorybeacon/store/history"
	"inventorybeacon/store/inventory"
)

// center is a central database for a test.
type center struct {
	*centraltest.Server
	central.Config
}

// startCenter starts a server with an empty schema.
func startCenter(t testing.TB) center {
	t.Helper()
	server := centraltest.Start(t, centraltest.Options{})
	server.Database("central", "beacon", "secret")
	c := center{server, central.Config{Server: server.Address, Database: "central", User: "beacon", Password: "secret"}}
	db, err := central.Open(t.Context(), c.Config)
	if err == nil {
		err = db.CreateSchema(t.Context())
		db.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (c center) configured(context.Context) (central.Config, bool, error) { return c.Config, true, nil }

// rows are those of a query in the central database, each as its columns.
func (c center) rows(t testing.TB, query string) (rows []map[string]any) {
	t.Helper()
	text := c.Exec("central", "SET search_path = beacon; SET timezone = 'UTC'; SELECT coalesce(json_agg(row_to_json(v)), '[]') FROM ("+query+
		") AS v")
	if err := json.Unmarshal([]byte(text), &rows); err != nil {
		t.Fatal(err)
	}
	return rows
}

func publishNow(t testing.TB, b *opened) {
	t.Helper()
	if err := b.Central.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// snake is a key of JSON as columns are called.
func snake(key string) string {
	var b strings.Builder
	for _, c := range key {
		if unicode.IsUpper(c) {
			b.WriteByte('_')
			c = unicode.ToLower(c)
		}
		b.WriteRune(c)
	}
	return b.String()
}

// canonical are rows without regard to their order, and with times in one form.
func canonical(t testing.TB, rows []map[string]any, only []string) []string {
	t.Helper()
	lines := make([]string, len(rows))
	for i, row := range rows {
		kept := map[string]any{}
		for key, value := range row {
			key = snake(key)
			if text, is := value.(string); is {
				if at, err := time.Parse(time.RFC3339Nano, text); err == nil {
					value = at.UTC()
				}
			}
			if slices.Contains(only, key) {
				kept[key] = value
			}
		}
		text, err := json.Marshal(kept)
		if err != nil {
			t.Fatal(err)
		}
		lines[i] = string(text)
	}
	slices.Sort(lines)
	return lines
}

// unpublished are the columns of lists that no view has: what is twelve times another one, and where users have used applications,
// which the view applications counts.
var unpublished = []string{"spendYear", "unusedSpendYear", "platform"}

// truth is what the program says there is, by the names of views.
func truth(t testing.TB, b *opened) map[string][]map[string]any {
	t.Helper()
	ctx := context.Background()
	all := map[string][]map[string]any{}
	read := func(name string, write func(w *bytes.Buffer) error) {
		var w bytes.Buffer
		if err := write(&w); err != nil {
			t.Fatal(name, err)
		}
		var rows []map[string]any
		if err := json.Unmarshal(w.Bytes(), &rows); err != nil {
			t.Fatalf("%s: %v\n%.200s", name, err, w.Bytes())
		}
		all[name] = append(all[name], rows...)
	}
	for _, list := range lists.All {
		if list == lists.Reclaim || list == lists.Costs { // which are told of what there is, and published by nobody
			continue
		}
		read(string(list), func(w *bytes.Buffer) error {
			columns := slices.DeleteFunc(list.Columns(), func(key string) bool { return slices.Contains(unpublished, key) })
			_, err := b.WriteList(ctx, w, export.JSON, lists.Query{List: list, Columns: columns})
			return err
		})
	}
	skus, err := b.SKUs(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, sku := range skus {
		read("history", func(w *bytes.Buffer) error {
			_, err := export.Write(w, export.JSON, lists.LicenseTrendColumns(), export.Rows(func() ([]LicensePoint, error) {
				return b.LicenseTrend(ctx, TrendQuery{License: sku.ID})
			}))
			return err
		})
	}
	all["assignments"] = assignmentsOf(t, b)
	return all
}

func assignmentsOf(t testing.TB, b *opened) (rows []map[string]any) {
	t.Helper()
	users, err := b.Users(t.Context(), inventory.UserQuery{})
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range users {
		user, err := b.User(t.Context(), u.Connection, u.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range user.Assignments {
			groups := []any{}
			for _, g := range a.Groups {
				groups = append(groups, map[string]any{"id": g.ID, "displayName": g.DisplayName})
			}
			row := map[string]any{
				"userId": u.ID, "skuId": a.SKUID, "skuPartNumber": a.PartNumber, "product": a.Product, "direct": a.Direct, "groups": groups,
				"since": nil, "state": a.State, "active": inventory.StateValue(a.Activity),
			}
			if a.Since != 0 {
				row["since"] = a.Since.String()
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// inLowerCase are rows with a text in lower case.
func inLowerCase(rows []map[string]any, key string) []map[string]any {
	lower := make([]map[string]any, len(rows))
	for i, row := range rows {
		lower[i] = maps.Clone(row)
		if text, is := row[key].(string); is {
			lower[i][key] = strings.ToLower(text)
		}
	}
	return lower
}

// compare holds the views of a center against what the program says; suffix and where choose a generation.
func compare(t testing.TB, c center, want map[string][]map[string]any, suffix, where string) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(want)) {
		query := "SELECT * FROM " + name + suffix + " WHERE true" + where
		if name == "history" {
			query += " AND application IS NULL"
		}
		got, want := c.rows(t, query), want[name]
		if name == "usage" { // which the program spells as the directory does, and the center as the report
			got, want = inLowerCase(got, "user_principal_name"), inLowerCase(want, "userPrincipalName")
		}
		if len(want) == 0 {
			if len(got) != 0 {
				t.Errorf("%s%s: %d rows, want none", name, suffix, len(got))
			}
			continue
		}
		var columns []string
		for key := range want[0] {
			columns = append(columns, snake(key))
		}
		if diff := cmp.Diff(canonical(t, want, columns), canonical(t, got, columns)); diff != "" {
			t.Errorf("%s%s%s: -program +center\n%.4000s", name, suffix, where, diff)
		}
	}
}

func TestTheCenterIsWhatTheProgramSays(t *testing.T) {
	var day atomic.Int64
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now.AddDate(0, 0, int(day.Load())) }
	server := demotenanttest.Start(t, demotenant.Options{Users: 120, Day: func() int { return int(day.Load()) }, Now: clock})
	c := startCenter(t)
	b := openWith(t, Options{Dir: t.TempDir(), Source: sourceOf(server), Central: c.configured, Now: clock})
	connection := connect(t, b, "Contoso")
	if err := b.History.SetPrices(t.Context(), history.Price{SKUID: server.Licenses()[0].SKUID, Price: somePrice()}); err != nil {
		t.Fatal(err)
	}
	if err := b.ReadEntered(t.Context()); err != nil {
		t.Fatal(err)
	}
	var states []map[string][]map[string]any
	for n := range 4 {
		day.Store(int64(n * 3))
		mustImport(t, b, connection)
		publishNow(t, b)
		want := truth(t, b)
		compare(t, c, want, "", "")
		states = append(states, want)
	}
	if len(states[3]["changes"]) == 0 {
		t.Error("nothing has changed in nine days")
	}
	for n, want := range states {
		compare(t, c, want, "_as_of", fmt.Sprintf(" AND generation = %d", n+1))
	}
	status, err := b.Central.Status(t.Context())
	if err != nil || len(status.Tenants) != 1 || status.Tenants[0].Generation != 4 || status.Tenants[0].Pending != 0 ||
		status.Tenants[0].LastError != "" {
		t.Errorf("%+v, %v", status, err)
	}

	// Nothing is imported: nothing but the lease is written.
	if written := c.written(t, func() { publishNow(t, b) }); written > 2 {
		t.Errorf("%d rows were written for nothing", written)
	}
	// The same is imported again: that is a state, too, in which nothing else has changed.
	written := c.written(t, func() {
		mustImport(t, b, connection)
		publishNow(t, b)
	})
	t.Logf("%d rows were written for a tenant in which nothing has changed", written)
	if written < 4 || written >= 10 {
		t.Errorf("%d rows were written for a tenant in which nothing has changed", written)
	}
	compare(t, c, truth(t, b), "", "")
}

// written is how many rows something writes. The server counts them when a connection ends.
func (c center) written(t *testing.T, do func()) int {
	t.Helper()
	count := func() (n int) {
		for c.Exec("central", "SELECT count(*) FROM pg_stat_activity WHERE usename = 'beacon'") != "0" {
			time.Sleep(time.Millisecond)
		}
		text := c.Exec("central",
			"SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_user_tables WHERE schemaname = 'beacon'")
		if _, err := fmt.Sscan(text, &n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	before := count()
	do()
	return count() - before
}

// What the documentation asks the central database for.
func TestQueriesOfTheDocumentation(t *testing.T) {
	server := demotenanttest.Start(t, demotenant.Options{Users: 60})
	c := startCenter(t)
	b := openWith(t, Options{Dir: t.TempDir(), Source: sourceOf(server), Central: c.configured})
	mustImport(t, b, connect(t, b, "Contoso"))
	publishNow(t, b)
	text, err := os.ReadFile("../docs/central.md")
	if err != nil {
		t.Fatal(err)
	}
	queries := regexp.MustCompile("(?s)```sql\n(.*?);\n```").FindAllStringSubmatch(string(text), -1)
	if len(queries) < 8 {
		t.Errorf("%d queries were found", len(queries))
	}
	for _, query := range queries {
		rows := c.rows(t, query[1])
		if len(rows) == 0 && !strings.Contains(query[1], "beacon.changes") { // a first import changes nothing
			t.Errorf("nothing is found by\n%s", query[1])
		}
	}
	named := regexp.MustCompile(`beacon\.(\w+)`).FindAllStringSubmatch(string(text), -1)
	for _, name := range named {
		if n := c.Exec("central", "SELECT count(*) FROM pg_class WHERE relnamespace = 'beacon'::regnamespace AND relname = '"+name[1]+
			"'"); n != "1" && name[1] != "tenant_of_role" {
			t.Errorf("there is no %s", name[0])
		}
	}
	if without := c.Exec("central",
		`SELECT string_agg(c.relname || '.' || a.attname, ' ') FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
		WHERE c.relnamespace = 'beacon'::regnamespace AND c.relkind = 'v' AND c.relname <> 'current_generation' AND a.attnum > 0 AND col_description(c.oid, a.attnum) IS NULL`); without != "" {
		t.Errorf("nothing is said of the columns %s", without)
	}
}
