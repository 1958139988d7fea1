package inventory

import (
	"context"
	"database/sql/driver"
	"slices"
	"strconv"
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
	licensings   map[string]*licensing
	days         calendar
	holders      map[int64]*byDay // by SKU number
	users        [connector.UsedApplications]byDay
}

// calendar numbers the days that occur. There are a few hundred, so that counts
// fit into lists, which take a fraction of the time of a map for each user.
type calendar struct {
	numbers map[connector.Date]int
	days    []connector.Date
}

func (c *calendar) number(day connector.Date) int {
	if n := len(c.days) - 1; n >= 0 && c.days[n] == day {
		return n
	}
	n, known := c.numbers[day]
	if !known {
		n = len(c.days)
		c.numbers[day] = n
		c.days = append(c.days, day)
	}
	return n
}

// byDay counts by the number of a day.
type byDay []int64

func (b *byDay) add(number int) {
	for len(*b) <= number {
		*b = append(*b, 0)
	}
	(*b)[number]++
}

type application struct {
	name                  string
	entitled, activations int64
}

// licensing is a set of assignments that users have in common. There are few of
// them: licenses are given to groups of people.
type licensing struct {
	holders      []*byDay
	applications []*application
}

func newTotals(entitled *entitlement) *totals {
	t := &totals{
		entitled: entitled, applications: map[string]*application{},
		given: map[[2]int64][]*application{}, licensings: map[string]*licensing{}, days: calendar{numbers: map[connector.Date]int{}}, holders: map[int64]*byDay{},
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

// readUsers counts the holders of licenses and who is entitled to applications.
func (t *totals) readUsers(ctx context.Context, p *publishing) error {
	// In the order of the tables, where an index would lead from place to place.
	return each(ctx, p.conn, `SELECT u.last_activity, (SELECT group_concat(a.sku || ' ' || a.detail) FROM main.assignment AS a WHERE a.uid = u.uid)
		FROM main.user AS u NOT INDEXED WHERE u.source = ?`, func(row []driver.Value) error {
		day, _ := row[0].(int64)
		assignments, any := row[1].(string)
		if !any {
			return nil
		}
		common, known := t.licensings[assignments]
		if !known {
			var err error
			if common, err = t.licensing(assignments); err != nil {
				return err
			}
			forgetMany(t.licensings)
			t.licensings[assignments] = common
		}
		number := t.days.number(connector.Date(day))
		for _, holders := range common.holders {
			holders.add(number)
		}
		for _, application := range common.applications {
			application.entitled++
		}
		return nil
	}, p.source)
}

// licensing reads a list of pairs of SKU and detail numbers.
func (t *totals) licensing(assignments string) (*licensing, error) {
	l := &licensing{}
	for pair := range strings.SplitSeq(assignments, ",") {
		skuText, detailText, _ := strings.Cut(pair, " ")
		sku, err := strconv.ParseInt(skuText, 10, 64)
		if err != nil {
			return nil, err
		}
		detail, err := strconv.ParseInt(detailText, 10, 64)
		if err != nil {
			return nil, err
		}
		if t.holders[sku] == nil {
			t.holders[sku] = new(byDay)
		}
		l.holders = append(l.holders, t.holders[sku])
		for _, application := range t.givenBy(sku, detail) {
			// Two licenses with the same application count once.
			if !slices.Contains(l.applications, application) {
				l.applications = append(l.applications, application)
			}
		}
	}
	return l, nil
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

// readUsage counts the users of the applications. Rows of nobody known count only
// when none is known, because names are concealed; else they are of people who
// have left.
func (t *totals) readUsage(ctx context.Context, p *publishing) error {
	err := each(ctx, p.conn, `SELECT `+usedDays+` FROM main.usage AS g
		WHERE g.source = ?1 AND (g.uid IS NOT NULL OR (SELECT usage_joined FROM source WHERE source = ?1) = 0)`, func(days []driver.Value) error {
		for i, value := range days {
			if day, _ := value.(int64); day != 0 {
				t.users[i].add(t.days.number(connector.Date(day)))
			}
		}
		return nil
	}, p.source)
	if err != nil {
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
	users := map[int64]byDay{}
	for i := range t.users {
		users[int64(i)] = t.users[i]
	}
	holders := map[int64]byDay{}
	for sku, days := range t.holders {
		holders[sku] = *days
	}
	for table, counts := range map[string]map[int64]byDay{"application_day": users, "license_day": holders} {
		if err := p.exec(ctx, "DELETE FROM "+table+" WHERE source = ?", p.source); err != nil {
			return err
		}
		for number, days := range counts {
			for day, n := range days {
				if n == 0 {
					continue
				}
				if err := p.exec(ctx, "INSERT INTO "+table+" VALUES (?, ?, ?, ?)", p.source, number, t.days.days[day], n); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
