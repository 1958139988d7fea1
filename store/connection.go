package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"inventorybeacon/connector"
)

// FoldName returns the form of a connection's name in which names are compared:
// two names are the same when their folded names are. Unicode's rules decide, so
// that Größe, GRÖSSE and größe are one name.
func FoldName(name string) string {
	return norm.NFC.String(cases.Fold().String(norm.NFC.String(name)))
}

// connectionColumns are the columns that a Save writes, in the order of
// scanConnection and connectionValues.
const connectionColumns = `id, name, folded_name, source_type, proxy_use, proxy_server, proxy_username, cloud, token_endpoint,
	client_id, redirect_uri, flow, authorization_endpoint, graph_endpoint, client_secret_expires, sign_in_account,
	sign_in_account_name, sign_in_tenant_id, sign_in_tenant_name, sign_in_granted, sign_in_missing, sign_in_at,
	disabled, certificate_subject, certificate_thumbprint, certificate_not_after, schedule_id, loss_share, replace_tenant,
	proxy_from, proxy_exceptions, proxy_script`

// readColumns are connectionColumns and those that a Save never writes: what an
// administrator edits is older than an import that has used the token meanwhile.
const readColumns = connectionColumns + ", token_used, claims"

// Connections returns all connections, sorted by name.
func (s *Store) Connections(ctx context.Context) ([]connector.Connection, error) {
	return query(ctx, s, scanConnection, "SELECT "+readColumns+" FROM connection ORDER BY folded_name")
}

// Connection returns the connection with the given id, or a [NotFoundError].
func (s *Store) Connection(ctx context.Context, id string) (connector.Connection, error) {
	found, err := query(ctx, s, scanConnection, "SELECT "+readColumns+" FROM connection WHERE id = ?", id)
	if err != nil {
		return connector.Connection{}, err
	}
	if len(found) == 0 {
		return connector.Connection{}, &NotFoundError{What: "connection", Key: id}
	}
	return found[0], nil
}

// ForgetReplaceTenant takes back that a tenant may replace the inventory of a connection, unless
// another one may now.
func (s *Store) ForgetReplaceTenant(ctx context.Context, connectionID, tenant string) error {
	return s.db.Update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE connection SET replace_tenant = '' WHERE id = ? AND replace_tenant = ?", connectionID, tenant)
		return err
	})
}

func scanConnection(rows *sql.Rows) (connector.Connection, error) {
	var c connector.Connection
	var folded, expires, granted, missing, ends string
	var scheduleID sql.NullString
	err := rows.Scan(&c.ID, &c.Name, &folded, &c.SourceType, &c.Proxy.Use, &c.Proxy.Server, &c.Proxy.Username, &c.Cloud, &c.TokenEndpoint,
		&c.ClientID, &c.RedirectURI, &c.Flow, &c.AuthorizationEndpoint, &c.GraphEndpoint, &expires, &c.SignIn.Account,
		&c.SignIn.AccountName, &c.SignIn.TenantID, &c.SignIn.TenantName, &granted, &missing, storedTime{&c.SignIn.At},
		&c.Disabled, &c.Certificate.Subject, &c.Certificate.Thumbprint, &ends, &scheduleID, &c.LossShare, &c.ReplaceTenant,
		&c.Proxy.From, &c.Proxy.Exceptions, &c.Proxy.Script,
		storedTime{&c.TokenUsed}, &c.Claims)
	if err != nil {
		return c, err
	}
	c.ScheduleID = scheduleID.String
	var expiresErr, endsErr error
	c.ClientSecretExpires, expiresErr = connector.ParseDate(expires)
	c.Certificate.NotAfter, endsErr = connector.ParseDate(ends)
	return c, errors.Join(expiresErr, endsErr, json.Unmarshal([]byte(granted), &c.SignIn.Granted),
		json.Unmarshal([]byte(missing), &c.SignIn.Missing))
}

// connectionValues takes the schedule apart: it may be gone, and then is null.
func connectionValues(c connector.Connection, scheduleID any) ([]any, error) {
	granted, grantedErr := json.Marshal(c.SignIn.Granted)
	missing, missingErr := json.Marshal(c.SignIn.Missing)
	return []any{
		c.ID, c.Name, FoldName(c.Name), string(c.SourceType), c.Proxy.Use, c.Proxy.Server, c.Proxy.Username,
		string(c.Cloud), c.TokenEndpoint,
		c.ClientID, c.RedirectURI, string(c.Flow), c.AuthorizationEndpoint, c.GraphEndpoint, c.ClientSecretExpires.String(),
		c.SignIn.Account,
		c.SignIn.AccountName, c.SignIn.TenantID, c.SignIn.TenantName, string(granted), string(missing), formatTime(c.SignIn.At),
		c.Disabled, c.Certificate.Subject, c.Certificate.Thumbprint, c.Certificate.NotAfter.String(),
		scheduleID, c.LossShare, c.ReplaceTenant,
		string(c.Proxy.From), c.Proxy.Exceptions, c.Proxy.Script,
	}, errors.Join(grantedErr, missingErr)
}
