package sent

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// Source is what the inventory has of a tenant, from one connection.
type Source struct {
	Number               int64
	Connection           string
	TenantID, TenantName string
	Domain, Country      string
	Published            int64 // milliseconds since 1970
	Users                int64
	ActiveDate, AppDate  connector.Date
	CopilotDate          connector.Date
	ActivationsDate      connector.Date
	UsageJoined          int64 // users whom the reports name
	CopilotJoined        int64
	// When an import has last read these parts, in milliseconds since 1970; 0 for never.
	SubscriptionsRead, GroupsRead, ActiveRead, AppRead, CopilotRead, ActivationsRead int64
}

// Comparison is one state of the inventory beside what was sent of it.
type Comparison struct {
	conn   *sql.Conn
	Source Source

	users, usage, activations differences
}

// differences says whether rows differ from what was sent, and whether any are gone, so that a table in which nothing
// has changed is gone through once.
type differences struct{ known, some, gone bool }

// find counts by text the rows of the inventory, those that were not sent with their number and those that differ; sent counts
// those that were sent.
func (d *differences) find(ctx context.Context, c *Comparison, part, text, sent string) error {
	if d.known {
		return nil
	}
	number := func(text string, into ...any) error {
		return c.conn.QueryRowContext(ctx, text, c.Source.Number).Scan(into...)
	}
	var all, added, differing, known int64
	var found bool
	if err := number(sent, &known); err != nil {
		return err
	}
	if known == 0 {
		d.some = true
	} else {
		if err := number(text, &all, &added, &differing); err != nil {
			return err
		}
		d.some, d.gone = differing > 0, all-added != known
	}
	err := c.conn.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM main.gone WHERE tenant = ? AND part = ?)", c.Source.TenantID,
		part).Scan(&found)
	d.known, d.gone = err == nil, d.gone || found
	return err
}

// ErrGone means that a connection has no inventory any more, because it was deleted meanwhile.
var ErrGone = errors.New("the connection has no inventory any more")

// Compare has use compare the inventory.db at path with what was sent, as both are now, until it returns. The error may be [ErrGone].
func (f *File) Compare(ctx context.Context, path, connection string, use func(*Comparison) error) (err error) {
	conn, err := f.db.Read.Conn(ctx)
	if err != nil {
		return sqlite.Explain(f.db.Path, err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	return sqlite.WithAttached(ctx, conn, path, "inventory", func() error { return f.compare(ctx, conn, path, connection, use) })
}

func (f *File) compare(ctx context.Context, conn *sql.Conn, path, connection string, use func(*Comparison) error) error {
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return sqlite.Explain(f.db.Path, err)
	}
	defer func() { _ = tx.Rollback() }()
	c := &Comparison{conn: conn}
	s := &c.Source
	err = tx.QueryRowContext(ctx, `SELECT source, connection, lower(tenant_id), tenant_name, default_domain, published, users,
		active_users_date, app_users_date, copilot_date, usage_joined, copilot_joined, country_code, activations_date, subscriptions_read, groups_read,
		active_users_read, app_users_read, copilot_read, activations_read FROM inventory.source WHERE connection = ?`, connection).
		Scan(&s.Number, &s.Connection, &s.TenantID, &s.TenantName, &s.Domain, &s.Published, &s.Users,
			&s.ActiveDate, &s.AppDate, &s.CopilotDate, &s.UsageJoined, &s.CopilotJoined, &s.Country, &s.ActivationsDate, &s.SubscriptionsRead,
			&s.GroupsRead,
			&s.ActiveRead, &s.AppRead, &s.CopilotRead, &s.ActivationsRead)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrGone
	}
	if err != nil {
		return sqlite.Explain(path, err)
	}
	// Both files are read as they are at the first look into each.
	if _, err := sqlite.Values[int64](ctx, conn, "SELECT 1 FROM main.tenant"); err != nil {
		return sqlite.Explain(f.db.Path, err)
	}
	return use(c)
}

