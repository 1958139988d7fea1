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
	merged := stored
	into, from, base := reflect.ValueOf(&merged).Elem(), reflect.ValueOf(d.Connection), reflect.ValueOf(*d.Base)
	for i := range into.NumField() {
		if !reflect.DeepEqual(from.Field(i).Interface(), base.Field(i).Interface()) {
			into.Field(i).Set(from.Field(i))
		}
	}
	return merged
}

// editedSchedule is the schedule of a draft as it would be after Save; when it runs is one
// whole. It is called with the lock held.
func (w *Workspace) editedSchedule(d store.ScheduleDraft) schedule.Schedule {
	stored, known := w.schedules[d.ScheduleID]
	if d.Kind != store.DraftPut || d.Base == nil || !known {
		return d.Schedule
	}
	merged := d.Schedule
	if merged.Name == d.Base.Name {
		merged.Name = stored.Name
	}
	if merged.CatchUp == d.Base.CatchUp {
		merged.CatchUp = stored.CatchUp
	}
	times := func(s schedule.Schedule) schedule.Schedule {
		s.Name, s.CatchUp = "", false
		return s
	}
	if times(d.Schedule) == times(*d.Base) {
		name, catchUp := merged.Name, merged.CatchUp
		merged = stored.Schedule
		merged.Name, merged.CatchUp = name, catchUp
	}
	return merged
}
