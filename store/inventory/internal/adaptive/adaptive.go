// Package adaptive makes indexes of columns once somebody sorts or filters by them.
//
// An index of a column that nobody asks for costs each large import half a second for a
// million users, and 10 to 40 MiB. So the first one who asks waits as long as it takes to
// read all users, the index is made beside that, and everybody after finds it. A publish
// that writes most rows anew drops it again.
package adaptive

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"

	"inventorybeacon/store/inventory/internal/background"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// Index is one that is made when it is asked for.
type Index struct {
	// Name is that of the index, which begins with [Prefix].
	Name string
	// On is the table with the columns, and perhaps which rows: "user (city)".
	On string
}

// Prefix is what the names of these indexes begin with.
const Prefix = "adaptive_"

// Column is the index of one column of a table.
func Column(table, column string) Index {
	return Index{Name: Prefix + table + "_" + column, On: table + " (" + column + ")"}
}

// Usual are the indexes of columns by which people sort and filter most, which every
// inventory has. Those of many users are made after a publish, like any that is asked for.
var Usual = []Index{
	{Name: "user_department", On: "user (department)"},
	{Name: "user_country", On: "user (country)"},
}

// Options are what the indexes need from the inventory that they are of.
type Options struct {
	Logger *slog.Logger
	// Use keeps the file from being replaced by another one until release is called.
	Use func() (release func())
}

// Indexes makes the indexes of an inventory. Any number of goroutines may use it.
type Indexes struct {
	db      *sqlite.DB
	options Options

	work    background.Worker
	mu      sync.Mutex
	waiting []Index
	asked   map[string]bool // by name: those that wait, and those that could not be made
}

// New returns the indexes of the inventory in a file.
func New(db *sqlite.DB, options Options) *Indexes {
	return &Indexes{db: db, options: options, asked: map[string]bool{}}
}

// Existing returns the names of all indexes that there are.
func Existing(ctx context.Context, tx tables.Querier) (map[string]bool, error) {
	names, err := sqlite.Values[string](ctx, tx, "SELECT name FROM main.sqlite_schema WHERE type = 'index'")
	existing := make(map[string]bool, len(names))
	for _, name := range names {
		existing[name] = true
	}
	return existing, err
}

// Drop drops those of a table, before it is written anew.
func Drop(ctx context.Context, conn tables.Connection, table string) error {
	names, err := sqlite.Values[string](ctx, conn,
		"SELECT name FROM main.sqlite_schema WHERE type = 'index' AND tbl_name = ? AND name GLOB '"+Prefix+"*'", table)
	for _, name := range names {
		if err == nil {
			_, err = conn.ExecContext(ctx, "DROP INDEX main."+name)
		}
	}
	return err
}

// Ask has an index made that does not exist. It does not wait for it.
func (x *Indexes) Ask(index Index) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.asked[index.Name] {
		return
	}
	x.asked[index.Name] = true
	x.waiting = append(x.waiting, index)
	x.start()
}

// AskUsual has those of [Usual] made that do not exist.
func (x *Indexes) AskUsual(ctx context.Context, tx tables.Querier) error {
	existing, err := Existing(ctx, tx)
	if err != nil {
		return err
	}
	for _, index := range Usual {
		if !existing[index.Name] {
			x.Ask(index)
		}
	}
	return nil
}

// start makes those that wait, one after another.
func (x *Indexes) start() {
	var now Index
	x.work.Start(func(ctx context.Context) (err error) {
		var more bool
		if now, more = x.next(); !more {
			return nil
		}
		x.start() // for those behind it
		if err = x.make(ctx, now); err == nil {
			x.made(now)
		}
		return err // it is not tried again
	}, func(ctx context.Context, err error) {
		x.options.Logger.WarnContext(ctx, "An index could not be made; lists by it are slower.", "index", now.On, "error", err)
	})
}

// next returns an index that waits, if there is one.
func (x *Indexes) next() (Index, bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if len(x.waiting) == 0 {
		return Index{}, false
	}
	first := x.waiting[0]
	x.waiting = slices.Delete(x.waiting, 0, 1)
	return first, true
}

// made lets an index be asked for again, for when a publish has dropped it.
func (x *Indexes) made(index Index) {
	x.mu.Lock()
	defer x.mu.Unlock()
	delete(x.asked, index.Name)
}

func (x *Indexes) make(ctx context.Context, index Index) (err error) {
	defer x.options.Use()()
	conn, err := x.db.Write.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	return sqlite.Transact(ctx, conn, func() error {
		_, err := conn.ExecContext(ctx, "CREATE INDEX IF NOT EXISTS main."+index.Name+" ON "+index.On)
		return err
	})
}

// Wait waits until this process has no more to make.
func (x *Indexes) Wait(ctx context.Context) error { return x.work.Wait(ctx) }

// Close ends the work.
func (x *Indexes) Close() { x.work.Close() }
