package publish

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
)

// event is something that the publish changes, of a license.
type event struct {
	kind          connector.Event
	sku           string // id
	before, after string
}

// beginOutbox notes the publish for the history. There are no events when there is
// nothing to compare with: the first import of a connection or of another tenant.
func (p *publishing) beginOutbox(ctx context.Context) error {
	p.events = nil
	if p.copied != nil {
		return nil
	}
	at := p.at.UnixMilli()
	if at == p.publishedBefore { // a publish is known by its time
		at++
	}
	return p.conn.QueryRowContext(ctx, `INSERT INTO main.outbox (tenant, at, name, baseline, compared_with)
		SELECT lower(tenant_id), ?, tenant_name, ?, ? FROM main.source WHERE source = ? RETURNING publish`,
		at, !p.compares(), p.publishedBefore, p.source).
		Scan(&p.outbox)
}

// compares reports whether the inventory holds what the tenant was before.
func (p *publishing) compares() bool { return p.publishedBefore != 0 && !p.replaces && p.copied == nil }

// note keeps an event of a license until it is written.
func (p *publishing) note(kind connector.Event, sku, before, after string) {
	if p.compares() && before != after {
		p.events = append(p.events, event{kind: kind, sku: sku, before: before, after: after})
	}
}

// notePurchased notes how many units can be assigned; nil where the license is not listed.
func (p *publishing) notePurchased(sku string, before int, after *connector.License) {
	now := 0
	if after != nil {
		now = after.Purchased()
	}
	p.note(connector.PurchasedChanged, sku, strconv.Itoa(before), strconv.Itoa(now))
}

// noteSubscriptions notes what differs of subscriptions.
func (p *publishing) noteSubscriptions(before, after []connector.Subscription) {
	now := map[string]connector.Subscription{}
	for _, s := range after {
		now[s.ID] = s
	}
	for _, was := range before {
		s, still := now[was.ID]
		delete(now, was.ID)
		old, differs := termsOf(was), termsOf(s)
		if !still {
			p.note(connector.SubscriptionChanged, was.SKUID, old.text(nil), "")
			continue
		}
		p.note(connector.SubscriptionChanged, s.SKUID, old.text(&differs), differs.text(&old))
	}
	for _, s := range after {
		if _, added := now[s.ID]; added {
			p.note(connector.SubscriptionChanged, s.SKUID, "", termsOf(s).text(nil))
			delete(now, s.ID)
		}
	}
}

// terms are what of a subscription is told when it changes.
type terms [4]string

func termsOf(s connector.Subscription) terms {
	t := terms{s.Status, strconv.Itoa(s.TotalLicenses), s.NextLifecycle.String(), "paid"}
	if s.Trial {
		t[3] = "trial"
	}
	return t
}

// text is what is other than in other; all when that is nil.
func (t terms) text(other *terms) string {
	var told []string
	for i, text := range t {
		if other == nil || text != other[i] {
			told = append(told, text)
		}
	}
	return strings.Join(told, ", ")
}

const intoOutbox = "INSERT INTO main.outbox_change (publish, event, user, user_principal_name, sku, before, after) "

// writeEvents writes what changes of licenses, and of the users that there were before:
// they are still in the inventory.
func (p *publishing) writeEvents(ctx context.Context) error {
	if !p.compares() {
		return nil
	}
	for _, e := range p.events {
		if err := p.exec(ctx, intoOutbox+"VALUES (?, ?, '', '', (SELECT sku FROM main.sku WHERE id = ?), ?, ?)",
			p.outbox, e.kind, e.sku, e.before, e.after); err != nil {
			return err
		}
	}
	if !p.changed || p.first {
		return nil
	}
	for _, write := range []func(context.Context) error{p.writeRemoved, p.writePeople, p.writeMoved, p.writeFailures} {
		if err := write(ctx); err != nil {
			return err
		}
	}
	return nil
}

// licensesOf is the part numbers of a licensing. SQLite finds each once.
const licensesOf = `, licenses AS MATERIALIZED (SELECT h.licensing, group_concat(coalesce(nullif(k.part_number, ''), k.id), ', '
		ORDER BY k.part_number, k.id) AS names
	FROM (SELECT DISTINCT licensing FROM changed) AS h JOIN main.assignment AS a USING (licensing) JOIN main.sku AS k USING (sku)
	GROUP BY h.licensing) `

