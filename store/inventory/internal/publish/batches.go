package publish

import (
	"context"
	"database/sql"
	"database/sql/driver"

	"inventorybeacon/connector/panics"
	"inventorybeacon/store/inventory/internal/tables"
)

// batches hands over what one goroutine finds out to another, which writes it.
type batches struct {
	cancel context.CancelFunc
	ready  chan batch
	free   chan []driver.NamedValue // memory to use again
	err    error                    // good when ready is closed
}

// batch is a piece of what is to be written: rows for a table, or a statement.
type batch struct {
	into *tables.Insert
	rows []driver.NamedValue
	sql  string
	args []any
}

const (
	rowsPerBatch = 100
	batchesAhead = 8
)

// start runs read beside its caller until stop.
func (b *batches) start(ctx context.Context, read func(ctx context.Context) error) {
	ctx, b.cancel = context.WithCancel(ctx)
	b.ready, b.free = make(chan batch, batchesAhead), make(chan []driver.NamedValue, batchesAhead)
	go func() {
		defer close(b.ready)
		b.err = panics.Try(func() error { return read(ctx) })
	}()
}

// stop ends what start has begun and waits for it.
func (b *batches) stop() {
	if b.cancel == nil {
		return
	}
	b.cancel()
	for range b.ready { // until it is closed
	}
}

// send hands over a batch.
func (b *batches) send(ctx context.Context, one batch) error {
	select {
	case b.ready <- one:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// write writes all batches.
func (b *batches) write(ctx context.Context, conn *sql.Conn) error {
	for one := range b.ready {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if one.into == nil {
			if _, err := conn.ExecContext(ctx, one.sql, one.args...); err != nil {
				return err
			}
			continue
		}
		if err := one.into.Write(context.WithoutCancel(ctx), one.rows); err != nil {
			return err
		}
		select {
		case b.free <- one.rows[:0]:
		default:
		}
	}
	return b.err
}

// rowWriter gathers rows of one table into batches.
type rowWriter struct {
	table   *tables.Insert
	batches *batches
	rows    []driver.NamedValue
}

func (w *rowWriter) add(ctx context.Context, values ...driver.Value) error {
	if w.rows == nil {
		select {
		case w.rows = <-w.batches.free:
		default:
			w.rows = make([]driver.NamedValue, 0, rowsPerBatch*w.table.Columns)
		}
	}
	w.rows = tables.AppendRow(w.rows, values...)
	if len(w.rows) < rowsPerBatch*w.table.Columns {
		return nil
	}
	return w.flush(ctx)
}

func (w *rowWriter) flush(ctx context.Context) error {
	if len(w.rows) == 0 {
		return nil
	}
	full := batch{into: w.table, rows: w.rows}
	w.rows = nil
	return w.batches.send(ctx, full)
}
