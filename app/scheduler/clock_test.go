package scheduler

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/schedule"
)

// A clock that stands still between two looks, as one of few ticks a second does, has not
// been set.
func TestWhatTheClockDoesBetweenTwoLooks(t *testing.T) {
	for _, c := range []struct {
		given  string
		passed time.Duration
		told   string // the message; empty for none
	}{
		{"it stands still", 0, ""},
		{"it goes on", 1, ""},
		{"it goes on as long as nobody may look", schedule.Patience, ""},
		{"it goes on for longer", schedule.Patience + 1, "scheduler.clock-forward"},
		{"it goes back", -1, "scheduler.clock-back"},
		{"it goes back by an hour", -time.Hour, "scheduler.clock-back"},
	} {
		t.Run("given "+c.given, func(t *testing.T) {
			var told []string
			s := &Scheduler{life: t.Context(), log: slog.New(slog.DiscardHandler), now: time.Now}
			s.OnScheduler(func(e Event) { told = append(told, string(e.Event)+": "+e.Text) })
			at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
			s.checkClock(at)
			s.checkClock(at.Add(c.passed))
			want := ""
			if c.told != "" {
				want = string(EventClock) + ": " + message.Text(connector.Message{
					ID: c.told, Data: connector.Data{"Time": c.passed.Abs().Round(time.Second)},
				})
			}
			if got := strings.Join(told, ", "); got != want {
				t.Errorf("told %q, want %q", got, want)
			}
		})
	}
}
