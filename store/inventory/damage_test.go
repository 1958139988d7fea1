package inventory

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/staging"
	"inventorybeacon/store/sqlite"
	"inventorybeacon/store/storetest"
)

// filled makes an inventory of 1000 users in a directory and closes it.
func filled(t *testing.T, dir string) {
	t.Helper()
	inv := open(t, dir)
	d := contoso()
	d.pages = manyUsers(100, "v1")
	publishDelivery(t, inv, "one", d)
	must(t, inv.Close())
}

// spoilUsers overwrites the page at the root of the table of users, which nothing
// reads before somebody asks for users.
func spoilUsers(t *testing.T, dir string) {
	t.Helper()
	inv := open(t, dir)
	var page, size int64
	must(t, inv.db.Read.QueryRow("SELECT rootpage, page_size FROM sqlite_schema, pragma_page_size WHERE name = 'user'").Scan(&page, &size))
	must(t, inv.Close())
	file, err := os.OpenFile(inv.path(), os.O_RDWR, 0)
	must(t, err)
	_, err = file.WriteAt(bytes.Repeat([]byte{0xff}, int(size)), (page-1)*size)
	must(t, errors.Join(err, file.Close()))
}

// spoil overwrites the part of a file between two shares of its length.
func spoil(t *testing.T, path string, from, to float64) {
	t.Helper()
	content, err := os.ReadFile(path)
	must(t, err)
	size := float64(len(content))
	for i := int(from * size); i < int(to*size); i++ {
		content[i] ^= 0xff
	}
	must(t, os.WriteFile(path, content, 0o600))
}

func TestADamagedInventoryIsKeptAndReplacedAtTheStart(t *testing.T) {
	for given, damage := range map[string]func(t *testing.T, path string){
		"a text": func(t *testing.T, path string) {
			must(t, os.WriteFile(path, []byte(strings.Repeat("no database ", 999)), 0o600))
		},
		"zeros":          func(t *testing.T, path string) { must(t, os.WriteFile(path, make([]byte, 1<<16), 0o600)) },
		"half a file":    func(t *testing.T, path string) { must(t, os.Truncate(path, 50_000)) },
		"a spoiled head": func(t *testing.T, path string) { spoil(t, path, 0, 0.01) },
	} {
		t.Run("given "+given, func(t *testing.T) {
			dir := t.TempDir()
			filled(t, dir)
			path := filepath.Join(dir, inventoryFile)
			// A log that the last one to close could not empty would mend the damage.
			must(t, errors.Join(os.RemoveAll(path+"-wal"), os.RemoveAll(path+"-shm")))
			damage(t, path)
			before, err := os.ReadFile(path)
			must(t, err)

			inv := open(t, dir)
			wantUsers(t, inv, 0)
			replaced := inv.Replaced()
			if replaced == nil || replaced.Kept != path+".damaged-20261123T120000Z" || !replaced.At.Equal(noon) {
				t.Fatalf("replaced: %+v", replaced)
			}
			if kept, err := os.ReadFile(replaced.Kept); err != nil || !bytes.Equal(kept, before) {
				t.Errorf("the damaged file was not kept as it was: %v", err)
			}
			publishDelivery(t, inv, "one", contoso())
			wantUsers(t, inv, 3)
			if again := open(t, dir); again.Replaced() != nil {
				t.Errorf("replaced again: %+v", again.Replaced())
			}
		})
	}
}

func TestDamageMetWhileReadingIsReplacedByTheNextImport(t *testing.T) {
	dir := t.TempDir()
	filled(t, dir)
	spoilUsers(t, dir)
	inv := open(t, dir)
	if inv.Replaced() != nil {
		t.Fatal("the damage was found at the start: this test wants one that is not")
	}
	_, err := inv.Users(t.Context(), UserQuery{})
	storetest.WantMessage(t, err, "inventory.damaged", inventoryFile)
	release, err := inv.Reserve(t.Context())
	must(t, err)
	defer release()
	wantUsers(t, inv, 0)
	publishDelivery(t, inv, "one", contoso())
	wantUsers(t, inv, 3)
	if inv.Replaced() == nil {
		t.Error("nobody is told")
	}
}

func TestADamagedInventoryIsNotTakenFromOthers(t *testing.T) {
	dir := t.TempDir()
	filled(t, dir)
	inv, other := open(t, dir), open(t, dir)
	inv.writeMarker()
	_, err := inv.Reserve(t.Context()) // given another process has it open
	storetest.WantMessage(t, err, "inventory.damaged.in-use", inventoryFile)
	_, err = Open(t.Context(), dir, Options{})
	storetest.WantMessage(t, err, "inventory.damaged.in-use", inventoryFile)
	wantUsers(t, other, 1000)
	must(t, other.Close())
	imp := begin(t, inv, "two")
	if _, err := inv.Reserve(t.Context()); !saysDamaged(err) {
		t.Errorf("given an import runs: %v", err)
	}
	must(t, imp.Close(false))
	release, err := inv.Reserve(t.Context())
	must(t, err)
	release()
	wantUsers(t, inv, 0)
}

