package inventory

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
)

// reloadFraction is the part of a table from which on a change is so large that
// its indexes are made anew.
const reloadFraction = 5

// numberBits are the bits of a uid that number the users of one source, and those
// of the ids of usage and activations.
const numberBits = 32

// ofSource is a condition on a uid or id that belongs to source ?1.
func ofSource(column string) string { return column + " BETWEEN ?1 << 32 AND (?1 << 32) | 0xffffffff" }

// id returns the uid or id with a number.
func (p *publishing) id(number uint32) int64 { return p.source<<numberBits | int64(number) }

// userComparison finds out which users are new, differ or are gone.
type userComparison struct {
	*publishing
	keys, differences, gone *bulk
	superseded              *bulk
	licensings              licensingChanges
	next                    uint32 // the number of the next new user

	// Of the users in one part, by their number in the table:
	table     *keyTable
	known     []knownUser
	lastSeq   []uint32 // the place at which it was staged last; 0 for none
	part, all int
}

// knownUser is a user of the inventory.
type knownUser struct {
	number      uint32 // 0 for a new one
	fingerprint int64
	licensing   int64
}

// compareUsers finds out which users differ from those of the inventory, from
// their keys alone, and writes the new keys.
func (p *publishing) compareUsers(ctx context.Context) error {
	if err := p.exec(ctx, `
		CREATE TABLE staging.difference (seq INTEGER PRIMARY KEY, uid INTEGER NOT NULL, added INTEGER NOT NULL, licensing INTEGER NOT NULL);
		CREATE TABLE staging.gone (uid INTEGER PRIMARY KEY);
		CREATE TABLE staging.superseded (seq INTEGER PRIMARY KEY);`); err != nil {
		return err
	}
	before, err := p.count(ctx, "SELECT count(*) FROM main.user_key WHERE "+ofSource("uid"), p.source)
	if err != nil {
		return err
	}
	inventory, err := p.count(ctx, "SELECT count(*) FROM main.user_key")
	if err != nil {
		return err
	}
	last, err := p.count(ctx, "SELECT coalesce(max(uid), 0) & 0xffffffff FROM main.user_key WHERE "+ofSource("uid"), p.source)
	if err != nil {
		return err
	}
	staged, err := p.count(ctx, "SELECT coalesce(max(first + users - 1), 0) FROM staging.page")
	if err != nil {
		return err
	}
	p.first = before == 0
	p.numbers = make([]uint32, staged+1)
	c := &userComparison{publishing: p, next: uint32(last) + 1, all: parts(max(before, staged, 1))}
	if err := c.run(ctx); err != nil {
		return err
	}
	users := p.counts.Users
	differ := users.Added + users.Changed + users.Removed
	p.changed = differ > 0
	// Without any report, those of before stay.
	p.same = !p.changed && (p.sameReports || len(p.reports) == 0)
	p.reload = differ*reloadFraction > inventory
	return nil
}

func (c *userComparison) run(ctx context.Context) (err error) {
	for _, b := range []struct {
		bulk    **bulk
		into    string
		columns int
	}{
		{&c.keys, "INSERT OR REPLACE INTO main.user_key", 4},
		{&c.differences, "INSERT INTO staging.difference", 4},
		{&c.gone, "INSERT INTO staging.gone", 1},
		{&c.superseded, "INSERT INTO staging.superseded", 1},
	} {
		if *b.bulk, err = prepareBulk(c.conn, b.into, b.columns); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, (*b.bulk).close()) }()
	}
	c.licensings = licensingChanges{conn: c.conn, sets: map[int64]map[int64]int64{}}
	for c.part = range c.all {
		for _, step := range []func(context.Context) error{c.load, c.meet, c.decide, c.missing} {
			if err := step(ctx); err != nil {
				return err
			}
		}
		if err := c.licensings.count(ctx, &c.counts.Assignments); err != nil {
			return err
		}
	}
	for _, b := range []*bulk{c.keys, c.differences, c.superseded} {
		if err := b.flush(context.WithoutCancel(ctx)); err != nil {
			return err
		}
	}
	return nil
}

