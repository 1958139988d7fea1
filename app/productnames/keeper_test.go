package productnames

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365"
	"inventorybeacon/store"
	"inventorybeacon/store/inventory"
)

// keeper keeps the names of an empty data directory.
func keeper(t *testing.T) *Keeper {
	t.Helper()
	t.Setenv("INVENTORY_BEACON_KEY", "file")
	dir, source := t.TempDir(), microsoft365.New(microsoft365.Options{})
	names, h := open(t, dir)
	stored, err := store.Open(t.Context(), dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	imported, err := inventory.Open(t.Context(), dir, inventory.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(imported.Close(), stored.Close()); err != nil {
			t.Error(err)
		}
	})
	return NewKeeper(Options{
		Source: source, Store: stored, History: h, Names: names,
		Workspace: workspace.New(workspace.Options{
			Dir: dir, Source: source, Store: stored, Inventory: imported, Now: time.Now, Place: func() *time.Location { return time.UTC },
		}),
	})
}

// tableOf is a table of product names, with so many products.
func tableOf(products int) string {
	var table strings.Builder
	table.WriteString("Product_Display_Name,String_Id,GUID,Service_Plan_Name,Service_Plan_Id,Service_Plans_Included_Friendly_Names\r\n")
	for n := range products {
		fmt.Fprintf(&table, "Product %d,PRODUCT_%d,06ebc4ee-1bb5-47dd-8120-%012d,,,\r\n", n, n, n)
	}
	return table.String()
}

func wantNames(t *testing.T, k *Keeper, products int, origin string) {
	t.Helper()
	table, err := k.Table(t.Context())
	if err != nil || len(table.Products) != products || table.Origin != origin || table.At.IsZero() != (origin == "") {
		t.Errorf("%d products from %q of %s, %v; want %d from %q", len(table.Products), table.Origin, table.At, err, products, origin)
	}
}

func TestATableOfNamesTakesThePlaceOfOneThatIsNotMuchLarger(t *testing.T) {
	k := keeper(t)
	wantNames(t, k, 0, "")
	for _, c := range []struct {
		name, table string
		taken       int // 0 is refused
	}{
		{"given the first", tableOf(8), 8},
		{"given half of it", tableOf(4), 4},
		{"given all again", tableOf(9), 9},
		{"given less than half", tableOf(4), 0},
		{"given no table", "<html>", 0},
		{"given nothing", "", 0},
		{"given more", tableOf(10), 10},
	} {
		before, err := k.Table(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		table, err := k.Read(t.Context(), strings.NewReader(c.table), c.name)
		if (err == nil) != (c.taken > 0) || len(table.Products) != c.taken {
			t.Errorf("%s: %d products, %v", c.name, len(table.Products), err)
		}
		if c.taken > 0 {
			wantNames(t, k, c.taken, c.name)
		} else {
			wantNames(t, k, len(before.Products), before.Origin)
		}
	}
	if err := k.Remove(t.Context()); err != nil {
		t.Error(err)
	}
	wantNames(t, k, 0, "")
}

func TestNamesAreDownloadedFromTheAddressThatWasGivenLast(t *testing.T) {
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		if r.URL.Path != "/table.csv" {
			http.NotFound(w, r)
			return
		}
		_, _ = io.WriteString(w, tableOf(3))
	}))
	t.Cleanup(server.Close)
	k := keeper(t)
	table, microsoft := server.URL+"/table.csv", k.MakersAddress()
	for _, c := range []struct {
		name, address, next string // next is that of later downloads
		fails               bool
	}{
		{"given an address at which nothing is", server.URL + "/nothing.csv", microsoft, true},
		{"given another one", table, table, false},
		{"given none, then from the same", "", table, false},
		{"given one at which nothing is", server.URL + "/nothing.csv", table, true},
	} {
		before := asked.Load()
		got, err := k.Download(t.Context(), c.address, "")
		if (err != nil) != c.fails || asked.Load() == before || !c.fails && (len(got.Products) != 3 || got.Origin != table) {
			t.Errorf("%s: %d products from %q, %v", c.name, len(got.Products), got.Origin, err)
		}
		if next, err := k.Address(t.Context()); err != nil || next != c.next {
			t.Errorf("%s: the next comes from %q, want %q (%v)", c.name, next, c.next, err)
		}
	}
	if err := k.Remove(t.Context()); err != nil {
		t.Error(err)
	}
	if next, err := k.Address(t.Context()); err != nil || next != microsoft {
		t.Errorf("removed, it comes from %q, want %q (%v)", next, microsoft, err)
	}
	for address, right := range map[string]bool{
		"": true, table: true, "https://names.example/table.csv": true,
		"http://names.example/table.csv": false, "file:///etc/passwd": false,
	} {
		if err := k.CheckAddress(address); (err == nil) != right {
			t.Errorf("%q: %v", address, err)
		}
	}
}

// TestADownloadGoesThroughTheProxyOfItsConnection asks which proxy is taken, with which password.
func TestADownloadGoesThroughTheProxyOfItsConnection(t *testing.T) {
	k := keeper(t)
	add := func(name, server, username string, password connector.Secret) string {
		t.Helper()
		c := k.o.Workspace.NewConnection(connector.CloudGlobal)
		c.Name, c.Proxy = name, connector.Proxy{Use: server != "", Server: server, Username: username}
		var changes store.SecretChanges
		if password != "" {
			changes.ProxyPassword = &password
		}
		if err := k.o.Workspace.SaveConnection(t.Context(), c, changes); err != nil {
			t.Fatal(err)
		}
		return c.ID
	}
	wantProxy := func(connection, server string, password connector.Secret) {
		t.Helper()
		access, err := k.proxyAccess(t.Context(), connection)
		if err != nil || access.Connection.Proxy.Server != server || access.Secrets.ProxyPassword != password {
			t.Errorf("it goes through %q, with a password: %v, %v; want %q", access.Connection.Proxy.Server, access.Secrets.ProxyPassword != "", err,
				server)
		}
	}
	wantProxy("", "", "")
	none := add("A", "", "", "")
	wantProxy("", "", "")
	named := add("B", "http://one.example:8080", "anna", "the password")
	unnamed := add("C", "http://two.example:8080", "", "")
	wantProxy("", "http://one.example:8080", "the password")
	wantProxy(none, "", "")
	wantProxy(named, "http://one.example:8080", "the password")
	wantProxy(unnamed, "http://two.example:8080", "")
	wantProxy("nobody's", "", "")
}
