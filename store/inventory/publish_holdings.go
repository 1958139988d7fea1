package inventory

import "context"

// prepareHoldings says where holdings are written: those of a first import go
// where they belong, others are compared there first.
func (a *activity) prepareHoldings(ctx context.Context) (err error) {
	into := "INSERT INTO main.holding"
	switch {
	case !a.first:
		into = "INSERT INTO staging.next_holding"
		err = a.exec(ctx, "CREATE TABLE staging.next_holding (uid INTEGER PRIMARY KEY, licensing INTEGER NOT NULL, last_activity INTEGER NOT NULL)")
	case a.reload:
		err = a.dropIndexes(ctx, "holding_licensing", "holding_activity")
	}
	if err != nil {
		return err
	}
	a.holdings, err = prepareBulk(a.conn, into, 3)
	return err
}

// writeHoldings writes what the users of the part hold, and when they were last
// active.
func (a *activity) writeHoldings(ctx context.Context) error {
	return a.eachUser(ctx, func(seq int64, user userKey) error {
		number := a.numbers[seq]
		if number == 0 || !inPart(user.name, a.part, a.all) {
			return nil
		}
		n := a.people.table.number(user.name)
		a.holdings.add(a.id(number), user.licensing, int64(a.people.days[n].last()))
		return a.holdings.flushFull(context.WithoutCancel(ctx))
	})
}

// finishHoldings writes the holdings that differ.
func (a *activity) finishHoldings(ctx context.Context) error {
	if a.first {
		return nil
	}
	if err := a.exec(ctx, "CREATE TABLE staging.held (uid INTEGER PRIMARY KEY, licensing INTEGER NOT NULL, last_activity INTEGER NOT NULL)"); err != nil {
		return err
	}
	differ, err := a.change(ctx, `INSERT INTO staging.held SELECT n.* FROM staging.next_holding AS n LEFT JOIN main.holding AS h USING (uid)
		WHERE h.licensing IS NOT n.licensing OR h.last_activity IS NOT n.last_activity ORDER BY n.uid`)
	if err != nil || differ == 0 {
		return err
	}
	a.held = true
	all, err := a.count(ctx, "SELECT count(*) FROM main.holding")
	if err != nil {
		return err
	}
	if differ*reloadFraction > all {
		if err := a.dropIndexes(ctx, "holding_licensing", "holding_activity"); err != nil {
			return err
		}
	}
	return a.exec(ctx, "INSERT OR REPLACE INTO main.holding SELECT * FROM staging.held")
}