// load reads the keys of the users that the inventory has.
func (c *userComparison) load(ctx context.Context) error {
	if c.table == nil {
		room := roomFor(len(c.numbers))
		c.table, c.known, c.lastSeq = newKeyTable(room), make([]knownUser, 0, room), make([]uint32, 0, room)
	}
	c.table.clear()
	c.known, c.lastSeq = c.known[:0], c.lastSeq[:0]
	if c.first {
		return nil
	}
	return each(ctx, c.conn, `SELECT k.uid, k.key, k.fingerprint, h.licensing FROM main.user_key AS k JOIN main.holding AS h USING (uid)
		WHERE `+ofSource("k.uid"), func(row []driver.Value) error {
		if key := row[1].(int64); inPart(key, c.part, c.all) {
			c.table.add(key)
			c.lastSeq = append(c.lastSeq, 0)
			c.known = append(c.known, knownUser{number: uint32(row[0].(int64)), fingerprint: row[2].(int64), licensing: row[3].(int64)})
		}
		return nil
	}, c.source)
}

// meet notes where each user was staged last. Of a user that came twice, because
// it moved from one page to another while they were read, the later one counts.
func (c *userComparison) meet(ctx context.Context) error {
	return eachStagedUser(ctx, c.conn, func(seq int64, user userKey) error {
		if !inPart(user.key, c.part, c.all) {
			return nil
		}
		n, added := c.table.add(user.key)
		if added {
			c.lastSeq, c.known = append(c.lastSeq, 0), append(c.known, knownUser{})
		}
		c.lastSeq[n] = uint32(seq)
		return nil
	})
}

// decide gives every user its number and keeps what is to be written.
func (c *userComparison) decide(ctx context.Context) error {
	count, plain := &c.counts.Users, context.WithoutCancel(ctx)
	return eachStagedUser(ctx, c.conn, func(seq int64, user userKey) error {
		if !inPart(user.key, c.part, c.all) {
			return nil
		}
		n := c.table.number(user.key)
		if c.lastSeq[n] != uint32(seq) {
			c.superseded.add(seq)
			c.twice = append(c.twice, seq)
			return nil
		}
		count.Total++
		c.counts.Assignments.Total += int64(user.assigned)
		known := c.known[n]
		added := known.number == 0
		switch {
		case added && c.first: // so that one statement can copy them all
			known.number = uint32(seq)
		case added:
			known.number = c.next
			c.next++
		}
		c.numbers[seq] = known.number
		switch {
		case added:
			count.Added++
			c.counts.Assignments.Added += int64(user.assigned)
		case known.fingerprint == user.fingerprint:
			return nil
		default:
			count.Changed++
			c.licensings.change(known.licensing, user.licensing)
		}
		uid := c.id(known.number)
		c.keys.add(uid, user.key, user.fingerprint, user.name)
		if !c.first {
			c.differences.add(seq, uid, boolean(added), user.licensing)
		}
		return errors.Join(c.keys.flushFull(plain), c.differences.flushFull(plain), c.superseded.flushFull(plain))
	})
}

// missing keeps the users that were not staged.
func (c *userComparison) missing(ctx context.Context) error {
	for n, known := range c.known {
		if c.lastSeq[n] != 0 {
			continue
		}
		c.counts.Users.Removed++
		c.licensings.change(known.licensing, 0)
		c.gone.add(c.id(known.number))
	}
	return c.gone.flush(context.WithoutCancel(ctx))
}

// eachStagedUser calls use with the keys of one staged user after another.
func eachStagedUser(ctx context.Context, conn *sql.Conn, use func(seq int64, user userKey) error) error {
	return each(ctx, conn, "SELECT first, users, keys FROM staging.page ORDER BY first", func(row []driver.Value) error {
		first, users, keys := row[0].(int64), row[1].(int64), row[2].([]byte)
		for n := range users {
			if err := use(first+n, userKeyAt(keys, int(n))); err != nil {
				return err
			}
		}
		return nil
	})
}
