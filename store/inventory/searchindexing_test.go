package inventory

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"inventorybeacon/store/inventory/internal/adaptive"
	"inventorybeacon/store/inventory/internal/search"
)

// openSearch opens an inventory whose search index has other options.
func openSearch(t *testing.T, dir string, options search.Options) *Inventory {
	t.Helper()
	inv, err := Open(t.Context(), dir, Options{Now: func() time.Time { return noon }, index: options})
	must(t, err)
	t.Cleanup(func() {
		if err := inv.Close(); err != nil {
			t.Error(err)
		}
	})
	return inv
}

// openPieces opens an inventory in which so many users are indexed at once.
func openPieces(t *testing.T, dir string, piece int) *Inventory {
	t.Helper()
	return openSearch(t, dir, search.Options{Piece: piece})
}

// openPaused does the same, and the work on the index waits after some steps until
// goOn is called.
func openPaused(t *testing.T, dir string, piece, steps int) (inv *Inventory, paused <-chan struct{}, goOn func()) {
	t.Helper()
	gate, reached, n := make(chan struct{}), make(chan struct{}), 0
	inv = openSearch(t, dir, search.Options{Piece: piece, Use: func() func() {
		if n++; n == steps+1 {
			close(reached)
			<-gate
		}
		return func() {}
	}})
	goOn = sync.OnceFunc(func() { close(gate) })
	t.Cleanup(goOn)
	return inv, reached, goOn
}

// wantFound checks what a search finds, whatever the index is like.
func wantFound(t *testing.T, inv *Inventory, search string, want int64) {
	t.Helper()
	if n, err := inv.CountUsers(t.Context(), UserQuery{Search: search}); err != nil || n != want {
		t.Errorf("search %q finds %d, %v, want %d", search, n, err, want)
	}
}

// wantIndex waits for the index and checks that it is whole and that of the users.
func wantIndex(t *testing.T, inv *Inventory) {
	t.Helper()
	must(t, inv.AwaitIndex(t.Context()))
	if still, err := inv.Indexing(t.Context()); still || err != nil {
		t.Errorf("the index is still being made: %v, %v", still, err)
	}
	if _, err := inv.db.Write.Exec("INSERT INTO user_search (user_search, rank) VALUES ('integrity-check', 1)"); err != nil {
		t.Errorf("the index differs from the users: %v", err)
	}
}

func TestALargeIndexIsMadeAfterThePublish(t *testing.T) {
	inv, paused, goOn := openPaused(t, t.TempDir(), 100, 0)
	// Somebody writes when the publish ends, so that the index has to wait.
	d := contoso()
	d.pages = manyUsers(100, "v1")
	imp := begin(t, inv, "one")
	d.deliver(t, imp)
	_, err := imp.Publish(t.Context(), noon, nil)
	must(t, err)
	<-paused
	if still, err := inv.Indexing(t.Context()); !still || err != nil {
		t.Errorf("the index is not said to be made: %v", err)
	}
	wantFound(t, inv, "user77@", 1)
	goOn()
	wantFound(t, inv, "user77@", 1)
	wantIndex(t, inv)
	wantFound(t, inv, "user77@", 1)
	if size := fileSize(inv.path() + "-wal"); size > 4<<20 {
		t.Errorf("the log takes %d bytes", size)
	}
}

// An index that is half made follows the imports of others, and whoever opens the
// inventory next makes the rest.
func TestAnIndexThatWasCutShortIsGoneOnWith(t *testing.T) {
	dir := t.TempDir()
	inv, paused, _ := openPaused(t, dir, 100, 5) // the log, and four pieces
	d := contoso()
	d.pages = manyUsers(100, "v1")
	publishDelivery(t, inv, "one", d)
	<-paused
	var upto int64
	must(t, inv.db.Read.QueryRow("SELECT indexed FROM search_state").Scan(&upto))
	if upto != 400 {
		t.Fatalf("the index goes up to user %d", upto)
	}
	d.pages[3][0].DisplayName, d.pages[90][0].DisplayName = "Zenobia Zorn", "Zacharias Zorn"
	d.pages[5], d.pages[80] = nil, nil
	publishDelivery(t, inv, "one", d)
	publishDelivery(t, inv, "two", contoso().of("u"))
	wantFound(t, inv, "zorn", 2)
	wantFound(t, inv, "müller", 1)
	again := openPieces(t, dir, 100)
	wantIndex(t, again)
	wantFound(t, again, "zorn", 2)
	wantFound(t, again, "user51@", 0)
	wantFound(t, again, "müller", 1)
}

