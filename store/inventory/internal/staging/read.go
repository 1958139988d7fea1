package staging

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/binary"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
)

// EachUser calls use with what is staged to compare one user after another.
func EachUser(ctx context.Context, conn *sql.Conn, use func(seq int64, user UserKey) error) error {
	return eachPage(ctx, conn, "", func(first, users int64, lists [][]byte) error {
		keys := lists[0]
		for n := range users {
			if err := use(first+n, UserKeyAt(keys, int(n))); err != nil {
				return err
			}
		}
		return nil
	})
}

// EachKey does the same with the key alone, for users most of whom are passed
// over; whole is what [UserKeyAt] reads.
func EachKey(ctx context.Context, conn *sql.Conn, use func(seq, key int64, whole []byte)) error {
	return eachPage(ctx, conn, "", func(first, users int64, lists [][]byte) error {
		for n := range users {
			whole := lists[0][n*userKeySize:]
			use(first+n, int64(binary.LittleEndian.Uint64(whole)), whole)
		}
		return nil
	})
}

// eachPage calls use with the keys of one page after another and the lists that
// more columns name, for example ", skus". Each list is good beyond the call.
func eachPage(ctx context.Context, conn *sql.Conn, more string, use func(first, users int64, lists [][]byte) error) error {
	var lists [][]byte
	return tables.Each(ctx, conn, "SELECT first, users, keys"+more+" FROM staging.page ORDER BY first", func(row []driver.Value) error {
		lists = lists[:0]
		for _, list := range row[2:] {
			bytes, _ := list.([]byte) // an empty one may come as NULL
			lists = append(lists, bytes)
		}
		return use(row[0].(int64), row[1].(int64), lists)
	})
}

// EachHolding calls use with what is staged of one user after another to compare, and
// its assignments. The lists are good beyond the call.
func EachHolding(ctx context.Context, conn *sql.Conn, use func(seq int64, user UserKey, held Holding) error) error {
	return eachPage(ctx, conn, ", skus, days", func(first, users int64, lists [][]byte) error {
		keys, held := lists[0], Holding{lists[1], lists[2]}
		for n := range users {
			user := UserKeyAt(keys, int(n))
			size := user.Assigned * tables.BytesPerAssignment
			if len(held.skus) < size || len(held.Days) < size {
				return ErrHoldings
			}
			if err := use(first+n, user, Holding{held.skus[:size], held.Days[:size]}); err != nil {
				return err
			}
			held.skus, held.Days = held.skus[size:], held.Days[size:]
		}
		return nil
	})
}

// EachUsage calls use with one staged row of a usage report after another, of those whose
// names belong to a part. conn has the staging file attached as staging.
func EachUsage(ctx context.Context, conn *sql.Conn, stream string, part int, use func(row *UsageRow) error) error {
	return eachList(ctx, conn, stream, part, func(list []byte, platforms bool) error { return eachUsage(list, platforms, use) })
}

// EachActivation does the same for the activations report.
func EachActivation(ctx context.Context, conn *sql.Conn, part int, use func(row *ActivationRow) error) error {
	return eachList(ctx, conn, connector.StreamActivations, part, func(list []byte, _ bool) error { return eachActivation(list, use) })
}

func eachList(ctx context.Context, conn *sql.Conn, stream string, part int, use func(list []byte, platforms bool) error) error {
	return tables.Each(ctx, conn,
		"SELECT rows, platforms FROM staging.report WHERE stream = ?1 AND part = ?2 ORDER BY number",
		func(row []driver.Value) error {
			return use(row[0].([]byte), row[1].(int64) != 0)
		}, stream, int64(part))
}
