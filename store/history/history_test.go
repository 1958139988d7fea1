package history

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
	"inventorybeacon/store/sqlite"
	"inventorybeacon/store/storetest"
)

// noon is when the tests begin, here.
var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.Local)

// calendar is a clock that a test turns.
type calendar struct{ now time.Time }

func open(t *testing.T, clock *calendar) *History {
	t.Helper()
	h, err := Open(t.Context(), t.TempDir(), Options{Now: func() time.Time { return clock.now }})
	storetest.Must(t, err)
	t.Cleanup(func() { storetest.Must(t, h.Close()) })
	return h
}

// put writes a publish with a change, a license and an application.
func put(t *testing.T, h *History, tenant string, at time.Time, purchased int, active any) {
	t.Helper()
	storetest.Must(t, h.update(t.Context(), func(tx *sql.Tx) error {
		var publish int64
		if err := tx.QueryRow("INSERT INTO publish (tenant, at, name, baseline, changes) VALUES (?, ?, ?, 0, 1) RETURNING publish",
			tenant, at.UnixMilli(), "Name of "+tenant).Scan(&publish); err != nil {
			return err
		}
		_, sku := tx.Exec("INSERT OR IGNORE INTO sku VALUES (1, 'sku-1', 'SPE_E3'), (2, 'sku-2', 'FREE')")
		_, license := tx.Exec("INSERT INTO license VALUES (?1, 1, 'paid', ?2, 5, ?3, ?3, ?3), (?1, 2, 'free', 1000, 0, NULL, NULL, NULL)",
			publish, purchased, active)
		_, application := tx.Exec("INSERT INTO application VALUES (?1, 'Word', ?2, ?3, ?3, ?3)", publish, purchased, active)
		_, change := tx.Exec("INSERT INTO change VALUES (?, 1, 'user-added', 'u', 'user@contoso.com', NULL, '', '')", publish)
		return errors.Join(sku, license, application, change)
	}))
}

func purchasedAt(t *testing.T, h *History, q TrendQuery) []string {
	t.Helper()
	points, err := h.LicenseTrend(t.Context(), q)
	storetest.Must(t, err)
	list := []string{}
	for _, p := range points {
		active := "unknown"
		if p.Active[1] != nil {
			active = fmt.Sprint(*p.Active[1])
		}
		list = append(list, fmt.Sprintf("%s: %d, %s", p.Time.In(noon.Location()).Format("01-02 15:04"), p.Purchased, active))
	}
	return list
}

func TestOfOlderDaysTheLastNumbersAreKept(t *testing.T) {
	clock := &calendar{noon}
	h := open(t, clock)
	for day := range 3 {
		for hour := range 3 {
			put(t, h, "a", noon.AddDate(0, 0, day).Add(time.Duration(hour)*time.Hour), 10*day+hour, nil)
		}
	}
	put(t, h, "b", noon.Add(30*time.Minute), 7, nil)
	clock.now = noon.AddDate(0, 0, 2).Add(3 * time.Hour)
	for range 2 {
		storetest.Must(t, h.Keep(t.Context(), DefaultChangeDays))
		want := []string{
			"11-23 14:00: 2, unknown", "11-24 14:00: 12, unknown", "11-25 12:00: 20, unknown", "11-25 13:00: 21, unknown",
			"11-25 14:00: 22, unknown",
		}
		if diff := cmp.Diff(want, purchasedAt(t, h, TrendQuery{Tenants: []string{"A"}, License: "spe_e3"})); diff != "" {
			t.Error("(-want +got):\n" + diff)
		}
		if got := purchasedAt(t, h, TrendQuery{Tenants: []string{"b"}}); len(got) != 1 {
			t.Errorf("of the other tenant %q", got)
		}
	}
	if n, err := h.CountChanges(t.Context(), ChangeQuery{}); n != 10 || err != nil {
		t.Errorf("%d changes, %v", n, err)
	}
	clock.now = noon.AddDate(2, 0, 1).Add(time.Hour)
	for day := range daysAfterGap {
		put(t, h, "c", noon.AddDate(2, 0, -day), 5, nil)
	}
	storetest.Must(t, h.Keep(t.Context(), DefaultChangeDays))
	if diff := cmp.Diff([]string{"11-24 14:00: 12, unknown", "11-25 14:00: 22, unknown"},
		purchasedAt(t, h, TrendQuery{Tenants: []string{"a", "b"}})); diff != "" {
		t.Error("after two years (-want +got):\n" + diff)
	}
}

