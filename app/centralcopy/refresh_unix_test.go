//go:build !windows

package centralcopy

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"strconv"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/central"
	"inventorybeacon/store/central/centraltest"
	"inventorybeacon/store/inventory"
	"inventorybeacon/store/storetest"
)

// center is a central database with a schema.
type center struct {
	*centraltest.Server
	central.Config
}

func start(t *testing.T) center {
	t.Helper()
	server := centraltest.Start(t, centraltest.Options{})
	server.Database("central", "beacon", "secret")
	c := center{server, central.Config{Server: server.Address, Database: "central", User: "beacon", Password: "secret", Schema: "beacon"}}
	c.use(t, func(db *central.Database) error { return db.CreateSchema(t.Context()) })
	return c
}

func (c center) use(t *testing.T, do func(*central.Database) error) {
	t.Helper()
	db, err := central.Open(t.Context(), c.Config)
	storetest.Must(t, err)
	defer db.Close()
	storetest.Must(t, do(db))
}

// idOf is the id of the tenant of a number.
func idOf(number int) string {
	return "0000000" + strconv.Itoa(number) + "-0000-4000-8000-000000000000"
}

// publish publishes the first state of the tenant of a number, with so many users.
func (c center) publish(t *testing.T, number int, name string, users int) {
	t.Helper()
	ctx, id := t.Context(), idOf(number)
	c.use(t, func(db *central.Database) error {
		beacon := central.Beacon{ID: connector.NewGUID(), Name: "one", Version: "1"}
		s, err := db.Lease(ctx, id, name, beacon)
		if err != nil {
			return err
		}
		p, err := db.Begin(ctx, id, beacon, s, connector.NewGUID())
		if err != nil {
			return err
		}
		n := strconv.Itoa(users)
		c.Exec("central",
			"INSERT INTO beacon.user_row (tenant_id, key, from_generation, fingerprint, user_principal_name, display_name, enabled, on_premises_synced) "+
				"SELECT '"+id+"', CAST(md5(n::text) AS uuid), 1, n, 'u' || n, 'u', true, false FROM generate_series(1, "+n+") AS n")
		c.Exec("central", "INSERT INTO beacon.holding_row (tenant_id, key, from_generation, licensing, listed) "+
			"SELECT '"+id+"', CAST(md5(n::text) AS uuid), 1, 0, 0 FROM generate_series(1, "+n+") AS n")
		_, err = p.Finish(ctx, central.Facts{Imported: time.Now(), Tenant: name, Users: int64(users)})
		return err
	})
}

// opened is a copy of the central database that config says.
func opened(t *testing.T, config *central.Config) *Copy {
	t.Helper()
	c, err := Open(t.Context(), Options{
		Dir: t.TempDir(), Log: slog.New(slog.DiscardHandler), Now: time.Now, Inventory: inventory.Options{Logger: slog.New(slog.DiscardHandler)},
		Config: func(context.Context) (central.Config, bool, error) { return *config, true, nil },
	})
	storetest.Must(t, err)
	t.Cleanup(func() { storetest.Must(t, c.Close()) })
	return c
}

// wantCopy looks at which tenants are there with how many users, and whether that is said to be all.
func wantCopy(t *testing.T, c *Copy, whole bool, want map[string]int64) {
	t.Helper()
	published, err := c.Inventory.Published(t.Context())
	storetest.Must(t, err)
	got := map[string]int64{}
	for _, p := range published {
		got[p.Tenant.DisplayName] = p.Users
	}
	if !maps.Equal(got, want) {
		t.Errorf("there is %v, want %v", got, want)
	}
	if asOf, err := c.AsOf(t.Context()); err != nil || asOf.IsZero() == whole {
		t.Errorf("it is as of %v (%v); whole: %t", asOf, err, whole)
	}
}

