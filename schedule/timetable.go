package schedule

import "time"

// Patience is how long nobody may ask a [Timetable] before the runs of that time
// count as missed: the computer has slept, or its clock was set forward.
const Patience = 2 * time.Minute

// Planned is a schedule with the moment up to which its runs are done or passed
// over.
type Planned struct {
	Schedule
	Handled time.Time
}

// Due is a run whose time has come.
type Due struct {
	Schedule Schedule
	// At is when the run was to begin: the last time, when several have passed.
	At time.Time
	// Missed says that nobody was there at that time.
	Missed bool
}

// Timetable says which runs are due. It has no clock: it is to be asked again and
// again, at distances far below [Patience], and looks only at what the clock says
// then. So it does not matter whether the clock was set, the time zone was
// changed, or the computer has slept meanwhile. Its zero value is ready; it is not
// for several goroutines at once.
type Timetable struct {
	place *time.Location
	plans map[string]plan
	asked time.Time
	// since is from when on it has been asked without a gap.
	since time.Time
}

// plan is a schedule with its next run, which is not looked for again before
// something has changed.
type plan struct {
	Planned
	next time.Time
}

// Set takes the schedules as they are now, and the place whose clocks they go by.
func (t *Timetable) Set(planned []Planned, place *time.Location) {
	moved := t.place != place
	plans := make(map[string]plan, len(planned))
	for _, p := range planned {
		known, is := t.plans[p.ID]
		if is && !moved && known.Handled.Equal(p.Handled) && known.Schedule == p.Schedule {
			plans[p.ID] = known
			continue
		}
		plans[p.ID] = plan{Planned: p}
	}
	t.plans, t.place = plans, place
}

// Ask returns the runs that are due, one for each schedule at most, in no order.
// They are due until [Timetable.Set] says that they are handled.
func (t *Timetable) Ask(now time.Time) []Due {
	now = now.Round(0) // the clock on the wall decides
	if t.asked.IsZero() || now.Sub(t.asked) > Patience || now.Before(t.since) {
		t.since = now
	}
	back := now.Before(t.asked)
	t.asked = now
	var due []Due
	for id, p := range t.plans {
		if p.next.IsZero() || back {
			p.next = t.nextOf(p.Planned, now)
			t.plans[id] = p
		}
		if p.next.IsZero() || p.next.After(now) {
			continue
		}
		at := p.Latest(now, t.place)
		due = append(due, Due{Schedule: p.Schedule, At: at, Missed: at.Before(t.since)})
	}
	return due
}

// nextOf is the first run that is not handled. One that is handled before its
// time, because the clock was ahead, is not due again; when more than that one
// lies ahead, the clock was wrong, and what it said then does not count.
func (t *Timetable) nextOf(p Planned, now time.Time) time.Time {
	handled := p.Handled
	if handled.After(now) && p.Next(now, t.place).Before(handled) {
		handled = now
	}
	return p.Next(handled, t.place)
}
