package users

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
	"strconv"
	"strings"

	"inventorybeacon/connector/panics"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
)

// usersAtOnce is how many users are read together. Users that follow each other by name stand
// anywhere in the file, so that each takes two pages of it; of so many, read in the order of
// the file, some are on one page. More would take no less time, and 1 MiB for 1,500.
const usersAtOnce = 3000

// eachInOrder calls use with all users of the selection, in the order of a column: first their
// keys are put in order, then they are read in parts, each in the order of the file.
func (inv Reader) eachInOrder(
	ctx context.Context, tx tables.Querier, s *userSelection, q UserQuery, column string, rows *userRows, use func(UserRow) error,
) error {
	var uid int64
	uids := make([]int64, 0, query.Users(s.sources)) // to let it grow takes more
	down := query.Direction(q.Descending)
	err := tables.EachInto(ctx, rows.conn, tables.Columns{"uid", &uid},
		s.fromSorted(column)+s.Where()+" ORDER BY "+s.orderedBy(column)+down+", uid"+down+query.Page(0, q.Offset),
		func() error { uids = append(uids, uid); return nil }, s.Args...)
	if err != nil {
		return err
	}
	parts := slices.Collect(slices.Chunk(uids, cmp.Or(inv.Options.ManyMatches, usersAtOnce)))
	if len(parts) <= 1 {
		return eachOf(ctx, []*userRows{rows}, parts, use)
	}
	return inv.WithSecond(ctx, tx, func(conn *sql.Conn, _ *sql.Tx) (err error) {
		if conn == nil {
			return eachOf(ctx, []*userRows{rows}, parts, use)
		}
		second, err := s.rowsOn(conn, q, rows.held.known)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, second.Close()) }()
		return eachOf(ctx, []*userRows{rows, second}, parts, use)
	})
}

// eachOf calls use with the users who have keys, one part after another. Readers take turns: each
// reads its next part while the other one reads, or what it has read is used.
func eachOf(ctx context.Context, readers []*userRows, parts [][]int64, use func(UserRow) error) error {
	ctx, cancel := context.WithCancel(ctx)
	group, ctx := panics.WithContext(ctx)
	defer func() { _ = group.Wait() }() // also when use panics
	defer cancel()
	full, empty := make([]chan []UserRow, len(readers)), make([]chan []UserRow, len(readers))
	for i, reader := range readers {
		full[i], empty[i] = make(chan []UserRow), make(chan []UserRow, 1)
		if i < len(parts) { // the first ones are the longest
			empty[i] <- make([]UserRow, len(parts[0]))
		}
		group.Go(func() error {
			defer close(full[i])
			for n := i; n < len(parts); n += len(readers) {
				if err := reader.readPart(ctx, parts[n], empty[i], full[i]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for n := range parts {
		turn := n % len(readers)
		rows, read := <-full[turn]
		if !read {
			break
		}
		for _, row := range rows {
			if row.uid == 0 {
				continue // of damage that has left no holding
			}
			if err := use(row); err != nil {
				return err
			}
		}
		empty[turn] <- rows
	}
	return group.Wait()
}

// readPart takes rows, reads users into them and hands them over.
func (r *userRows) readPart(ctx context.Context, uids []int64, empty <-chan []UserRow, full chan<- []UserRow) error {
	select {
	case rows := <-empty:
		if err := r.withKeys(ctx, uids, rows[:len(uids)]); err != nil {
			return cmp.Or(context.Cause(ctx), err) // its end closes the connection, too
		}
		select {
		case full <- rows[:len(uids)]:
			return nil
		case <-ctx.Done():
		}
	case <-ctx.Done():
	}
	return context.Cause(ctx)
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
