package sqlite

import (
	"context"
	"database/sql"
	"net/url"
)

// AttachReadOnly lets a connection read the file at path under a name of its own, until
// it is detached. A transaction of the connection locks nothing of it.
func AttachReadOnly(ctx context.Context, conn *sql.Conn, path, name string) error {
	_, err := conn.ExecContext(ctx, "ATTACH DATABASE ? AS "+name, sourceName(path, url.Values{"mode": {"ro"}}))
	return err
}