// A clock that is ahead by years must not cost the history, which nothing brings back.
func TestNothingIsDroppedWhileTheClockMayBeAhead(t *testing.T) {
	clock := &calendar{noon}
	h := open(t, clock)
	left := func() (changes int64, figures int) {
		t.Helper()
		storetest.Must(t, h.Keep(t.Context(), DefaultChangeDays))
		changes, err := h.CountChanges(t.Context(), ChangeQuery{})
		storetest.Must(t, err)
		return changes, len(purchasedAt(t, h, TrendQuery{}))
	}
	put(t, h, "a", noon, 1, nil)
	put(t, h, "a", noon.AddDate(0, 2, 0), 2, nil) // no long gap
	ahead := noon.AddDate(3, 0, 0)
	for day := range daysAfterGap {
		clock.now = ahead.AddDate(0, 0, day)
		put(t, h, "a", clock.now, 3, nil)
		want := int64(3 + day)
		if day == daysAfterGap-1 { // by now it is the time
			want = daysAfterGap
		}
		if changes, figures := left(); changes != want || figures != int(want) {
			t.Errorf("after %d days %d changes and %d rows of numbers are left, not %d", day+1, changes, figures, want)
		}
	}
}

func TestChangesAreKeptForSomeDays(t *testing.T) {
	clock := &calendar{noon}
	h := open(t, clock)
	for day := range 4 {
		put(t, h, "a", noon.AddDate(0, 0, day), 1, nil)
	}
	clock.now = noon.AddDate(0, 0, 5)
	for days, want := range map[int]int64{3: 2} {
		storetest.Must(t, h.Keep(t.Context(), days))
		counted, err := h.CountChanges(t.Context(), ChangeQuery{})
		listed, failed := h.Changes(t.Context(), ChangeQuery{})
		if counted != want || len(listed) != int(want) || errors.Join(err, failed) != nil {
			t.Errorf("%d days: %d counted, %d listed, %v, %v", days, counted, len(listed), err, failed)
		}
	}
	if got := purchasedAt(t, h, TrendQuery{}); len(got) != 4 {
		t.Errorf("numbers went with them: %q", got)
	}
}

