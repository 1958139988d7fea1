package notifications

import (
	"context"

	"inventorybeacon/ui/session"
)

// Watch follows which messages could not be sent, for the window around the pages.
type Watch struct {
	session *session.Session
	unsent  int
	told    []func()
}

// NewWatch follows until the session ends.
func NewWatch(s *session.Session) *Watch {
	w := &Watch{session: s}
	start := session.Looking(s, w.count, func(unsent int, err error) {
		if err == nil { // or it stays as it was: the dialog says why it cannot be read
			w.unsent = unsent
		}
		for _, told := range w.told {
			told()
		}
	})
	look := s.Coalesce(start)
	s.OnEnd(s.Beacon.Notify.OnChange(look))
	s.OnEnd(s.Beacon.Workspace.OnChange(look)) // when another process, such as the service, has written what has come of it
	start()
	return w
}

// OnChange calls told, on the window's goroutine, when there may be something else to show.
func (w *Watch) OnChange(told func()) { w.told = append(w.told, told) }

// Unsent is how many messages wait because a try has failed, or behind one of which it has.
func (w *Watch) Unsent() int { return w.unsent }

// count counts the messages of channels that do not work. What is on its way counts for nothing, nor does what waits until somebody
// enables its channel.
func (w *Watch) count(ctx context.Context) (unsent int, err error) {
	channels, err := w.session.Beacon.Notify.Channels(ctx)
	if err != nil {
		return 0, err
	}
	waiting, err := w.session.Beacon.Notify.Waiting(ctx)
	for _, c := range channels {
		its := 0
		failing := false
		for _, m := range waiting {
			if m.Channel == c.Name {
				its++
				failing = failing || m.Failure != ""
			}
		}
		if failing && !c.Disabled {
			unsent += its
		}
	}
	return unsent, err
}