func TestPiecesOfTwoProcessesMakeOneIndex(t *testing.T) {
	dir := t.TempDir()
	inv, other := openPieces(t, dir, 10), openPieces(t, dir, 10)
	d := contoso()
	d.pages = manyUsers(100, "v1")
	publishDelivery(t, inv, "one", d)
	other.index.Start()
	wantIndex(t, other)
	wantIndex(t, inv)
	must(t, inv.Forget(t.Context(), "one"))
	wantIndex(t, inv)
	wantFound(t, other, "user", 0)
}

// spoilPage overwrites the page at the root of a table.
func spoilPage(t *testing.T, inv *Inventory, table string) {
	t.Helper()
	var page, size int64
	must(t, inv.db.Read.QueryRow("SELECT rootpage, page_size FROM sqlite_schema, pragma_page_size WHERE name = ?", table).Scan(&page,
		&size))
	_, err := inv.db.Write.Exec("PRAGMA wal_checkpoint(TRUNCATE)")
	must(t, err)
	must(t, inv.Close())
	file, err := os.OpenFile(inv.path(), os.O_RDWR, 0)
	must(t, err)
	garbage := make([]byte, size)
	for i := range garbage {
		garbage[i] = 0xff
	}
	_, err = file.WriteAt(garbage, (page-1)*size)
	must(t, errors.Join(err, file.Close()))
}

// What can be made anew from the users never costs the users.
func TestADamagedIndexIsMadeAnew(t *testing.T) {
	sql := func(text string) func(t *testing.T, inv *Inventory) {
		return func(t *testing.T, inv *Inventory) {
			t.Helper()
			_, err := inv.db.Write.Exec(text)
			must(t, errors.Join(err, inv.Close()))
		}
	}
	for given, damage := range map[string]func(t *testing.T, inv *Inventory){
		"blocks of garbage":        sql("UPDATE user_search_data SET block = randomblob(200)"),
		"blocks of zeros":          sql("UPDATE user_search_data SET block = zeroblob(length(block))"),
		"blocks that are cut":      sql("UPDATE user_search_data SET block = substr(block, 1, 3)"),
		"no blocks":                sql("DELETE FROM user_search_data WHERE id > 10"),
		"no structure":             sql("DELETE FROM user_search_data WHERE id = 10"),
		"no configuration":         sql("DELETE FROM user_search_config"),
		"no table of blocks":       sql("DROP TABLE user_search_data"),
		"no table at all":          sql("DROP TABLE user_search"),
		"a damaged page of data":   func(t *testing.T, inv *Inventory) { spoilPage(t, inv, "user_search_data") },
		"a damaged page of idx":    func(t *testing.T, inv *Inventory) { spoilPage(t, inv, "user_search_idx") },
		"a damaged page of config": func(t *testing.T, inv *Inventory) { spoilPage(t, inv, "user_search_config") },
	} {
		for _, first := range []string{"a search", "an import", "Forget"} {
			t.Run(fmt.Sprintf("given %s, and %s meets it", given, first), func(t *testing.T) {
				dir := t.TempDir()
				inv := openPieces(t, dir, 100)
				d := contoso()
				d.pages = manyUsers(50, "v1")
				publishDelivery(t, inv, "one", d)
				publishDelivery(t, inv, "two", contoso().of("u"))
				wantIndex(t, inv)
				damage(t, inv)

				inv = openPieces(t, dir, 100)
				users := int64(503)
				switch first {
				case "an import":
					d.pages[7][3].DisplayName = "Zenobia Zorn"
					publishDelivery(t, inv, "one", d)
					wantFound(t, inv, "zenobia", 1)
				case "Forget":
					must(t, inv.Forget(t.Context(), "two"))
					users = 500
				}
				wantUsers(t, inv, users)
				wantFound(t, inv, "user42@", 1)
				must(t, inv.AwaitIndex(t.Context()))
				wantFound(t, inv, "user43@", 1)
				wantIndex(t, inv)
				if inv.Replaced() != nil || inv.hasMarker() || !inv.intact(t.Context()) {
					t.Error("the inventory is said to be damaged")
				}
				publishDelivery(t, inv, "two", contoso().of("u"))
				wantFound(t, inv, "müller", 1)
				wantIndex(t, inv)
				wantUsers(t, openPieces(t, dir, 100), 503)
			})
		}
	}
}

