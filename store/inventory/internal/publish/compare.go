package publish

import (
	"context"
	"database/sql/driver"
	"errors"

	"inventorybeacon/store/inventory/internal/staging"
	"inventorybeacon/store/inventory/internal/tables"
)

// reloadFraction is the part of a table from which on a change is so large that
// its indexes are made anew.
const reloadFraction = 5

// userComparison finds out which users are new, differ or are gone.
type userComparison struct {
	*publishing
	keys, differences, gone, superseded *tables.Insert

	licensings licensingChanges
	next       uint32 // the number of the next new user
	// assignmentsChanged is set when the days of assignments differ.
	assignmentsChanged bool
	// changes is what was found out of the staged users, by their places.
	changes []userChange

	// Of the users in one part, by their number in the table:
	table     *keyTable
	known     []knownUser // those of the inventory, which come first
	lastSeq   []uint32    // the place at which it was staged last; 0 for none
	part, all int
}

// userChange is what publishing has to do with a staged user.
type userChange uint8

const (
	isSuperseded userChange = iota // nothing: it was staged again later
	isSame
	isChanged
	isMoved // has another licensing
	isAdded
)

// knownUser is a user of the inventory.
type knownUser struct {
	number      uint32 // 0 for a new one
	fingerprint int64
	licensing   int64
}

// countUsers counts the users that are compared.
func (p *publishing) countUsers(ctx context.Context) error {
	for _, count := range []struct {
		of   *int64
		text string
		args []any
	}{
		{&p.users.before, "SELECT count(*) FROM main.user_key WHERE " + tables.OfSource("uid"), []any{p.source}},
		{&p.users.inventory, "SELECT count(*) FROM main.user_key", nil},
		{&p.users.staged, "SELECT coalesce(max(first + users - 1), 0) FROM staging.page", nil},
	} {
		var err error
		if *count.of, err = p.count(ctx, count.text, count.args...); err != nil {
			return err
		}
	}
	p.first = p.users.before == 0
	return nil
}

// compareUsers finds out which users differ from those of the inventory, from
// their keys alone, and writes the new keys.
func (p *publishing) compareUsers(ctx context.Context) error {
	if err := p.exec(ctx, `
		CREATE TABLE staging.difference (seq INTEGER PRIMARY KEY, uid INTEGER NOT NULL, added INTEGER NOT NULL,
			licensing INTEGER); -- of one who had another
		`+createMoved+`
		CREATE TABLE staging.gone (uid INTEGER PRIMARY KEY);
		CREATE TABLE staging.superseded (seq INTEGER PRIMARY KEY);`); err != nil {
		return err
	}
	last, err := p.count(ctx, "SELECT coalesce(max(uid), 0) & 0xffffffff FROM main.user_key WHERE "+tables.OfSource("uid"), p.source)
	if err != nil {
		return err
	}
	staged := p.users.staged
	p.numbers = make([]uint32, staged+1)
	c := &userComparison{
		publishing: p, next: uint32(last) + 1, all: parts(max(p.users.before, staged, 1)),
		changes: make([]userChange, staged+1),
	}
	if err := c.run(ctx); err != nil {
		return err
	}
	differ := p.counts.Users.Added + p.counts.Users.Changed + p.counts.Users.Removed
	p.changed = differ > 0
	// Without any report, those of before stay.
	p.same = !p.changed && (p.sameReports || len(p.Reports) == 0) && !c.assignmentsChanged
	p.reload = differ*reloadFraction > p.users.inventory
	return nil
}

func (c *userComparison) run(ctx context.Context) (err error) {
	c.licensings = licensingChanges{conn: c.conn, sets: map[int64]map[int64]int64{}, how: map[int64]string{}}
	for _, b := range []struct {
		Insert  **tables.Insert
		into    string
		columns string
	}{
		{&c.keys, "INSERT OR REPLACE INTO main.user_key", "uid, key, fingerprint, name"},
		{&c.differences, "INSERT INTO staging.difference", "seq, uid, added, licensing"},
		{&c.gone, "INSERT INTO staging.gone", "uid"},
		{&c.superseded, "INSERT INTO staging.superseded", "seq"},
		{&c.licensings.moved, "INSERT OR IGNORE INTO staging.moved", movedColumns},
	} {
		if *b.Insert, err = tables.PrepareInsert(c.conn, b.into, b.columns); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, (*b.Insert).Close()) }()
	}
	for c.part = range c.all {
		for _, step := range []func(context.Context) error{c.load, c.locate, c.decide, c.missing} {
			if err := step(ctx); err != nil {
				return err
			}
		}
		if err := c.licensings.count(ctx, &c.counts.Assignments); err != nil {
			return err
		}
	}
	return c.write(ctx)
}

