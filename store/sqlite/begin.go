package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/mattn/go-sqlite3"
)

// interruptible is how long SQLite itself waits for another process before it is
// asked again: its own wait cannot be interrupted.
const interruptible = 100 * time.Millisecond

// patience is how long Begin waits: a process that publishes a large import holds
// the file for many seconds.
const patience = 5 * time.Minute

// Begin begins a transaction that writes. It waits longer than other statements do
// for another process to finish writing, but not after ctx has ended.
func Begin(ctx context.Context, conn *sql.Conn) error {
	if err := setBusyTimeout(ctx, conn, interruptible); err != nil {
		return err
	}
	var err error
	for waited := time.Duration(0); waited < patience; waited += interruptible {
		if _, err = conn.ExecContext(ctx, "BEGIN IMMEDIATE"); !busy(err) {
			break
		}
		if ctx.Err() != nil {
			err = context.Cause(ctx)
			break
		}
	}
	return errors.Join(err, setBusyTimeout(context.WithoutCancel(ctx), conn, busyTimeout))
}

// EmptyLog moves the write-ahead log of a large transaction into the file at once.
// It does not wait for readers that are in the way: then it happens later.
func EmptyLog(ctx context.Context, conn *sql.Conn) {
	plain := context.WithoutCancel(ctx) // the connection must wait again afterwards
	_ = setBusyTimeout(plain, conn, 0)
	_, _ = conn.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	_ = setBusyTimeout(plain, conn, busyTimeout)
}

func busy(err error) bool {
	var fault sqlite3.Error
	return errors.As(err, &fault) && fault.Code == sqlite3.ErrBusy
}

func setBusyTimeout(ctx context.Context, conn *sql.Conn, d time.Duration) error {
	_, err := conn.ExecContext(ctx, fmt.Sprintf("PRAGMA busy_timeout = %d", d.Milliseconds()))
	return err
}
