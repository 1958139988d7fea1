// Package query has what queries of the inventory have in common: which connections count, conditions,
// orders and pages, states of activity, what licenses and service plans are called.
package query

import (
	"context"
	"database/sql"
	"sync"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/adaptive"
	"inventorybeacon/store/inventory/internal/search"
	"inventorybeacon/store/sqlite"
)

// Inventory is an inventory as queries see it.
type Inventory struct {
	DB      *sqlite.DB
	Index   *search.Index
	Indexes *adaptive.Indexes
	Options Options
	// Use keeps the file from being replaced by another one until release is called.
	Use func() (release func())
	// Failed is given the error of each query, if there is one, and returns it.
	Failed func(error) error

	second sync.Mutex // see [Inventory.WithSecond]
}

// Options are what queries need from the rest of the program, each as the inventory's own options
// have it.
type Options struct {
	Today          func() connector.Date
	ProductName    func(skuID, partNumber string) string
	PlanName       func(plan string) string
	Renew          func(ctx context.Context)
	ProductKind    func(skuID, partNumber string) string
	Terms          func(tenantID, skuID string) Terms
	ConnectionName func(id string) string
	// ReadOnly is set where no index can be made.
	ReadOnly bool
	// ManyMatches takes the place of numbers of users from which on they are many, in tests.
	ManyMatches int
}

// Read runs a query's statements on one state of the inventory.
func (inv *Inventory) Read(ctx context.Context, run func(tx *sql.Tx) error) error {
	return inv.ReadMany(ctx, func(_ *sql.Conn, tx *sql.Tx) error { return run(tx) })
}

// ReadMany is [Inventory.Read] for statements with many rows, which are read from the
// connection of the transaction.
func (inv *Inventory) ReadMany(ctx context.Context, run func(conn *sql.Conn, tx *sql.Tx) error) error {
	if inv.Options.Renew != nil {
		inv.Options.Renew(ctx)
	}
	defer inv.Use()()
	return inv.Failed(sqlite.Explain(inv.DB.Path, inv.inTransaction(ctx, run)))
}

func (inv *Inventory) inTransaction(ctx context.Context, run func(conn *sql.Conn, tx *sql.Tx) error) error {
	conn, err := inv.DB.Read.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	return run(conn, tx)
}
