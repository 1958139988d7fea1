package microsoft365

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/microsoft365/internal/graph"
	"inventorybeacon/connector/microsoft365/internal/network"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

// distant is a tenant that takes its time, which a synctest bubble lets pass at
// once. It stands for the network, the service and its limits.
type distant struct {
	tenant  http.Handler
	latency time.Duration
	// throttle, unless nil, says how long a request is to wait before anything is
	// asked for again; 0 lets it pass.
	throttle func(number int) time.Duration

	mu       sync.Mutex
	requests int
	under    int // way
	most     int
	// quiet is until when nothing may be asked for, and told when that was said:
	// what is sent at that very moment cannot know.
	quiet, told time.Time
	early       int
}

// RoundTrip implements [http.RoundTripper].
func (d *distant) RoundTrip(r *http.Request) (*http.Response, error) {
	d.mu.Lock()
	d.requests++
	number := d.requests
	if now := time.Now(); now.Before(d.quiet) && now.After(d.told) {
		d.early++
	}
	d.under++
	d.most = max(d.most, d.under)
	d.mu.Unlock()
	time.Sleep(d.latency)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.under--
	answer := httptest.NewRecorder()
	if d.throttle != nil {
		if wait := d.throttle(number); wait > 0 {
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
func (d *distant) breaks(answer *httptest.ResponseRecorder, r *http.Request) (broken bool) {
	defer func() {
		switch failure := recover(); failure {
		case nil:
		case http.ErrAbortHandler:
			broken = true
		default:
			panic(failure)
		}
	}()
	d.tenant.ServeHTTP(answer, r)
	return false
}

func answered(answer *httptest.ResponseRecorder, r *http.Request) *http.Response {
	resp := answer.Result()
	resp.Request = r
	return resp
}

// read reads the users of the tenant and returns how long that takes.
func (d *distant) read(t *testing.T, token string, users, many int64, got *sourcetest.Sink) time.Duration {
	t.Helper()
	g, err := graph.New(sourcetest.AtGraph("http://example.com"), &http.Client{Transport: d}, bearer(token), network.PatientBudget)
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(time.Until(time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC))) // a bubble begins in 2000
	begin := time.Now()
	im := &importer{graph: g, sink: got, observer: &sourcetest.Observer{}, log: g.Log, many: many}
	if err := im.users(t.Context(), "the-tenant", users); err != nil {
		t.Fatal(err)
	}
	return time.Since(begin)
}

// bearer is a token that never ends.
type bearer string

func (b bearer) Token(context.Context) (string, error) { return string(b), nil }
func (b bearer) Invalidate(string)                     {}

// Of pages that take 300 ms each, side by side as many are read in a sixth of the
// time, with the counting.
func TestPartsAreReadInASixthOfTheTime(t *testing.T) {
	tenant := demotenant.New(demotenant.Options{Users: 10_000, Seed: 1, MaxPage: 100})
	token := tokenOf(t, tenant)
	synctest.Test(t, func(t *testing.T) {
		d := &distant{tenant: tenant, latency: 300 * time.Millisecond}
		inOrder := d.read(t, token, 10_000, 1_000_000, sourcetest.NewSink())
		pages := d.requests
		side := d.read(t, token, 10_000, 1500, sourcetest.NewSink())
		t.Logf("%s for %d requests one after another, %s for %d side by side, at most %d at once", inOrder, pages, side, d.requests-pages, d.most)
		if side*6 > inOrder || d.most > countsAtOnce+maxDegree {
			t.Errorf("%s in place of %s, %d requests at once", side, inOrder, d.most)
		}
	})
}

// No request is sent before the end of a Retry-After, whichever part was told of it.
func TestPartsWaitForEveryRetryAfter(t *testing.T) {
	tenant := demotenant.New(demotenant.Options{Users: 6000, Seed: 2, MaxPage: 50})
	token := tokenOf(t, tenant)
	synctest.Test(t, func(t *testing.T) {
		d := &distant{tenant: tenant, latency: 300 * time.Millisecond, throttle: func(number int) time.Duration {
			if number%10 == 3 {
				return time.Duration(number%7+1)*time.Second + 128*time.Millisecond
			}
			return 0
		}}
		got := sourcetest.NewSink()
		d.read(t, token, 6000, 750, got)
		compareUsers(t, tenant, got)
		if d.early != 0 || d.requests < 150 {
			t.Errorf("%d of %d requests came before the end of a Retry-After", d.early, d.requests)
		}
	})
}

// A third of all answers are faults; nobody is lost, and nobody comes twice.
func TestPartsGivenAStormOfFaults(t *testing.T) {
	for seed := range uint64(3) {
		tenant := demotenant.New(demotenant.Options{Users: 6000, Seed: seed, MaxPage: 50, Faults: 0.3})
		calm := tokenOf(t, demotenant.New(demotenant.Options{Users: 6000, Seed: seed}))
		synctest.Test(t, func(t *testing.T) {
			got := sourcetest.NewSink()
			d := &distant{tenant: tenant, latency: 300 * time.Millisecond}
			d.read(t, calm, 6000, 750, got)
			compareUsers(t, tenant, got)
			if stats := tenant.Stats(); stats.Faults < 30 || stats.Early != 0 {
				t.Errorf("seed %d: %+v", seed, stats)
			}
		})
	}
}
