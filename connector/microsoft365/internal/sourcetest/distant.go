package sourcetest

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync"
	"syscall"
	"time"
)

// Distant is a tenant that takes its time, which a synctest bubble lets pass at
// once. It stands for the network, the service and its limits.
type Distant struct {
	Tenant  http.Handler
	Latency time.Duration
	// Throttle, unless nil, says how long a request is to wait before anything is
	// asked for again; 0 lets it pass.
	Throttle func(number int) time.Duration

	mu       sync.Mutex
	Requests int
	under    int // way
	Most     int
	// quiet is until when nothing may be asked for, and told when that was said:
	// what is sent at that very moment cannot know.
	quiet, told time.Time
	Early       int
}

// RoundTrip implements [http.RoundTripper].
func (d *Distant) RoundTrip(r *http.Request) (*http.Response, error) {
	d.mu.Lock()
	d.Requests++
	number := d.Requests
	if now := time.Now(); now.Before(d.quiet) && now.After(d.told) {
		d.Early++
	}
	d.under++
	d.Most = max(d.Most, d.under)
	d.mu.Unlock()
	time.Sleep(d.Latency)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.under--
	answer := httptest.NewRecorder()
	if d.Throttle != nil {
		if wait := d.Throttle(number); wait > 0 {
			if end := time.Now().Add(wait); end.After(d.quiet) {
				d.quiet, d.told = end, time.Now()
			}
			answer.Header().Set("Retry-After", time.Duration(wait).String()[:len(wait.String())-1]) // "2.128"
			answer.WriteHeader(http.StatusTooManyRequests)
			return answered(answer, r), nil
		}
	}
	if d.breaks(answer, r) {
		return nil, syscall.ECONNRESET
	}
	return answered(answer, r), nil
}

// breaks lets the tenant answer and reports whether it breaks the connection.
func (d *Distant) breaks(answer *httptest.ResponseRecorder, r *http.Request) (broken bool) {
	defer func() {
		switch failure := recover(); failure {
		case nil:
		case http.ErrAbortHandler:
			broken = true
		default:
			panic(failure)
		}
	}()
	d.Tenant.ServeHTTP(answer, r)
	return false
}

func answered(answer *httptest.ResponseRecorder, r *http.Request) *http.Response {
	resp := answer.Result()
	resp.Request = r
	return resp
}

// Bearer is a token that never ends.
type Bearer string

func (b Bearer) Token(context.Context) (string, error) { return string(b), nil }
func (b Bearer) Invalidate(string)                     {}
