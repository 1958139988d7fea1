package notifications

import (
	"context"

	"inventorybeacon/ui/session"
)

// Watch follows which messages could not be sent, and to whom, for the window around the pages.
type Watch struct {
	session *session.Session
	undelivered
	told []func()
}

// undelivered is what did not reach people, of channels that are enabled.
type undelivered struct {
	unsent  int // messages
	refused int // recipients
}

// NewWatch follows until the session ends.
func NewWatch(s *session.Session) *Watch {
	w := &Watch{session: s}
	start := session.Looking(s, w.count, func(found undelivered, err error) {
		if err == nil { // or it stays as it was: the dialog says why it cannot be read
			w.undelivered = found
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

// Refused is how many recipients mail servers refuse for good.
func (w *Watch) Refused() int { return w.refused }

// count counts what does not reach people through channels that are enabled. What is on its way counts for nothing, nor does what waits
// until somebody enables its channel.
func (w *Watch) count(ctx context.Context) (found undelivered, err error) {
	channels, err := w.session.Beacon.Notify.Channels(ctx)
	if err != nil {
		return found, err
	}
	waiting, err := w.session.Beacon.Notify.Waiting(ctx)
	if err != nil {
		return found, err
	}
	refused, err := w.session.Beacon.Notify.Refused(ctx)
	for _, c := range channels {
		if c.Disabled {
			continue
		}
		its := 0
		failing := false
		for _, m := range waiting {
			if m.Channel == c.Name {
				its++
				failing = failing || m.Failure != ""
			}
		}
		if failing {
			found.unsent += its
		}
		for _, r := range refused {
			if r.Channel == c.Name {
				found.refused++
			}
		}
	}
	return found, err
}
