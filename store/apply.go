package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/mattn/go-sqlite3"

	"inventorybeacon/connector"
	"inventorybeacon/store/vault"
)

// Change is one connection's part of a Save: it is put or deleted.
type Change struct {
	// Put is the connection as it shall be, new or changed.
	Put *connector.Connection
	// Secrets are the secrets of Put that change.
	Secrets SecretChanges
	// Delete is the id of a connection that shall be gone, with its secrets. Its
	// tasks stay.
	Delete string
	// LeaveDraft leaves what waits for Save in a window, whose process alone drops the edit of
	// a connection that is put. That of a deleted one goes with it.
	LeaveDraft bool
	// KeepInventory says that the inventory of a deleted connection stays; else
	// [Store.DeletedConnections] has it until somebody has removed it.
	KeepInventory bool
}

func (c Change) connectionID() string {
	if c.Put != nil {
		return c.Put.ID
	}
	return c.Delete
}

// NameTaken says that two connections would have one name.
func NameTaken(name string) connector.Message {
	return connector.Message{ID: "store.name-taken", Data: connector.Data{"Name": name}}
}

// Apply writes all changes of a Save, at most one for each connection and
// schedule, and drops their drafts unless they are left, in one transaction. The error may say that a
// name is taken or, when a change holds a secret, be a [vault.KeyError].
func (s *Store) Apply(ctx context.Context, changes []Change, schedules ...ScheduleChange) error {
	for _, c := range schedules {
		if (c.Put == nil) == (c.Delete == "") || c.scheduleID() == "" {
			return fmt.Errorf("change of schedule %q: needs an id, and either a schedule to put or one to delete", c.scheduleID())
		}
	}
	seals := false
	seen := map[string]bool{}
	for _, c := range changes {
		id := c.connectionID()
		if (c.Put == nil) == (c.Delete == "") || id == "" || seen[id] {
			return fmt.Errorf("change of connection %q: needs an id, and either a connection to put or one to delete, once", id)
		}
		seen[id] = true
		seals = seals || c.Put != nil && c.Secrets.seal()
	}
	return s.update(ctx, seals, func(tx *sql.Tx, key *vault.Key) error { return s.apply(ctx, tx, key, changes, schedules) })
}

// apply needs no key when no change has a secret to seal.
func (s *Store) apply(ctx context.Context, tx *sql.Tx, key *vault.Key, changes []Change, schedules []ScheduleChange) error {
	if err := s.putSchedules(ctx, tx, schedules); err != nil {
		return err
	}
	for _, c := range changes {
		// Deleted and changed connections free their names first, so that others
		// of the same Save can take them, or swap them.
		var err error
		if c.Put == nil {
			err = s.deleteConnection(ctx, tx, c.Delete, c.KeepInventory)
		} else {
			_, err = tx.ExecContext(ctx, "UPDATE connection SET folded_name = char(0) || id WHERE id = ?", c.Put.ID)
		}
		if err != nil {
			return err
		}
	}
	for _, c := range changes {
		if c.Put == nil || !c.LeaveDraft {
			if _, err := tx.ExecContext(ctx, "DELETE FROM draft WHERE connection_id = ?", c.connectionID()); err != nil {
				return err
			}
		}
		if c.Put == nil {
			continue
		}
		if err := dropDeleted(ctx, tx, c.Put.ID); err != nil {
			return err
		}
		if err := s.putConnection(ctx, tx, *c.Put); err != nil {
			return err
		}
		if err := s.putSecrets(ctx, tx, key, c.Put.ID, c.Secrets); err != nil {
			return err
		}
		if c.Secrets.RefreshToken == nil {
			continue
		}
		if err := forgetTokenUse(ctx, tx, c.Put.ID); err != nil {
			return err
		}
	}
	return nil
}

// putConnection changes only the columns it knows: what later versions add to
// the table keeps its value.
func (s *Store) putConnection(ctx context.Context, tx *sql.Tx, c connector.Connection) error {
	scheduleID, err := existingSchedule(ctx, tx, c.ScheduleID)
	if err != nil {
		return err
	}
	values, err := connectionValues(c, scheduleID)
	if err != nil {
		return err
	}
	now := formatTime(s.now())
	_, err = tx.ExecContext(ctx, putConnectionSQL, append(values, now, now)...)
	var fault sqlite3.Error
	if errors.As(err, &fault) && fault.ExtendedCode == sqlite3.ErrConstraintUnique {
		return connector.NewError(NameTaken(c.Name), err)
	}
	return err
}

var putConnectionSQL = func() string {
	columns := strings.Split(connectionColumns+", created, changed", ",")
	var sets []string
	for i, column := range columns {
		columns[i] = strings.TrimSpace(column)
		if columns[i] != "id" && columns[i] != "created" {
			sets = append(sets, columns[i]+" = excluded."+columns[i])
		}
	}
	return fmt.Sprintf("INSERT INTO connection (%s) VALUES (?%s) ON CONFLICT (id) DO UPDATE SET %s",
		strings.Join(columns, ", "), strings.Repeat(", ?", len(columns)-1), strings.Join(sets, ", "))
}()
