//go:build linux

package journey

import "testing"

func TestTheDemonstrationOpensBesideTheWindow(t *testing.T) {
	s, h := newScreen(t, 1280, 800), newHome(t)
	w := s.start(h)
	w.shows("To look around first, choose Demonstration in the menu Help.")
	w.keys("alt+h")
	w.menu("Demonstration")
	w.use("menu item", "Demonstration")
	demonstration := s.window("--name", "Demonstration tenant$")
	w.picture("demonstration")

	// It goes on when the first window has ended, and ends by itself.
	s.activate(w.id)
	w.exit()
	s.activate(demonstration)
	s.do("key", "--clearmodifiers", "ctrl+q")
	s.await("the demonstration to end", func() bool { return len(s.windows("--name", "Demonstration tenant$")) == 0 })
}
