package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/mattn/go-sqlite3"
)

// busyTimeout is how long a connection waits for another process to finish
// writing.
const busyTimeout = 10 * time.Second

// interruptible is how long SQLite itself waits for another process before it is
// asked again: its own wait cannot be interrupted.
const interruptible = 100 * time.Millisecond

// betweenTries is how long another process is given the file before it is asked for
// again.
const betweenTries = 5 * time.Millisecond

// patience is how long Begin waits: a process that publishes a large import holds
// the file for many seconds.
const patience = 5 * time.Minute

// Begin begins a transaction that writes. It waits longer than other statements do
// for another process to finish writing, but not after ctx has ended.
func Begin(ctx context.Context, conn *sql.Conn) error {
	if err := setBusyTimeout(ctx, conn, interruptible); err != nil {
		return err
	}
	err := whileBusy(ctx, patience, func() error {
		_, err := conn.ExecContext(ctx, "BEGIN IMMEDIATE")
		return err
	})
	return errors.Join(err, setBusyTimeout(context.WithoutCancel(ctx), conn, busyTimeout))
}

// Transact does something in a transaction that writes, which [Begin] begins, all of it or
// nothing.
func Transact(ctx context.Context, conn *sql.Conn, do func() error) error {
	err := Begin(ctx, conn)
	if err != nil {
		return err
	}
	plain := context.WithoutCancel(ctx)
	if err = do(); err == nil {
		_, err = conn.ExecContext(plain, "COMMIT")
	}
	if err != nil {
		// It fails when SQLite has rolled back by itself, as it does on a full disk.
		_, _ = conn.ExecContext(plain, "ROLLBACK")
	}
	return err
}

// EmptyLog moves the write-ahead log of a large transaction into the file at once.
// It does not wait for readers that are in the way: then it happens later.
func EmptyLog(ctx context.Context, conn *sql.Conn) {
	plain := context.WithoutCancel(ctx) // the connection must wait again afterwards
	_ = setBusyTimeout(plain, conn, 0)
	_, _ = conn.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	_ = setBusyTimeout(plain, conn, busyTimeout)
}

// whileBusy tries again, for as long as patience, what another process is in the way
// of. SQLite itself does not wait where it sees that two could wait for each other,
// as when both turn a new file's journal into a write-ahead log.
func whileBusy(ctx context.Context, patience time.Duration, try func() error) error {
	for end := time.Now().Add(patience); ; {
		err := try()
		if !busy(err) || time.Now().After(end) {
			return err
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(betweenTries):
		}
	}
}

func busy(err error) bool {
	var fault sqlite3.Error
	return errors.As(err, &fault) && fault.Code == sqlite3.ErrBusy
}

func setBusyTimeout(ctx context.Context, conn *sql.Conn, d time.Duration) error {
	_, err := conn.ExecContext(ctx, fmt.Sprintf("PRAGMA busy_timeout = %d", d.Milliseconds()))
	return err
}
