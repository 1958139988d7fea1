package publish

import (
	"context"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/entitlement"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// writeApplications counts who is entitled to which application and when the
// holders of licenses and the users of applications were last active, so that
// the pages need not read every user.
func (p *publishing) writeApplications(ctx context.Context) error {
	entitled, err := entitlement.Load(ctx, p.conn, p.source)
	if err != nil {
		return err
	}
	fingerprint := entitled.Fingerprint()
	before, err := p.count(ctx, "SELECT applications_fingerprint FROM source WHERE source = ?", p.source)
	if err != nil {
		return err
	}
	if !p.changed && p.activity == nil && !p.licensed && before == fingerprint {
		p.counts.Applications.Total, err = p.count(ctx, "SELECT count(*) FROM application WHERE source = ?", p.source)
		return err
	}
	totals := newTotals(entitled)
	for _, read := range []func(context.Context, *publishing) error{totals.readHoldings, totals.readUsage, totals.readActivations} {
		if err := read(ctx, p); err != nil {
			return err
		}
	}
	if err := totals.write(ctx, p); err != nil {
		return err
	}
	return p.exec(ctx, "UPDATE source SET applications_fingerprint = ? WHERE source = ?", fingerprint, p.source)
}

// totals are what the pages Applications and Licenses show of one connection.
type totals struct {
	entitled     *entitlement.Entitlement
	applications map[string]*application // by name in lower case
	given        map[assigned][]*application
	holders      map[int64]*holderDays // by SKU number; nil when they are as before
}

type application struct {
	name     string
	entitled int64
	devices
}

func newTotals(entitled *entitlement.Entitlement) *totals {
	t := &totals{
		entitled: entitled, applications: map[string]*application{}, given: map[assigned][]*application{},
	}
	for name := range entitled.All {
		t.application(name)
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

// assigned is an assignment of a licensing.
type assigned struct{ sku, detail int64 }

// entitle counts the users who hold a licensing as entitled to the applications of
// its assignments; two with the same application count once.
func (t *totals) entitle(licensing []assigned, users int64) {
	given := map[*application]bool{}
	for _, a := range licensing {
		for _, application := range t.givenBy(a) {
			given[application] = true
		}
	}
	for application := range given {
		application.entitled += users
	}
}

// givenBy returns the applications that an assignment switches on.
func (t *totals) givenBy(a assigned) []*application {
	if known, ok := t.given[a]; ok {
		return known
	}
	var given []*application
	for _, name := range t.entitled.Applications(a.sku, a.detail) {
		given = append(given, t.application(name))
	}
	tables.Bound(t.given)
	t.given[a] = given
	return given
}

// readUsage names the applications that somebody has used.
func (t *totals) readUsage(ctx context.Context, p *publishing) error {
	if p.usedDays != nil {
		for i := range p.usedDays.in {
			if p.usedDays.in[i].sum()+p.activity.unknown.in[i].sum() > 0 {
				t.application(connector.UsedApplication(i).String())
			}
		}
		return nil
	}
	used, err := sqlite.Values[connector.UsedApplication](ctx, p.conn,
		"SELECT DISTINCT application FROM application_day WHERE source = ?", p.source)
	for _, a := range used {
		t.application(a.String())
	}
	return err
}

func (t *totals) readActivations(ctx context.Context, p *publishing) error {
	return p.eachActivated(ctx, func(product string, on devices) { t.application(product).devices.add(on) })
}

func (t *totals) write(ctx context.Context, p *publishing) error {
	before, err := sqlite.Collect(ctx, p.conn, func(a *application) []any {
		return []any{&a.name, &a.entitled, &a.activations, &a.windows, &a.mac, &a.ios, &a.android}
	},
		"SELECT name, entitled, activations, windows, mac, ios, android FROM application WHERE source = ?", p.source)
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
		case current.entitled != old.entitled || current.devices != old.devices:
			count.Changed++
		}
		count.Added--
	}
	for _, a := range t.applications {
		if err := p.exec(ctx, `INSERT OR REPLACE INTO application (name, entitled, activations, windows, mac, ios, android, source)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, a.name, a.entitled, a.activations, a.windows, a.mac, a.ios, a.android, p.source); err != nil {
			return err
		}
	}
	return t.writeDays(ctx, p)
}

func (t *totals) writeDays(ctx context.Context, p *publishing) error {
	if err := t.writeHolders(ctx, p); err != nil || p.usedDays == nil {
		return err
	}
	if err := p.exec(ctx, "DELETE FROM application_day WHERE source = ?", p.source); err != nil {
		return err
	}
	for number := range p.usedDays.in {
		users, unknown := &p.usedDays.in[number], &p.activity.unknown.in[number]
		insert := func(day uint16) error {
			return p.exec(ctx, "INSERT INTO application_day (source, application, day, users, unknown) VALUES (?, ?, ?, ?, ?)",
				p.source, number, day, users.on(day), unknown.on(day))
		}
		for day := range users.all {
			if err := insert(day); err != nil {
				return err
			}
		}
		for day := range unknown.all {
			if users.on(day) != 0 {
				continue
			}
			if err := insert(day); err != nil {
				return err
			}
		}
	}
	return p.usedDays.writePlatforms(ctx, p)
}
