//go:build linux

package journey

import (
	"strings"
	"time"
)

// Titles of the offline tenant's sign-in pages.
const (
	pickPage     = "^Pick an account"
	passwordPage = "^Enter password"
	consentPage  = "^Permissions requested"
)

// password is the one of all accounts of the offline tenant.
const password = "Demo-Tenant-1"

// signIn signs in as the first account in the browser's window, and accepts.
func (s *screen) signIn() {
	s.t.Helper()
	s.untilConsent()
	s.onPage(consentPage, "", "shift+Tab", "Return")
}

// untilConsent signs in up to the page on which permissions are granted.
func (s *screen) untilConsent() {
	s.t.Helper()
	s.onPage(pickPage, passwordPage, "Tab", "Return")
	s.onPage(passwordPage, consentPage, "ctrl+a", "text:"+password, "Return")
}

// onPage presses keys on a page of the browser until it has turned into the
// next; without a next one, until the window is gone. A page that has just
// appeared may not take keys yet: then it is loaded again, and they are pressed
// again.
func (s *screen) onPage(page, next string, keys ...string) {
	s.t.Helper()
	turned := func() bool {
		if next == "" {
			return len(s.windows(page)) == 0
		}
		return len(s.windows(next)) > 0
	}
	for late := time.Now().Add(patience); !turned(); {
		window := s.window(page)
		for _, key := range keys {
			arguments := []string{"key", key}
			if text, found := strings.CutPrefix(key, "text:"); found {
				arguments = []string{"type", "--delay", "15", "--", text}
			}
			if s.try(append([]string{"windowactivate", "--sync", window}, arguments...)...) != nil {
				break // the window has gone
			}
		}
		for again := time.Now().Add(5 * time.Second); !turned() && time.Now().Before(again); {
			time.Sleep(glance)
		}
		if time.Now().After(late) {
			s.picture("browser")
			s.t.Fatalf("the browser stays at %s", page)
		}
	}
}
