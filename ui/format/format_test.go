package format

import (
	"testing"
	"time"

	_ "fyne.io/fyne/v2/test" // sets up the translations
)

func TestWhen(t *testing.T) {
	now := time.Date(2026, 3, 1, 9, 0, 0, 0, time.Local)
	for _, test := range []struct {
		name string
		at   time.Time
		want string
	}{
		{"given no time, then nothing", time.Time{}, ""},
		{"given this morning, then today", time.Date(2026, 3, 1, 2, 0, 0, 0, time.Local), "Today 02:00"},
		{"given the last day of the month before, then yesterday", time.Date(2026, 2, 28, 23, 59, 0, 0, time.Local), "Yesterday 23:59"},
		{"given the next day, then tomorrow", time.Date(2026, 3, 2, 2, 0, 0, 0, time.Local), "Tomorrow 02:00"},
		{"given another day, then its date", time.Date(2026, 1, 15, 23, 0, 0, 0, time.Local), "2026-01-15 23:00"},
		{"given one of another year, then its date", time.Date(2025, 11, 2, 9, 41, 0, 0, time.Local), "2025-11-02 09:41"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := When(test.at, now); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestChange(t *testing.T) {
	if got := Change(38, 1200, 5); got != "+38, 1,200 changed, -5" {
		t.Errorf("got %q", got)
	}
	if got := Change(0, 0, 0); got != "" {
		t.Errorf("got %q for no change", got)
	}
}
