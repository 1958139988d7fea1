package session

import "context"

// Looking returns a function for the window's goroutine that runs look beside the window and then hands over what came of it: one look
// at a time, and for all calls meanwhile one more after it.
func Looking[T any](s *Session, look func(ctx context.Context) (T, error), then func(T, error)) func() {
	var running, again bool
	var start func()
	start = func() {
		if running {
			again = true
			return
		}
		running, again = true, false
		Go(s, s.ctx, look, func(seen T, err error) {
			running = false
			then(seen, err)
			if again {
				start()
			}
		})
	}
	return start
}
