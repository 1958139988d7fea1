package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"maps"

	"github.com/mattn/go-sqlite3"

	"inventorybeacon/connector"
	"inventorybeacon/store/vault"
)

// Channel is a way to write to people. What it is made of, without its secrets, is JSON
// that only app/notify reads.
type Channel struct {
	ID, Name string
	Content  json.RawMessage
	// Recipients are the addresses of a channel of e-mail that is put: what is known of others is forgotten.
	Recipients []string
}

// ChannelSecrets are secrets of a channel by their field. In a change, an empty one clears
// it, and what is not in it stays.
type ChannelSecrets map[connector.Field]connector.Secret

// ChannelNameTaken says that two channels would have one name.
func ChannelNameTaken(name string) connector.Message {
	return connector.Message{ID: "store.channel-name-taken", Data: connector.Data{"Name": name}}
}

// Channels returns all channels by name.
func (s *Store) Channels(ctx context.Context) ([]Channel, error) {
	return query(ctx, s, func(rows *sql.Rows) (c Channel, err error) {
		err = rows.Scan(&c.ID, &c.Name, (*[]byte)(&c.Content))
		return c, err
	}, "SELECT id, name, content FROM channel ORDER BY folded_name")
}

// ChannelEdit is what is to be done to channels at once.
type ChannelEdit struct {
	Put     []Channel
	Secrets map[string]ChannelSecrets // by the id of a channel of Put
	Remove  []string                  // ids; with what waits to be sent through them
}

// EditChannels carries out an edit in one transaction. What waits to be sent through a channel that is put is due at once: it may
// be mended. The error may say that a name is
// taken, or be a [vault.KeyError].
func (s *Store) EditChannels(ctx context.Context, e ChannelEdit) error {
	seals := false
	for _, secrets := range e.Secrets {
		for _, secret := range secrets {
			seals = seals || secret != ""
		}
	}
	return s.update(ctx, seals, func(tx *sql.Tx, key *vault.Key) error { return s.editChannels(ctx, tx, key, e) })
}

func (s *Store) editChannels(ctx context.Context, tx *sql.Tx, key *vault.Key, e ChannelEdit) error {
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
		if _, err := tx.ExecContext(ctx, "UPDATE outgoing SET due = created WHERE channel_id = ?", c.ID); err != nil {
			return err
		}
		if err := keepRecipients(ctx, tx, c); err != nil {
			return err
		}
		for field, secret := range e.Secrets[c.ID] {
			if err := s.putSecret(ctx, tx, key, c.ID, field, &secret); err != nil {
				return err
			}
		}
	}
	return nil
}

// ChannelSecretFields are the fields of the secrets that are stored, by the id of their
// channel. It needs no key.
func (s *Store) ChannelSecretFields(ctx context.Context) (map[string][]connector.Field, error) {
	type stored struct {
		id    string
		field connector.Field
	}
	all, err := query(ctx, s, func(rows *sql.Rows) (one stored, err error) {
		return one, rows.Scan(&one.id, &one.field)
	}, "SELECT channel.id, field FROM secret JOIN channel ON channel.id = connection_id ORDER BY channel.id, field")
	fields := map[string][]connector.Field{}
	for _, one := range all {
		fields[one.id] = append(fields[one.id], one.field)
	}
	return fields, err
}

// ChannelSecrets opens the secrets of a channel. The error may be a [vault.KeyError].
func (s *Store) ChannelSecrets(ctx context.Context, channelID string) (ChannelSecrets, error) {
	opened, err := s.openSecrets(ctx, channelID)
	secrets := ChannelSecrets{}
	maps.Copy(secrets, opened)
	return secrets, err
}
