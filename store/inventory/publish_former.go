package inventory

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"errors"
)

// writeFormerNames keeps the user principal names that users had until now: reports
// lag behind, so that what they tell under an old name is still of that user.
func (p *publishing) writeFormerNames(ctx context.Context) (err error) {
	if p.first || !p.changed {
		return nil
	}
	if err := p.exec(ctx, "DELETE FROM main.former_name WHERE uid IN (SELECT uid FROM staging.gone)"); err != nil {
		return err
	}
	names, err := prepareBulk(p.conn, "INSERT OR REPLACE INTO main.former_name", 4)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, names.close()) }()
	plain := context.WithoutCancel(ctx)
	var print fingerprint
	err = each(ctx, p.conn, `SELECT u.uid, u.user_principal_name FROM staging.difference AS d CROSS JOIN main.user AS u ON u.uid = d.uid
		CROSS JOIN staging.user AS s ON s.seq = d.seq WHERE NOT d.added AND u.user_principal_name NOT IN (s.user_principal_name, '')`,
		func(row []driver.Value) error {
			names.add(p.source, print.nameKey(row[1].(string)), row[0], row[1])
			return names.flushFull(plain)
		})
	return errors.Join(err, names.flush(plain))
}

// formerNames are the names that users had before, and what reports tell of those
// users, whatever name they use: of each only once, however many names it had.
type formerNames struct {
	named [nameParts][]namedUser // seq is the number of the user
	users *keyTable              // their numbers
	days  []dayList              // by the place in users
	// listed says which reports list the user under any of its names.
	listed []uint8
}

// loadFormerNames returns nil when there are none.
func (p *publishing) loadFormerNames(ctx context.Context) (*formerNames, error) {
	var former *formerNames
	err := each(ctx, p.conn, "SELECT name, uid & 0xffffffff FROM main.former_name WHERE source = ?", func(row []driver.Value) error {
		if former == nil {
			former = &formerNames{users: newKeyTable(0)}
		}
		name, number := row[0].(int64), row[1].(int64)
		part := partOf(name)
		former.named[part] = append(former.named[part], namedUser{uint32(name >> 32), uint32(name), uint32(number)})
		former.users.add(number)
		return nil
	}, p.source)
	if former != nil {
		former.days, former.listed = make([]dayList, len(former.users.keys)), make([]uint8, len(former.users.keys))
	}
	return former, err
}

// place returns where what is known of a user stands, or -1 for one that never had
// another name.
func (f *formerNames) place(number uint32) int {
	if f == nil {
		return -1
	}
	return f.users.number(int64(number))
}

// note adds what the reports tell of a user under one of its names.
func (f *formerNames) note(place int, days dayList, listed uint8) {
	f.days[place].latest(days)
	f.listed[place] |= listed
}

// meetFormer gives the names of the part that nobody has any more to the users who
// had them. Names that somebody has again are forgotten.
func (a *activity) meetFormer(ctx context.Context) error {
	if a.former == nil {
		return nil
	}
	var taken []int64
	kept := a.former.named[a.part][:0]
	for _, was := range a.former.named[a.part] {
		n := a.people.add(was.name())
		if a.people.user[n] != 0 {
			taken = append(taken, was.name())
			continue
		}
		a.people.user[n], a.people.former[n] = was.seq, true
		kept = append(kept, was)
	}
	a.former.named[a.part] = kept
	if taken == nil {
		return nil
	}
	list, err := json.Marshal(taken)
	if err != nil {
		return err
	}
	return a.send(ctx, batch{
		text: "DELETE FROM main.former_name WHERE source = ? AND name IN (SELECT value FROM json_each(?))", args: []any{a.source, string(list)},
	})
}

// noteFormer notes what the reports tell of users under names that they had before.
func (a *activity) noteFormer(context.Context) error {
	if a.former == nil {
		return nil
	}
	for _, was := range a.former.named[a.part] {
		n := a.people.table.number(was.name())
		a.former.note(a.former.place(was.seq), a.people.days[n], a.people.listed[n])
	}
	a.former.named[a.part] = nil // others need the memory
	return nil
}

// countFormer counts the users of applications who have had other names.
func (a *activity) countFormer() {
	if a.former == nil {
		return
	}
	for place, listed := range a.former.listed {
		if listed != 0 {
			countDays(&a.days, &a.former.days[place])
		}
	}
}
