package central

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"inventorybeacon/connector"
)

// Readable is a state of a tenant that can be read as a whole.
type Readable struct {
	TenantID   string
	Generation int64
	// Attempt is the id under which it was published; no other state has it.
	Attempt string
	// Beacon is the name of whoever has published it, Published when.
	Beacon    string
	Published time.Time
	// Whole says that it has all of which an inventory consists: beacons of version 1 do not publish that.
	Whole bool
	Facts
}

// ErrMoved means that a state is no longer there, because the database was brought back to an earlier one or has removed it.
var ErrMoved = errors.New("the state that was read is no longer in the central database")

// Readable returns the present state of each tenant, by their ids.
func (d *Database) Readable(ctx context.Context) ([]Readable, error) {
	if _, err := d.checkSchema(ctx); err != nil {
		return nil, err
	}
	var all []Readable
	var r Readable
	var read [6]*time.Time
	into := []any{
		&r.TenantID, &r.Generation, &r.Attempt, &r.Beacon, &r.Published, &r.Whole, &r.Imported, &r.Tenant, &r.Domain, &r.Country, &r.Users,
		&r.ActiveDate, &r.AppDate, &r.CopilotDate, &r.ActivationsDate,
	}
	for i := range read {
		into = append(into, &read[i])
	}
	err := d.each(ctx, `SELECT CAST(g.tenant_id AS text), g.generation, CAST(g.attempt AS text), coalesce(b.name, ''), g.published,
		coalesce(g.written_as, 1) >= 2, g.imported, g.tenant, coalesce(g.default_domain, ''), coalesce(g.country_code, ''), g.users,
		`+dayOf("g.active_users_date")+", "+dayOf("g.app_users_date")+", "+dayOf("g.copilot_date")+", "+dayOf("g.activations_date")+`,
		g.subscriptions_read, g.groups_read, g.active_users_read, g.app_users_read, g.copilot_read, g.activations_read
		FROM {schema}.current_generation AS g LEFT JOIN {schema}.beacon AS b ON b.beacon_id = g.beacon_id ORDER BY g.tenant_id`, nil, into, func() error {
		for i, at := range []*time.Time{&r.SubscriptionsRead, &r.GroupsRead, &r.ActiveRead, &r.AppRead, &r.CopilotRead, &r.ActivationsRead} {
			*at = time.Time{}
			if read[i] != nil {
				*at = *read[i]
			}
		}
		all = append(all, r)
		return nil
	})
	return all, err
}

// CheckStill looks whether a state is still there, so that all that was read of it is of it. The error is [ErrMoved] when it
// is not.
func (d *Database) CheckStill(ctx context.Context, r Readable) error {
	var still bool
	err := d.one(ctx, "SELECT EXISTS (SELECT 1 FROM {schema}.generation WHERE tenant_id = $1 AND generation = $2 AND attempt = $3)",
		[]any{r.TenantID, r.Generation, r.Attempt}, &still)
	if err == nil && !still {
		return ErrMoved
	}
	return err
}

// of is the condition that a row of a table belongs to the state $2 of the tenant $1.
func of(alias string) string {
	return alias + ".tenant_id = $1 AND " + alias + ".from_generation <= $2 AND " + alias + ".until_generation > $2"
}

// eachOf is [Database.each] for a query about a state.
func (d *Database) eachOf(ctx context.Context, r Readable, text string, into []any, use func() error) error {
	return d.each(ctx, text, []any{r.TenantID, r.Generation}, into, use)
}

// one scans the row of a query.
func (d *Database) one(ctx context.Context, text string, args []any, into ...any) error {
	ctx, cancel := context.WithTimeout(ctx, d.answerWithin)
	defer cancel()
	return d.config.explain(d.pool.QueryRow(ctx, d.sql(text), args...).Scan(into...))
}

// each calls use for each row of a query, which is scanned into the fields before. All rows together may take any time, the next one
// no more than there is for an answer.
func (d *Database) each(ctx context.Context, text string, args, into []any, use func() error) (err error) {
	ctx, wait, ended := d.await(ctx)
	defer func() { err = d.config.explain(ended(err)) }()
	rows, err := d.pool.Query(ctx, d.sql(text), args...)
	if err == nil {
		_, err = pgx.ForEachRow(rows, into, func() error {
			wait.Stop() // what is done with the row may take any time, too
			defer wait.Reset(d.answerWithin)
			return use()
		})
	}
	return err
}

// listOf returns the rows of a query about a state; fields are those of a row that are scanned.
func listOf[T any](ctx context.Context, d *Database, r Readable, fields func(*T) []any, text string) (all []T, err error) {
	var row T
	err = d.eachOf(ctx, r, text, fields(&row), func() error {
		all = append(all, row)
		return nil
	})
	return all, err
}

// paging hands rows over so many at a time; the memory is used again.
type paging[T any] struct {
	page []T
	use  func([]T) error
}

func newPaging[T any](rows int, use func([]T) error) *paging[T] {
	return &paging[T]{make([]T, 0, rows), use}
}

func (p *paging[T]) add(row T) error {
	if p.page = append(p.page, row); len(p.page) < cap(p.page) {
		return nil
	}
	return p.end()
}

// end hands over what is left.
func (p *paging[T]) end() error {
	if len(p.page) == 0 {
		return nil
	}
	err := p.use(p.page)
	p.page = p.page[:0]
	return err
}

// dayOf is a column with a day as a number.
func dayOf(column string) string { return "coalesce(" + column + " - DATE '1970-01-01', 0)" }

// parseDaysOf reads a list of days into a list of known length.
func parseDaysOf(list *string, into []connector.Date) error {
	days, err := parseDays(list)
	if err == nil {
		clear(into)
		copy(into, days)
	}
	return err
}
