package publish

import (
	"context"
	"database/sql/driver"
	"errors"
	"iter"
	"maps"
	"math"
	"slices"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/staging"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// holderDays counts the holders of a license by days, from which follows for any
// window how many are active, inactive, new, and of how many nothing is known.
type holderDays struct {
	// active counts all by the last activity.
	active byDay
	// listed counts those whom the deciding report lists by the later of that and the
	// day of the assignment.
	listed byDay
	// unlisted counts the others by the same.
	unlisted byDay
}

// add counts one holder.
func (h *holderDays) add(listed bool, lastActivity, assigned uint16) {
	h.active.add(lastActivity, 1)
	last := max(lastActivity, assigned)
	if listed {
		h.listed.add(last, 1)
		return
	}
	h.unlisted.add(last, 1)
}

// heldLicenses counts, while holdings go by, who holds which licensing and the holders
// of each license by days: hardly two users have both in common, so to ask SQLite for
// it means to read a million groups.
type heldLicenses struct {
	// users are those who hold a licensing; nil when there are more licensings than
	// memory is meant for.
	users map[int64]int64
	days  []holderDays // by the staged number of the SKU
	skus  []string     // their ids
	// copilot are the licenses for Copilot alone, once its report names anybody. Their
	// windows begin so many days before the day of that report: copilotLag is by how
	// many it is older than the others, from whose day all are counted.
	copilot    []bool
	copilotLag int
}

// evidence is what reports tell of a user: whether they list it, and when it was last
// active.
type evidence struct {
	listed bool
	last   uint16
}

// prepareHeld gets ready for the licenses that were staged.
func (a *activity) prepareHeld(ctx context.Context) error {
	a.held = &heldLicenses{users: map[int64]int64{}}
	err := tables.Each(ctx, a.reader, "SELECT number, id FROM staging.sku ORDER BY number", func(row []driver.Value) error {
		number, id := row[0].(int64), row[1].(string)
		for int64(len(a.held.skus)) <= number {
			a.held.skus = append(a.held.skus, "")
		}
		a.held.skus[number] = id
		return nil
	})
	a.held.copilotLag = a.copilotLag
	a.held.days, a.held.copilot = make([]holderDays, len(a.held.skus)), make([]bool, len(a.held.skus))
	for _, license := range a.copilotLicenses {
		if staged := slices.Index(a.held.skus, license.ID); staged >= 0 {
			a.held.copilot[staged] = a.namedBy[ofCopilot] > 0
		}
	}
	return err
}

// add counts a user who holds a licensing, with what is known of it, and of its use of
// Copilot.
func (h *heldLicenses) add(licensing int64, held staging.Holding, known, ofCopilot evidence) error {
	if licensing == 0 {
		return nil
	}
	if h.users != nil {
		h.users[licensing]++
		if len(h.users) > tables.Remembered {
			h.users = nil
		}
	}
	for sku, day := range held.Each {
		if int(sku) >= len(h.days) {
			return staging.ErrHoldings
		}
		of := known
		if h.copilot[sku] {
			of = evidence{ofCopilot.listed, h.later(ofCopilot.last)}
			day = h.later(day)
		}
		h.days[sku].add(of.listed, of.last, day)
	}
	return nil
}

// later is a day that concerns Copilot, as many days later as its report is older.
func (h *heldLicenses) later(day uint16) uint16 {
	if day == 0 {
		return 0
	}
	return tables.ShortDay(connector.Date(int(day) + h.copilotLag))
}

// readHoldings counts who is entitled to applications, one licensing after another,
// and takes over what was counted of the holders of licenses.
func (t *totals) readHoldings(ctx context.Context, p *publishing) error {
	if p.activity != nil {
		if err := t.takeHolders(ctx, p, p.activity.held); err != nil {
			return err
		}
		if p.activity.held.users != nil {
			return t.entitleHolders(ctx, p, p.activity.held.users)
		}
	}
	return t.entitleStored(ctx, p)
}

// takeHolders takes over what was counted of the holders of licenses.
func (t *totals) takeHolders(ctx context.Context, p *publishing, held *heldLicenses) error {
	numbers, err := skuNumbers(ctx, p.conn)
	if err != nil {
		return err
	}
	t.holders = map[int64]*holderDays{}
	for staged, id := range held.skus {
		days := &held.days[staged]
		if days.listed.sum()+days.unlisted.sum() > 0 {
			t.holders[numbers[id]] = days
		}
	}
	return nil
}

// skuNumbers returns the number of every SKU by its id.
func skuNumbers(ctx context.Context, tx tables.Querier) (map[string]int64, error) {
	type sku struct {
		id     string
		number int64
	}
	all, err := sqlite.Collect(ctx, tx, func(s *sku) []any { return []any{&s.id, &s.number} }, "SELECT id, sku FROM sku")
	numbers := make(map[string]int64, len(all))
	for _, s := range all {
		numbers[s.id] = s.number
	}
	return numbers, err
}

// entitleHolders counts those who hold the licensings that were counted.
func (t *totals) entitleHolders(ctx context.Context, p *publishing, users map[int64]int64) error {
	var licensing int64
	var assignments []assigned
	counted := func() {
		if holders := users[licensing]; holders > 0 {
			t.entitle(assignments, holders)
		}
		assignments = assignments[:0]
	}
	err := tables.Each(ctx, p.conn,
		"SELECT licensing, sku, detail FROM main.assignment ORDER BY licensing",
		func(row []driver.Value) error {
			if next := row[0].(int64); next != licensing {
				counted()
				licensing = next
			}
			assignments = append(assignments, assigned{row[1].(int64), row[2].(int64)})
			return nil
		})
	counted()
	return err
}

// entitleStored counts those who hold the licensings of the inventory.
func (t *totals) entitleStored(ctx context.Context, p *publishing) error {
	assignments, err := tables.PrepareQuery(p.conn, "SELECT licensing, sku, detail FROM main.assignment ORDER BY licensing")
	if err != nil {
		return err
	}
	defer func() { _ = assignments.Close() }()
	// Both queries come in the order of licensings, so that neither waits in memory.
	next, stop := iter.Pull2(assignments.Rows(ctx))
	defer stop()
	assignment, err, more := next()
	counting := tables.Each(ctx, p.conn, `SELECT licensing, count(*) FROM main.holding INDEXED BY holding_licensing
		WHERE licensing <> 0 AND `+tables.OfSource("uid")+" GROUP BY licensing", func(row []driver.Value) error {
		licensing, users := row[0].(int64), row[1].(int64)
		var held []assigned
		for ; more && err == nil && assignment[0].(int64) <= licensing; assignment, err, more = next() {
			if assignment[0].(int64) == licensing { // not one of other connections
				held = append(held, assigned{assignment[1].(int64), assignment[2].(int64)})
			}
		}
		t.entitle(held, users)
		return err
	}, p.source)
	return errors.Join(counting, err)
}

// writeHolders writes how many holders of licenses there are by days.
func (t *totals) writeHolders(ctx context.Context, p *publishing) (err error) {
	if t.holders == nil {
		return nil // they are as before
	}
	if err := p.exec(ctx, "DELETE FROM main.license_day WHERE source = ?", p.source); err != nil {
		return err
	}
	rows, err := tables.PrepareInsert(p.conn, "INSERT INTO main.license_day", "source, sku, day, active, listed, unlisted")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	plain := context.WithoutCancel(ctx)
	for _, sku := range slices.Sorted(maps.Keys(t.holders)) {
		days := t.holders[sku]
		for day := range days.each() {
			rows.Add(p.source, sku, int64(day), days.active.on(day), days.listed.on(day), days.unlisted.on(day))
			if err := rows.FlushFull(plain); err != nil {
				return err
			}
		}
	}
	return rows.Flush(plain)
}

// each yields each day on which there is a count.
func (h *holderDays) each() iter.Seq[uint16] {
	return func(yield func(uint16) bool) {
		first, last := uint16(math.MaxUint16), uint16(0)
		for _, counts := range []*byDay{&h.active, &h.listed, &h.unlisted} {
			for day := range counts.all {
				first, last = min(first, day), max(last, day)
			}
		}
		for day := int(first); day <= int(last); day++ {
			d := uint16(day)
			if h.active.on(d)+h.listed.on(d)+h.unlisted.on(d) > 0 && !yield(d) {
				return
			}
		}
	}
}