// User is a user of whom something differs from what was sent.
type User struct {
	UID         int64
	Key         int64
	ID          string
	Fingerprint int64
	Licensing   int64
	Last        connector.Date
	Listed      int64  // see listedByReport
	Assigned    []byte // see Since
	// New says that it was not sent with this number.
	New bool
	// Changed says that the user itself differs, Held that what it holds or has used does.
	Changed, Held bool
	// What follows is told of users that have changed.
	Texts   [len(userTexts)]string
	Enabled bool
	Synced  bool
	Created connector.Date
	Failed  []string
	// FailedAssignments are the same as JSON, each with skuId, group and error; empty for none.
	FailedAssignments string
}

// userTexts are the columns of a user that are texts, in the order of [User.Texts].
var userTexts = [...]string{
	"user_principal_name", "display_name", "mail", "user_type", "department", "country", "given_name", "surname", "company_name", "job_title",
	"office_location", "city", "state", "usage_location", "employee_id",
}

// Since returns the day on which the license at a place, counted from 0, was assigned; none when that is not told.
func (u *User) Since(place int) connector.Date {
	if at := place * tables.BytesPerAssignment; at+tables.BytesPerAssignment <= len(u.Assigned) {
		return connector.Date(binary.BigEndian.Uint16(u.Assigned[at:]))
	}
	return 0
}

// Assignments is how many days Since tells.
func (u *User) Assignments() int { return len(u.Assigned) / tables.BytesPerAssignment }

// failedTexts are the failed assignments of a user k, one a line, as lists show them.
const failedTexts = `(SELECT group_concat(text, char(10)) FROM (SELECT DISTINCT iif(n.part_number = '', n.id, n.part_number) ||
	iif(f.error = '', '', ' (' || f.error || ')') AS text FROM inventory.failed_assignment AS f JOIN inventory.sku AS n USING (sku)
	WHERE f.uid = k.uid ORDER BY 1))`

// failedAssignments are the same with their ids.
const failedAssignments = `(SELECT json_group_array(json_object('skuId', n.id, 'group', f.license_group, 'error', f.error) ORDER BY n.id, f.license_group, f.error)
	FROM inventory.failed_assignment AS f JOIN inventory.sku AS n USING (sku) WHERE f.uid = k.uid HAVING count(*) > 0)`

// The bits of [User.Listed], as the views of the central database know them.
const (
	// listedByReport says that the report lists the user that tells of inactivity.
	listedByReport = 1 << iota
	// listedByCopilot says that the one on Copilot does.
	listedByCopilot
	// activeInCopilot says that it tells of activity in the copilotWindow days before its own day.
	activeInCopilot
)

const copilotWindow = 90

// listed is the term for [User.Listed] of a holding h. Under names that a user had before there may be more than one row of usage.
func (c *Comparison) listed() string {
	byReport := fmt.Sprintf("iif(h.listed <> 0, %d, 0)", listedByReport)
	if c.Source.CopilotJoined == 0 {
		return byReport
	}
	return fmt.Sprintf(`(%s | coalesce((SELECT max(iif(g.copilot_last >= %d, %d, %d)) FROM inventory.usage AS g WHERE g.uid = h.uid AND g.listed & %d), 0))`,
		byReport, c.Source.CopilotDate-copilotWindow, listedByCopilot|activeInCopilot, listedByCopilot, tables.ListedCopilot)
}

// userMoved is a condition on a user k and what was sent of it, s.
const userMoved = "(s.uid IS NULL OR s.key <> k.key)"

// heldDiffers is a condition on a holding h and what was sent of it, s.
func (c *Comparison) heldDiffers() string {
	return "(s.licensing <> h.licensing OR s.last_activity <> h.last_activity OR s.assigned IS NOT h.assigned OR s.listed <> " + c.listed() +
		")"
}

// userDiffers is the same with the user k.
func (c *Comparison) userDiffers() string {
	return "(" + userMoved + " OR s.fingerprint <> k.fingerprint OR " + c.heldDiffers() + ")"
}

func (c *Comparison) differingUsers(ctx context.Context) (differences, error) {
	err := c.users.find(ctx, c, PartUsers, "SELECT count(*), coalesce(sum("+userMoved+"), 0), coalesce(sum("+c.userDiffers()+`), 0)
		FROM inventory.user_key AS k CROSS JOIN inventory.holding AS h USING (uid) LEFT JOIN main.user AS s USING (uid) WHERE `+tables.OfSource("k.uid"),
		"SELECT count(*) FROM main.user WHERE "+tables.OfSource("uid"))
	return c.users, err
}

