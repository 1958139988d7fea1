package network

import (
	"net/http"
	"testing"
	"time"
)

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name, value string
		want        time.Duration
	}{
		{"whole seconds", "17", 17 * time.Second},
		{"decimals, as in Graph's sample", "2.128", 2128 * time.Millisecond},
		{"blanks around", " 3 ", 3 * time.Second},
		{"zero", "0", 0},
		{"a date to come", now.Add(90 * time.Second).Format(http.TimeFormat), 90 * time.Second},
		{"a date gone by", now.Add(-time.Hour).Format(http.TimeFormat), 0},
		{"negative", "-1", 0},
		{"not a number", "NaN", 0},
		{"endless", "Inf", 0},
		{"larger than time", "1e300", 0},
		{"words", "soon", 0},
		{"nothing", "", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := RetryAfter(tt.value, now); got != tt.want {
				t.Errorf("%v, want %v", got, tt.want)
			}
		})
	}
}

func FuzzRetryAfter(f *testing.F) {
	for _, value := range []string{
		"17", "2.128", "Sat, 31 Jan 2026 12:00:00 GMT", "-1", "1e18", "0x10", "9223372036",
		"Fri, 31 Dec 9999 23:59:59 GMT",
	} {
		f.Add(value)
	}
	f.Fuzz(func(t *testing.T, value string) {
		if d := RetryAfter(value, time.Unix(1_700_000_000, 0)); d < 0 {
			t.Errorf("%q gives %v", value, d)
		}
	})
}
