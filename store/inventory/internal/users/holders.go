package users

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
)

// Holder is a user with the license that was asked for.
type Holder struct {
	UserRow
	// Assignment is how the user holds it; nil when it could not be assigned.
	Assignment *UserAssignment
	// Failures are why it could not be.
	Failures []UserFailure
}

// Holders returns a page of the holders of a license of one connection, or, when the query
// asks for those, of the users who should have it and do not.
func (inv Reader) Holders(ctx context.Context, q UserQuery) ([]Holder, error) {
	users, err := inv.Users(ctx, q)
	if err != nil || len(users) == 0 {
		return nil, err
	}
	holders := make([]Holder, len(users))
	err = inv.Read(ctx, func(tx *sql.Tx) error {
		sources, err := inv.EverySource(ctx, tx)
		if err != nil {
			return err
		}
		for i, u := range users {
			holders[i].UserRow = u
			if !slices.ContainsFunc(sources, func(s query.Source) bool { return s.Connection == u.Connection }) {
				return fmt.Errorf("user %s: %w", u.ID, query.ErrNotFound)
			}
		}
		for _, s := range sources {
			if err := inv.addToHolders(ctx, tx, s, holders, q); err != nil {
				return err
			}
		}
		return nil
	})
	return holders, err
}

// addToHolders adds to those of a source how they hold the license, or why they do not.
func (inv Reader) addToHolders(ctx context.Context, tx tables.Querier, of query.Source, holders []Holder, q UserQuery) error {
	var users []UserRow
	for _, h := range holders {
		if h.Connection == of.Connection {
			users = append(users, h.UserRow)
		}
	}
	if len(users) == 0 {
		return nil
	}
	assignments, err := inv.assignmentsOf(ctx, tx, of, users, q.License, q.Window)
	if err != nil {
		return err
	}
	failures, err := inv.failuresOf(ctx, tx, of, users, q.License)
	if err != nil {
		return err
	}
	for i := range holders {
		h := &holders[i]
		if h.Connection != of.Connection {
			continue
		}
		if own := assignments[h.uid]; len(own) > 0 {
			h.Assignment = &own[len(own)-1]
		}
		h.Failures = failures[h.uid]
	}
	return nil
}
