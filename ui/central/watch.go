package central

import (
	"context"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/ui/session"
)

// lookEvery is how often is looked how far another process, such as the service, has published.
const lookEvery = 5 * time.Second

// Watch follows how far publishing is, for the page and for the window around it.
type Watch struct {
	// Look looks beside the window; one look at a time.
	Look   func()
	status app.CentralStatus
	err    error
	known  bool
	told   []func()
}

// NewWatch follows until the session ends.
func NewWatch(s *session.Session) *Watch {
	w := &Watch{}
	w.Look = session.Looking(s, func(ctx context.Context) (app.CentralStatus, error) {
		return s.Beacon.Central.Status(ctx)
	}, func(status app.CentralStatus, err error) {
		w.known, w.status, w.err = true, status, err
		for _, told := range w.told {
			told()
		}
	})
	s.OnEnd(s.Beacon.Central.OnChange(s.Coalesce(w.Look)))
	s.OnEnd(s.Beacon.Workspace.OnChange(s.Coalesce(w.Look))) // when an import has ended, or something was stored
	s.Every(lookEvery, w.Look)
	w.Look()
	return w
}

// OnChange calls told, on the window's goroutine, when there may be something else to show.
func (w *Watch) OnChange(told func()) { w.told = append(w.told, told) }

// Status is how far publishing was at the last look; known is false before the first.
func (w *Watch) Status() (s app.CentralStatus, known bool, err error) {
	return w.status, w.known, w.err
}

// Failing is how many tenants could not be published at the last try.
func (w *Watch) Failing() (failing int) {
	for _, t := range w.status.Tenants {
		if t.LastError != "" {
			failing++
		}
	}
	return failing
}

// Lag is for how long the central database is behind with the tenant that waits longest.
func (w *Watch) Lag(now time.Time) (longest time.Duration) {
	for _, t := range w.status.Tenants {
		longest = max(longest, t.Lag(now))
	}
	return longest
}
