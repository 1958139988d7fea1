package users

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"

	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
)

// usersAtOnce is how many users are read together. Users that follow each other by name stand
// anywhere in the file, so that each takes two pages of it; of so many, read in the order of
// the file, several are on each page. Their rows take some 25 MiB.
const usersAtOnce = 30_000

// eachInOrder calls use with all users of the selection, in the order of a column: first their
// keys are put in order, then they are read in parts, each in the order of the file.
func (s *userSelection) eachInOrder(
	ctx context.Context, conn *sql.Conn, q UserQuery, column string, columns tables.Columns, row func() (UserRow, error), use func(UserRow) error,
) error {
	var uid int64
	var uids []int64
	down := query.Direction(q.Descending)
	err := tables.EachInto(ctx, conn, tables.Columns{"uid", &uid},
		s.fromSorted(column)+s.Where()+" ORDER BY "+s.orderedBy(column)+down+", uid"+down+query.Page(0, q.Offset),
		func() error { uids = append(uids, uid); return nil }, s.Args...)
	if err != nil {
		return err
	}
	places := make(map[int64]int, min(usersAtOnce, len(uids)))
	rows := make([]UserRow, min(usersAtOnce, len(uids)))
	for part := range slices.Chunk(uids, usersAtOnce) {
		clear(places)
		clear(rows)
		for i, uid := range part {
			places[uid] = i
		}
		err := tables.EachInto(ctx, conn, columns, " FROM user AS u CROSS JOIN holding AS h USING (uid) WHERE uid IN ("+inOrder(part)+")", func() error {
			user, err := row()
			rows[places[user.uid]] = user
			return err
		})
		if err != nil {
			return err
		}
		for _, row := range rows[:len(part)] {
			if row.uid == 0 {
				continue // of damage that has left no holding
			}
			if err := use(row); err != nil {
				return err
			}
		}
	}
	return nil
}

// inOrder are keys as a list of SQL, in the order of the file.
func inOrder(uids []int64) string {
	var list strings.Builder
	for i, uid := range slices.Sorted(slices.Values(uids)) {
		if i > 0 {
			list.WriteByte(',')
		}
		list.WriteString(strconv.FormatInt(uid, 10))
	}
	return list.String()
}