func (p *publishing) writeRemoved(ctx context.Context) error {
	if p.counts.Users.Removed == 0 {
		return nil
	}
	return p.exec(ctx, `WITH changed AS (SELECT g.uid, h.licensing FROM staging.gone AS g CROSS JOIN main.holding AS h USING (uid))`+
		licensesOf+intoOutbox+`SELECT ?, ?, u.id, u.user_principal_name, NULL, coalesce(l.names, ''), ''
		FROM changed AS c CROSS JOIN main.user AS u USING (uid) LEFT JOIN licenses AS l USING (licensing) ORDER BY c.uid`,
		p.outbox, connector.UserRemoved)
}

// writeAdded writes the users that are new, when they are in the inventory.
func (p *publishing) writeAdded(ctx context.Context) error {
	if !p.compares() || p.counts.Users.Added == 0 {
		return nil
	}
	added := "SELECT d.uid, h.licensing FROM staging.difference AS d CROSS JOIN main.holding AS h USING (uid) WHERE d.added"
	if p.first { // where there was nobody
		added = "SELECT uid, licensing FROM main.holding WHERE " + tables.OfSource("uid")
	}
	return p.exec(ctx, "WITH changed AS ("+added+")"+licensesOf+intoOutbox+
		`SELECT ?2, ?3, u.id, u.user_principal_name, NULL, '', coalesce(l.names, '')
		FROM changed AS c CROSS JOIN main.user AS u USING (uid) LEFT JOIN licenses AS l USING (licensing) ORDER BY c.uid`,
		p.source, p.outbox, connector.UserAdded)
}

// notePeople finds out who has another name or may sign in no more, or again.
func (p *publishing) notePeople(ctx context.Context) error {
	if !p.changed || p.first {
		return nil
	}
	return p.exec(ctx, `CREATE TABLE staging.person AS
		SELECT u.uid, u.id, u.user_principal_name AS was, s.user_principal_name AS name, u.enabled AS was_enabled, s.enabled
		FROM staging.difference AS d CROSS JOIN main.user AS u ON u.uid = d.uid CROSS JOIN staging.user AS s ON s.seq = d.seq
		WHERE NOT d.added AND (u.enabled <> s.enabled OR u.user_principal_name <> s.user_principal_name COLLATE BINARY)`)
}

func (p *publishing) writePeople(ctx context.Context) error {
	err := p.exec(ctx, intoOutbox+"SELECT ?, ?, id, name, NULL, was, name FROM staging.person WHERE was <> name COLLATE BINARY",
		p.outbox, connector.UserRenamed)
	return errors.Join(err, p.exec(ctx, intoOutbox+`SELECT ?, iif(enabled, ?, ?), id, name, NULL,
			iif(enabled, 'disabled', 'enabled'), iif(enabled, 'enabled', 'disabled') FROM staging.person WHERE was_enabled <> enabled`,
		p.outbox, connector.UserEnabled, connector.UserDisabled))
}

// writeMoved writes the licenses that users were given or have lost.
func (p *publishing) writeMoved(ctx context.Context) error {
	return p.exec(ctx, intoOutbox+`SELECT ?, m.event, s.id, s.user_principal_name, m.sku, m.before, m.after
		FROM staging.difference AS d CROSS JOIN main.holding AS h ON h.uid = d.uid
			CROSS JOIN staging.moved AS m ON m.licensing_before = h.licensing AND m.licensing_after = d.licensing
			CROSS JOIN staging.user AS s ON s.seq = d.seq
		WHERE d.licensing IS NOT NULL AND NOT d.added`, p.outbox)
}

// writeFailures writes the licenses that could not be assigned and could before.
func (p *publishing) writeFailures(ctx context.Context) error {
	if err := p.exec(ctx, failedSKUs); err != nil {
		return err
	}
	return p.exec(ctx, intoOutbox+`SELECT ?, ?, s.id, s.user_principal_name, k.sku, '', min(f.error)
		FROM staging.failed AS f CROSS JOIN staging.difference AS d ON d.seq = f.seq CROSS JOIN main.sku AS k ON k.id = f.sku
			CROSS JOIN staging.user AS s ON s.seq = d.seq
		WHERE NOT d.added AND NOT EXISTS (SELECT 1 FROM main.failed_assignment AS b WHERE b.uid = d.uid AND b.sku = k.sku)
		GROUP BY d.uid, k.sku`, p.outbox, connector.LicenseFailed)
}
