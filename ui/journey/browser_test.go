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

// signIn signs in as the first account in the browser's window, and accepts
// what is asked for, unless that was accepted before.
func (s *screen) signIn() {
	s.t.Helper()
	s.untilConsent()
	if len(s.windows("--name", consentPage)) > 0 {
		s.onPage(consentPage, "shift+Tab", "Return")
	}
}

// untilConsent signs in up to the page on which permissions are granted, or up
// to the end where they have been granted before.
func (s *screen) untilConsent() {
	s.t.Helper()
	s.onPage(pickPage, "Tab", "Return")
	s.onPage(passwordPage, "ctrl+a", "text:"+password, "Return")
	s.await("the page after the password", func() bool {
		return len(s.windows("--name", consentPage)) > 0 || len(s.windows("--class", "chrom")) == 0
	})
}

// onPage presses keys on a page of the browser until it has turned into another
// or is gone. A page that has just appeared may not take keys yet: then they are
// pressed again.
func (s *screen) onPage(page string, keys ...string) {
	s.t.Helper()
	window := s.window("--name", page)
	turned := func() bool { return len(s.windows("--name", page)) == 0 }
	for late := time.Now().Add(patience); !turned(); {
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
