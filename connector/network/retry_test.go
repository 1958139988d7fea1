package network

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"inventorybeacon/connector/connectortest"
)

func TestBackoffGrowsWithinItsBounds(t *testing.T) {
	p := Budget{First: time.Second, Most: time.Minute}
	for try, most := range map[int]time.Duration{1: time.Second, 2: 2 * time.Second, 6: 32 * time.Second, 7: time.Minute, 100: time.Minute} {
		for range 100 {
			if d := p.backoff(try); d < most/2 || d > most {
				t.Fatalf("try %d waits %v, want %v to %v", try, d, most/2, most)
			}
		}
	}
}

var errOutage = errors.New("the service is out of order")

// patient is a retrier for an import, with a gate of its own.
func patient() Retrier {
	return Retrier{Budget: PatientBudget, Gate: &Gate{}, Announce: func(error, int, time.Duration, bool) {}}
}

func TestRetrierWaitsForTheLongerOfTheServersWishAndItsOwn(t *testing.T) {
	for name, tt := range map[string]struct {
		header string
		least  time.Duration
		most   time.Duration
	}{
		// The own back-off is 1, 2, 4, 8, 16, 32 and then 60 seconds, or half of that.
		"given zero":               {"0", 363 * time.Second / 2, 363 * time.Second},
		"given a date gone by":     {"Sat, 31 Jan 1970 12:00:00 GMT", 363 * time.Second / 2, 363 * time.Second},
		"given nothing":            {"", 363 * time.Second / 2, 363 * time.Second},
		"given a short wish":       {"3", (3*3 + 8/2 + 16/2 + 32/2 + 5*60/2) * time.Second, (3 + 3 + 4 + 8 + 16 + 32 + 5*60) * time.Second},
		"given a longer wish":      {"61.5", 11 * 61500 * time.Millisecond, 11 * 61500 * time.Millisecond},
		"given a wish of a minute": {"60", 660 * time.Second, 660 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				begin, tries := time.Now(), 0
				err := patient().Do(t.Context(), func(int) error {
					tries++
					return &Transient{Err: errOutage, After: RetryAfter(tt.header, time.Now())}
				})
				took := time.Since(begin)
				if !errors.Is(err, errOutage) || tries != 12 || took < tt.least || took > tt.most {
					t.Errorf("%v after %d tries in %v, want %v to %v", err, tries, took, tt.least, tt.most)
				}
			})
		})
	}
}

func TestRetrierGivesUpSoonerOnWhatTimeSeldomMends(t *testing.T) {
	for name, tt := range map[string]struct {
		costs []int
		tries int
	}{
		"given outages":                {[]int{0}, 12},
		"given spoiled answers":        {[]int{CostInvalid}, 6},
		"given refused tokens":         {[]int{CostRenewal}, 4},
		"given some of everything":     {[]int{0, CostInvalid, CostRenewal}, 6},
		"given an error that is final": {[]int{0, 0, -1}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tries := 0
				_ = patient().Do(t.Context(), func(try int) error {
					tries = try
					cost := tt.costs[(try-1)%len(tt.costs)]
					if cost < 0 {
						return errOutage
					}
					return &Transient{Err: errOutage, Cost: cost}
				})
				if tries != tt.tries {
					t.Errorf("%d tries", tries)
				}
			})
		})
	}
}

// Somebody who waits for Test Connection waits for seconds, whatever happens.
func TestRetrierIsImpatientInChecks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begin, check := time.Now(), patient()
		check.Budget = InteractiveBudget
		_ = check.Do(t.Context(), func(int) error { return &Transient{Err: errOutage} })
		if took := time.Since(begin); took > 10*time.Second {
			t.Errorf("an outage took %v", took)
		}
		begin = time.Now()
		err := check.Do(t.Context(), func(int) error {
			return &Transient{Err: errOutage, After: 2 * time.Minute, Host: "graph.example"}
		})
		if said := connectortest.Said(err); time.Since(begin) != 0 || said != "network.wait Host=graph.example Wait=2m0s" {
			t.Errorf("%s after %v", said, time.Since(begin))
		}
	})
}

// However seldom it is tried, all ends with the time that there is.
func TestRetrierEndsWithItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begin, slow := time.Now(), patient()
		slow.Tries = 1000
		err := slow.Do(t.Context(), func(int) error {
			time.Sleep(10 * time.Minute)
			return &Transient{Err: errOutage}
		})
		if took := time.Since(begin); !errors.Is(err, errOutage) || took < 50*time.Minute || took > 70*time.Minute {
			t.Errorf("%v after %v", err, took)
		}
	})
}

// No request is sent before the end of a Retry-After that another one was
// given, whichever goroutine sends it.
func TestRetryAfterHoldsBackAllRequests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start, retries := time.Now(), patient()
		var refused atomic.Bool
		request := func() {
			err := retries.Do(t.Context(), func(int) error {
				if !refused.Swap(true) {
					return &Transient{Err: errOutage, After: 17 * time.Second}
				}
				if after := time.Since(start); after < 17*time.Second {
					t.Errorf("a request is sent after %v", after)
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		}
		var all sync.WaitGroup
		all.Go(request)
		synctest.Wait() // the first has been refused and waits
		for range 8 {
			all.Go(request)
		}
		all.Wait()
	})
}

// People are told of a wait as soon as a thing has taken two seconds with it, whether the
// waits are long or the tries.
func TestWaitsAreSaidOnceTheyAreLong(t *testing.T) {
	for name, c := range map[string]struct {
		take, after   time.Duration
		soonest, last int // try after which the first wait is said
	}{
		"given quick refusals":      {0, 0, 3, 5}, // the waits are 450 to 900 ms
		"given a wish":              {0, 2 * time.Second, 1, 1},
		"given tries that are long": {2 * time.Minute, 0, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				first, r := 0, patient()
				r.Tries, r.First, r.Most = 6, 900*time.Millisecond, 900*time.Millisecond
				r.Announce = func(_ error, try int, _ time.Duration, long bool) {
					if long && first == 0 {
						first = try
					}
				}
				_ = r.Do(t.Context(), func(int) error {
					time.Sleep(c.take)
					return &Transient{Err: errOutage, After: c.after}
				})
				if first < c.soonest || first > c.last {
					t.Errorf("the wait after try %d is the first that is said", first)
				}
			})
		})
	}
}
