package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"
)

// RefusedRecipient is somebody for whom a mail server takes no messages of a channel.
type RefusedRecipient struct {
	ChannelID, Address string
	// Said is what the server has answered the last time.
	Said        string
	Since, Last time.Time
	Messages    int // that were not taken for them
}

// Reception is what a mail server has decided about recipients of a message.
type Reception struct {
	At    time.Time
	Taken []string // it has taken the message for them
	// Refused are whom it refuses for good, with what it has answered.
	Refused map[string]string
}

// RefusedRecipients returns whom mail servers refuse for good, by channel and address.
func (s *Store) RefusedRecipients(ctx context.Context) ([]RefusedRecipient, error) {
	return query(ctx, s, refusedRecipient, refusedRecipients+" ORDER BY channel_id, address")
}

const refusedRecipients = "SELECT channel_id, address, said, since, last, messages FROM refused_recipient"

func refusedRecipient(rows *sql.Rows) (r RefusedRecipient, err error) {
	err = rows.Scan(&r.ChannelID, &r.Address, &r.Said, storedTime{&r.Since}, storedTime{&r.Last}, &r.Messages)
	return r, err
}

// Receive records what a mail server has decided about a message that is not kept, such as a test.
func (s *Store) Receive(ctx context.Context, channelID string, r Reception) error {
	return s.db.Update(ctx, func(tx *sql.Tx) error { return receive(ctx, tx, channelID, r) })
}

func receive(ctx context.Context, tx *sql.Tx, channelID string, r Reception) error {
	for _, address := range r.Taken {
		if _, err := tx.ExecContext(ctx, "DELETE FROM refused_recipient WHERE channel_id = ? AND address = ?", channelID, address); err != nil {
			return err
		}
	}
	at := formatTime(r.At)
	for address, said := range r.Refused {
		// Of a channel that was removed meanwhile nothing is kept.
		_, err := tx.ExecContext(ctx, `INSERT INTO refused_recipient (channel_id, address, said, since, last, messages)
			SELECT id, ?, ?, ?, ?, 1 FROM channel WHERE id = ?
			ON CONFLICT DO UPDATE SET said = excluded.said, last = excluded.last, messages = messages + 1`, address, said, at, at, channelID)
		if err != nil {
			return err
		}
	}
	return nil
}

// keepRecipients forgets who was refused and is no recipient of a channel any more.
func keepRecipients(ctx context.Context, tx *sql.Tx, c Channel) error {
	addresses, err := json.Marshal(c.Recipients)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "DELETE FROM refused_recipient WHERE channel_id = ? AND address NOT IN (SELECT value FROM json_each(?))",
		c.ID, string(addresses))
	return err
}
