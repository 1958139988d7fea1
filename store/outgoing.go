package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"
)

// Cause is something that people were told of, once, until it is over.
type Cause struct {
	// Key tells it from all others, whenever it comes.
	Key, Kind string
	// Connection is the name of the connection that it is about.
	ConnectionID, Connection string
	// Over says in words that it is over; empty where that is not told.
	Over string
	At   time.Time // when it was told
}

// Outgoing is a message that is to be sent through a channel.
type Outgoing struct {
	ID int64
	// Delivery is random, and the same at each try.
	Delivery  string
	ChannelID string
	Content   json.RawMessage
	Created   time.Time
	// Due is when it is to be tried, Tries how often it was, and Failure what the last try
	// has come to, in words.
	Due     time.Time
	Tries   int
	Failure string
	// Done are the recipients who need no other try, while others do: they have got it, or are refused for good.
	Done []string
	// Apart says that no other message waits for it.
	Apart bool
}

// Causes returns what was told and is not over.
func (s *Store) Causes(ctx context.Context) ([]Cause, error) {
	return query(ctx, s, func(rows *sql.Rows) (c Cause, err error) {
		err = rows.Scan(&c.Key, &c.Kind, &c.ConnectionID, &c.Connection, &c.Over, storedTime{&c.At})
		return c, err
	}, "SELECT key, kind, connection_id, connection, over, at FROM told_cause ORDER BY key")
}

// Telling is what is recorded at once: causes that have come and are over, the messages
// that say so, and settings that go with them.
type Telling struct {
	Come     []Cause
	Over     []string // keys
	Messages []Outgoing
	Settings map[string]string
}

// Tell records in one transaction, so that nothing is told twice or not at all. Messages for
// channels that were removed meanwhile are dropped.
func (s *Store) Tell(ctx context.Context, t Telling) error {
	return s.db.Update(ctx, func(tx *sql.Tx) error {
		for _, key := range t.Over {
			if _, err := tx.ExecContext(ctx, "DELETE FROM told_cause WHERE key = ?", key); err != nil {
				return err
			}
		}
		for _, c := range t.Come {
			_, err := tx.ExecContext(ctx,
				"INSERT OR REPLACE INTO told_cause (key, kind, connection_id, connection, over, at) VALUES (?, ?, ?, ?, ?, ?)",
				c.Key, c.Kind, c.ConnectionID, c.Connection, c.Over, formatTime(c.At))
			if err != nil {
				return err
			}
		}
		for _, m := range t.Messages {
			_, err := tx.ExecContext(ctx, `INSERT INTO outgoing (delivery, channel_id, content, created, due, tries, failure)
				SELECT ?, id, ?, ?, ?, 0, '' FROM channel WHERE id = ?`,
				m.Delivery, string(m.Content), formatTime(m.Created), formatTime(m.Due), m.ChannelID)
			if err != nil {
				return err
			}
		}
		for name, value := range t.Settings {
			if _, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", name, value); err != nil {
				return err
			}
		}
		return nil
	})
}

// OutgoingMessages returns what is still to be sent, the oldest first.
func (s *Store) OutgoingMessages(ctx context.Context) ([]Outgoing, error) {
	return query(ctx, s, func(rows *sql.Rows) (m Outgoing, err error) {
		var done []byte
		err = rows.Scan(&m.ID, &m.Delivery, &m.ChannelID, (*[]byte)(&m.Content), storedTime{&m.Created}, storedTime{&m.Due}, &m.Tries, &m.Failure,
			&done, &m.Apart)
		if err == nil {
			err = json.Unmarshal(done, &m.Done)
		}
		return m, err
	}, "SELECT id, delivery, channel_id, content, created, due, tries, failure, done, apart FROM outgoing ORDER BY id")
}

// Postpone records that a message could not be sent, or not to all: why, when to try again, who is done, whether
// others wait for it, and what was decided about its recipients.
func (s *Store) Postpone(ctx context.Context, m Outgoing, r Reception) error {
	done, err := json.Marshal(m.Done)
	if err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE outgoing SET due = ?, tries = tries + 1, failure = ?, done = ?, apart = ? WHERE id = ?",
			formatTime(m.Due), m.Failure, string(done), m.Apart, m.ID)
		if err != nil {
			return err
		}
		return receive(ctx, tx, m.ChannelID, r)
	})
}

// EndOutgoing forgets a message that was sent, or is given up, and records what was decided about its recipients.
func (s *Store) EndOutgoing(ctx context.Context, m Outgoing, r Reception) error {
	return s.db.Update(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM outgoing WHERE id = ?", m.ID); err != nil {
			return err
		}
		return receive(ctx, tx, m.ChannelID, r)
	})
}

// MissedImports returns when imports were due that were missed and are not made up, by the
// id of their connection; those through which nothing was imported since.
func (s *Store) MissedImports(ctx context.Context) (map[string]time.Time, error) {
	type missed struct {
		id  string
		run time.Time
	}
	all, err := query(ctx, s, func(rows *sql.Rows) (m missed, err error) {
		err = rows.Scan(&m.id, storedTime{&m.run})
		return m, err
	}, `SELECT connection_id, run FROM missed_import WHERE NOT EXISTS
		(SELECT 1 FROM task WHERE task.connection_id = missed_import.connection_id AND created >= run)`)
	runs := make(map[string]time.Time, len(all))
	for _, m := range all {
		runs[m.id] = m.run
	}
	return runs, err
}

// missImports records that the connections of a schedule were not imported.
func missImports(ctx context.Context, tx *sql.Tx, scheduleID, run string) error {
	_, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO missed_import (connection_id, run)
		SELECT id, ? FROM connection WHERE schedule_id = ? AND NOT disabled`, run, scheduleID)
	return err
}
