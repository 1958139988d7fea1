package store

import (
	"context"
	"database/sql"
)

// Setting returns the value of a setting of the program, empty when it was never
// set. Secrets are no settings.
func (s *Store) Setting(ctx context.Context, name string) (string, error) {
	found, err := query(ctx, s, func(rows *sql.Rows) (value string, err error) {
		return value, rows.Scan(&value)
	}, "SELECT value FROM setting WHERE name = ?", name)
	if err != nil || len(found) == 0 {
		return "", err
	}
	return found[0], nil
}

// FirstSetting returns the value of a setting of the program, which is made when it was never
// set. All processes have the same one.
func (s *Store) FirstSetting(ctx context.Context, name string, value func() string) (string, error) {
	stored, err := s.Setting(ctx, name)
	if err != nil || stored != "" {
		return stored, err
	}
	made := value()
	err = s.db.Update(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING", name,
			made); err != nil {
			return err
		}
		return tx.QueryRowContext(ctx, "SELECT value FROM setting WHERE name = ?", name).Scan(&stored)
	})
	return stored, err
}

// SetSetting stores a setting of the program.
func (s *Store) SetSetting(ctx context.Context, name, value string) error {
	return s.db.Update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", name, value)
		return err
	})
}
