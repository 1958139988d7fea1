package inventory

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/sqlite"
)

// ErrNotHeld is returned for an import that is not kept any more, because a later
// one has taken its place or somebody has decided already.
var ErrNotHeld = errors.New("the import is no longer kept")

// kept is what an import has received besides users and rows of reports, in the
// form in which the staging file has it.
type kept struct {
	Task          int64
	At            time.Time
	Tenant        *connector.Tenant
	Licenses      received[connector.License]
	Subscriptions received[connector.Subscription]
	Groups        received[connector.Group]
	Reports       map[string]keptReport
	Least         int64
}

type keptReport struct {
	Date  connector.Date
	Rows  int64
	Print uint64
}

// heldPath is where the import of a task lies that was held back. Each has a file of
// its own, so that an older one stays until a newer one is recorded.
func (inv *Inventory) heldPath(connectionID string, task int64) string {
	return filepath.Join(inv.dir, stagingFolder, connectionID+heldSuffix+strconv.FormatInt(task, 10)+".db")
}

// formerHeldPath is where former versions kept the one that a connection could have.
func (inv *Inventory) formerHeldPath(connectionID string) string {
	return filepath.Join(inv.dir, stagingFolder, connectionID+heldSuffix+"db")
}

const (
	stagingFolder = "staging"
	heldSuffix    = ".held."
)

// keepReceived writes what waits in memory into the staging file.
func (imp *Import) keepReceived(ctx context.Context, s *staging) error {
	k := kept{
		Task: imp.task, At: imp.inv.options.Now(), Tenant: imp.tenant, Licenses: imp.licenses, Subscriptions: imp.subscriptions, Groups: imp.groups,
		Reports: map[string]keptReport{}, Least: imp.least,
	}
	for stream, r := range imp.reports {
		k.Reports[stream] = keptReport{Date: r.date, Rows: r.rows, Print: r.print}
	}
	text, err := json.Marshal(k)
	if err != nil {
		return err
	}
	if _, err := s.conn.ExecContext(ctx, "DELETE FROM kept"); err != nil {
		return err
	}
	_, err = s.conn.ExecContext(ctx, "INSERT INTO kept VALUES (?)", string(text))
	return err
}

// Hold ends an import that Publish has held back and keeps what it has received until
// it is published or discarded. What was held back before stays beside it, until
// [Inventory.DropHeld] is told that this one is recorded.
func (imp *Import) Hold(ctx context.Context) error {
	defer imp.release()
	imp.mu.Lock()
	defer imp.mu.Unlock()
	if err := imp.closeStaging(true); err != nil {
		return err
	}
	// Another name for the file is one for its log too, unless the log is empty.
	if err := moveLog(ctx, imp.path); err != nil {
		return err
	}
	held := imp.inv.heldPath(imp.connection, imp.task)
	if held == imp.path {
		return nil
	}
	if err := os.Rename(imp.path, held); err != nil {
		return &sqlite.NotWritableError{Path: held, Err: err}
	}
	return removeStaging(imp.path)
}

// moveLog moves the write-ahead log of a staging file into the file.
func moveLog(ctx context.Context, path string) error {
	db, err := openStagingDB(ctx, path)
	if err != nil {
		return err
	}
	_, err = db.Write.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	return sqlite.Explain(path, errors.Join(err, db.Close()))
}

// OpenHeld opens the import of a task that was held back, to be published. The
// error is [ErrNotHeld] when there is none, and a [DamagedHeldError] when it cannot
// be read.
func (inv *Inventory) OpenHeld(ctx context.Context, connectionID string, task int64) (*Import, error) {
	path := inv.heldPath(connectionID, task)
	file, err := os.Stat(path)
	if err != nil {
		path = inv.formerHeldPath(connectionID)
		file, err = os.Stat(path)
	}
	if err != nil {
		return nil, fmt.Errorf("task %d: %w", task, ErrNotHeld)
	}
	if file.Size() == 0 { // which SQLite takes for a new one
		return nil, &DamagedHeldError{Path: path, Err: errors.New("it is empty")}
	}
	release := inv.custody.hold(&inv.custody.imports)
	imp, err := inv.openHeld(ctx, connectionID, path, task)
	if err != nil {
		release()
		return nil, heldDamage(path, err)
	}
	imp.release = release
	return imp, nil
}

func (inv *Inventory) openHeld(ctx context.Context, connectionID, path string, task int64) (*Import, error) {
	staging, err := openStagingFile(ctx, path)
	if err != nil {
		return nil, err
	}
	imp := newImport(inv, connectionID, staging, task)
	err = imp.loadReceived(ctx)
	if err == nil && imp.task != task {
		err = fmt.Errorf("task %d: %w", task, ErrNotHeld)
	}
	if err != nil {
		return nil, errors.Join(sqlite.Explain(path, err), staging.close())
	}
	return imp, nil
}

// loadReceived reads what keepReceived has written, and which streams there are.
func (imp *Import) loadReceived(ctx context.Context) error {
	conn := imp.staging.conn
	var text string
	if err := conn.QueryRowContext(ctx, "SELECT received FROM kept").Scan(&text); err != nil {
		return err
	}
	var k kept
	if err := json.Unmarshal([]byte(text), &k); err != nil {
		return fmt.Errorf("what was kept: %w", err)
	}
	imp.task, imp.tenant, imp.licenses, imp.subscriptions, imp.groups, imp.least = k.Task, k.Tenant, k.Licenses, k.Subscriptions, k.Groups, k.Least
	for name, r := range k.Reports {
		imp.reports[name] = &report{date: r.Date, rows: r.Rows, print: r.Print}
	}
	type named struct {
		name string
		stream
	}
	rows, err := conn.QueryContext(ctx, "SELECT name, stream, rows, done FROM stream")
	if err != nil {
		return err
	}
	streams, err := collect(rows, func(n *named) []any { return []any{&n.name, &n.number, &n.rows, &n.done} })
	for _, n := range streams {
		imp.streams[n.name] = &n.stream
	}
	return err
}

// DropHeld removes what is kept of imports of the connection that were held back, but
// for that of the task to keep; 0 keeps none.
func (inv *Inventory) DropHeld(connectionID string, keep int64) error {
	folder := filepath.Join(inv.dir, stagingFolder)
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	kept := filepath.Base(inv.heldPath(connectionID, keep))
	var failures []error
	for _, entry := range entries {
		name := entry.Name()
		if !strings.HasPrefix(name, connectionID+heldSuffix) || strings.HasPrefix(name, kept) {
			continue
		}
		path := filepath.Join(folder, name)
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			failures = append(failures, &sqlite.NotWritableError{Path: path, Err: err})
		}
	}
	return errors.Join(failures...)
}
