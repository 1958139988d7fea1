package inventory

import (
	"context"
	"database/sql/driver"
	"errors"

	"inventorybeacon/connector"
)

// activationWriter brings activations up to date, one part of the names after
// another.
type activationWriter struct {
	rows  *bulk
	fresh uint32 // the number of the next new row
}

func (w *activationWriter) prepare(ctx context.Context, p *publishing) error {
	last, err := p.count(ctx, "SELECT coalesce(max(id), 0) & 0xffffffff FROM main.activation WHERE "+ofSource("id"), p.source)
	if err != nil {
		return err
	}
	w.fresh = uint32(last) + 1
	w.rows, err = prepareBulk(p.conn, "INSERT OR REPLACE INTO main.activation", 14)
	return err
}

func (w *activationWriter) close() error { return w.rows.close() }

// storedActivation is a row of activation in the inventory.
type storedActivation struct {
	number, user uint32
	fingerprint  int64
}

// write writes the part's activations that differ. Without a new report the rows
// stay, but their users may be gone or renamed.
func (w *activationWriter) write(ctx context.Context, a *activity) error {
	if !a.reported(connector.StreamActivations) {
		return w.rename(ctx, a)
	}
	table, merged, err := w.meet(ctx, a)
	if err != nil {
		return err
	}
	stored, err := w.load(ctx, a, table)
	if err != nil {
		return err
	}
	done := make([]bool, len(table.keys))
	plain := context.WithoutCancel(ctx)
	err = a.eachActivation(ctx, func(row *stagedActivation) error {
		n := table.number(row.key)
		if done[n] {
			return nil
		}
		done[n] = true
		if numbers, twice := merged[n]; twice {
			row.numbers = numbers
		}
		var before storedActivation
		if n < len(stored) {
			before = stored[n]
		}
		w.put(a, row, before)
		return w.rows.flushFull(plain)
	})
	return errors.Join(err, w.rows.flush(plain))
}

// eachActivation calls use with one activation of the part after another.
func (a *activity) eachActivation(ctx context.Context, use func(row *stagedActivation) error) error {
	return a.eachList(ctx, connector.StreamActivations, func(list []byte) error {
		return eachActivation(list, func(row *stagedActivation) error {
			if !inPart(row.name, a.part, a.all) {
				return nil
			}
			return use(row)
		})
	})
}

// meet numbers the activations, and merges those of which the report tells twice:
// the greater numbers count.
func (w *activationWriter) meet(ctx context.Context, a *activity) (*keyTable, map[int]activationNumbers, error) {
	table, twice := newKeyTable(0), map[int]activationNumbers{}
	err := a.eachActivation(ctx, func(row *stagedActivation) error {
		if n, added := table.add(row.key); !added {
			twice[n] = activationNumbers{}
		}
		return nil
	})
	if err != nil || len(twice) == 0 {
		return table, twice, err
	}
	return table, twice, a.eachActivation(ctx, func(row *stagedActivation) error {
		n := table.number(row.key)
		if numbers, any := twice[n]; any {
			numbers.latest(row.numbers)
			twice[n] = numbers
		}
		return nil
	})
}

// load reads what is stored of the activations and deletes those of which the
// report does not tell any more.
func (w *activationWriter) load(ctx context.Context, a *activity, table *keyTable) (stored []storedActivation, err error) {
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
	a.activated = a.activated || len(gone) > 0
	return stored, a.deleteRows(ctx, "activation", gone)
}

func (a *activity) eachStoredActivation(ctx context.Context, use func(id, key, name int64, row storedActivation)) error {
	return each(ctx, a.conn, "SELECT id, key, name, coalesce(uid, 0) & 0xffffffff, fingerprint FROM main.activation WHERE "+ofSource("id"), func(row []driver.Value) error {
		id, name := row[0].(int64), row[2].(int64)
		if inPart(name, a.part, a.all) {
			use(id, row[1].(int64), name, storedActivation{number: uint32(id), user: uint32(row[3].(int64)), fingerprint: row[4].(int64)})
		}
		return nil
	}, a.source)
}

// put keeps a row to be written when it differs.
func (w *activationWriter) put(a *activity, row *stagedActivation, stored storedActivation) {
	a.print.reset()
	a.print.text(string(row.upn))
	a.print.text(string(row.product))
	for _, n := range row.numbers {
		a.print.number(n)
	}
	print, user := a.print.sum(), a.people.userNamed(row.name)
	switch {
	case stored.number == 0:
		stored.number = w.fresh
		w.fresh++
	case stored.fingerprint == print && stored.user == user:
		return
	}
	a.activated = true
	n := row.numbers
	w.rows.add(a.id(stored.number), row.key, row.name, print, string(row.upn), string(row.product), a.uidOf(user),
		n[0], n[1], n[2], n[3], n[4], n[5], n[6])
}

// rename brings the users of stored activations up to date.
func (w *activationWriter) rename(ctx context.Context, a *activity) error {
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
		if err := a.exec(ctx, "UPDATE main.activation SET uid = ? WHERE id = ?", c.uid, c.id); err != nil {
			return err
		}
	}
	return nil
}
