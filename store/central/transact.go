package central

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// sql puts the schema into a statement.
func (d *Database) sql(text string) string { return strings.ReplaceAll(text, schemaPlace, d.schema) }

// How often something is tried that others were in the way of, or whose refusal was lost.
const tries = 8

// A server that does not answer holds up nothing for longer than that.
const (
	// answerWithin is how long a transaction may take, and the next row of what is read.
	answerWithin = 2 * time.Minute
	// madeWithin is how long a statement of the schema may take, which may make an index of a large table.
	madeWithin = 15 * time.Minute
)

// transact does something in a transaction, once more where another one was in the way (40001, 40P01).
func (d *Database) transact(ctx context.Context, do func(tx pgx.Tx) error) error {
	for n := 0; ; n++ {
		err := d.once(ctx, do)
		if n+1 < tries && again(err) && ctx.Err() == nil {
			continue
		}
		if codeOf(err) == notUnique { // somebody has written what only this publisher writes
			return errors.Join(ErrLost, err)
		}
		var held *LeaseError
		if errors.Is(err, ErrLost) || errors.As(err, &held) {
			return err
		}
		return d.config.explain(err)
	}
}

func (d *Database) once(ctx context.Context, do func(tx pgx.Tx) error) error {
	ctx, cancel := context.WithTimeout(ctx, d.answerWithin)
	defer cancel()
	tx, err := d.pool.Begin(ctx)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		_ = tx.Rollback(ctx) // or the connection is closed
		return err
	}
	return tx.Commit(ctx)
}
