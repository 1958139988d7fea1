package query

import (
	"context"
	"database/sql"
	"sync/atomic"

	"inventorybeacon/connector/panics"
)

// Reading is a transaction that reads, with its connection.
type Reading struct {
	Conn *sql.Conn
	Tx   *sql.Tx
}

// ReadBeside is [Inventory.ReadMany] for work that two connections share, so that two cores halve it.
// Both read the same state of the inventory. There is one of them where [Inventory.WithSecond] has
// no other.
func (inv *Inventory) ReadBeside(ctx context.Context, run func(readings []Reading) error) error {
	return inv.ReadMany(ctx, func(conn *sql.Conn, tx *sql.Tx) error {
		return inv.WithSecond(ctx, tx, func(second *sql.Conn, secondTx *sql.Tx) error {
			readings := []Reading{{conn, tx}}
			if second != nil {
				readings = append(readings, Reading{second, secondTx})
			}
			return run(readings)
		})
	})
}

// Share calls work with each of so many numbers, on as many readings at the same time as there
// are; which tells work on which of them.
func Share(ctx context.Context, readings []Reading, tasks int, work func(ctx context.Context, which, task int) error) error {
	var next atomic.Int64
	group, ctx := panics.WithContext(ctx)
	for which := range readings {
		group.Go(func() error {
			for {
				task := int(next.Add(1)) - 1
				if task >= tasks {
					return nil
				}
				if err := work(ctx, which, task); err != nil {
					return err
				}
			}
		})
	}
	return group.Wait()
}
