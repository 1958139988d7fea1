//go:build !windows

package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"inventorybeacon/app/centralcopy"
	"inventorybeacon/app/message"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
)

// published is a beacon that has published a tenant of so many users, and the central database.
func publishedTenant(t testing.TB, c center, users int, name string) *opened {
	t.Helper()
	server := demotenanttest.Start(t, demotenant.Options{Users: users, TenantName: name, Seed: uint64(users)})
	b := openWith(t, Options{Dir: t.TempDir(), Source: sourceOf(server), Central: c.configured})
	mustImport(t, b, connect(t, b, name))
	publishNow(t, b)
	return b
}

// looker is a computer that has nothing of its own.
func looker(t testing.TB, c center, dir string) *CentralCopy {
	t.Helper()
	return openCentralCopy(t,
		openWith(t, Options{Dir: dir, Source: sourceOf(demotenanttest.Start(t, demotenant.Options{})), Central: c.configured}))
}

// tenantsOf are the names of the tenants in a copy, with how many users each has.
func tenantsOf(t testing.TB, c *CentralCopy) map[string]int64 {
	t.Helper()
	published, err := c.Published(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]int64{}
	for _, p := range published {
		all[p.Tenant.DisplayName] = p.Users
	}
	return all
}

func wantTenants(t testing.TB, c *CentralCopy, want map[string]int64) {
	t.Helper()
	got := tenantsOf(t, c)
	if len(got) != len(want) {
		t.Errorf("tenants %v, want %v", got, want)
	}
	for name, users := range want {
		if got[name] != users {
			t.Errorf("tenants %v, want %v", got, want)
		}
	}
}

