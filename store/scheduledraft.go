package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"inventorybeacon/schedule"
)

// ScheduleDraft is an edit of one schedule that waits for Save.
type ScheduleDraft struct {
	ScheduleID string    `json:"-"`
	Kind       DraftKind `json:"kind"`
	// Schedule is the schedule as it shall be or, when it is deleted, as it was.
	Schedule schedule.Schedule `json:"schedule"`
	// Base is the schedule as it was stored when the edit began; nil of a new one.
	Base *schedule.Schedule `json:"base,omitempty"`
	// Changed is when the draft was put; PutScheduleDraft sets it.
	Changed time.Time `json:"-"`
}

// PutScheduleDraft keeps a waiting edit, in place of an earlier one of the same
// schedule. It needs no key.
func (s *Store) PutScheduleDraft(ctx context.Context, d ScheduleDraft) error {
	if d.ScheduleID == "" {
		return fmt.Errorf("draft of schedule %q has no schedule id", d.Schedule.Name)
	}
	content, err := json.Marshal(d)
	if err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO schedule_draft (schedule_id, content, changed) VALUES (?, ?, ?)",
			d.ScheduleID, string(content), formatTime(s.now()))
		return err
	})
}

// ScheduleDrafts returns the waiting edits of schedules, the oldest first.
func (s *Store) ScheduleDrafts(ctx context.Context) ([]ScheduleDraft, error) {
	return query(ctx, s, func(rows *sql.Rows) (d ScheduleDraft, err error) {
		var content []byte
		err = rows.Scan(&d.ScheduleID, &content, storedTime{&d.Changed})
		return d, errors.Join(err, json.Unmarshal(content, &d))
	}, "SELECT schedule_id, content, changed FROM schedule_draft ORDER BY changed, schedule_id")
}
