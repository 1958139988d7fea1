package history

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
	"inventorybeacon/store/sqlite"
	"inventorybeacon/store/storetest"
)

// outboxOf is an inventory.db with publishes that wait, each with a change of a license and one of none.
func outboxOf(t *testing.T, publishes int) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "inventory.db")
	db, err := sqlite.Open(t.Context(), path,
		sqlite.Options{ApplicationID: 1, Migrations: os.DirFS("../inventory/internal/tables/migrations")})
	storetest.Must(t, err)
	storetest.Must(t, db.Update(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.Exec("INSERT INTO sku (sku, id, part_number) VALUES (7, 'sku-1', 'SPE_E5'), (8, 'sku-3', '')")
		for publish := range publishes {
			at := noon.AddDate(0, 0, 1).Add(time.Duration(publish) * time.Minute).UnixMilli()
			for _, statement := range []string{
				"INSERT INTO outbox (publish, tenant, at, name, baseline) VALUES (?1, 'a', ?2, 'A', 0)",
				"INSERT INTO outbox_license (publish, sku, part_number, kind, purchased, assigned, active30) SELECT ?1, 'sku-3', '', 'paid', 10, 5, 2 WHERE ?2",
				"INSERT INTO outbox_application (publish, name, entitled, active30) SELECT ?1, 'Word', 10, 2 WHERE ?2",
				"INSERT INTO outbox_change (publish, event, user, user_principal_name, sku, before, after) SELECT ?1, 'license-added', 'u', 'u@contoso.com', 7, '', 'SPE_E5' WHERE ?2",
				"INSERT INTO outbox_change (publish, event, user, user_principal_name, sku, before, after) SELECT ?1, 'user-added', 'v', 'v@contoso.com', NULL, '', '' WHERE ?2",
			} {
				_, failed := tx.Exec(statement, publish+1, at)
				err = errors.Join(err, failed)
			}
		}
		return err
	}))
	storetest.Must(t, db.Close())
	return path
}

// A file that takes nothing now takes all of it later, as if nothing had been.
func TestWhatCouldNotBeTakenOverIsTakenOverLater(t *testing.T) {
	h, inventory := filled(t), outboxOf(t, 2)
	met := refuse(t, h, 1_000)
	_, err := h.Receive(t.Context(), inventory)
	storetest.Must(t, err)
	statements := met()
	whole := contentOf(t, h)

	for _, number := range []int{1, statements / 2, statements} { // of which the first begins, and the last commits
		h := filled(t)
		refuse(t, h, number)
		if _, err := h.Receive(t.Context(), inventory); err == nil {
			t.Errorf("statement %d was refused, and nobody is told", number)
		}
		refuse(t, h, 0)
		storetest.Must(t, h.SetOwnName(t.Context(), OwnName{SKUID: e5, Name: "Our E5"})) // others write, too
		for range 2 {
			if last, err := h.Receive(t.Context(), inventory); last != 2 || err != nil {
				t.Fatalf("after statement %d was refused: the last publish is %d, %v", number, last, err)
			}
		}
		if contentOf(t, h) != whole {
			t.Errorf("after statement %d was refused, something else was taken over", number)
		}
	}
}

func TestAnInventoryThatCannotBeReadIsTold(t *testing.T) {
	h := open(t, &calendar{noon})
	inventory := filepath.Join(t.TempDir(), "inventory.db")
	if last, err := h.Receive(t.Context(), inventory); err == nil || last != 0 {
		t.Errorf("given no file: %d, %v", last, err)
	}
	storetest.Must(t, os.WriteFile(inventory, slices.Repeat([]byte("no database "), 1000), 0o600))
	_, err := h.Receive(t.Context(), inventory)
	if m, explained := connector.MessageOf(err); !explained || m.Data["Path"] != inventory {
		t.Errorf("given what is no database: %v", err)
	}
	if last, err := h.Receive(t.Context(), outboxOf(t, 1)); last != 1 || err != nil {
		t.Errorf("another one afterward: %d, %v", last, err)
	}
}

// Where many changes come, the indexes are made anew: they are there whatever happens meanwhile.
func TestIndexesOutliveManyChanges(t *testing.T) {
	inventory := outboxOf(t, 1)
	many, err := sql.Open("sqlite3", inventory)
	storetest.Must(t, err)
	_, err = many.Exec(`INSERT INTO outbox_change (publish, event, user, user_principal_name, before, after)
		WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ?) SELECT 1, 'user-added', 'u' || n, 'u', '', '' FROM n`, fewChanges)
	storetest.Must(t, errors.Join(err, many.Close()))
	indexes := func(h *History) []string {
		t.Helper()
		refuse(t, h, 0)
		found, err := sqlite.Values[string](t.Context(), h.db.Read,
			"SELECT name || sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name")
		storetest.Must(t, err)
		return found
	}
	h := filled(t)
	want := indexes(h)
	met := refuse(t, h, -1)
	_, err = h.Receive(t.Context(), inventory)
	storetest.Must(t, err)
	statements := met()
	if diff := cmp.Diff(want, indexes(h)); diff != "" {
		t.Error("(-want +got):\n" + diff)
	}
	if n, err := h.CountChanges(t.Context(), ChangeQuery{User: "u7"}); n != 1 || err != nil {
		t.Errorf("%d changes of a user, %v", n, err)
	}
	for number := 2; number <= statements; number += max(1, statements/20) {
		h := filled(t)
		refuse(t, h, number)
		if _, err := h.Receive(t.Context(), inventory); err == nil {
			t.Errorf("statement %d of %d was refused, and nobody is told", number, statements)
		}
		if diff := cmp.Diff(want, indexes(h)); diff != "" {
			t.Errorf("after statement %d was refused (-want +got):\n%s", number, diff)
		}
	}
}
