//go:build linux

package journey

import (
	"slices"
	"strings"
	"testing"
)

func TestSignInThatIsNotFinished(t *testing.T) {
	s, h := newScreen(t, 1280, 800), newHome(t)
	w := s.start(h, "demo", "--users", "50")
	w.create()
	w.fill("Connection Name", "Contoso")

	for _, end := range []struct {
		name     string
		how      func()
		sentence string // beside the field
	}{
		{"cancelled in the dialog", func() {
			s.window("--name", pickPage)
			w.press("Cancel")
		}, "The sign-in was cancelled."},
		{"closed with the window's button", func() {
			s.onPage(pickPage, "alt+F4")
		}, "The sign-in window was closed before the sign-in was finished."},
		{"not consented", func() {
			s.untilConsent()
			s.onPage(consentPage, "shift+Tab", "shift+Tab", "Return")
		}, "The requested permissions were declined."},
	} {
		w.press("Generate...")
		w.dialog("Sign in")
		end.how()
		v := w.until("the end of the sign-in "+end.name, func(v view) bool { return v.Layer == "dialog" && !v.titled("Sign in") })
		if !v.titled(createTitle) { // a message with what support asks for lies above the dialog
			w.press("OK")
			v = w.dialog(createTitle)
		}
		if problem := v.problems()["Refresh Token"]; !strings.Contains(problem, end.sentence) {
			t.Errorf("%s: the field says %q", end.name, problem)
		}
		s.await("the end of the browser", func() bool { return len(h.browsers(t)) == 0 && len(h.leftBehind(t)) == 0 })
	}

	// The dialog can still be used. With the problem it is higher than the window.
	for range slices.Index(tabOrder, "Refresh Token") {
		w.keys("shift+Tab")
	}
	w.connect("Contoso again")
	w.press("OK")
	w.page()
	w.save()
	w.exit()
}