// Tenants are imported at different times: each point has what was last known of each.
func TestNumbersOfTenantsAreSummedUp(t *testing.T) {
	h := open(t, &calendar{noon})
	put(t, h, "a", noon, 1, nil)
	put(t, h, "b", noon.Add(time.Hour), 10, 4)
	put(t, h, "a", noon.Add(2*time.Hour), 2, 3)
	want := []string{"11-23 12:00: 1, unknown", "11-23 13:00: 11, 4", "11-23 14:00: 12, 7"}
	for name, q := range map[string]TrendQuery{"all that were bought": {}, "one": {License: "sku-1"}, "both": {Tenants: []string{"a", "b"}}} {
		if diff := cmp.Diff(want, purchasedAt(t, h, q)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if diff := cmp.Diff(want[2:], purchasedAt(t, h, TrendQuery{Since: noon.Add(90 * time.Minute)})); diff != "" {
		t.Error("since later (-want +got):\n" + diff)
	}
	if got := purchasedAt(t, h, TrendQuery{License: "SPE_E7"}); len(got) != 0 {
		t.Errorf("of a license that was never there: %q", got)
	}
	words, err := h.ApplicationTrend(t.Context(), TrendQuery{Application: "word"})
	if err != nil || len(words) != 3 || words[2].Entitled != 12 || *words[2].Active[0] != 7 {
		t.Errorf("%+v, %v", words, err)
	}
}

func TestAHistoryIsForgottenByTenant(t *testing.T) {
	h := open(t, &calendar{noon})
	put(t, h, "a", noon, 1, nil)
	put(t, h, "b", noon, 1, nil)
	named, err := h.TenantNamed(t.Context(), "name of A")
	if err != nil || len(named) != 1 || named[0].ID != "a" || named[0].Changes != 1 || !named[0].First.Equal(noon) {
		t.Fatalf("%+v, %v", named, err)
	}
	storetest.Must(t, h.Forget(t.Context(), "A"))
	_, err = h.TenantNamed(t.Context(), "a")
	storetest.WantError[*TenantNotFoundError](t, err)
	changes, err := h.Changes(t.Context(), ChangeQuery{})
	if err != nil || len(changes) != 1 || changes[0].Tenant != "b" || changes[0].Event != connector.UserAdded {
		t.Errorf("%+v, %v", changes, err)
	}
	for _, table := range []string{"license", "application", "change"} {
		var left int
		storetest.Must(t, h.db.Read.QueryRow("SELECT count(*) FROM "+table+" WHERE publish NOT IN (SELECT publish FROM publish)").Scan(&left))
		if left != 0 {
			t.Errorf("%d rows of %s stay", left, table)
		}
	}
}

func TestAnUnknownColumnIsRefused(t *testing.T) {
	h := open(t, &calendar{noon})
	if _, err := h.Changes(t.Context(), ChangeQuery{Sort: "color"}); !errors.Is(err, ErrUnknownColumn) {
		t.Error(err)
	}
	put(t, h, "a", noon, 1, nil)
	put(t, h, "b", noon.Add(time.Minute), 1, nil)
	for column := range changeSorts {
		for _, down := range []bool{false, true} {
			changes, err := h.Changes(t.Context(), ChangeQuery{Sort: column, Descending: down, Ascending: !down})
			if err != nil || len(changes) != 2 || changes[0].Tenant == "b" != down && column == "tenant" {
				t.Errorf("by %s: %+v, %v", column, changes, err)
			}
		}
	}
}

// Damage that is met while the file is used is told, and what to do about it.
func TestDamageIsTold(t *testing.T) {
	h := open(t, &calendar{noon})
	for n := range 200 {
		put(t, h, fmt.Sprint("tenant", n), noon, 1, nil)
	}
	_, err := h.db.Write.Exec("PRAGMA wal_checkpoint(TRUNCATE)")
	storetest.Must(t, err)
	path := h.db.Path
	content, err := os.ReadFile(path)
	storetest.Must(t, err)
	for at := 4096; at < len(content); at++ {
		content[at] = 0xff
	}
	dir := filepath.Join(t.TempDir(), "copy")
	storetest.Must(t, os.Mkdir(dir, 0o700))
	storetest.Must(t, os.WriteFile(filepath.Join(dir, FileName), content, 0o600))
	if err := CheckFile(t.Context(), dir); err == nil {
		t.Error("the file is called whole")
	}
	damaged, err := Open(t.Context(), dir, Options{})
	if err == nil {
		_, err = damaged.Changes(t.Context(), ChangeQuery{Search: "x"})
		defer func() { _ = damaged.Close() }()
	}
	if m, explained := connector.MessageOf(err); !explained || m.ID != "history.damaged-in-use" && m.ID != "sqlite.damaged-file" {
		t.Errorf("%v", err)
	}
}

func TestDamageThatComesWhileTheFileIsUsedIsTold(t *testing.T) {
	h := filled(t)
	inventory := outboxOf(t, 1)
	_, err := h.db.Write.Exec("PRAGMA wal_checkpoint(TRUNCATE)")
	storetest.Must(t, err)
	content, err := os.ReadFile(h.db.Path)
	storetest.Must(t, err)
	storetest.Must(t, os.WriteFile(h.db.Path, append(content[:4096:4096], bytes.Repeat([]byte{0xff}, len(content)-4096)...), 0o600))
	for _, pool := range []*sql.DB{h.db.Read, h.db.Write} {
		pool.SetMaxIdleConns(0) // the next connection knows nothing of before
	}
	for name, read := range reads {
		_, err := read(t.Context(), h)
		if m, _ := connector.MessageOf(err); m.ID != "history.damaged-in-use" || m.Data["Path"] != h.db.Path {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, write := range writes {
		err := write(t.Context(), h, inventory)
		if m, _ := connector.MessageOf(err); m.ID != "history.damaged-in-use" || m.Data["Path"] != h.db.Path {
			t.Errorf("%s: %v", name, err)
		}
	}
	storetest.Must(t, os.WriteFile(h.db.Path, content, 0o600))
}

func TestOnAFullDiskAHistoryIsRead(t *testing.T) {
	dir, full := t.TempDir(), &sqlite.DiskFullError{Path: "full", Err: errors.New("full")}
	if _, err := Open(t.Context(), dir, Options{ReadOnly: &sqlite.ReadOnly{Reason: full}}); !errors.Is(err, full) {
		t.Errorf("given there is none: %v", err)
	}
	h, err := Open(t.Context(), dir, Options{})
	storetest.Must(t, err)
	put(t, h, "a", noon, 1, nil)
	storetest.Must(t, h.Close())
	h, err = Open(t.Context(), dir, Options{ReadOnly: &sqlite.ReadOnly{Reason: full}})
	storetest.Must(t, err)
	if n, err := h.CountChanges(t.Context(), ChangeQuery{}); n != 1 || err != nil {
		t.Errorf("%d changes, %v", n, err)
	}
	if err := h.Forget(t.Context(), "a"); !errors.Is(err, full) {
		t.Errorf("a write: %v", err)
	}
	storetest.Must(t, h.Close())
}

func TestWhatIsWrittenIsNoticed(t *testing.T) {
	h := open(t, &calendar{noon})
	watch, err := h.Watch(t.Context())
	storetest.Must(t, err)
	defer func() { storetest.Must(t, watch.Close()) }()
	for _, want := range []bool{false, true, false} {
		if want {
			put(t, h, "a", noon, 1, nil)
		}
		if changed, err := watch.Changed(t.Context()); changed != want || err != nil {
			t.Errorf("changed %v, %v, want %v", changed, err, want)
		}
	}
}
