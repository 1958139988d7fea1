package inventory

import (
	"context"
	"strings"

	"inventorybeacon/connector"
)

// writeApplications counts who is entitled to which application and when the
// holders of licenses and the users of applications were last active, so that
// the pages need not read every user.
func (p *publishing) writeApplications(ctx context.Context) error {
	entitled, err := p.inv.loadEntitlement(ctx, p.conn, p.source)
	if err != nil {
		return err
	}
	print := entitled.fingerprint()
	before, err := p.count(ctx, "SELECT applications_fingerprint FROM source WHERE source = ?", p.source)
	if err != nil {
		return err
	}
	if !p.changed && !p.usage && !p.licensed && before == print {
		p.counts.Applications.Total, err = p.count(ctx, "SELECT count(*) FROM application WHERE source = ?", p.source)
		return err
	}
	totals := newTotals(entitled)
	if err := totals.readUsers(ctx, p); err != nil {
		return err
	}
	if err := totals.readUsage(ctx, p); err != nil {
		return err
	}
	if err := totals.readActivations(ctx, p); err != nil {
		return err
	}
	if err := totals.write(ctx, p); err != nil {
		return err
	}
	return p.exec(ctx, "UPDATE source SET applications_fingerprint = ? WHERE source = ?", print, p.source)
}

// totals are what the pages Applications and Licenses show of one connection.
type totals struct {
	entitled     *entitlement
	applications map[string]*application // by name in lower case
	given        map[[2]int64][]*application
	holders      map[int64]map[connector.Date]int64
	users        [connector.UsedApplications]map[connector.Date]int64
}

type application struct {
	name                  string
	entitled, activations int64
	// user is the last one that was counted, so that two licenses with the same
	// application count once.
	user int64
}

func newTotals(entitled *entitlement) *totals {
	t := &totals{
		entitled: entitled, applications: map[string]*application{},
		given: map[[2]int64][]*application{}, holders: map[int64]map[connector.Date]int64{},
	}
	for i := range t.users {
		t.users[i] = map[connector.Date]int64{}
	}
	for _, plans := range entitled.plans {
		for _, plan := range plans {
			for _, name := range plan.applications {
				t.application(name)
			}
		}
	}
	return t
}

func (t *totals) application(name string) *application {
	key := strings.ToLower(name)
	if t.applications[key] == nil {
		t.applications[key] = &application{name: name}
	}
	return t.applications[key]
}

// givenBy returns the applications that an assignment switches on.
func (t *totals) givenBy(sku, detail int64) []*application {
	key := [2]int64{sku, detail}
	if known, ok := t.given[key]; ok {
		return known
	}
	var given []*application
	for _, name := range t.entitled.applications(sku, detail) {
		given = append(given, t.application(name))
	}
	if len(t.given) >= rememberedNames {
		clear(t.given)
	}
	t.given[key] = given
	return given
}

// readUsers counts the holders of licenses and who is entitled to applications.
func (t *totals) readUsers(ctx context.Context, p *publishing) error {
	// In the order of the tables, where an index would lead from place to place.
	rows, err := p.conn.QueryContext(ctx, `SELECT u.uid, u.last_activity, a.sku, a.detail
		FROM main.user AS u NOT INDEXED CROSS JOIN main.assignment AS a ON a.uid = u.uid WHERE u.source = ?`, p.source)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	// Plain integers: database/sql takes several times longer to fill named types.
	var uid, day, sku, detail int64
	for rows.Next() {
		if err := rows.Scan(&uid, &day, &sku, &detail); err != nil {
			return err
		}
		t.holder(sku, connector.Date(day))
		for _, application := range t.givenBy(sku, detail) {
			if application.user != uid {
				application.user = uid
				application.entitled++
			}
		}
	}
	return rows.Err()
}

func (t *totals) holder(sku int64, day connector.Date) {
	if t.holders[sku] == nil {
		t.holders[sku] = map[connector.Date]int64{}
	}
	t.holders[sku][day]++
}

// readUsage counts the users of the applications. Rows of nobody known count only
// when none is known, because names are concealed; else they are of people who
// have left.
func (t *totals) readUsage(ctx context.Context, p *publishing) error {
	rows, err := p.conn.QueryContext(ctx, `SELECT `+usedDays+` FROM main.usage AS g
		WHERE g.source = ?1 AND (g.uid IS NOT NULL OR (SELECT usage_joined FROM source WHERE source = ?1) = 0)`, p.source)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	var days [connector.UsedApplications]int64
	into := make([]any, len(days))
	for i := range days {
		into[i] = &days[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		for i, day := range days {
			if day != 0 {
				t.users[i][connector.Date(day)]++
			}
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for i, users := range t.users {
		if len(users) > 0 {
			t.application(connector.UsedApplication(i).String())
		}
	}
	return nil
}

func (t *totals) readActivations(ctx context.Context, p *publishing) error {
	rows, err := p.conn.QueryContext(ctx, "SELECT product, sum(windows + mac + windows_mobile + ios + android) FROM main.activation WHERE source = ? GROUP BY product", p.source)
	if err != nil {
		return err
	}
	products, err := collect(rows, func(a *application) []any { return []any{&a.name, &a.activations} })
	if err != nil {
		return err
	}
	for _, product := range products {
		t.application(product.name).activations += product.activations
	}
	return nil
}

func (t *totals) write(ctx context.Context, p *publishing) error {
	rows, err := p.conn.QueryContext(ctx, "SELECT name, entitled, activations FROM application WHERE source = ?", p.source)
	if err != nil {
		return err
	}
	before, err := collect(rows, func(a *application) []any { return []any{&a.name, &a.entitled, &a.activations} })
	if err != nil {
		return err
	}
	count := &p.counts.Applications
	count.Total, count.Added = int64(len(t.applications)), int64(len(t.applications))
	for _, old := range before {
		current := t.applications[strings.ToLower(old.name)]
		switch {
		case current == nil:
			count.Removed++
			if err := p.exec(ctx, "DELETE FROM application WHERE source = ? AND name = ?", p.source, old.name); err != nil {
				return err
			}
			continue
		case current.entitled != old.entitled || current.activations != old.activations:
			count.Changed++
		}
		count.Added--
	}
	for _, a := range t.applications {
		if err := p.exec(ctx, "INSERT OR REPLACE INTO application VALUES (?, ?, ?, ?)", p.source, a.name, a.entitled, a.activations); err != nil {
			return err
		}
	}
	return t.writeDays(ctx, p)
}

func (t *totals) writeDays(ctx context.Context, p *publishing) error {
	users := map[int64]map[connector.Date]int64{}
	for i := range t.users {
		users[int64(i)] = t.users[i]
	}
	for table, days := range map[string]map[int64]map[connector.Date]int64{"application_day": users, "license_day": t.holders} {
		if err := p.exec(ctx, "DELETE FROM "+table+" WHERE source = ?", p.source); err != nil {
			return err
		}
		for number, byDay := range days {
			for day, n := range byDay {
				if err := p.exec(ctx, "INSERT INTO "+table+" VALUES (?, ?, ?, ?)", p.source, number, day, n); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
