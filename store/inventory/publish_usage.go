package inventory

import (
	"context"
	"fmt"
	"strings"

	"inventorybeacon/connector"
)

// The columns of each usage report, in the staging table report and in usage.
var (
	activeUsersColumns = []string{"active_date", "active_last", "exchange", "onedrive", "sharepoint", "skype", "yammer", "teams"}
	appUsersColumns    = []string{"app_date", "app_last", "app_teams", "outlook", "word", "excel", "powerpoint", "onenote"}
)

// completeReports takes a report that was not received from the inventory, so
// that what an earlier import has read of it stays.
func (p *publishing) completeReports(ctx context.Context) error {
	if p.same {
		return nil
	}
	if p.sameReports { // they were not prepared
		if err := p.exec(ctx, fmt.Sprintf(mergeReports, "staging")); err != nil {
			return err
		}
	}
	for _, report := range []struct {
		stream  string
		columns []string
	}{{connector.StreamActiveUsers, activeUsersColumns}, {connector.StreamAppUsers, appUsersColumns}} {
		if p.reported(report.stream) {
			continue
		}
		updates := make([]string, len(report.columns))
		for i, column := range report.columns {
			updates[i] = column + " = excluded." + column
		}
		columns := strings.Join(report.columns, ", ")
		if err := p.exec(ctx, fmt.Sprintf(`INSERT INTO staging.report (upn, %[1]s) SELECT upn, %[1]s FROM main.usage
			WHERE source = ? AND (%[2]s <> 0 OR %[3]s <> 0) ON CONFLICT (upn) DO UPDATE SET %[4]s`,
			columns, report.columns[0], report.columns[1], strings.Join(updates, ", ")), p.source); err != nil {
			return err
		}
	}
	return nil
}

// comparison is a table that is brought to the rows of a query.
type comparison struct {
	// table has its rows in the order of key; next is the staging table with the
	// same columns, made from rows.
	table, next, rows string
	key               []string
	columns           []string // without the key
}

// apply writes the rows that differ and counts them.
func (c comparison) apply(ctx context.Context, p *publishing) (connector.Count, error) {
	var count connector.Count
	before, err := p.count(ctx, "SELECT count(*) FROM main."+c.table+" WHERE source = ?", p.source)
	if err != nil {
		return count, err
	}
	all := strings.Join(append(append([]string{}, c.key...), c.columns...), ", ")
	if before == 0 {
		count.Added, err = p.change(ctx, "INSERT INTO main."+c.table+" ("+all+") "+c.rows, p.source)
		count.Total = count.Added
		return count, err
	}
	var schema string
	if err := p.conn.QueryRowContext(ctx, "SELECT sql FROM main.sqlite_schema WHERE type = 'table' AND name = ?", c.table).Scan(&schema); err != nil {
		return count, err
	}
	if err := p.exec(ctx, strings.Replace(schema, "CREATE TABLE "+c.table, "CREATE TABLE staging."+c.next, 1)); err != nil {
		return count, err
	}
	err = c.differ(ctx, p, &count, all)
	return count, err
}

func (c comparison) differ(ctx context.Context, p *publishing, count *connector.Count, all string) error {
	var err error
	if count.Total, err = p.change(ctx, "INSERT INTO staging."+c.next+" ("+all+") "+c.rows, p.source); err != nil {
		return err
	}
	same := make([]string, len(c.key))
	for i, column := range c.key {
		same[i] = "m." + column + " = n." + column
	}
	values := func(of string) string {
		return "(" + of + "." + strings.Join(c.columns, ", "+of+".") + ", " + of + ".upn COLLATE BINARY)"
	}
	match := strings.Join(same, " AND ")
	if count.Removed, err = p.change(ctx, fmt.Sprintf(`DELETE FROM main.%s AS m WHERE m.source = ? AND NOT EXISTS (SELECT 1 FROM staging.%s AS n WHERE %s)`,
		c.table, c.next, match), p.source); err != nil {
		return err
	}
	added, err := p.count(ctx, fmt.Sprintf("SELECT count(*) FROM staging.%s AS n WHERE NOT EXISTS (SELECT 1 FROM main.%s AS m WHERE %s)", c.next, c.table, match))
	if err != nil {
		return err
	}
	count.Added = added
	written, err := p.change(ctx, fmt.Sprintf(`INSERT OR REPLACE INTO main.%s (%s) SELECT n.%s FROM staging.%s AS n LEFT JOIN main.%s AS m ON %s
		WHERE m.upn IS NULL OR %s IS NOT %s`, c.table, all, strings.ReplaceAll(all, ", ", ", n."), c.next, c.table, match, values("m"), values("n")))
	count.Changed = written - added
	return err
}

// userNamed is the uid of the user with the name that a report prints.
const userNamed = "(SELECT min(u.uid) FROM main.user AS u WHERE u.user_principal_name = r.upn AND u.source = ?1)"

// writeUsage writes the rows of usage that differ.
func (p *publishing) writeUsage(ctx context.Context) error {
	reported := append(append([]string{}, activeUsersColumns...), appUsersColumns...)
	c := comparison{
		table: "usage", next: "next_usage",
		key:     []string{"upn", "source"},
		columns: append([]string{"uid", "last_activity"}, reported...),
		rows: `SELECT r.upn, ?1, ` + userNamed + `, max(r.active_last, r.app_last), r.` + strings.Join(reported, ", r.") + `
			FROM staging.report AS r ORDER BY r.upn`,
	}
	var err error
	if p.same {
		p.counts.Usage.Total, err = p.count(ctx, "SELECT count(*) FROM main.usage WHERE source = ?", p.source)
		return err
	}
	p.counts.Usage, err = c.apply(ctx, p)
	p.usage = p.usage || differs(p.counts.Usage)
	return err
}

// writeActivations writes the activations that differ. Without a new report the
// rows stay, but their users may be gone or renamed.
func (p *publishing) writeActivations(ctx context.Context) error {
	if p.same {
		return nil
	}
	columns := []string{"report_date", "last_activated", "windows", "mac", "windows_mobile", "ios", "android", "shared_computer"}
	listed := strings.Join(columns, ", ")
	if !p.reported(connector.StreamActivations) {
		if err := p.exec(ctx, "INSERT INTO staging.activated (upn, product, "+listed+") SELECT upn, product, "+listed+" FROM main.activation WHERE source = ?", p.source); err != nil {
			return err
		}
	}
	c := comparison{
		table: "activation", next: "next_activation",
		key:     []string{"upn", "source", "product"},
		columns: append([]string{"uid"}, columns...),
		rows: `SELECT r.upn, ?1, r.product, ` + userNamed + `, r.` + strings.Join(columns, ", r.") + `
			FROM staging.activated AS r ORDER BY r.upn, r.product`,
	}
	count, err := c.apply(ctx, p)
	p.usage = p.usage || differs(count)
	return err
}

func differs(c connector.Count) bool { return c.Added+c.Changed+c.Removed > 0 }