func TestACopyIsWholeButForTenantsThatCannotBeLookedAt(t *testing.T) {
	center := start(t)
	c := opened(t, &center.Config)
	for number, name := range []string{"Adatum", "Contoso", "Fabrikam"} {
		center.publish(t, number, name, number+1)
	}
	center.Exec("central", "UPDATE beacon.generation SET written_as = NULL WHERE tenant = 'Adatum'")
	center.Exec("central",
		"INSERT INTO beacon.price_row (tenant_id, key, from_generation, fingerprint, sku_id, sku_part_number, product, amount, currency, per) "+
			"VALUES ('"+idOf(1)+"', 'p', 1, 1, gen_random_uuid(), 'p', 'p', 1, 'shells', 'month')")
	var older *OlderBeaconError
	for range 2 {
		// Given a tenant of an older version and one that cannot be read, then the copy is not whole, and both are told.
		err := c.Refresh(t.Context(), nil)
		if !errors.As(err, &older) || older.Tenant != "Adatum" || errors.Is(err, central.ErrMoved) {
			t.Errorf("it says %v", err)
		}
		wantCopy(t, c, false, map[string]int64{"Fabrikam": 3})
	}
	// Given that one alone, then it is.
	center.Exec("central", "DELETE FROM beacon.price_row")
	if err := c.Refresh(t.Context(), nil); !errors.As(err, &older) {
		t.Errorf("it says %v", err)
	}
	wantCopy(t, c, true, map[string]int64{"Contoso": 2, "Fabrikam": 3})
}

// Row-level security leaves rows out without a word.
func TestATenantOfWhichRowsAreHiddenIsToldAndTheOthersAreRead(t *testing.T) {
	center := start(t)
	for number, name := range []string{"Adatum", "Contoso", "Fabrikam"} {
		center.publish(t, number, name, number+1)
	}
	center.Exec("central",
		"CREATE ROLE viewer LOGIN PASSWORD 'secret'; GRANT USAGE ON SCHEMA beacon TO viewer; GRANT SELECT ON ALL TABLES IN SCHEMA beacon TO viewer; "+
			"ALTER TABLE beacon.user_row ENABLE ROW LEVEL SECURITY; CREATE POLICY seen ON beacon.user_row TO viewer USING (tenant_id <> '"+idOf(1)+
			"')")
	center.User = "viewer"
	c := opened(t, &center.Config)
	var incomplete *IncompleteError
	if err := c.Refresh(t.Context(), nil); !errors.As(err, &incomplete) || incomplete.Tenant != "Contoso" || incomplete.User != "viewer" {
		t.Errorf("it says %v", err)
	}
	wantCopy(t, c, false, map[string]int64{"Adatum": 1, "Fabrikam": 3})
}

func TestACopyStaysGivenAServerThatGoesInTheMiddle(t *testing.T) {
	center := start(t)
	c := opened(t, &center.Config)
	center.publish(t, 1, "Adatum", 1)
	storetest.Must(t, c.Refresh(t.Context(), nil))
	wantCopy(t, c, true, map[string]int64{"Adatum": 1})
	center.publish(t, 2, "Contoso", 20_000)
	asOf, err := c.AsOf(t.Context())
	storetest.Must(t, err)
	var seen []int64
	if err := c.Refresh(t.Context(), func(p Progress) {
		if seen = append(seen, p.Users); len(seen) == 2 { // some of its users have come
			center.Kill()
		}
	}); err == nil {
		t.Errorf("nothing is said; %d users were read", slices.Max(seen))
	}
	wantCopy(t, c, true, map[string]int64{"Adatum": 1})
	if now, err := c.AsOf(t.Context()); err != nil || !now.Equal(asOf) {
		t.Errorf("it is as of %v, want %v (%v)", now, asOf, err)
	}
	center.Run()
	storetest.Must(t, c.Refresh(t.Context(), nil))
	wantCopy(t, c, true, map[string]int64{"Adatum": 1, "Contoso": 20_000})
}

func TestACopyIsOfTheServerThatIsSet(t *testing.T) {
	center := start(t)
	config := center.Config
	c := opened(t, &config)
	center.publish(t, 1, "Adatum", 1)
	center.publish(t, 2, "Contoso", 2)
	storetest.Must(t, c.Refresh(t.Context(), nil))
	// Given another one that cannot be reached, then nothing is taken for what it has,
	other := start(t)
	other.publish(t, 2, "Contoso", 4)
	config = other.Config
	wantCopy(t, c, false, map[string]int64{"Adatum": 1, "Contoso": 2})
	other.Stop()
	if err := c.Refresh(t.Context(), nil); err == nil {
		t.Error("it has read a server that is gone")
	}
	wantCopy(t, c, false, map[string]int64{"Adatum": 1, "Contoso": 2})
	// also when the former one is set again before it was read once more,
	config = center.Config
	wantCopy(t, c, false, map[string]int64{"Adatum": 1, "Contoso": 2})
	// and what it has takes the place of the rest.
	config = other.Config
	other.Run()
	storetest.Must(t, c.Refresh(t.Context(), nil))
	wantCopy(t, c, true, map[string]int64{"Contoso": 4})
}
