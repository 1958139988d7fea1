package inventory

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/staging"
	"inventorybeacon/store/sqlite"
)

// manyUsers are pages of ten users; the version changes every user.
func manyUsers(pages int, version string) [][]connector.User {
	all := make([][]connector.User, pages)
	for n := range pages * 10 {
		all[n/10] = append(all[n/10], connector.User{
			ID: fmt.Sprint("id-", n), UserPrincipalName: fmt.Sprintf("user%d@contoso.com", n), DisplayName: fmt.Sprint("User ", n),
			Department:  version,
			Assignments: []connector.Assignment{{SKUID: e3, Direct: true, State: version}},
		})
	}
	return all
}

func TestTheSameTenantAgainWritesNextToNothing(t *testing.T) {
	dir := t.TempDir()
	inv := open(t, dir)
	d := contoso()
	d.pages = manyUsers(300, "v1")
	publishDelivery(t, inv, "one", d)
	// A reader keeps the log from being emptied, so that its size tells how much
	// was written.
	reader, err := inv.db.Read.BeginTx(t.Context(), nil)
	must(t, err)
	must(t, reader.QueryRow("SELECT count(*) FROM source").Scan(new(int)))
	before := fileSize(filepath.Join(dir, "inventory.db-wal"))
	imp := begin(t, inv, "one")
	d.deliver(t, imp)
	_, err = imp.Publish(t.Context(), noon.Add(time.Hour), nil)
	must(t, err)
	written := fileSize(filepath.Join(dir, "inventory.db-wal")) - before
	must(t, reader.Rollback())
	if written <= 0 || written > 64<<10 {
		t.Errorf("%d bytes written", written)
	}
}

func TestReadersSeeOneWholeImport(t *testing.T) {
	inv := open(t, t.TempDir())
	versions := []string{"v0", "v1", "v2", "v3", "v4"}
	d := contoso()
	d.pages = manyUsers(50, versions[0])
	publishDelivery(t, inv, "one", d)
	ctx, stop := context.WithCancel(t.Context())
	var readers sync.WaitGroup
	for range 3 {
		readers.Go(func() {
			for ctx.Err() == nil {
				users, err := inv.Users(t.Context(), UserQuery{})
				if err != nil || len(users) != 500 {
					t.Errorf("%d users, %v", len(users), err)
					return
				}
				for _, u := range users {
					if u.Department != users[0].Department {
						t.Errorf("users of the imports %s and %s at once", users[0].Department, u.Department)
						return
					}
				}
			}
		})
	}
	for _, version := range versions[1:] {
		d.pages = manyUsers(50, version)
		publishDelivery(t, inv, "one", d)
	}
	stop()
	readers.Wait()
}

// resumed stages the users from where an import before has come to, and says
// after how many pages that was.
func resumed(t testing.TB, imp Staged, pages [][]connector.User, after func(page int)) (from int) {
	ctx := t.Context()
	position, err := imp.Resume(ctx, connector.StreamUsers, "query", noon.Add(-time.Hour))
	must(t, err)
	if position.Cursor != "" {
		from, err = strconv.Atoi(position.Cursor)
		must(t, err)
	}
	if position.Done {
		from = len(pages)
	}
	if position.Rows != int64(from*10) {
		t.Fatalf("%d users stored at page %d", position.Rows, from)
	}
	for n := from; n < len(pages); n++ {
		cursor := strconv.Itoa(n + 1)
		if n == len(pages)-1 {
			cursor = ""
		}
		must(t, imp.Users(ctx, connector.UserPage{Stream: connector.StreamUsers, Users: pages[n], Cursor: cursor}))
		after(n)
	}
	return from
}

const childDirectory = "INVENTORY_TEST_CHILD"

// TestKilledImportGoesOn kills a process, this test run again, in the middle of
// an import.
func TestKilledImportGoesOn(t *testing.T) {
	pages := manyUsers(100, "v1")
	if dir, child := os.LookupEnv(childDirectory); child {
		resumed(t, begin(t, open(t, dir), "one"), pages, func(page int) { fmt.Println("page", page) })
		select {} // until it is killed
	}
	dir := t.TempDir()
	inv := open(t, dir)
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^"+t.Name()+"$")
	child.Env = append(os.Environ(), childDirectory+"="+dir)
	output, err := child.StdoutPipe()
	must(t, err)
	must(t, child.Start())
	for lines := bufio.NewScanner(output); lines.Scan(); {
		if lines.Text() == "page 57" {
			break
		}
	}
	must(t, child.Process.Kill())
	_ = child.Wait() // says that it was killed

	imp := begin(t, inv, "one")
	must(t, imp.Licenses(t.Context(), contoso().licenses))
	if from := resumed(t, imp, pages, func(int) {}); from < 57-2*10 {
		t.Errorf("went on at page %d of 58 that were received", from)
	}
	counts, err := imp.Publish(t.Context(), noon, nil)
	must(t, err)
	if counts.Users.Added != 1000 || counts.Assignments.Added != 1000 {
		t.Errorf("counts %+v", counts)
	}
}

