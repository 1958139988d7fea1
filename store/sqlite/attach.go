package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
)

// AttachReadOnly lets a connection read the file at path under a name of its own, until
// it is detached. A transaction of the connection locks nothing of it.
func AttachReadOnly(ctx context.Context, conn *sql.Conn, path, name string) error {
	_, err := conn.ExecContext(ctx, "ATTACH DATABASE ? AS "+name, sourceName(path, url.Values{"mode": {"ro"}}))
	return err
}

// WithAttached has use read the file at path, which a connection has under a name of its own until use returns.
func WithAttached(ctx context.Context, conn *sql.Conn, path, name string, use func() error) (err error) {
	if err := AttachReadOnly(ctx, conn, path, name); err != nil {
		return Explain(path, err)
	}
	defer func() {
		_, detaching := conn.ExecContext(context.WithoutCancel(ctx), "DETACH DATABASE "+name)
		err = errors.Join(err, detaching)
	}()
	return use()
}
