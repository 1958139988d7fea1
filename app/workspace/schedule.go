package workspace

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/schedule"
	"inventorybeacon/store"
)

// ScheduleEntry is a row of Scheduling: a schedule as it would be after Save.
type ScheduleEntry struct {
	Schedule schedule.Schedule
	Edit     Edit
	// NextRun is zero when the schedule will be deleted.
	NextRun time.Time
	// NextRunWaits says that nothing runs then before Save.
	NextRunWaits bool
	// Connections are those that it imports, by name, as they would be after Save.
	Connections []Entry
}

// Schedules returns all schedules by name, edits included.
func (w *Workspace) Schedules() []ScheduleEntry {
	connections := w.Entries()
	w.mu.Lock()
	defer w.mu.Unlock()
	var entries []ScheduleEntry
	for id := range w.schedules {
		entries = append(entries, w.scheduleEntry(id, connections))
	}
	for id := range w.scheduleDrafts {
		if _, saved := w.schedules[id]; !saved {
			entries = append(entries, w.scheduleEntry(id, connections))
		}
	}
	slices.SortFunc(entries, func(a, b ScheduleEntry) int {
		return strings.Compare(store.FoldName(a.Schedule.Name), store.FoldName(b.Schedule.Name))
	})
	return entries
}

// NotScheduled returns the connections without a schedule, by name, as they would
// be after Save.
func (w *Workspace) NotScheduled() []Entry {
	return slices.DeleteFunc(w.Entries(), func(e Entry) bool { return !e.Schedule.IsZero() })
}

// ScheduleNamed returns the schedule with a name, without regard to case, or a
// [store.NotFoundError].
func (w *Workspace) ScheduleNamed(name string) (ScheduleEntry, error) {
	for _, e := range w.Schedules() {
		if store.FoldName(e.Schedule.Name) == store.FoldName(name) {
			return e, nil
		}
	}
	return ScheduleEntry{}, &store.NotFoundError{What: "schedule", Key: name}
}

// scheduleEntry is called with the lock held.
func (w *Workspace) scheduleEntry(id string, connections []Entry) ScheduleEntry {
	stored, known := w.schedules[id]
	e := ScheduleEntry{Schedule: stored.Schedule}
	if draft, waiting := w.scheduleDrafts[id]; waiting {
		e.Schedule = w.editedSchedule(draft)
		switch {
		case draft.Kind == store.DraftDelete:
			e.Edit = EditDeleted
			return e
		case known:
			e.Edit = EditChanged
		default:
			e.Edit = EditNew
		}
	}
	now := w.now()
	e.NextRun = e.Schedule.Next(now, w.place())
	e.NextRunWaits = !stored.Next(now, w.place()).Equal(e.NextRun)
	for _, c := range connections {
		if c.Schedule.ID == id {
			e.Connections = append(e.Connections, c)
		}
	}
	return e
}

// scheduleOf returns the schedule of a connection as it would be after Save: none
// when it is deleted or gone. It is called with the lock held.
func (w *Workspace) scheduleOf(c connector.Connection) schedule.Schedule {
	if draft, waiting := w.scheduleDrafts[c.ScheduleID]; waiting {
		if draft.Kind == store.DraftDelete {
			return schedule.Schedule{}
		}
		return w.editedSchedule(draft)
	}
	return w.schedules[c.ScheduleID].Schedule
}

// NewSchedule returns a schedule with the values of a new one and an id of its
// own. It exists nowhere until it is put.
func (w *Workspace) NewSchedule() schedule.Schedule {
	s := schedule.Default()
	s.ID = connector.NewGUID()
	return s
}

// Upcoming returns the next n runs of a schedule, which need not be kept yet.
func (w *Workspace) Upcoming(s schedule.Schedule, n int) []time.Time {
	return s.Upcoming(w.now(), w.place(), n)
}

// ValidateSchedule returns every problem of a schedule: its own, and a name that
// another schedule has.
func (w *Workspace) ValidateSchedule(s schedule.Schedule) []Problem {
	problems := inWords(s.Validate()...)
	for _, other := range w.Schedules() {
		if other.Schedule.ID == s.ID || other.Edit == EditDeleted || store.FoldName(other.Schedule.Name) != store.FoldName(s.Name) {
			continue
		}
		problem := Problem{
			Field: schedule.FieldName, Message: message.Sentence(store.ScheduleNameTaken(other.Schedule.Name)),
		}
		return slices.Insert(problems, 0, problem)
	}
	return problems
}

