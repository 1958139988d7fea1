package session

import "sync/atomic"

// Coalesce returns a function that may be called from any goroutine, as often
// as one likes, and has refresh run on the window's goroutine soon after: once
// for all calls that come before it runs.
func (s *Session) Coalesce(refresh func()) func() {
	var waiting atomic.Bool
	return func() {
		if waiting.Swap(true) {
			return
		}
		s.onWindow(func() {
			waiting.Store(false)
			refresh()
		})
	}
}
