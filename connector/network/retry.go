package network

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"net/http"
	"time"

	"inventorybeacon/connector"
)

// Retries are our own: backoff libraries let a Retry-After take the place of
// the back-off, so that one of zero spends all tries at once
// (github.com/cenkalti/backoff/v5), and know no gate that holds back every
// goroutine of an import.

// Budget is how often, how fast and how long one thing is tried: a request to
// Graph together with the download that it leads to, or one for a token.
type Budget struct {
	// Tries is after how many failed tries it is given up.
	Tries int
	// Within bounds all tries together, with the waits between them; zero leaves
	// that to the context.
	Within time.Duration
	// First and most bound the exponential back-off.
	First, Most time.Duration
	// Stall is how long an answer may stand still before the try is given up.
	// Graph answers a page of 999 users within seconds, but minutes are possible.
	Stall time.Duration
}

// PatientBudget is patient: nobody waits in front of a nightly import. Microsoft
// allows 14 requests for a report in 10 minutes
// (learn.microsoft.com/graph/throttling-limits), so it is fewer.
var PatientBudget = Budget{Tries: 12, Within: time.Hour, First: time.Second, Most: time.Minute, Stall: 3 * time.Minute}

// InteractiveBudget is for somebody who waits for the result.
var InteractiveBudget = Budget{Tries: 4, Within: time.Minute, First: time.Second, Most: 5 * time.Second, Stall: 30 * time.Second}

// backoff returns how long to wait after the given try (1 is the first): twice
// as long each time, of which a random half is taken off, so that imports that
// failed together do not come back together.
func (b Budget) backoff(try int) time.Duration {
	delay := b.Most
	if shift := try - 1; shift < 32 && b.First<<shift < b.Most {
		delay = b.First << shift
	}
	if delay <= 0 {
		return 0
	}
	return delay/2 + rand.N(delay/2+1)
}

// left is how long the thing that was begun at begin may still take.
func (b Budget) left(ctx context.Context, begin time.Time) time.Duration {
	left := time.Duration(math.MaxInt64)
	if b.Within > 0 {
		left = b.Within - time.Since(begin)
	}
	if deadline, ends := ctx.Deadline(); ends {
		left = min(left, time.Until(deadline))
	}
	return left
}

// What a failure takes of the budget when it is one that time mends less often
// than an outage.
const (
	// CostInvalid is for answers that are invalid, mostly by something that does it
	// again, and for faults of the server.
	CostInvalid = 2
	// CostRenewal is for a refused access token. One that lives for a few requests
	// only may be used up by those beside this one; a token that is refused for
	// good must not look like a loop to Microsoft (AADSTS50196).
	CostRenewal = 3
)

// Passing reports whether time may mend what a status says. Everything that is asked here
// may be asked again, so that the conflicts are among them.
func Passing(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusConflict, http.StatusLocked, http.StatusTooEarly, http.StatusTooManyRequests:
		return true
	case http.StatusNotImplemented, http.StatusHTTPVersionNotSupported:
		return false
	default:
		return status >= 500
	}
}

// Transient is a failure that another try may mend.
type Transient struct {
	Err error
	// After is how long host asked to wait with a Retry-After.
	After time.Duration
	Host  string
	// Cost is how many tries it counts as; zero is one.
	Cost int
}

func (t *Transient) Error() string { return t.Err.Error() }
func (t *Transient) Unwrap() error { return t.Err }

// Retrier tries things within a budget.
type Retrier struct {
	Budget
	// Gate is shut while a Retry-After lasts that anybody was given.
	Gate *Gate
	// Announce is told of each wait, but of one that many have in common once; long says
	// that it is worth a line to people.
	Announce func(err error, try int, wait time.Duration, long bool)
}

// long is after how long people are told why something takes its time.
const long = 2 * time.Second

// Do calls attempt until it succeeds, fails for good, or has used up the budget:
// only a *Transient is tried again, after the longer of what the server asked
// for and the own back-off. No attempt starts while the gate is shut.
func (r Retrier) Do(ctx context.Context, attempt func(try int) error) error {
	begin, spent := time.Now(), 0
	for try := 1; ; try++ {
		if err := r.Gate.Wait(ctx); err != nil {
			return err
		}
		err := attempt(try)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		var failed *Transient
		if !errors.As(err, &failed) {
			return err
		}
		spent += max(failed.Cost, 1)
		wait, left := max(failed.After, r.backoff(try)), r.left(ctx, begin)
		switch {
		case failed.After > left:
			return tooLong(failed.Host, failed.After, failed.Err)
		case spent >= r.Tries, wait > left:
			return failed.Err
		}
		if failed.After == 0 || r.Gate.Close(failed.After) {
			r.Announce(failed.Err, try, wait, time.Since(begin)+wait >= long)
		}
		if err := Sleep(ctx, wait); err != nil {
			return err
		}
	}
}

// Sleep waits for d, or returns the cause as soon as ctx ends.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return context.Cause(ctx)
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// tooLong is the error of a host whose answer err asks to wait for longer than there is
// time for.
func tooLong(host string, wait time.Duration, err error) error {
	cause, _ := connector.MessageOf(err)
	return connector.NewError(connector.Message{
		ID: "network.wait", Data: connector.Data{"Host": host, "Wait": wait}, Reference: cause.Reference,
	}, err)
}
