package microsoft365

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"time"
)

// Retries are our own: backoff libraries let a Retry-After take the place of
// the back-off, so that one of zero spends all tries at once
// (github.com/cenkalti/backoff/v5), and know no gate that holds back every
// goroutine of an import.

// budget is how often, how fast and how long one thing is tried: a request to
// Graph together with the download that it leads to, or one for a token.
type budget struct {
	// tries is after how many failed tries it is given up.
	tries int
	// within bounds all tries together, with the waits between them; zero leaves
	// that to the context.
	within time.Duration
	// first and most bound the exponential back-off.
	first, most time.Duration
	// stall is how long an answer may stand still before the try is given up.
	// Graph answers a page of 999 users within seconds, but minutes are possible.
	stall time.Duration
}

// importBudget is patient: nobody waits in front of a nightly import. Microsoft
// allows 14 requests for a report in 10 minutes
// (learn.microsoft.com/graph/throttling-limits), so it is fewer.
var importBudget = budget{tries: 12, within: time.Hour, first: time.Second, most: time.Minute, stall: 3 * time.Minute}

// checkBudget is for somebody who waits for the result.
var checkBudget = budget{tries: 4, within: time.Minute, first: time.Second, most: 5 * time.Second, stall: 30 * time.Second}

// backoff returns how long to wait after the given try (1 is the first): twice
// as long each time, of which a random half is taken off, so that imports that
// failed together do not come back together.
func (b budget) backoff(try int) time.Duration {
	delay := b.most
	if shift := try - 1; shift < 32 && b.first<<shift < b.most {
		delay = b.first << shift
	}
	if delay <= 0 {
		return 0
	}
	return delay/2 + rand.N(delay/2+1)
}

// left is how long the thing that was begun at begin may still take.
func (b budget) left(ctx context.Context, begin time.Time) time.Duration {
	left := time.Duration(math.MaxInt64)
	if b.within > 0 {
		left = b.within - time.Since(begin)
	}
	if deadline, ends := ctx.Deadline(); ends {
		left = min(left, time.Until(deadline))
	}
	return left
}

// What a failure takes of the budget when it is one that time mends less often
// than an outage.
const (
	// costSpoiled is for answers that are spoiled, mostly by something that does it
	// again, and for faults of the server.
	costSpoiled = 2
	// costRenewal is for a refused access token. One that lives for a few requests
	// only may be used up by those beside this one; a token that is refused for
	// good must not look like a loop to Microsoft (AADSTS50196).
	costRenewal = 3
)

// transient is a failure that another try may mend.
type transient struct {
	err error
	// after is how long host asked to wait with a Retry-After.
	after time.Duration
	host  string
	// cost is how many tries it counts as; zero is one.
	cost int
}

func (t *transient) Error() string { return t.err.Error() }
func (t *transient) Unwrap() error { return t.err }

// retrier tries things within a budget.
type retrier struct {
	budget
	// gate is shut while a Retry-After lasts that anybody was given.
	gate *gate
	// announce is told of each wait, but of one that many have in common once.
	announce func(err error, try int, wait time.Duration)
}

// do calls attempt until it succeeds, fails for good, or has used up the budget:
// only a *transient is tried again, after the longer of what the server asked
// for and the own back-off. No attempt starts while the gate is shut.
func (r retrier) do(ctx context.Context, attempt func(try int) error) error {
	begin, spent := time.Now(), 0
	for try := 1; ; try++ {
		if err := r.gate.wait(ctx); err != nil {
			return err
		}
		err := attempt(try)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		var failed *transient
		if !errors.As(err, &failed) {
			return err
		}
		spent += max(failed.cost, 1)
		wait, left := max(failed.after, r.backoff(try)), r.left(ctx, begin)
		switch {
		case failed.after > left:
			return &WaitError{Host: failed.host, Wait: failed.after, Err: failed.err}
		case spent >= r.tries, wait > left:
			return failed.err
		}
		if failed.after == 0 || r.gate.close(failed.after) {
			r.announce(failed.err, try, wait)
		}
		if err := sleep(ctx, wait); err != nil {
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
