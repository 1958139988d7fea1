package workspace

import (
	"reflect"

	"inventorybeacon/connector"
	"inventorybeacon/schedule"
	"inventorybeacon/store"
)

// While an edit waits for Save, another process may change the same connection or schedule.
// What the edit has left alone then is as it is stored, so that Save takes nothing back.

// edited is the connection of a draft as it would be after Save. It is called with the lock
// held.
func (w *Workspace) edited(d store.Draft) connector.Connection {
	stored, known := w.saved[d.ConnectionID]
	if d.Kind != store.DraftPut || d.Base == nil || !known {
		return d.Connection
	}
	return mergedConnection(stored, *d.Base, d.Connection)
}

// editedSchedule is the schedule of a draft as it would be after Save. It is called with the
// lock held.
func (w *Workspace) editedSchedule(d store.ScheduleDraft) schedule.Schedule {
	stored, known := w.schedules[d.ScheduleID]
	if d.Kind != store.DraftPut || d.Base == nil || !known {
		return d.Schedule
	}
	return mergedSchedule(stored.Schedule, *d.Base, d.Schedule)
}

// mergedConnection is a connection as it is now, with what an edit made of it that began with
// base.
func mergedConnection(now, base, edit connector.Connection) connector.Connection {
	into, from, before := reflect.ValueOf(&now).Elem(), reflect.ValueOf(edit), reflect.ValueOf(base)
	for i := range into.NumField() {
		if !reflect.DeepEqual(from.Field(i).Interface(), before.Field(i).Interface()) {
			into.Field(i).Set(from.Field(i))
		}
	}
	return now
}

// mergedSchedule is a schedule as it is now, with what an edit made of it that began with
// base. When it runs is one whole.
func mergedSchedule(now, base, edit schedule.Schedule) schedule.Schedule {
	name, catchUp := edit.Name, edit.CatchUp
	if name == base.Name {
		name = now.Name
	}
	if catchUp == base.CatchUp {
		catchUp = now.CatchUp
	}
	times := func(s schedule.Schedule) schedule.Schedule {
		s.Name, s.CatchUp = "", false
		return s
	}
	merged := edit
	if times(edit) == times(base) {
		merged = now
	}
	merged.Name, merged.CatchUp = name, catchUp
	return merged
}