func TestDamageMetWhilePublishingIsToldApart(t *testing.T) {
	t.Run("given the inventory is damaged", func(t *testing.T) {
		dir := t.TempDir()
		filled(t, dir)
		spoilUsers(t, dir)
		inv := open(t, dir)
		imp := begin(t, inv, "one")
		d := contoso()
		d.pages = manyUsers(100, "v2")
		d.deliver(t, imp)
		_, err := imp.Publish(t.Context(), noon, nil)
		storetest.WantMessage(t, inv.Examine(t.Context(), "one", err), "inventory.damaged", inventoryFile)
		must(t, errors.Join(imp.Close(true), inv.Close()))
		again := open(t, dir)
		if again.Replaced() == nil {
			t.Error("the next start has not replaced it")
		}
	})
	t.Run("given what was read is damaged", func(t *testing.T) {
		dir := t.TempDir()
		filled(t, dir)
		inv := open(t, dir)
		imp := begin(t, inv, "one")
		must(t, imp.Close(true))
		err := inv.Examine(t.Context(), "one", &sqlite.DamagedFileError{Path: inv.path(), Err: errors.New("malformed")})
		storetest.WantMessage(t, err, "inventory.damaged-staging", "staging")
		if left, _ := filepath.Glob(filepath.Join(dir, "staging", "*")); len(left) > 0 {
			t.Errorf("left: %v", left)
		}
		wantUsers(t, inv, 1000)
	})
}

func TestAFullDiskGetsRoomAndAnEstimate(t *testing.T) {
	inv := open(t, t.TempDir())
	must(t, begin(t, inv, "one").Close(true))
	for _, c := range []struct {
		full string
		kept bool
	}{{inv.path(), true}, {staging.Path(inv.dir, "one"), false}} {
		err := inv.Examine(t.Context(), "one", &sqlite.DiskFullError{Path: c.full, Free: leastFree, Err: errors.New("full")})
		var full *sqlite.DiskFullError
		if !errors.As(err, &full) || full.Need != leastSpace {
			t.Errorf("Examine = %+v", err)
		}
		if _, err := os.Stat(staging.Path(inv.dir, "one")); (err == nil) != c.kept {
			t.Errorf("given %s has no room: what was read: %v", filepath.Base(c.full), err)
		}
	}
}

// TestDamageAnywhereEndsWithTheNextImports spoils copies of an inventory at random
// places. Whatever is met, it is called damage, and at most the second import makes
// everything right.
func TestDamageAnywhereEndsWithTheNextImports(t *testing.T) {
	whole := t.TempDir()
	filled(t, whole)
	content, err := os.ReadFile(filepath.Join(whole, inventoryFile))
	must(t, err)
	random := rand.New(rand.NewPCG(3, 4))
	for n := range 25 {
		dir := t.TempDir()
		spoiled := bytes.Clone(content)
		switch at := random.IntN(len(spoiled)/8192) * 8 << 10; n % 3 {
		case 0:
			clear(spoiled[at:min(len(spoiled), at+3*8192)])
		case 1:
			copy(spoiled[at:], bytes.Repeat([]byte{0xff}, 8192))
		case 2:
			spoiled = spoiled[:random.IntN(len(spoiled))]
		}
		must(t, os.WriteFile(filepath.Join(dir, inventoryFile), spoiled, 0o600))
		for again := 0; ; again++ {
			if err = useDamaged(t, dir); err == nil {
				break
			}
			if !saysDamaged(err) || again == 1 {
				t.Fatalf("file %d, import %d: %v", n, again+1, err)
			}
		}
	}
}

// saysDamaged reports whether an error says that inventory.db is damaged.
func saysDamaged(err error) bool {
	m, _ := connector.MessageOf(err)
	return strings.HasPrefix(m.ID, "inventory.damaged")
}

// useDamaged looks at an inventory, imports into it and returns why that failed.
func useDamaged(t *testing.T, dir string) error {
	t.Helper()
	inv, err := Open(t.Context(), dir, Options{})
	if err != nil {
		return err
	}
	defer func() { _ = inv.Close() }()
	_, users := inv.Users(t.Context(), UserQuery{})
	_, licenses := inv.Licenses(t.Context(), LicenseQuery{})
	_, applications := inv.Applications(t.Context(), ApplicationQuery{})
	for _, err := range []error{users, licenses, applications} {
		if err != nil && !saysDamaged(err) {
			t.Errorf("reading: %v", err)
		}
	}
	release, err := inv.Reserve(t.Context())
	if err != nil {
		return err
	}
	defer release()
	imp, err := inv.Begin(t.Context(), "one", 1)
	if err != nil {
		return err
	}
	d := contoso()
	d.pages = manyUsers(100, "v2")
	d.deliver(t, imp)
	_, err = imp.Publish(t.Context(), noon, nil)
	if err = errors.Join(err, imp.Close(err != nil)); err != nil {
		return inv.Examine(t.Context(), "one", err)
	}
	wantUsers(t, inv, 1000)
	return nil
}
