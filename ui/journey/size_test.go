//go:build linux

package journey

import "testing"

// fits checks that all that can be pressed in a dialog lies inside the window.
func (w *window) fits(title string) {
	w.t.Helper()
	v := w.dialog(title)
	buttons := 0
	for _, p := range v.Shown {
		if p.Kind != "button" || p.Row != "" {
			continue // what stands in a row of the form scrolls with it
		}
		buttons++
		if p.Clipped || p.X < 0 || p.Y < 0 || p.X+p.Width > v.Width || p.Y+p.Height > v.Height {
			w.t.Errorf("%s in %dx%d: button %s is at %d,%d %dx%d", title, v.Width, v.Height, p.Text, p.X, p.Y, p.Width, p.Height)
		}
	}
	if buttons == 0 {
		w.t.Errorf("%s has no buttons", title)
	}
}

func TestDialogsFitIntoSmallWindows(t *testing.T) {
	s, h := newScreen(t, 1024, 700), newHome(t)
	w := s.start(h, "demo", "--users", "150")
	if v := w.page(); v.Width > 1024 || v.Height > 700 {
		t.Errorf("the window opens with %dx%d on a screen of 1024x700", v.Width, v.Height)
	}
	w.imported("Contoso", false)
	for _, size := range []struct{ width, height int }{{1016, 668}, {720, 480}} {
		w.resize(size.width, size.height)

		w.create()
		w.fits(createTitle)
		w.use("check", "Use Proxy")
		w.press("OK")
		w.fits(createTitle)
		w.until("the focus on the first problem", func(v view) bool { return v.focused() == "Connection Name" })
		// What is scrolled away comes into view with the focus.
		for range 3 {
			w.keys("shift+Tab") // OK's Cancel, OK, Test Connection
		}
		w.keys("shift+Tab")
		w.until("the last field to be in view", func(v view) bool {
			p, found := v.field("Removal limit (percent)")
			return found && p.Focused && !p.Clipped
		})
		w.keys("Escape")
		w.fits("Discard what was entered?")
		w.press("Discard")
		w.page()

		w.use("cell", "Contoso")
		w.press("Delete")
		w.fits("Delete connection Contoso?")
		w.keys("Escape")
		w.page()

		w.keys("ctrl+t") // its button may be in the menu More
		w.fits("Test Connection Contoso")
		w.until("the end of the test", func(v view) bool { return v.says("An import can run.") })
		w.fits("Test Connection Contoso")
		w.keys("Escape")
		w.page()

		w.keys("ctrl+4")
		w.until("the users", func(v view) bool { return len(v.rows()) > 2 && v.says("150 users") })
		w.keys("Home", "Return")
		v := w.until("the details of a user", func(v view) bool { return v.Layer == "dialog" && len(v.all("title")) == 1 })
		w.fits(v.all("title")[0])
		w.keys("Escape")
		w.page()
		w.keys("ctrl+1")
		w.until("the connections", func(v view) bool { return len(v.cells("Contoso")) > 0 })
	}
	w.exit()
}

func TestTheWindowFitsAScreenThatIsSmallerThanItWants(t *testing.T) {
	s, h := newScreen(t, 800, 600), newHome(t)
	w := s.start(h, "demo", "--users", "50")
	w.until("a window that fits", func(v view) bool { return v.Width <= 800 && v.Height <= 600 })
	w.exit()
}