// EachUser calls use with one user after another who differs from what was sent; the value is used again.
func (c *Comparison) EachUser(ctx context.Context, use func(*User) error) error {
	if d, err := c.differingUsers(ctx); err != nil || !d.some {
		return err
	}
	const columns = 13
	text := `SELECT k.uid, k.key, u.id, k.fingerprint, h.licensing, h.last_activity, ` + c.listed() + `, h.assigned,
		` + userMoved + `, ` + userMoved + ` OR s.fingerprint <> k.fingerprint,
		` + userMoved + ` OR ` + c.heldDiffers() + `, u.enabled, u.on_premises_synced, u.created, ` +
		failedTexts + `, ` + failedAssignments + `, u.` +
		strings.Join(userTexts[:], ", u.") + `
		FROM inventory.user_key AS k CROSS JOIN inventory.holding AS h USING (uid) LEFT JOIN main.user AS s USING (uid)
		CROSS JOIN inventory.user AS u USING (uid)
		WHERE ` + tables.OfSource("k.uid") + ` AND ` + c.userDiffers() + `
		ORDER BY k.uid`
	var u User
	return tables.Each(ctx, c.conn, text, func(row []driver.Value) error {
		u = User{
			UID: row[0].(int64), Key: row[1].(int64), ID: row[2].(string), Fingerprint: row[3].(int64), Licensing: row[4].(int64),
			Last: connector.Date(row[5].(int64)), Listed: row[6].(int64), New: row[8].(int64) != 0, Changed: row[9].(int64) != 0,
			Held:    row[10].(int64) != 0,
			Enabled: row[11].(int64) != 0, Synced: row[12].(int64) != 0, Created: connector.Date(row[columns].(int64)),
		}
		u.Assigned, _ = row[7].([]byte)
		if failed, some := row[columns+1].(string); some {
			u.Failed = strings.Split(failed, "\n")
		}
		u.FailedAssignments, _ = row[columns+2].(string)
		for i := range u.Texts {
			u.Texts[i] = row[columns+3+i].(string)
		}
		return use(&u)
	}, c.Source.Number)
}

// Gone is a row that was sent and is no longer in the inventory. ID is its number here, 0 where it was found in the
// central database.
type Gone struct {
	ID  int64
	Key string
}

// EachGoneUser calls use with one user after another, by its id, who was sent and is gone, or has another number now.
func (c *Comparison) EachGoneUser(ctx context.Context, use func(Gone) error) error {
	if d, err := c.differingUsers(ctx); err != nil || !d.gone {
		return err
	}
	return c.eachGone(ctx, PartUsers, `SELECT s.uid, s.id FROM main.user AS s LEFT JOIN inventory.user_key AS k USING (uid)
		WHERE `+tables.OfSource("s.uid")+` AND (k.uid IS NULL OR k.key <> s.key)`, use)
}

// EachGoneUsage does the same for usage; the key is its name.
func (c *Comparison) EachGoneUsage(ctx context.Context, use func(Gone) error) error {
	if d, err := c.differingUsage(ctx); err != nil || !d.gone {
		return err
	}
	return c.eachGone(ctx, PartUsage, `SELECT s.id, CAST(s.name AS TEXT) FROM main.usage AS s LEFT JOIN inventory.usage AS g USING (id)
		WHERE `+tables.OfSource("s.id")+` AND (g.id IS NULL OR g.name <> s.name)`, use)
}

func (c *Comparison) eachGone(ctx context.Context, part, text string, use func(Gone) error) error {
	each := func(row []driver.Value) error { return use(Gone{row[0].(int64), row[1].(string)}) }
	if err := tables.Each(ctx, c.conn, text, each, c.Source.Number); err != nil {
		return err
	}
	return tables.Each(ctx, c.conn, "SELECT 0, key FROM main.gone WHERE tenant = ?1 AND part = ?2", each, c.Source.TenantID, part)
}
