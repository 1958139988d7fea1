package connector

import (
	"testing"
	"time"
)

func TestParseDateGivenEveryDay(t *testing.T) {
	last := time.Date(2201, 1, 1, 0, 0, 0, 0, time.UTC)
	for day := time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC); day.Before(last); day = day.AddDate(0, 0, 1) {
		text := day.Format(time.DateOnly)
		if got, err := ParseDate(text); err != nil || got != DateOf(day) {
			t.Fatalf("%s: %d instead of %d, %v", text, got, DateOf(day), err)
		}
	}
}

// FuzzParseDate compares with package time.
func FuzzParseDate(f *testing.F) {
	for _, text := range []string{
		"", "2026-01-31", "2024-02-29", "2023-02-29", "1900-02-29", "2000-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00",
		"2021-10-25T00:00:00Z", "2021-10-25T", "2026-1-31", "2026-01-31 ", "+026-01-31", "2026/01/31", "٢٠٢٦-٠١-٣١",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		day := text
		if len(day) > 10 && day[10] == 'T' {
			day = day[:10]
		}
		want, wantErr := time.Parse(time.DateOnly, day)
		got, err := ParseDate(text)
		if text != "" && ((err != nil) != (wantErr != nil) || err == nil && got != DateOf(want)) {
			t.Errorf("%q: %v, %v instead of %v, %v", text, got, err, want, wantErr)
		}
	})
}