func usersOf(t testing.TB, b *opened) int64 {
	t.Helper()
	n, err := b.CountUsers(t.Context(), UserQuery{})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestTheCenterHasTheTenantsOfAllBeacons(t *testing.T) {
	c := startCenter(t)
	one, two, three := publishedTenant(t, c, 30, "Adatum"), publishedTenant(t, c, 40, "Contoso"), publishedTenant(t, c, 50, "Fabrikam")
	l := looker(t, c, t.TempDir())
	refreshed(t, l)
	wantTenants(t, l, map[string]int64{"Adatum": usersOf(t, one), "Contoso": usersOf(t, two), "Fabrikam": usersOf(t, three)})

	for _, name := range []string{"contoso", two.mustTenant(t)} {
		id, err := l.InventoryNamed(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := l.CountUsers(t.Context(), UserQuery{Connections: []string{id}}); n != usersOf(t, two) || err != nil {
			t.Errorf("%d users of %s, %v", n, name, err)
		}
	}
	var missing *CentralTenantError
	if _, err := l.InventoryNamed(t.Context(), "Nobody"); !errors.As(err, &missing) {
		t.Errorf("a tenant that there is none of: %v", err)
	}

	// Nothing has changed: nobody is read.
	if err := l.Refresh(t.Context(), func(p CentralCopyProgress) { t.Errorf("%+v was read again", p) }); err != nil {
		t.Error(err)
	}
	// A tenant is removed.
	c.Exec("central", "DELETE FROM beacon.tenant WHERE tenant_id = '"+one.mustTenant(t)+"'")
	refreshed(t, l)
	wantTenants(t, l, map[string]int64{"Contoso": usersOf(t, two), "Fabrikam": usersOf(t, three)})
	if tenants, err := l.History.Tenants(t.Context()); len(tenants) != 2 || err != nil {
		t.Errorf("the history is of %+v, %v", tenants, err)
	}
}

func TestAStateThatGoesWhileItIsReadIsReadAnew(t *testing.T) {
	c := startCenter(t)
	b := publishedTenant(t, c, 30, "Contoso")
	l := looker(t, c, t.TempDir())
	entry := b.Entries()[0]
	times := 0
	if err := l.Refresh(t.Context(), func(p CentralCopyProgress) {
		if times++; times == 1 { // another state is published, and this one removed
			mustImport(t, b, entry.Connection)
			publishNow(t, b)
			c.Exec("central", "DELETE FROM beacon.generation WHERE generation = 1")
		}
	}); err != nil {
		t.Fatal(err)
	}
	if times < 3 {
		t.Error("it was read once")
	}
	wantTenants(t, l, map[string]int64{"Contoso": usersOf(t, b)})
	want, err := b.Published(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got, err := l.Published(t.Context()); err != nil || !got[0].At.Equal(want[0].At) {
		t.Errorf("the copy is of %v, want %v (%v)", got, want, err)
	}
}

func TestARefreshThatIsCutShortLeavesWhatWasThere(t *testing.T) {
	c := startCenter(t)
	b := publishedTenant(t, c, 30, "Contoso")
	dir, killed := t.TempDir(), t.TempDir()
	l := looker(t, c, dir)
	ctx, cancel := context.WithCancel(t.Context())
	if err := l.Refresh(ctx, func(p CentralCopyProgress) {
		if p.Users > 0 {
			if err := os.CopyFS(killed, os.DirFS(dir)); err != nil {
				t.Error(err)
			}
			cancel()
		}
	}); !errors.Is(err, context.Canceled) {
		t.Errorf("a refresh that was canceled: %v", err)
	}
	for place, copied := range map[string]*CentralCopy{"canceled": l, "killed": looker(t, c, killed)} {
		if got := tenantsOf(t, copied); len(got) != 0 {
			t.Errorf("%s: there is %v", place, got)
		}
		if asOf, err := copied.AsOf(t.Context()); !asOf.IsZero() || err != nil {
			t.Errorf("%s: as of %v, %v", place, asOf, err)
		}
		refreshed(t, copied)
		wantTenants(t, copied, map[string]int64{"Contoso": usersOf(t, b)})
	}
}

func TestWhatCannotBeLookedAtIsSaid(t *testing.T) {
	c := startCenter(t)
	b := publishedTenant(t, c, 30, "Contoso")
	l := looker(t, c, t.TempDir())
	refreshed(t, l)
	asOf, err := l.AsOf(t.Context())
	if err != nil || asOf.IsZero() {
		t.Fatal(asOf, err)
	}
	t.Run("given a beacon of an older version, then its tenant is not taken for one without anything", func(t *testing.T) {
		c.Exec("central", "UPDATE beacon.generation SET written_as = NULL, attempt = '11111111-2222-4333-8444-555555555555'")
		var older *centralcopy.OlderBeaconError
		if err := l.Refresh(t.Context(), nil); !errors.As(err, &older) || older.Tenant != "Contoso" {
			t.Errorf("%v", err)
		}
		wantTenants(t, l, map[string]int64{"Contoso": usersOf(t, b)}) // as it was before
		wantTenants(t, looker(t, c, t.TempDir()), nil)
	})
	t.Run("given an older schema, then that is said and the copy stays", func(t *testing.T) {
		c.Exec("central", "UPDATE beacon.schema_version SET version = 1")
		err := l.Refresh(t.Context(), nil)
		if text := message.Explain(err); err == nil || !strings.Contains(fmt.Sprint(text), "older version (1)") {
			t.Errorf("%+v (%v)", text, err)
		}
		wantTenants(t, l, map[string]int64{"Contoso": usersOf(t, b)})
	})
	t.Run("given a server that is gone, then that is said and the copy stays", func(t *testing.T) {
		c.Stop()
		if err := l.Refresh(t.Context(), nil); err == nil {
			t.Error("no error")
		}
		wantTenants(t, l, map[string]int64{"Contoso": usersOf(t, b)})
		if still, err := l.AsOf(t.Context()); err != nil || still.Before(asOf) {
			t.Errorf("as of %v, %v; was %v", still, err, asOf)
		}
	})
}
