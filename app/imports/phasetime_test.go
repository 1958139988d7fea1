package imports

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
)

// heard is a phase that was heard of from a moment of an import to another, in
// milliseconds.
type heard struct {
	phase      connector.Phase
	from, to   int
	unfinished bool
}

func phasesOf(begin time.Time, all []heard) phases {
	p := phases{}
	at := func(ms int) time.Time { return begin.Add(time.Duration(ms) * time.Millisecond) }
	for _, h := range all {
		p.update(connector.Progress{Phase: h.phase}, at(h.from))
		p.update(connector.Progress{Phase: h.phase, Done: 3, Total: 7}, at(h.from))
		p.update(connector.Progress{Phase: h.phase, Done: 7, Total: 7, Finished: !h.unfinished}, at(h.to))
	}
	return p
}

func TestATaskTellsWhereItsTimeWent(t *testing.T) {
	begin := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	for name, given := range map[string]struct {
		phases []heard
		ended  int
		want   string
	}{
		"parts side by side": {[]heard{
			{connector.PhaseSignIn, 10, 100, false},
			{connector.PhaseOrganization, 100, 200, false},
			{connector.PhaseLicenses, 200, 600, false},
			{connector.PhaseUsers, 200, 5400, false},
			{connector.PhaseUsage, 200, 3300, false},
			{connector.PhasePublish, 5400, 12300, false},
		}, 13100, "Took 13 s: users 5.2 s and usage reports 3.1 s side by side, then publish 6.9 s."},
		"three side by side": {[]heard{
			{connector.PhaseLicenses, 0, 4000, false},
			{connector.PhaseUsers, 0, 4000, false},
			{connector.PhaseUsage, 0, 4000, false},
		}, 5000, "Took 5.0 s: licenses 4.0 s, users 4.0 s and usage reports 4.0 s side by side."},
		"one after another": {
			[]heard{{connector.PhaseSignIn, 0, 62_000, false}, {connector.PhaseUsers, 62_000, 90_000, false}},
			100_000,
			"Took 1 min 40 s: token 1 min 2 s, then users 28 s.",
		},
		"nothing that took long": {[]heard{{connector.PhaseUsers, 0, 10, false}}, 5000, "Took 5.0 s."},
		"a small tenant": {
			[]heard{{connector.PhaseUsers, 0, 60, false}, {connector.PhaseUsage, 0, 50, false}},
			130,
			"Took 0.1 s: users 0.1 s.",
		},
		"a phase without an end":    {[]heard{{connector.PhaseUsers, 0, 4000, true}}, 5000, "Took 5.0 s."},
		"a clock that stands":       {[]heard{{connector.PhaseUsers, 0, 0, false}}, 0, "Took 0.0 s."},
		"a clock that was set back": {[]heard{{connector.PhaseUsers, 0, -4000, false}}, -5000, "Took 0.0 s."},
	} {
		t.Run("given "+name, func(t *testing.T) {
			if got := phasesOf(begin, given.phases).took(begin, begin.Add(time.Duration(given.ended)*time.Millisecond)); got != given.want {
				t.Errorf("got  %s\nwant %s", got, given.want)
			}
		})
	}
}

func TestPhasesTellTheirTimes(t *testing.T) {
	begin := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	p := phasesOf(begin, []heard{
		{connector.PhasePublish, 5400, 12300, false},
		{connector.PhaseUsage, 200, 3300, true},
		{connector.PhaseUsers, 200, 5103, false},
	})
	want := []connector.PhaseTime{
		{Phase: connector.PhaseUsers, Records: 7, Started: 0.2, Seconds: 4.903},
		{Phase: connector.PhasePublish, Started: 5.4, Seconds: 6.9},
	}
	if diff := cmp.Diff(want, p.times(begin)); diff != "" {
		t.Errorf("%s", diff)
	}
}
