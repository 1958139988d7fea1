package query

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"inventorybeacon/connector/panics"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// Halves are two conditions, of which each row meets one.
type Halves [2]string

// KeysOfHalves returns the keys that a look finds in one half and in the other, at the same time where
// that can be.
func (inv *Inventory) KeysOfHalves(
	ctx context.Context, tx tables.Querier, of Halves, look func(ctx context.Context, tx tables.Querier, half string) ([]int64, error),
) (keys []int64, err error) {
	err = inv.WithSecond(ctx, tx, func(_ *sql.Conn, second *sql.Tx) (err error) {
		if second == nil {
			keys, err = look(ctx, tx, "1")
			return err
		}
		var others []int64
		group, ctx := panics.WithContext(ctx)
		group.Go(func() (err error) { keys, err = look(ctx, tx, of[0]); return err })
		group.Go(func() (err error) { others, err = look(ctx, second, of[1]); return err })
		err = group.Wait()
		keys = append(keys, others...)
		return err
	})
	return keys, err
}

// HalvesByKey are those of the users, or the usage, of sources by their keys, which have about as many rows.
func HalvesByKey(key string, sources []Source) Halves {
	middle := spread(sources, 1)[0]
	return Halves{fmt.Sprintf("%s < %d", key, middle), fmt.Sprintf("%s >= %d", key, middle)}
}

// sample is how many values are looked at to find one in the middle.
const sample = 63

// HalvesByValue are those of a table with keys by a column with an index: what is less than a value in the
// middle of some, and the rest. Rows have a name in them.
func HalvesByValue(ctx context.Context, tx tables.Querier, table, key, row, column string, sources []Source) (Halves, error) {
	some, err := sqlite.Values[int64](ctx, tx, fmt.Sprintf("SELECT %[2]s FROM %[1]s WHERE %[2]s IN (%[3]s) ORDER BY %[4]s",
		table, key, strings.Join(Texts(spread(sources, sample)), ","), column))
	if err != nil || len(some) == 0 {
		return Halves{"1", "0"}, err
	}
	middle := fmt.Sprintf("(SELECT middle.%[4]s FROM %[1]s AS middle WHERE middle.%[2]s = %[3]d)", table, key, some[len(some)/2], column)
	return Halves{row + "." + column + " < " + middle, row + "." + column + " >= " + middle}, nil
}

// spread returns so many keys of users, or of usage, that lie about as far from each other.
func spread(sources []Source, number int64) []int64 {
	users, keys := Users(sources), make([]int64, number)
	for i := range number {
		at := users * (i + 1) / (number + 1)
		for _, source := range sources {
			keys[i] = tables.UID(source.Number, uint32(at))
			if at -= source.Users; at < 0 {
				break
			}
		}
	}
	return keys
}

// Users is how many users sources have together.
func Users(sources []Source) (users int64) {
	for _, source := range sources {
		users += source.Users
	}
	return users
}
