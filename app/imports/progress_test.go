package imports

import (
	"testing"
	"time"

	"inventorybeacon/connector"
)

func TestPhasesTellRateAndTimeLeft(t *testing.T) {
	begin := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	type update struct {
		after       time.Duration
		done, total int64
		finished    bool
		earlier     int64
	}
	for name, given := range map[string]struct {
		updates []update
		rate    float64
		left    time.Duration
	}{
		"the first that is heard": {[]update{{0, 0, 100, false, 0}}, 0, 0},
		"half in ten seconds":     {[]update{{0, 0, 100, false, 0}, {10 * time.Second, 50, 100, false, 0}}, 5, 10 * time.Second},
		"an unknown total":        {[]update{{0, 0, 0, false, 0}, {10 * time.Second, 50, 0, false, 0}}, 5, 0},
		"more than the total":     {[]update{{0, 0, 100, false, 0}, {10 * time.Second, 110, 100, false, 0}}, 11, 0},
		"the end":                 {[]update{{0, 0, 100, false, 0}, {10 * time.Second, 100, 100, true, 0}}, 10, 0},
		"a resumed one":           {[]update{{0, 900, 1000, false, 0}, {10 * time.Second, 950, 1000, false, 0}}, 5, 10 * time.Second},
		"one whose parts an earlier import has left": {
			[]update{{0, 0, 1000, false, 0}, {time.Second, 400, 1000, false, 400}, {2 * time.Second, 800, 1000, false, 800}}, 0, 0,
		},
		"what comes behind such parts": {
			[]update{{0, 0, 1000, false, 0}, {time.Second, 900, 1000, false, 900}, {10 * time.Second, 950, 1000, false, 900}}, 5, 10 * time.Second,
		},
		"one that began anew": {[]update{
			{0, 0, 100, false, 0},
			{10 * time.Second, 50, 100, false, 0},
			{20 * time.Second, 0, 100, false, 0},
			{30 * time.Second, 20, 100, false, 0},
		}, 2, 40 * time.Second},
		"a clock that stands still":    {[]update{{0, 0, 100, false, 0}, {0, 50, 100, false, 0}}, 0, 0},
		"a clock that was set back":    {[]update{{time.Hour, 0, 100, false, 0}, {0, 50, 100, false, 0}}, 0, 0},
		"no progress since it started": {[]update{{0, 10, 100, false, 0}, {10 * time.Second, 10, 100, false, 0}}, 0, 0},
	} {
		t.Run("given "+name, func(t *testing.T) {
			p := phases{}
			for _, u := range given.updates {
				p.update(connector.Progress{Phase: connector.PhaseUsers, Done: u.done, Earlier: u.earlier, Total: u.total, Finished: u.finished},
					begin.Add(u.after))
			}
			last := given.updates[len(given.updates)-1]
			got := p.list(begin.Add(last.after))
			if len(got) != 1 || got[0].Done != last.done || got[0].Total != last.total || got[0].Finished != last.finished {
				t.Fatalf("phases %+v", got)
			}
			if got[0].Rate != given.rate || got[0].Left != given.left {
				t.Errorf("%g/s, %s left, want %g/s, %s", got[0].Rate, got[0].Left, given.rate, given.left)
			}
		})
	}
}

// A rate is one of the last seconds, and falls while nothing comes.
func TestPhasesFollowTheRate(t *testing.T) {
	begin := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	p, done := phases{}, int64(0)
	for second := range 120 {
		p.update(connector.Progress{Phase: connector.PhaseUsers, Done: done, Total: 20_000}, begin.Add(time.Duration(second)*time.Second))
		if second < 60 {
			done += 10
		} else {
			done += 100
		}
	}
	done -= 100
	at := begin.Add(119 * time.Second)
	if got := p.list(at)[0]; got.Rate != 100 || got.Left != time.Duration(20_000-done)*time.Second/100 {
		t.Errorf("%g/s, %s left", got.Rate, got.Left)
	}
	if n := len(p[connector.PhaseUsers].before); n > 25 {
		t.Errorf("%d moments are kept", n)
	}
	if got := p.list(at.Add(2 * time.Second))[0]; got.Rate == 0 || got.Rate >= 100 || got.Left == 0 || got.Quiet != 2*time.Second {
		t.Errorf("%g/s, %s left after nothing has come for %s", got.Rate, got.Left, got.Quiet)
	}
	for _, quiet := range []time.Duration{3 * time.Second, 20 * time.Second} {
		if got := p.list(at.Add(quiet))[0]; got.Rate != 0 || got.Left != 0 || got.Quiet != quiet {
			t.Errorf("a forecast of %g/s, %s left from before %s in which nothing has come", got.Rate, got.Left, got.Quiet)
		}
	}
	p.update(connector.Progress{Phase: connector.PhaseUsers, Done: done}, at)
	if got := p.list(at)[0]; got.Total != 20_000 {
		t.Errorf("a total of %d", got.Total)
	}
	p.update(connector.Progress{Phase: connector.PhasePublish, Done: 1, Total: 10}, begin)
	p.update(connector.Progress{Phase: connector.PhasePublish, Done: 5, Total: 10}, at)
	if got := p.list(at)[1]; got.Rate != 0 || got.Left != 0 || got.Done != 5 {
		t.Errorf("publishing has a rate: %+v", got)
	}
}
