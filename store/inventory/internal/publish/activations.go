package publish

import (
	"context"
	"database/sql/driver"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/staging"
	"inventorybeacon/store/inventory/internal/tables"
)

// storedActivation is a row of activation in the inventory.
type storedActivation struct {
	number, user uint32 // number is 0 for none
	fingerprint  int64
}

// writeActivations has the part's activations written that differ. Without a new
// report the rows stay, but their users may be gone or renamed.
func (a *activity) writeActivations(ctx context.Context) error {
	if !a.Reported(connector.StreamActivations) {
		return a.renameActivations(ctx)
	}
	table, merged, err := a.mergeActivations(ctx)
	if err != nil {
		return err
	}
	stored, err := a.loadActivations(ctx, table)
	if err != nil {
		return err
	}
	done := make([]bool, len(table.keys))
	join := &a.joins[len(usageReports)]
	return staging.EachActivation(ctx, a.reader, a.part, func(row *staging.ActivationRow) error {
		join.count(a.people.userNamed(row.Name) != 0)
		n := table.number(row.Key)
		if done[n] {
			return nil
		}
		done[n] = true
		if numbers, twice := merged[n]; twice {
			row.Counts = numbers
		}
		var before storedActivation
		if n < len(stored) {
			before = stored[n]
		}
		return a.putActivation(ctx, row, before)
	})
}

// mergeActivations numbers the activations, and merges those of which the report
// tells twice: of one user the greater numbers count. Rows of nobody that have one text
// in place of their names are of different people, so that their devices add up.
func (a *activity) mergeActivations(ctx context.Context) (*keyTable, map[int]staging.ActivationCounts, error) {
	table, twice := newKeyTable(0), map[int]staging.ActivationCounts{}
	err := staging.EachActivation(ctx, a.reader, a.part, func(row *staging.ActivationRow) error {
		if n, added := table.add(row.Key); !added {
			twice[n] = staging.ActivationCounts{}
		}
		return nil
	})
	if err != nil || len(twice) == 0 {
		return table, twice, err
	}
	return table, twice, staging.EachActivation(ctx, a.reader, a.part, func(row *staging.ActivationRow) error {
		n := table.number(row.Key)
		if numbers, found := twice[n]; found {
			if a.people.userNamed(row.Name) != 0 {
				numbers.Merge(row.Counts)
			} else {
				numbers.Add(row.Counts)
			}
			twice[n] = numbers
		}
		return nil
	})
}

// loadActivations reads what is stored of the activations, and has those deleted
// of which the report does not tell any more.
func (a *activity) loadActivations(ctx context.Context, table *keyTable) (stored []storedActivation, err error) {
	var gone []int64
	err = a.eachStoredActivation(ctx, func(id, key, _ int64, row storedActivation) {
		n := table.number(key)
		if n < 0 {
			gone = append(gone, id)
			return
		}
		if stored == nil {
			stored = make([]storedActivation, len(table.keys))
		}
		stored[n] = row
	})
	if err != nil {
		return nil, err
	}
	return stored, a.deleteRows(ctx, "activation", gone)
}

func (a *activity) eachStoredActivation(ctx context.Context, use func(id, key, name int64, row storedActivation)) error {
	return tables.Each(ctx, a.reader,
		"SELECT id, key, name, coalesce(uid, 0) & 0xffffffff, fingerprint FROM main.activation WHERE "+tables.OfSource("id")+
			" AND "+staging.OfPart(),
		func(row []driver.Value) error {
			id := row[0].(int64)
			use(id, row[1].(int64), row[2].(int64),
				storedActivation{number: uint32(id), user: uint32(row[3].(int64)), fingerprint: row[4].(int64)})
			return nil
		}, a.source, int64(a.part))
}

// putActivation has a row written when it differs.
func (a *activity) putActivation(ctx context.Context, row *staging.ActivationRow, stored storedActivation) error {
	product := string(row.Product)
	a.print.Reset()
	a.print.AddString(string(row.UPN))
	a.print.AddString(product)
	for _, number := range row.Counts {
		a.print.AddInt(number)
	}
	n := row.Counts
	a.activated.add(product, devices{n[1] + n[2] + n[3] + n[4] + n[5], n[1], n[2], n[4], n[5]})
	fingerprint, user := a.print.Sum(), a.people.userNamed(row.Name)
	switch {
	case stored.number == 0:
		stored.number = a.freshActivation
		a.freshActivation++
	case stored.fingerprint == fingerprint && stored.user == user:
		return nil
	}
	fields := append(a.row[:0], tables.UID(a.source, stored.number), row.Key, row.Name, fingerprint, string(row.UPN), product, a.uidOf(user))
	for _, number := range n {
		fields = append(fields, number)
	}
	a.row = fields
	return a.activations.add(ctx, fields...)
}

// renameActivations has the users of stored activations brought up to date.
func (a *activity) renameActivations(ctx context.Context) error {
	type change struct {
		id  int64
		uid driver.Value
	}
	var changes []change
	err := a.eachStoredActivation(ctx, func(id, _, name int64, row storedActivation) {
		if user := a.people.userNamed(name); user != row.user {
			changes = append(changes, change{id, a.uidOf(user)})
		}
	})
	if err != nil {
		return err
	}
	for _, c := range changes {
		if err := a.send(ctx, batch{sql: "UPDATE main.activation SET uid = ? WHERE id = ?", args: []any{c.uid, c.id}}); err != nil {
			return err
		}
	}
	return nil
}

// activatedProducts counts the devices on which products are activated while their
// rows go by.
type activatedProducts map[string]*devices

// devices are those on which a product is activated: all, and by what they are.
type devices struct{ activations, windows, mac, ios, android int64 }

func (d *devices) add(more devices) {
	d.activations += more.activations
	d.windows += more.windows
	d.mac += more.mac
	d.ios += more.ios
	d.android += more.android
}

// manyProducts bounds the memory; a tenant has some twenty.
const manyProducts = 10_000

func (p *activatedProducts) add(product string, on devices) {
	if *p == nil {
		*p = activatedProducts{}
	}
	if len(*p) > manyProducts {
		return
	}
	if (*p)[product] == nil {
		(*p)[product] = new(devices)
	}
	(*p)[product].add(on)
}

// eachActivated calls use with one activated product after another and on how many
// devices it is.
func (p *publishing) eachActivated(ctx context.Context, use func(product string, on devices)) error {
	if a := p.activity; a != nil && a.Reported(connector.StreamActivations) && len(a.activated) <= manyProducts {
		for product, on := range a.activated {
			use(product, *on)
		}
		return nil
	}
	return tables.Each(ctx, p.conn,
		"SELECT product, sum(windows + mac + windows_mobile + ios + android), sum(windows), sum(mac), sum(ios), sum(android)"+
			" FROM main.activation WHERE "+tables.OfSource("id")+" GROUP BY product",
		func(row []driver.Value) error {
			use(row[0].(string), devices{row[1].(int64), row[2].(int64), row[3].(int64), row[4].(int64), row[5].(int64)})
			return nil
		}, p.source)
}
