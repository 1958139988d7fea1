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
	// Secrets are the secrets that change with it.
	Secrets SecretChanges
	// KeepData says that a deleted connection's inventory stays.
	KeepData bool
	// Changed is when the draft was put; PutDraft sets it.
	Changed time.Time
}

// draftContent is what is sealed of a draft, as JSON.
type draftContent struct {
	Kind          DraftKind            `json:"kind"`
	Connection    connector.Connection `json:"connection"`
	RefreshToken  *string              `json:"refreshToken,omitempty"`
	ClientSecret  *string              `json:"clientSecret,omitempty"`
	ProxyPassword *string              `json:"proxyPassword,omitempty"`
	// Certificate is base64 in JSON: a PFX file is not text.
	Certificate         *[]byte `json:"certificate,omitempty"`
	CertificatePassword *string `json:"certificatePassword,omitempty"`
	KeepData            bool    `json:"keepData,omitempty"`
}

// PutDraft keeps a waiting edit, in place of an earlier one of the same
// connection. The error may be a [vault.KeyError].
func (s *Store) PutDraft(ctx context.Context, d Draft) error {
	if d.ConnectionID == "" {
		return fmt.Errorf("draft of connection %q has no connection id", d.Connection.Name)
	}
	content, err := json.Marshal(draftContent{
		Kind: d.Kind, Connection: d.Connection, KeepData: d.KeepData,
		RefreshToken:        revealed(d.Secrets.RefreshToken),
		ClientSecret:        revealed(d.Secrets.ClientSecret),
		ProxyPassword:       revealed(d.Secrets.ProxyPassword),
		Certificate:         revealedBytes(d.Secrets.Certificate),
		CertificatePassword: revealed(d.Secrets.CertificatePassword),
	})
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

func parseDraft(connectionID, changed string, content []byte) (Draft, error) {
	var c draftContent
	if err := json.Unmarshal(content, &c); err != nil {
		// The decoder's message could quote a secret.
		return Draft{}, fmt.Errorf("the waiting edit of connection %s cannot be read", connectionID)
	}
	at, err := parseTime(changed)
	return Draft{
		ConnectionID: connectionID, Kind: c.Kind, Connection: c.Connection, KeepData: c.KeepData, Changed: at,
		Secrets: SecretChanges{
			RefreshToken:        hidden(c.RefreshToken),
			ClientSecret:        hidden(c.ClientSecret),
			ProxyPassword:       hidden(c.ProxyPassword),
			Certificate:         hiddenBytes(c.Certificate),
			CertificatePassword: hidden(c.CertificatePassword),
		},
	}, err
}

// DropDrafts drops the waiting edits of the given connections. It needs no key.
func (s *Store) DropDrafts(ctx context.Context, connectionIDs ...string) error {
	return s.db.Update(ctx, func(tx *sql.Tx) error {
		for _, id := range connectionIDs {
			if _, err := tx.ExecContext(ctx, "DELETE FROM draft WHERE connection_id = ?", id); err != nil {
				return err
			}
		}
		return nil
	})
}

func revealed(secret *connector.Secret) *string {
	if secret == nil {
		return nil
	}
	text := secret.Reveal()
	return &text
}

func hidden(text *string) *connector.Secret {
	return (*connector.Secret)(text)
}

func revealedBytes(secret *connector.Secret) *[]byte {
	if secret == nil {
		return nil
	}
	content := []byte(secret.Reveal())
	return &content
}

func hiddenBytes(content *[]byte) *connector.Secret {
	if content == nil {
		return nil
	}
	secret := connector.Secret(*content)
	return &secret
}
