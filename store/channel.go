package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/mattn/go-sqlite3"

	"inventorybeacon/connector"
	"inventorybeacon/store/vault"
)

// Channel is a way to write to people. What it is made of, without its secrets, is JSON
// that only app/notify reads.
type Channel struct {
	ID, Name string
	Content  json.RawMessage
}

// ChannelSecrets are secrets of a channel by their field. In a change, an empty one clears
// it, and what is not in it stays.
type ChannelSecrets map[string]connector.Secret

// ChannelNameTaken says that two channels would have one name.
func ChannelNameTaken(name string) connector.Message {
	return connector.Message{ID: "store.channel-name-taken", Data: connector.Data{"Name": name}}
}

// Channels returns all channels by name.
func (s *Store) Channels(ctx context.Context) ([]Channel, error) {
	return query(ctx, s, func(rows *sql.Rows) (c Channel, err error) {
		var content string
		err = rows.Scan(&c.ID, &c.Name, &content)
		c.Content = json.RawMessage(content)
		return c, err
	}, "SELECT id, name, content FROM channel ORDER BY folded_name")
}

// ChannelEdit is what is to be done to channels at once.
type ChannelEdit struct {
	Put     []Channel
	Secrets map[string]ChannelSecrets // by the id of a channel of Put
	Remove  []string                  // ids; with what waits to be sent through them
}

// EditChannels carries out an edit in one transaction. The error may say that a name is
// taken, or be a [vault.KeyError].
func (s *Store) EditChannels(ctx context.Context, e ChannelEdit) error {
	for _, secrets := range e.Secrets {
		for _, secret := range secrets {
			if secret != "" {
				return s.Vault.Update(ctx, func(tx *sql.Tx, key *vault.Key) error { return editChannels(ctx, tx, key, e) })
			}
		}
	}
	return s.db.Update(ctx, func(tx *sql.Tx) error { return editChannels(ctx, tx, nil, e) })
}

// editChannels needs no key when there is no secret to seal.
func editChannels(ctx context.Context, tx *sql.Tx, key *vault.Key, e ChannelEdit) error {
	for _, id := range e.Remove {
		if _, err := tx.ExecContext(ctx, "DELETE FROM channel WHERE id = ?", id); err != nil {
			return err
		}
	}
	for _, c := range e.Put {
		_, err := tx.ExecContext(ctx, `INSERT INTO channel (id, name, folded_name, content) VALUES (?, ?, ?, ?) ON CONFLICT (id)
			DO UPDATE SET name = excluded.name, folded_name = excluded.folded_name, content = excluded.content`,
			c.ID, c.Name, FoldName(c.Name), string(c.Content))
		var fault sqlite3.Error
		if errors.As(err, &fault) && fault.ExtendedCode == sqlite3.ErrConstraintUnique {
			return connector.NewError(ChannelNameTaken(c.Name), err)
		}
		if err != nil {
			return err
		}
		for field, secret := range e.Secrets[c.ID] {
			if secret == "" {
				_, err = tx.ExecContext(ctx, "DELETE FROM channel_secret WHERE channel_id = ? AND field = ?", c.ID, field)
			} else {
				_, err = tx.ExecContext(ctx, "INSERT OR REPLACE INTO channel_secret (channel_id, field, sealed) VALUES (?, ?, ?)",
					c.ID, field, key.Seal(c.ID, field, []byte(secret.Reveal())))
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// ChannelSecretFields are the fields of the secrets that are stored, by the id of their
// channel. It needs no key.
func (s *Store) ChannelSecretFields(ctx context.Context) (map[string][]string, error) {
	type stored struct{ id, field string }
	all, err := query(ctx, s, func(rows *sql.Rows) (one stored, err error) {
		return one, rows.Scan(&one.id, &one.field)
	}, "SELECT channel_id, field FROM channel_secret ORDER BY channel_id, field")
	fields := map[string][]string{}
	for _, one := range all {
		fields[one.id] = append(fields[one.id], one.field)
	}
	return fields, err
}

// ChannelSecrets opens the secrets of a channel. The error may be a [vault.KeyError].
func (s *Store) ChannelSecrets(ctx context.Context, channelID string) (ChannelSecrets, error) {
	secrets := ChannelSecrets{}
	type stored struct {
		field  string
		sealed []byte
	}
	read := func() ([]stored, error) {
		return query(ctx, s, func(rows *sql.Rows) (one stored, err error) {
			return one, rows.Scan(&one.field, &one.sealed)
		}, "SELECT field, sealed FROM channel_secret WHERE channel_id = ?", channelID)
	}
	if all, err := read(); err != nil || len(all) == 0 {
		return secrets, err
	}
	err := s.Vault.WithKey(ctx, func(key *vault.Key) error {
		all, err := read() // once more, now that there is the key
		if err != nil {
			return err
		}
		for _, one := range all {
			value, err := key.Open(channelID, one.field, one.sealed)
			if err != nil {
				return err
			}
			secrets[one.field] = connector.Secret(value)
		}
		return nil
	})
	return secrets, err
}
