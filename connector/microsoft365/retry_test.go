package microsoft365

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

func TestParseRetryAfter(t *testing.T) {
	now := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name, value string
		want        time.Duration
		ok          bool
	}{
		{"whole seconds", "17", 17 * time.Second, true},
		{"decimals, as in Graph's sample", "2.128", 2128 * time.Millisecond, true},
		{"blanks around", " 3 ", 3 * time.Second, true},
		{"zero", "0", 0, true},
		{"a date to come", now.Add(90 * time.Second).Format(http.TimeFormat), 90 * time.Second, true},
		{"a date gone by", now.Add(-time.Hour).Format(http.TimeFormat), 0, true},
		{"negative", "-1", 0, false},
		{"not a number", "NaN", 0, false},
		{"endless", "Inf", 0, false},
		{"larger than time", "1e300", 0, false},
		{"words", "soon", 0, false},
		{"nothing", "", 0, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := parseRetryAfter(tt.value, now)
			if got != tt.want || ok != tt.ok {
				t.Errorf("%v, %v; want %v, %v", got, ok, tt.want, tt.ok)
			}
		})
	}
}

func FuzzParseRetryAfter(f *testing.F) {
	for _, value := range []string{"17", "2.128", "Sat, 31 Jan 2026 12:00:00 GMT", "-1", "1e18", "0x10", "9223372036", "Fri, 31 Dec 9999 23:59:59 GMT"} {
		f.Add(value)
	}
	f.Fuzz(func(t *testing.T, value string) {
		if d, ok := parseRetryAfter(value, time.Unix(1_700_000_000, 0)); d < 0 || !ok && d != 0 {
			t.Errorf("%q gives %v, %v", value, d, ok)
		}
	})
}

func TestBackoffGrowsWithinItsBounds(t *testing.T) {
	p := pace{first: time.Second, most: time.Minute}
	for try, most := range map[int]time.Duration{1: time.Second, 2: 2 * time.Second, 6: 32 * time.Second, 7: time.Minute, 100: time.Minute} {
		for range 100 {
			if d := p.backoff(try); d < most/2 || d > most {
				t.Fatalf("try %d waits %v, want %v to %v", try, d, most/2, most)
			}
		}
	}
}

func TestGateHoldsBackUntilTheLatestEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var g gate
		start := time.Now()
		g.close(10 * time.Second)
		g.close(time.Second) // does not open it earlier
		passed := make(chan time.Duration, 2)
		for range 2 {
			go func() {
				if err := g.wait(t.Context()); err != nil {
					t.Error(err)
				}
				passed <- time.Since(start)
			}()
		}
		time.Sleep(5 * time.Second)
		g.close(20 * time.Second) // while they wait
		for range 2 {
			if after := <-passed; after != 25*time.Second {
				t.Errorf("passed after %v", after)
			}
		}
	})
}

func TestGateAndSleepEndWithTheirContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		why := errors.New("enough")
		ctx, cancel := context.WithCancelCause(t.Context())
		var g gate
		g.close(time.Hour)
		start := time.Now()
		time.AfterFunc(time.Second, func() { cancel(why) })
		if err := g.wait(ctx); !errors.Is(err, why) || time.Since(start) != time.Second {
			t.Errorf("%v after %v", err, time.Since(start))
		}
		if err := sleep(ctx, time.Hour); !errors.Is(err, why) {
			t.Error(err)
		}
	})
}
