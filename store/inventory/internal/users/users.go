package users

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/filter"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
)

// UserQuery says which users are wanted, and in which order. The zero value means
// all users by display name.
type UserQuery struct {
	// Connections are the ids of connections; none means all.
	Connections []string
	// Search finds users with every one of its words in display name, user
	// principal name or mail, without regard to case.
	Search string
	// Sort is a column's name in JSON, for example "displayName".
	Sort       string
	Descending bool
	// Limit is the greatest number of users, all when it is 0.
	Limit, Offset int

	// License is a SKU's id or part number; Application a name as in ApplicationRow.
	License, Application          string
	UserType, Department, Country string
	Enabled, Licensed             *bool
	// Activity asks for the users in one state in the Window of days before the
	// report date: with License by the day on which that license was assigned, else
	// by the day on which the account was made. Empty means all.
	Activity query.Activity
	Window   int
	// Failed asks for the users who should have License, or any license, and do not,
	// in place of its holders.
	Failed bool
	// Filter are conditions on [UserProperties] of which all have to hold.
	Filter filter.Expression
	// WithActivity asks for the Activity of each user, WithFailed for the Failed licenses.
	WithActivity, WithFailed bool
	// Columns are the properties of users that are read, as Sort calls them; none means all.
	// What a row holds of others is left open.
	Columns []string
}

// UserRow is a user as the page Users and the console show it.
type UserRow struct {
	ID                string         `json:"id"`
	UserPrincipalName string         `json:"userPrincipalName"`
	DisplayName       string         `json:"displayName"`
	Mail              string         `json:"mail"`
	Enabled           bool           `json:"enabled"`
	UserType          string         `json:"userType"`
	Department        string         `json:"department"`
	Country           string         `json:"country"`
	Licenses          []string       `json:"licenses"` // part numbers
	LastActivity      connector.Date `json:"lastActivity"`

	// Products are the Licenses by their friendly names.
	Products []string `json:"-"`
	// Failed are the licenses that the user should have and does not, as
	// "SPE_E5 (CountViolation)"; told only when the query asks for such users.
	Failed     []string `json:"-"`
	Connection string   `json:"-"`
	TenantName string   `json:"-"`
	// Activity is the state as [StateValue] calls it; told only when the query asks for it.
	Activity         string         `json:"-"`
	GivenName        string         `json:"-"`
	Surname          string         `json:"-"`
	CompanyName      string         `json:"-"`
	JobTitle         string         `json:"-"`
	OfficeLocation   string         `json:"-"`
	City             string         `json:"-"`
	State            string         `json:"-"`
	UsageLocation    string         `json:"-"`
	EmployeeID       string         `json:"-"`
	OnPremisesSynced bool           `json:"-"`
	Created          connector.Date `json:"-"`
	// Listed is set when the usage report lists the user that tells of inactivity: else
	// that there is no last activity means nothing.
	Listed bool `json:"-"`

	uid  int64
	skus []int64 // the numbers of those of Licenses
}

// Sorts are the columns by which users can be sorted. The first three have an
// index; the others sort all users that match.
var Sorts = map[string]string{
	"displayName": "u.display_name", "userPrincipalName": "u.user_principal_name", lastActivitySort: "h.last_activity",
	"mail": "u.mail", "enabled": "u.enabled", "userType": "u.user_type", "department": "u.department", "country": "u.country",
	"givenName": "u.given_name", "surname": "u.surname", "companyName": "u.company_name", "jobTitle": "u.job_title",
	"officeLocation": "u.office_location", "city": "u.city", "state": "u.state", "usageLocation": "u.usage_location",
	"employeeId": "u.employee_id", "onPremisesSynced": "u.on_premises_synced", "created": "u.created", "id": "u.id",
	"connection": "uid >> 32", "tenant": "uid >> 32", "licensed": "(h.licensing <> 0)",
	"products": licenseCount,
	"failed":   "(SELECT count(DISTINCT f.sku) FROM failed_assignment AS f WHERE f.uid = u.uid)",
	"licenses": licenseCount,
}

// licenseCount is how many licenses a holding h has.
const licenseCount = "(SELECT count(*) FROM assignment AS a WHERE a.licensing = h.licensing)"

// lastActivitySort is the column whose index is not on the users themselves.
const lastActivitySort = "lastActivity"

// failedColumn are the failed assignments of a user, one a line.
const failedColumn = `(SELECT group_concat(text, char(10)) FROM (SELECT DISTINCT iif(k.part_number = '', k.id, k.part_number) ||
	iif(f.error = '', '', ' (' || f.error || ')') AS text FROM failed_assignment AS f JOIN sku AS k USING (sku) WHERE f.uid = u.uid ORDER
		BY 1))`

