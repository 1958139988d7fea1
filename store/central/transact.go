package central

import (
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// sql puts the schema into a statement.
func (d *Database) sql(text string) string { return strings.ReplaceAll(text, schemaPlace, d.schema) }

// How often something is tried that others were in the way of, or whose refusal was lost.
const tries = 8

// A server that does not answer holds up nothing for longer than that.
const (
	// answerWithin is how long a statement of a transaction may take, and the next row of what is read.
	answerWithin = 2 * time.Minute
	// madeWithin is how long a statement of the schema may take, which may make an index of a large table.
	madeWithin = 15 * time.Minute
)

// transact does something in a transaction, once more where another one was in the way (40001, 40P01). The context that do is
// given ends when the server does not answer.
func (d *Database) transact(ctx context.Context, do func(ctx context.Context, tx *transaction) error) error {
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

func (d *Database) once(ctx context.Context, do func(ctx context.Context, tx *transaction) error) (err error) {
	ctx, wait, ended := d.await(ctx)
	defer func() { err = ended(err) }()
	begun, err := d.pool.Begin(ctx)
	if err != nil {
		return err
	}
	tx := &transaction{tx: begun, moves: func() { wait.Reset(d.answerWithin) }}
	if err := do(ctx, tx); err != nil {
		_ = begun.Rollback(ctx) // or the connection is closed
		return err
	}
	tx.moves()
	return begun.Commit(ctx)
}

// await returns a context that ends when no answer comes until wait is reset or stopped. ended stops waiting, and says of an error
// that this was why.
func (d *Database) await(ctx context.Context) (_ context.Context, wait *time.Timer, ended func(error) error) {
	ctx, giveUp := context.WithCancelCause(ctx)
	wait = time.AfterFunc(d.answerWithin, func() { giveUp(context.DeadlineExceeded) })
	return ctx, wait, func(err error) error {
		wait.Stop()
		cause := context.Cause(ctx)
		giveUp(nil)
		if err != nil && errors.Is(cause, context.DeadlineExceeded) {
			return cause // and not that it was canceled
		}
		return err
	}
}

// transaction is one of which each statement, and each piece of a COPY, has its own time for an answer: over a slow line, all of
// them together may take longer.
type transaction struct {
	tx    pgx.Tx
	moves func()
}

func (t *transaction) Exec(ctx context.Context, text string, args ...any) (pgconn.CommandTag, error) {
	t.moves()
	return t.tx.Exec(ctx, text, args...)
}

func (t *transaction) QueryRow(ctx context.Context, text string, args ...any) pgx.Row {
	t.moves()
	return t.tx.QueryRow(ctx, text, args...)
}

// Copy runs a COPY ... FROM STDIN with what there is to read.
func (t *transaction) Copy(ctx context.Context, text string, rows io.Reader) error {
	_, err := t.tx.Conn().PgConn().CopyFrom(ctx, &moving{rows, t.moves}, text)
	return err
}

// moving tells of every piece that is read.
type moving struct {
	rest  io.Reader
	moves func()
}

func (m *moving) Read(b []byte) (int, error) {
	m.moves()
	return m.rest.Read(b)
}