// Somebody who has the inventory open meets the damage by searching.
func TestASearchMeetsADamagedIndex(t *testing.T) {
	dir := t.TempDir()
	inv, other := openPieces(t, dir, 100), openPieces(t, dir, 100)
	d := contoso()
	d.pages = manyUsers(50, "v1")
	publishDelivery(t, inv, "one", d)
	wantIndex(t, inv)
	wantFound(t, inv, "user42@", 1)
	_, err := other.db.Write.Exec("UPDATE user_search_data SET block = randomblob(200)")
	must(t, err)
	wantFound(t, inv, "user42@", 1)
	wantIndex(t, inv)
	wantFound(t, other, "user43@", 1)
}

// An import that fails for another reason does not have the inventory emptied because
// of its index.
func TestADamagedIndexIsNoDamageOfTheInventory(t *testing.T) {
	inv := open(t, t.TempDir())
	publishDelivery(t, inv, "one", contoso())
	_, err := inv.db.Write.Exec("UPDATE user_search_data SET block = randomblob(200)")
	must(t, err)
	if !inv.intact(context.Background()) {
		t.Error("the inventory is said to be damaged")
	}
}

// usualIndexes are those that every inventory has of the ones that are made after a publish.
func usualIndexes(t *testing.T, inv *Inventory) (names []string) {
	t.Helper()
	must(t, inv.read(t.Context(), func(tx *sql.Tx) error {
		existing, err := adaptive.Existing(t.Context(), tx)
		for _, index := range adaptive.Usual {
			if existing[index.Name] {
				names = append(names, index.Name)
			}
		}
		return err
	}))
	return names
}

func TestTheUsualIndexesOfManyUsersAreMadeAfterThePublishOrByWhoOpensTheFile(t *testing.T) {
	dir, want := t.TempDir(), []string{"user_department", "user_country"}
	inv := openPieces(t, dir, 100)
	if got := usualIndexes(t, inv); !slices.Equal(got, want) {
		t.Errorf("an empty inventory has %q", got)
	}
	d := contoso()
	d.pages = manyUsers(100, "v1")
	imp := begin(t, inv, "one")
	d.deliver(t, imp)
	_, err := imp.Publish(t.Context(), noon, nil)
	must(t, err)
	if _, err := inv.Users(t.Context(), UserQuery{Sort: "department", Limit: 5}); err != nil {
		t.Error(err)
	}
	must(t, inv.AwaitIndex(t.Context()))
	if got := usualIndexes(t, inv); !slices.Equal(got, want) {
		t.Errorf("after the publish there are %q", got)
	}
	// A process that was killed before.
	_, err = inv.db.Write.Exec("DROP INDEX user_country")
	must(t, err)
	if _, err := inv.Users(t.Context(), UserQuery{Sort: "country", Limit: 5}); err != nil {
		t.Error(err)
	}
	again := openPieces(t, dir, 100)
	must(t, again.AwaitIndex(t.Context()))
	if got := usualIndexes(t, again); !slices.Equal(got, want) {
		t.Errorf("after the next start there are %q", got)
	}
}