// Users returns a page of users.
func (inv Reader) Users(ctx context.Context, q UserQuery) ([]UserRow, error) {
	var users []UserRow
	err := inv.EachUser(ctx, q, func(u UserRow) error {
		users = append(users, u)
		return nil
	})
	return users, err
}

// EachUser calls use with one user after another, which it reads as it goes, and
// stops at its first error.
func (inv Reader) EachUser(ctx context.Context, q UserQuery, use func(UserRow) error) error {
	return inv.ReadMany(ctx, func(conn *sql.Conn, tx *sql.Tx) error { return inv.eachUser(ctx, conn, tx, q, use) })
}

func (inv Reader) eachUser(ctx context.Context, conn *sql.Conn, tx *sql.Tx, q UserQuery, use func(UserRow) error) (err error) {
	selection, err := inv.selectUsers(ctx, tx, q, false)
	if err != nil {
		return err
	}
	column, err := selection.sortColumn(q)
	if err != nil {
		return err
	}
	names, err := inv.skuNames(ctx, tx)
	if err != nil {
		return err
	}
	rows, err := selection.rowsOn(conn, q, &knownHeld{names: names, held: map[int64]heldNames{}})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	if q.Limit <= 0 {
		return inv.eachInOrder(ctx, tx, selection, q, column, rows, use)
	}
	from, err := selection.pageOf(ctx, tx, q, column)
	if err != nil {
		return err
	}
	return rows.each(ctx, from, use, selection.Args...)
}

// CountUsers returns how many users there are, whatever Limit and Offset say.
func (inv Reader) CountUsers(ctx context.Context, q UserQuery) (n int64, err error) {
	err = inv.Read(ctx, func(tx *sql.Tx) error {
		selection, err := inv.selectUsers(ctx, tx, q, true)
		if err != nil {
			return err
		}
		return tx.QueryRowContext(ctx, "SELECT count(*)"+selection.fromCounted()+selection.Where(), selection.Args...).Scan(&n)
	})
	return n, err
}

// userRecord is a user as it is read.
type userRecord struct {
	UserRow
	source, licensing int64
	failed, active    sql.NullString
}

// columns are those of a user u with a holding h; activity is the one with the state,
// failed that with the failed assignments, or NULL.
func (r *userRecord) columns(activity, failed string) tables.Columns {
	return tables.Columns{
		"uid", &r.uid, "uid >> 32", &r.source, "u.id", &r.ID,
		"u.user_principal_name", &r.UserPrincipalName, "u.display_name", &r.DisplayName,
		"u.mail", &r.Mail, "u.enabled", &r.Enabled, "u.user_type", &r.UserType,
		"u.department", &r.Department, "u.country", &r.Country, "h.last_activity", &r.LastActivity,
		"u.given_name", &r.GivenName, "u.surname", &r.Surname, "u.company_name", &r.CompanyName,
		"u.job_title", &r.JobTitle, "u.office_location", &r.OfficeLocation, "u.city", &r.City,
		"u.state", &r.State, "u.usage_location", &r.UsageLocation, "u.employee_id", &r.EmployeeID,
		"u.on_premises_synced", &r.OnPremisesSynced, "u.created", &r.Created,
		"h.listed <> 0", &r.Listed,
		"h.licensing", &r.licensing, activity, &r.active, failed, &r.failed,
	}
}

// leaveOut puts constants in the place of the properties of users that are not wanted: to
// read one costs more than to write it.
func leaveOut(columns tables.Columns, wanted []string) {
	if len(wanted) == 0 {
		return
	}
	keep := map[any]bool{}
	for _, name := range wanted {
		keep[Sorts[name]] = true
	}
	for i := 0; i < len(columns); i += 2 {
		if column := columns[i].(string); !strings.HasPrefix(column, "u.") || keep[column] {
			continue
		}
		columns[i] = "0"
		if _, text := columns[i+1].(*string); text {
			columns[i] = "''"
		}
	}
}

// user returns the row of the user that was read, whose licenses have names.
func (r *userRecord) user(of query.Source, held heldNames) UserRow {
	u := r.UserRow
	u.Connection, u.TenantName, u.Activity = of.Connection, of.TenantName, r.active.String
	u.Licenses, u.Products, u.skus = held.parts, held.products, held.skus
	if r.failed.Valid {
		u.Failed = strings.Split(r.failed.String, "\n")
	}
	return u
}