// Somebody who reads the file beside the import sees all users as soon as the last
// page was accepted.
func TestTheLastPageOfAStreamCommitsAll(t *testing.T) {
	inv := open(t, t.TempDir())
	imp := begin(t, inv, "one")
	file := reader(t, staging.Path(inv.dir, "one"))
	pages := manyUsers(10+3, "v1")
	inFile := func() (users, assignments int) {
		must(t, file.QueryRowContext(t.Context(), "SELECT (SELECT count(*) FROM user), (SELECT count(*) FROM assignment)").Scan(&users,
			&assignments))
		return users, assignments
	}
	resumed(t, imp, pages, func(page int) {
		users, assignments := inFile()
		if last := page == len(pages)-1; last != (users == 10*len(pages)) || last && assignments == 0 {
			t.Errorf("after page %d of %d, %d users and %d licensings are in the file", page+1, len(pages), users, assignments)
		}
	})
}

func TestResumeStartsAnew(t *testing.T) {
	for name, test := range map[string]struct {
		query     string
		notBefore time.Time
	}{
		"when the query is another":   {"other query", noon.Add(-time.Hour)},
		"when what was read is old":   {"query", noon.Add(time.Hour)},
		"when nothing can be resumed": {"", noon.Add(time.Hour)},
	} {
		t.Run(name, func(t *testing.T) {
			inv := open(t, t.TempDir())
			imp := begin(t, inv, "one")
			resumed(t, imp, manyUsers(20, "v1"), func(int) {})
			must(t, imp.Close(true))
			imp = begin(t, inv, "one")
			position, err := imp.Resume(t.Context(), connector.StreamUsers, test.query, test.notBefore)
			must(t, err)
			if position != (connector.Position{}) {
				t.Errorf("position %+v", position)
			}
			must(t, imp.Licenses(t.Context(), nil))
			must(t, imp.Users(t.Context(), connector.UserPage{Stream: connector.StreamUsers, Users: manyUsers(1, "v2")[0]}))
			counts, err := imp.Publish(t.Context(), noon, nil)
			must(t, err)
			if counts.Users.Total != 10 || counts.Assignments.Total != 10 {
				t.Errorf("counts %+v", counts)
			}
		})
	}
}

func TestWhatWasPublishedIsNotGoneOnWith(t *testing.T) {
	inv := open(t, t.TempDir())
	imp := begin(t, inv, "one")
	_, err := imp.Resume(t.Context(), connector.StreamUsers, "query", noon.Add(-time.Hour))
	must(t, err)
	d := contoso()
	d.deliver(t, imp)
	// As after a kill between the commit and the deletion of the staging file.
	path := staging.Path(inv.dir, "one")
	var kept, log []byte
	_, err = imp.Publish(t.Context(), noon.Add(time.Second), func(done, total int64) {
		if done == total {
			kept, log = fileContent(t, path), fileContent(t, path+"-wal")
		}
	})
	must(t, err)
	must(t, errors.Join(os.WriteFile(path, kept, 0o600), os.WriteFile(path+"-wal", log, 0o600)))

	position, err := begin(t, inv, "one").Resume(t.Context(), connector.StreamUsers, "query", noon.Add(-time.Hour))
	must(t, err)
	if position != (connector.Position{}) {
		t.Errorf("it goes on at %+v", position)
	}
}

func fileContent(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	must(t, err)
	return content
}

func TestUsersOfAnotherStreamDoNotStay(t *testing.T) {
	inv := open(t, t.TempDir())
	imp := begin(t, inv, "one")
	must(t, imp.Users(t.Context(), connector.UserPage{Stream: "part", Users: manyUsers(1, "v1")[0], Cursor: "1"}))
	must(t, imp.Close(true))
	d := contoso()
	if counts := publishDelivery(t, inv, "one", d); counts.Users.Total != 3 {
		t.Errorf("counts %+v", counts)
	}
}

func TestAnIncompleteImportIsNotPublished(t *testing.T) {
	inv := open(t, t.TempDir())
	publishDelivery(t, inv, "one", contoso())
	imp := begin(t, inv, "one")
	must(t, imp.Licenses(t.Context(), nil))
	must(t, imp.Users(t.Context(), connector.UserPage{Stream: connector.StreamUsers, Cursor: "more"}))
	if _, err := imp.Publish(t.Context(), noon, nil); !errors.Is(err, staging.ErrIncomplete) {
		t.Errorf("error %v", err)
	}
	wantUsers(t, inv, 3)
}

