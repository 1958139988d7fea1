package inventory

import "context"

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
		return p.exec(ctx, "CREATE TABLE staging.next_holding (uid INTEGER PRIMARY KEY, licensing INTEGER NOT NULL, last_activity INTEGER NOT NULL)")
	case p.reload:
		return p.dropIndexes(ctx, "holding_licensing", "holding_activity")
	default:
		return nil
	}
}

// noteActivity notes when the users of the part were last active.
func (a *activity) noteActivity(context.Context) error {
	for _, user := range a.named[a.part] {
		a.lastActive[user.seq] = a.people.days[a.people.table.number(user.name())].last()
	}
	return nil
}

// writeHoldings has written what every user holds, and when it was last active.
func (a *activity) writeHoldings(ctx context.Context) error {
	return eachStagedUser(ctx, a.reader, func(seq int64, user userKey) error {
		if a.numbers[seq] == 0 {
			return nil
		}
		a.held.add(user.licensing, a.lastActive[seq])
		return a.holdings.add(ctx, a.id(a.numbers[seq]), user.licensing, int64(a.lastActive[seq]))
	})
}

// finishHoldings writes the holdings that differ.
func (p *publishing) finishHoldings(ctx context.Context) error {
	if p.first {
		return nil
	}
	if err := p.exec(ctx, "CREATE TABLE staging.held (uid INTEGER PRIMARY KEY, licensing INTEGER NOT NULL, last_activity INTEGER NOT NULL)"); err != nil {
		return err
	}
	differ, err := p.change(ctx, `INSERT INTO staging.held SELECT n.* FROM staging.next_holding AS n LEFT JOIN main.holding AS h USING (uid)
		WHERE h.licensing IS NOT n.licensing OR h.last_activity IS NOT n.last_activity ORDER BY n.uid`)
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
	return p.exec(ctx, "INSERT OR REPLACE INTO main.holding SELECT * FROM staging.held")
}
