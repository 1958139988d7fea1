package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/vault"
)

// DraftKind says what a waiting edit does.
type DraftKind string

// The kinds of drafts.
const (
	DraftPut    DraftKind = "put"
	DraftDelete DraftKind = "delete"
)

// Draft is an edit of one connection that waits for Save.
type Draft struct {
	ConnectionID string
	Kind         DraftKind
	// Connection is the connection as it shall be or, when it is deleted, as it was.
	Connection connector.Connection
	// Base is the connection as it was stored when the edit began; nil of a new one.
	Base *connector.Connection
	// Secrets are the secrets that change with it.
	Secrets SecretChanges
	// KeepData says that a deleted connection's inventory stays.
	KeepData bool
	// Changed is when the draft was put; PutDraft sets it.
	Changed time.Time
}

// draftContent is what is sealed of a draft, as JSON, but for the secrets: each that changes
// stands beside it, under its field's key.
type draftContent struct {
	Kind       DraftKind             `json:"kind"`
	Connection connector.Connection  `json:"connection"`
	Base       *connector.Connection `json:"base,omitempty"`
	KeepData   bool                  `json:"keepData,omitempty"`
}

// PutDraft keeps a waiting edit, in place of an earlier one of the same
// connection. The error may be a [vault.KeyError].
func (s *Store) PutDraft(ctx context.Context, d Draft) error {
	if d.ConnectionID == "" {
		return fmt.Errorf("draft of connection %q has no connection id", d.Connection.Name)
	}
	content, err := d.content()
	if err != nil {
		return err
	}
	return s.Vault.Update(ctx, func(tx *sql.Tx, key *vault.Key) error {
		_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO draft (connection_id, sealed, changed) VALUES (?, ?, ?)",
			d.ConnectionID, key.Seal(d.ConnectionID, vault.DraftField, content), formatTime(s.now()))
		return err
	})
}

// Drafts returns the waiting edits, the oldest first. The error may be a
// [vault.KeyError].
func (s *Store) Drafts(ctx context.Context) ([]Draft, error) {
	stored, err := s.sealedDrafts(ctx)
	if err != nil || len(stored) == 0 {
		return nil, err
	}
	var drafts []Draft
	err = s.Vault.WithKey(ctx, func(key *vault.Key) error {
		if stored, err = s.sealedDrafts(ctx); err != nil { // once more, now that there is the key
			return err
		}
		drafts = make([]Draft, len(stored))
		for i, d := range stored {
			content, err := key.Open(d.connectionID, vault.DraftField, d.sealed)
			if err != nil {
				return err
			}
			if drafts[i], err = parseDraft(d.connectionID, d.changed, content); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return drafts, nil
}

// sealedDraft is a row of the table draft.
type sealedDraft struct {
	connectionID, changed string
	sealed                []byte
}

func (s *Store) sealedDrafts(ctx context.Context) ([]sealedDraft, error) {
	return query(ctx, s, func(rows *sql.Rows) (d sealedDraft, err error) {
		return d, rows.Scan(&d.connectionID, &d.sealed, &d.changed)
	}, "SELECT connection_id, sealed, changed FROM draft ORDER BY changed, connection_id")
}

func (d Draft) content() ([]byte, error) {
	content, err := keyed(draftContent{Kind: d.Kind, Connection: d.Connection, Base: d.Base, KeepData: d.KeepData})
	if err != nil {
		return nil, err
	}
	for i, change := range d.Secrets.values() {
		if *change == nil {
			continue
		}
		field, secret := connector.SecretFields[i], any((*change).Reveal())
		if field == connector.FieldCertificate { // base64 in JSON: a PFX file is not text
			secret = []byte((*change).Reveal())
		}
		if content[field.Key()], err = json.Marshal(secret); err != nil {
			return nil, err
		}
	}
	return json.Marshal(content)
}

// keyed is a value as an object of JSON.
func keyed(value any) (object map[string]json.RawMessage, err error) {
	content, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	return object, json.Unmarshal(content, &object)
}

func parseDraft(connectionID, changed string, content []byte) (Draft, error) {
	d := Draft{ConnectionID: connectionID}
	var c draftContent
	err := json.Unmarshal(content, &c)
	if err == nil {
		err = d.readSecrets(content)
	}
	if err != nil {
		// The decoder's message could quote a secret.
		return Draft{}, fmt.Errorf("the waiting edit of connection %s cannot be read", connectionID)
	}
	d.Kind, d.Connection, d.Base, d.KeepData = c.Kind, c.Connection, c.Base, c.KeepData
	d.Changed, err = parseTime(changed)
	return d, err
}

func (d *Draft) readSecrets(content []byte) error {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(content, &object); err != nil {
		return err
	}
	for i, change := range d.Secrets.values() {
		field := connector.SecretFields[i]
		value, changes := object[field.Key()]
		if !changes {
			continue
		}
		var text string
		var file []byte
		into := any(&text)
		if field == connector.FieldCertificate {
			into = &file
		}
		if err := json.Unmarshal(value, into); err != nil {
			return err
		}
		secret := connector.Secret(text + string(file)) // of which one is empty
		*change = &secret
	}
	return nil
}

// DropDrafts drops the waiting edits of the given connections and schedules, in one
// transaction. It needs no key.
func (s *Store) DropDrafts(ctx context.Context, connectionIDs, scheduleIDs []string) error {
	return s.db.Update(ctx, func(tx *sql.Tx) error {
		for _, id := range connectionIDs {
			if _, err := tx.ExecContext(ctx, "DELETE FROM draft WHERE connection_id = ?", id); err != nil {
				return err
			}
		}
		for _, id := range scheduleIDs {
			if _, err := tx.ExecContext(ctx, "DELETE FROM schedule_draft WHERE schedule_id = ?", id); err != nil {
				return err
			}
		}
		return nil
	})
}