// load reads the keys of the users that the inventory has.
func (c *userComparison) load(ctx context.Context) error {
	if c.table == nil {
		room := min(len(c.numbers), partSize)
		c.table, c.lastSeq = newKeyTable(room), make([]uint32, 0, room)
		if !c.first {
			c.known = make([]knownUser, 0, room)
		}
	}
	c.table.clear()
	c.known, c.lastSeq = c.known[:0], c.lastSeq[:0]
	if c.first {
		return nil
	}
	return tables.Each(ctx, c.conn,
		`SELECT k.uid, k.key, k.fingerprint, h.licensing FROM main.user_key AS k JOIN main.holding AS h USING (uid)
		WHERE `+tables.OfSource("k.uid"), func(row []driver.Value) error {
			if key := row[1].(int64); inPart(key, c.part, c.all) {
				c.table.add(key)
				c.lastSeq = append(c.lastSeq, 0)
				c.known = append(c.known, knownUser{number: uint32(row[0].(int64)), fingerprint: row[2].(int64), licensing: row[3].(int64)})
			}
			return nil
		}, c.source)
}

// locate notes where each user was staged last. Of a user that came twice, because
// it moved from one page to another while they were read, the later one counts.
func (c *userComparison) locate(ctx context.Context) error {
	return staging.EachKey(ctx, c.conn, func(seq, key int64, _ []byte) {
		if !inPart(key, c.part, c.all) {
			return
		}
		n, added := c.table.add(key)
		if added {
			c.lastSeq = append(c.lastSeq, 0)
		}
		c.lastSeq[n] = uint32(seq)
	})
}

// decide finds out what to do with every user of the part.
func (c *userComparison) decide(ctx context.Context) error {
	count := &c.counts.Users
	return staging.EachKey(ctx, c.conn, func(seq, key int64, whole []byte) {
		if !inPart(key, c.part, c.all) {
			return
		}
		n := c.table.number(key)
		if c.lastSeq[n] != uint32(seq) {
			return
		}
		var known knownUser
		if n < len(c.known) {
			known = c.known[n]
		}
		user := staging.UserKeyAt(whole, 0)
		count.Total++
		c.counts.Assignments.Total += int64(user.Assigned)
		switch {
		case known.number == 0:
			count.Added++
			c.counts.Assignments.Added += int64(user.Assigned)
			c.changes[seq] = isAdded
		case known.fingerprint == user.Fingerprint:
			c.numbers[seq], c.changes[seq] = known.number, isSame
		default:
			count.Changed++
			c.licensings.change(known.licensing, user.Licensing)
			c.numbers[seq], c.changes[seq] = known.number, isChanged
			if known.licensing != user.Licensing {
				c.changes[seq] = isMoved
			}
		}
	})
}

// write gives new users their numbers and writes what was found out, in the order
// of staging.
func (c *userComparison) write(ctx context.Context) error {
	plain := context.WithoutCancel(ctx)
	var assigned int64
	err := staging.EachHolding(ctx, c.conn, func(seq int64, user staging.UserKey, held staging.Holding) error {
		found := c.changes[seq]
		if found != isSuperseded {
			assigned += held.Fingerprint(user.Key)
		}
		switch {
		case found == isSame:
			return nil
		case found == isSuperseded:
			c.superseded.Add(seq)
			c.twice = true
			return nil
		case found == isAdded && c.first: // so that one statement can copy them all
			c.numbers[seq] = uint32(seq)
		case found == isAdded:
			c.numbers[seq] = c.next
			c.next++
		}
		uid := tables.UID(c.source, c.numbers[seq])
		c.keys.Add(uid, user.Key, user.Fingerprint, user.Name)
		if !c.first {
			var licensing driver.Value
			if found == isMoved {
				licensing = user.Licensing
			}
			c.differences.Add(seq, uid, tables.Boolean(found == isAdded), licensing)
		}
		return errors.Join(c.keys.FlushFull(plain), c.differences.FlushFull(plain))
	})
	return errors.Join(err, c.keys.Flush(plain), c.differences.Flush(plain), c.superseded.Flush(plain), c.compareAssigned(ctx, assigned))
}

// compareAssigned reports whether the days of assignments are others than those of the
// import before, and keeps what tells.
func (c *userComparison) compareAssigned(ctx context.Context, fingerprint int64) error {
	before, err := c.count(ctx, "SELECT assigned_fingerprint FROM main.source WHERE source = ?", c.source)
	c.assignmentsChanged = before != fingerprint
	return errors.Join(err, c.exec(ctx, "UPDATE main.source SET assigned_fingerprint = ? WHERE source = ?", fingerprint, c.source))
}

// missing keeps the users that were not staged.
func (c *userComparison) missing(ctx context.Context) error {
	for n, known := range c.known {
		if c.lastSeq[n] != 0 {
			continue
		}
		c.counts.Users.Removed++
		c.licensings.change(known.licensing, 0)
		c.gone.Add(tables.UID(c.source, known.number))
	}
	return c.gone.Flush(context.WithoutCancel(ctx))
}
