package publish

import (
	"context"
	"database/sql/driver"

	"inventorybeacon/store/inventory/internal/staging"
	"inventorybeacon/store/inventory/internal/tables"
)

// holdingColumns are those of the tables of holdings.
const holdingColumns = "uid, licensing, last_activity, listed, assigned, used"

// holdingDefinition is the definition of the tables in which holdings are compared.
const holdingDefinition = `(uid INTEGER PRIMARY KEY, licensing INTEGER NOT NULL, last_activity INTEGER NOT NULL,
	listed INTEGER NOT NULL, assigned BLOB, used INTEGER NOT NULL)`

// holdingTable is where holdings are written: those of a first import go where
// they belong, others are compared there first.
func (p *publishing) holdingTable() string {
	if p.first {
		return "main.holding"
	}
	return "staging.next_holding"
}

func (p *publishing) prepareHoldings(ctx context.Context) error {
	switch {
	case !p.first:
		return p.exec(ctx, "CREATE TABLE staging.next_holding "+holdingDefinition)
	case p.reload:
		return p.dropIndexes(ctx, "holding_licensing", "holding_activity")
	default:
		return nil
	}
}

// noteActivity notes what the reports tell of the users of the part.
func (a *activity) noteActivity(context.Context) error {
	for _, user := range a.named[a.part] {
		a.note(user.seq, a.people.table.number(user.name()))
	}
	return nil
}

// note notes what the reports tell of a user under the name with a number, beside what
// they tell under others.
func (a *activity) note(seq uint32, n int) {
	a.lastActive[seq] = max(a.lastActive[seq], a.people.days[n].Last())
	a.listed[seq] |= a.people.listed[n]
	if a.copilot != nil {
		a.copilot[seq] = max(a.copilot[seq], a.people.days[n][tables.CopilotLast])
	}
	a.used[seq] |= tables.UsedBy(&a.people.days[n], a.people.listed[n], a.usedSince)
}

// writeHoldings has written what every user holds since when, whether the report lists
// the user that tells of inactivity, and when it was last active.
func (a *activity) writeHoldings(ctx context.Context) error {
	return staging.EachHolding(ctx, a.reader, func(seq int64, user staging.UserKey, held staging.Holding) error {
		number := a.numbers[seq]
		if number == 0 {
			return nil
		}
		last, listed := a.lastActive[seq], a.listed[seq]
		known := listed&a.knownBy != 0
		ofCopilot := evidence{listed: listed&tables.ListedCopilot != 0}
		if a.copilot != nil {
			ofCopilot.last = a.copilot[seq]
		}
		if err := a.held.add(user.Licensing, held, evidence{known, last}, ofCopilot); err != nil {
			return err
		}
		var days driver.Value // NULL for none
		if len(held.Days) > 0 {
			days = held.Days
		}
		return a.holdings.add(ctx, tables.UID(a.source, number), user.Licensing, a.dayValue(last), tables.Boolean(known), days,
			int64(a.used[seq]))
	})
}

// finishHoldings writes the holdings that differ.
func (p *publishing) finishHoldings(ctx context.Context) error {
	if p.first {
		return nil
	}
	if err := p.exec(ctx, "CREATE TABLE staging.held "+holdingDefinition); err != nil {
		return err
	}
	differ, err := p.change(ctx, `INSERT INTO staging.held (`+holdingColumns+`)
		SELECT n.uid, n.licensing, n.last_activity, n.listed, n.assigned, n.used FROM staging.next_holding AS n LEFT JOIN main.holding AS h
			USING (uid)
		WHERE h.licensing IS NOT n.licensing OR h.last_activity IS NOT n.last_activity OR h.listed IS NOT n.listed
			OR h.assigned IS NOT n.assigned OR h.used IS NOT n.used
		ORDER BY n.uid`)
	if err != nil || differ == 0 {
		return err
	}
	all, err := p.count(ctx, "SELECT count(*) FROM main.holding")
	if err != nil {
		return err
	}
	if differ*reloadFraction > all {
		if err := p.dropIndexes(ctx, "holding_licensing", "holding_activity"); err != nil {
			return err
		}
	}
	return p.exec(ctx, "INSERT OR REPLACE INTO main.holding ("+holdingColumns+") SELECT "+holdingColumns+" FROM staging.held")
}
