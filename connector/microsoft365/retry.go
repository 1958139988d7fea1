package microsoft365

import (
	"context"
	"math"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Retries are our own and not go-retryablehttp's, because three things that
// Graph asks for are beyond it: one Retry-After holds back every goroutine of
// an import, Retry-After may be a decimal, and a body that breaks off in the
// middle is a failed try although its status was 200.

// pace says how often and how fast failed requests are tried again.
type pace struct {
	// tries is the most often that one request is sent.
	tries int
	// first and most bound the exponential back-off where the answer does not
	// say when to come back.
	first, most time.Duration
	// stall is how long an answer may stand still before the try is given up.
	// Graph answers a page of 999 users within seconds, but minutes are possible.
	stall time.Duration
}

// importPace is patient: nobody waits in front of a nightly import.
var importPace = pace{tries: 10, first: time.Second, most: time.Minute, stall: 3 * time.Minute}

// checkPace is for somebody who waits for the result of Test Connection.
var checkPace = pace{tries: 3, first: time.Second, most: 5 * time.Second, stall: 30 * time.Second}

// backoff returns how long to wait after the given try (1 is the first): twice
// as long each time, of which a random half is taken off, so that imports that
// failed together do not come back together.
func (p pace) backoff(try int) time.Duration {
	delay := p.most
	if shift := try - 1; shift < 32 && p.first<<shift < p.most {
		delay = p.first << shift
	}
	if delay <= 0 {
		return 0
	}
	return delay/2 + rand.N(delay/2+1)
}

// parseRetryAfter reads a Retry-After header: seconds, which Graph also sends
// with decimals, or an HTTP date (RFC 9110 section 10.2.3). It reports false
// when there is nothing usable in it.
func parseRetryAfter(value string, now time.Time) (time.Duration, bool) {
	value = strings.TrimSpace(value)
	if seconds, err := strconv.ParseFloat(value, 64); err == nil {
		const longest = float64(math.MaxInt64 / int64(time.Second))
		if math.IsNaN(seconds) || seconds < 0 || seconds >= longest {
			return 0, false
		}
		return time.Duration(math.Ceil(seconds * float64(time.Second))), true
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0, false
	}
	return max(0, at.Sub(now)), true
}

// gate holds back all requests of an import until the latest Retry-After that
// any of them received is over. The zero gate is open.
type gate struct {
	mu    sync.Mutex
	until time.Time
}

// close keeps the gate shut for at least d from now on. It reports whether that
// is noticeably longer than it would have been shut anyway.
func (g *gate) close(d time.Duration) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	until := time.Now().Add(d)
	longer := until.Sub(g.until)
	if longer > 0 {
		g.until = until
	}
	return longer > time.Second
}

// wait returns when the gate is open, or with the cause when ctx ends before.
func (g *gate) wait(ctx context.Context) error {
	for {
		g.mu.Lock()
		delay := time.Until(g.until)
		g.mu.Unlock()
		if delay <= 0 {
			return context.Cause(ctx)
		}
		if err := sleep(ctx, delay); err != nil {
			return err
		}
	}
}

// sleep waits for d, or returns the cause as soon as ctx ends.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return context.Cause(ctx)
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
