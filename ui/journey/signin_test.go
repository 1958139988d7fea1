//go:build linux

package journey

import (
	"slices"
	"strconv"
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
		w.dialog("Sign In")
		end.how()
		v := w.until("the end of the sign-in "+end.name, func(v view) bool { return v.Layer == "dialog" && !v.titled("Sign In") })
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

func TestTheSignInStandsBesideTheWindow(t *testing.T) {
	s, h := newScreen(t, 1920, 1080), newHome(t)
	w := s.start(h, "demo", "--users", "50")
	s.do("windowmove", w.id, "40", "60")
	w.create()
	w.fill("Connection Name", "Contoso")
	w.press("Generate...")
	w.dialog("Sign In")
	own, sign := s.area(w.id), s.area(s.window("--name", pickPage))
	if sign.at.x < own.at.x+own.width && sign.at.x+sign.width > own.at.x {
		t.Errorf("the window is at %+v, that of the sign-in at %+v", own, sign)
	}
	if sign.at.x < 0 || sign.at.y < 0 || sign.at.x+sign.width > 1920 || sign.at.y+sign.height > 1080 {
		t.Errorf("that of the sign-in is at %+v", sign)
	}
	s.picture("sign-in-beside")
	w.press("Cancel")
	w.dialog(createTitle)
}

// occupied is where a window is on the screen.
type occupied struct {
	at            struct{ x, y int }
	width, height int
}

func (s *screen) area(window string) (o occupied) {
	s.t.Helper()
	output, err := s.command("xdotool", "getwindowgeometry", "--shell", window).Output()
	if err != nil {
		s.t.Fatal(err)
	}
	for _, line := range strings.Fields(string(output)) {
		name, number, _ := strings.Cut(line, "=")
		n, _ := strconv.Atoi(number)
		switch name {
		case "X":
			o.at.x = n
		case "Y":
			o.at.y = n
		case "WIDTH":
			o.width = n
		case "HEIGHT":
			o.height = n
		}
	}
	return o
}
