package publish

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"slices"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/staging"
	"inventorybeacon/store/inventory/internal/tables"
)

// formerNameDays is for how many days a former name is kept. Microsoft makes reports
// within two days; with other names it may take some more.
const formerNameDays = 90

// writeFormerNames keeps the user principal names that users had until now: reports
// lag behind, so that what they tell under an old name is still of that user.
func (p *publishing) writeFormerNames(ctx context.Context) (err error) {
	if p.copied != nil {
		return p.copyFormerNames(ctx)
	}
	today := int64(connector.DateOf(p.at))
	if err := p.exec(ctx, "DELETE FROM main.former_name WHERE source = ? AND until < ?", p.source, today-formerNameDays); err != nil {
		return err
	}
	if p.first || !p.changed {
		return nil
	}
	if err := p.exec(ctx, "DELETE FROM main.former_name WHERE source = ? AND uid IN (SELECT uid FROM staging.gone)", p.source); err != nil {
		return err
	}
	const columns = "source, name, uid, upn, until"
	if err := p.exec(ctx, "CREATE TABLE staging.former_name ("+columns+")"); err != nil {
		return err
	}
	names, err := tables.PrepareInsert(p.conn, "INSERT INTO staging.former_name", columns)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, names.Close()) }()
	plain := context.WithoutCancel(ctx)
	var hash tables.Fingerprint
	err = tables.Each(ctx, p.conn,
		"SELECT uid, was FROM staging.person WHERE was <> name COLLATE NOCASE AND was <> ''",
		func(row []driver.Value) error {
			names.Add(p.source, hash.NameKey(row[1].(string)), row[0], row[1], today)
			return names.FlushFull(plain)
		})
	if err := errors.Join(err, names.Flush(plain)); err != nil {
		return err
	}
	// Hashes come in no order, and a million of them would hit the table at random.
	return p.exec(ctx, "INSERT OR REPLACE INTO main.former_name ("+columns+") SELECT "+columns+" FROM staging.former_name ORDER BY name")
}

// formerNames are the names that users had before, and who those users are.
type formerNames struct {
	named [staging.NameParts][]namedUser // seq is the number of the user
	users []formerUser                   // by number
}

// formerUser is a user who has had another name, with the place at which it was staged.
type formerUser struct{ number, seq uint32 }

func (u formerUser) compare(number uint32) int { return int(u.number) - int(number) }

// loadFormerNames returns nil when there are none.
func (p *publishing) loadFormerNames(ctx context.Context) (*formerNames, error) {
	count, err := p.count(ctx, "SELECT count(*) FROM main.former_name WHERE source = ?", p.source)
	if err != nil || count == 0 {
		return nil, err
	}
	former := &formerNames{users: make([]formerUser, 0, count)}
	for part := range former.named { // with some room, because parts are not quite alike
		former.named[part] = make([]namedUser, 0, count/staging.NameParts*33/32+1)
	}
	err = tables.Each(ctx, p.conn, "SELECT name, uid & 0xffffffff FROM main.former_name WHERE source = ?", func(row []driver.Value) error {
		name, number := row[0].(int64), uint32(row[1].(int64))
		part := staging.PartOf(name)
		former.named[part] = append(former.named[part], namedUser{uint32(name >> 32), uint32(name), number})
		former.users = append(former.users, formerUser{number: number})
		return nil
	}, p.source)
	slices.SortFunc(former.users, func(a, b formerUser) int { return a.compare(b.number) })
	former.users = slices.Compact(former.users)
	for seq, number := range p.numbers {
		if i, found := former.find(number); found {
			former.users[i].seq = uint32(seq)
		}
	}
	return former, err
}

func (f *formerNames) find(number uint32) (int, bool) {
	if f == nil {
		return 0, false
	}
	return slices.BinarySearchFunc(f.users, number, formerUser.compare)
}

// hasFormerUsage reports whether the inventory has usage under names that nobody has any more.
func (p *publishing) hasFormerUsage(ctx context.Context) (bool, error) {
	found, err := p.count(ctx, `SELECT EXISTS (SELECT 1 FROM main.former_name AS f JOIN main.usage AS g ON g.upn = f.upn
		WHERE f.source = ?1 AND `+tables.OfSource("g.id")+")", p.source)
	return found != 0, err
}

// findNaming finds the reports that name somebody: mostly in the first part of the names, and
// in none where the tenant conceals them.
func (a *activity) findNaming(ctx context.Context) error {
	for a.part = range staging.NameParts {
		if err := a.joinUsers(ctx); err != nil {
			return err
		}
		for _, was := range a.former.named[a.part] {
			a.people.user[a.people.add(was.name())] = was.seq
		}
		err := a.eachReported(ctx, func(_ uint32, report int, row *staging.UsageRow) error {
			if a.people.userNamed(row.Name) != 0 {
				a.naming |= usageReports[report].listed
			}
			return nil
		})
		if err != nil {
			return err
		}
		if a.naming == a.received() {
			return nil
		}
	}
	return nil
}

// joinFormer gives the names of the part that nobody has any more to the users who
// had them. Names that somebody has again are forgotten.
func (a *activity) joinFormer(ctx context.Context) error {
	if a.former == nil {
		return nil
	}
	var inUse []int64
	kept := a.former.named[a.part][:0]
	for _, was := range a.former.named[a.part] {
		n := a.people.add(was.name())
		if a.people.user[n] != 0 {
			inUse = append(inUse, was.name())
			continue
		}
		a.people.user[n], a.people.former[n] = was.seq, true
		kept = append(kept, was)
	}
	a.former.named[a.part] = kept
	if inUse == nil {
		return nil
	}
	list, err := json.Marshal(inUse)
	if err != nil {
		return err
	}
	return a.send(ctx, batch{
		sql:  "DELETE FROM main.former_name WHERE source = ? AND name IN (SELECT value FROM json_each(?))",
		args: []any{a.source, string(list)},
	})
}

// noteFormer notes what the reports tell of users under names that they had before.
func (a *activity) noteFormer(context.Context) error {
	if a.former == nil {
		return nil
	}
	for _, was := range a.former.named[a.part] {
		if i, found := a.former.find(was.seq); found {
			a.note(a.former.users[i].seq, a.people.table.number(was.name()))
		}
	}
	a.former.named[a.part] = nil // others need the memory
	return nil
}