func TestACanceledPublishChangesNothing(t *testing.T) {
	inv := open(t, t.TempDir())
	publishDelivery(t, inv, "one", contoso())
	for at := range publishingSteps(t) {
		imp := begin(t, inv, "one")
		d := contoso()
		d.pages = manyUsers(100, "v1")
		d.deliver(t, imp)
		ctx, cancel := context.WithCancel(t.Context())
		_, err := imp.Publish(ctx, noon, func(done, _ int64) {
			if done == at {
				cancel()
			}
		})
		cancel()
		if !errors.Is(err, context.Canceled) {
			t.Errorf("step %d: error %v", at, err)
		}
		must(t, imp.Close(true))
		wantUsers(t, inv, 3)
	}
	// The writer works, and what was received is there to go on with.
	imp := begin(t, inv, "one")
	d := contoso()
	d.pages = manyUsers(1, "v1")
	d.deliver(t, imp)
	_, err := imp.Publish(t.Context(), noon, nil)
	must(t, err)
	wantUsers(t, inv, 10)
}

func TestAFullDiskLeavesTheInventoryAsItWas(t *testing.T) {
	inv := open(t, t.TempDir())
	publishDelivery(t, inv, "one", contoso())
	imp := begin(t, inv, "one")
	d := contoso()
	d.pages = manyUsers(1, strings.Repeat("v", 100_000))
	d.deliver(t, imp)
	// SQLite answers a file that has reached its greatest size as a full disk.
	_, err := inv.db.Write.ExecContext(t.Context(), "PRAGMA max_page_count = 1")
	must(t, err)
	_, err = imp.Publish(t.Context(), noon, nil)
	var diskFull *sqlite.DiskFullError
	if !errors.As(err, &diskFull) {
		t.Errorf("error %v", err)
	}
	wantUsers(t, inv, 3)
}

func TestSeveralImportsWriteAtOnce(t *testing.T) {
	inv := open(t, t.TempDir())
	var imports sync.WaitGroup
	for n := range 4 {
		imp := begin(t, inv, fmt.Sprint("connection-", n))
		imports.Go(func() {
			var streams sync.WaitGroup
			d := contoso()
			d.pages = manyUsers(30, "v1")
			streams.Go(func() {
				for i, users := range d.pages {
					page := connector.UserPage{Stream: connector.StreamUsers, Users: users, Cursor: strconv.Itoa(29 - i)}
					if i == 29 {
						page.Cursor = ""
					}
					if err := imp.Users(t.Context(), page); err != nil {
						t.Error(err)
					}
				}
			})
			streams.Go(func() {
				if err := errors.Join(imp.Licenses(t.Context(), d.licenses),
					imp.Usage(t.Context(), connector.StreamActiveUsers, d.activeUsers)); err != nil {
					t.Error(err)
				}
			})
			streams.Go(func() {
				if err := imp.Activations(t.Context(), connector.StreamActivations, d.activations); err != nil {
					t.Error(err)
				}
			})
			streams.Wait()
			if _, err := imp.Publish(t.Context(), noon, nil); err != nil {
				t.Error(err)
			}
		})
	}
	imports.Wait()
	wantUsers(t, inv, 1200)
}

func TestForgetLeavesOnlyTheOthers(t *testing.T) {
	dir := t.TempDir()
	inv := open(t, dir)
	publishDelivery(t, inv, "one", contoso())
	publishDelivery(t, inv, "two", contoso())
	must(t, begin(t, inv, "one").Close(true))
	must(t, inv.Forget(t.Context(), "one"))
	must(t, inv.Forget(t.Context(), "never imported"))
	wantUsers(t, inv, 3)
	found, err := inv.CountUsers(t.Context(), UserQuery{Search: "anna"})
	must(t, err)
	published, err := inv.Published(t.Context())
	must(t, err)
	if found != 1 || len(published) != 1 || published[0].Connection != "two" {
		t.Errorf("%d found, published %+v", found, published)
	}
	left, err := filepath.Glob(filepath.Join(dir, "staging", "*"))
	must(t, err)
	if len(left) > 0 {
		t.Errorf("staging files %v", left)
	}
}

func wantUsers(t *testing.T, inv *Inventory, want int64) {
	t.Helper()
	n, err := inv.CountUsers(t.Context(), UserQuery{})
	must(t, err)
	if n != want {
		t.Errorf("%d users, want %d", n, want)
	}
}