// PutSchedule adds or changes a schedule: an edit that waits for Save or, on the
// console, is written at once. It refuses one with problems by a
// [ProblemsError]; an edit that changes nothing is forgotten.
func (w *Workspace) PutSchedule(ctx context.Context, s schedule.Schedule) error {
	w.editing.Lock()
	defer w.editing.Unlock()
	return w.putSchedule(ctx, s)
}

// PutEditedSchedule is [Workspace.PutSchedule] of an edit that began with before, which may have
// changed since: what the edit left alone stays as it is now.
func (w *Workspace) PutEditedSchedule(ctx context.Context, before, s schedule.Schedule) error {
	w.editing.Lock()
	defer w.editing.Unlock()
	w.mu.Lock()
	_, known := w.schedules[s.ID]
	now := w.scheduleEntry(s.ID, nil)
	w.mu.Unlock()
	if known && now.Edit != EditDeleted {
		s = mergedSchedule(now.Schedule, before, s)
	}
	return w.putSchedule(ctx, s)
}

// putSchedule is called while editing is held.
func (w *Workspace) putSchedule(ctx context.Context, s schedule.Schedule) error {
	if problems := w.ValidateSchedule(s); len(problems) > 0 {
		return &ProblemsError{Problems: problems}
	}
	s = s.Trimmed()
	draft := store.ScheduleDraft{ScheduleID: s.ID, Kind: store.DraftPut, Schedule: s, Changed: w.now()}
	if w.noDrafts {
		return w.apply(ctx, nil, []store.ScheduleDraft{draft})
	}
	w.mu.Lock()
	saved, known := w.schedules[s.ID]
	w.mu.Unlock()
	if known && saved.Schedule == s {
		return w.dropDrafts(ctx, nil, []string{s.ID})
	}
	if known {
		draft.Base = &saved.Schedule
	}
	return w.putScheduleDraft(ctx, draft)
}

// DeleteSchedule removes a schedule, whose connections are then not scheduled: an
// edit that waits for Save or, on the console, is carried out at once. A schedule
// that was never saved is gone at once.
func (w *Workspace) DeleteSchedule(ctx context.Context, id string) error {
	w.editing.Lock()
	defer w.editing.Unlock()
	w.mu.Lock()
	saved, known := w.schedules[id]
	w.mu.Unlock()
	if !known {
		return w.dropDrafts(ctx, nil, []string{id})
	}
	draft := store.ScheduleDraft{ScheduleID: id, Kind: store.DraftDelete, Schedule: saved.Schedule, Changed: w.now()}
	if w.noDrafts {
		return w.apply(ctx, nil, []store.ScheduleDraft{draft})
	}
	return w.putScheduleDraft(ctx, draft)
}

// RevertSchedule drops the edits of one schedule.
func (w *Workspace) RevertSchedule(ctx context.Context, id string) error {
	w.editing.Lock()
	defer w.editing.Unlock()
	return w.dropDrafts(ctx, nil, []string{id})
}

// Assign gives a connection the schedule with an id, or none when it is empty: an
// edit that waits for Save or, on the console, is written at once.
func (w *Workspace) Assign(ctx context.Context, connectionID, scheduleID string) error {
	if scheduleID != "" && !w.hasSchedule(scheduleID) {
		return &store.NotFoundError{What: "schedule", Key: scheduleID}
	}
	return w.change(ctx, connectionID, func(c *connector.Connection) { c.ScheduleID = scheduleID })
}

// hasSchedule reports whether a schedule will be there after Save.
func (w *Workspace) hasSchedule(id string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if draft, waiting := w.scheduleDrafts[id]; waiting {
		return draft.Kind != store.DraftDelete
	}
	_, saved := w.schedules[id]
	return saved
}

func (w *Workspace) scheduleChangeOf(d store.ScheduleDraft) store.ScheduleChange {
	if d.Kind == store.DraftDelete {
		return store.ScheduleChange{Delete: d.ScheduleID}
	}
	return store.ScheduleChange{Put: &d.Schedule, LeaveDraft: w.noDrafts}
}

// putScheduleDraft is called while editing is held.
func (w *Workspace) putScheduleDraft(ctx context.Context, d store.ScheduleDraft) error {
	if err := w.store.PutScheduleDraft(ctx, d); err != nil {
		return fmt.Errorf("keeping the edit: %w", err)
	}
	w.mu.Lock()
	w.scheduleDrafts[d.ScheduleID] = d
	w.mu.Unlock()
	w.Notify()
	return nil
}
