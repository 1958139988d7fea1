package demotenant

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"

	"inventorybeacon/connector/demotenant/internal/company"
	"inventorybeacon/connector/demotenant/internal/graph"
)

// faultPlan decides which request gets which fault.
type faultPlan struct {
	mutex  sync.Mutex
	queues []faultQueue
	script func(*http.Request) *Fault
	number atomic.Int64
	inRow  map[string]int // random faults in a row, by request
	// pages of users were asked for, each counted once; refused are those that
	// Options.Throttle has refused and that have not been asked for again.
	pages   int
	refused map[string]bool
}

type faultQueue struct {
	match  string
	faults []Fault
}

// Inject gives the next requests whose path and query contain match one fault
// each, in order.
func (t *Tenant) Inject(match string, faults ...Fault) {
	t.faults.mutex.Lock()
	defer t.faults.mutex.Unlock()
	t.faults.queues = append(t.faults.queues, faultQueue{match, faults})
}

// Script asks choose before each request, until it is replaced; nil as its
// answer means no fault. It may be called from several goroutines.
func (t *Tenant) Script(choose func(*http.Request) *Fault) {
	t.faults.mutex.Lock()
	defer t.faults.mutex.Unlock()
	t.faults.script = choose
}

// chooseFault returns the fault of a request, or nil.
func (t *Tenant) chooseFault(r *http.Request) *Fault {
	fault, script := t.faults.next(r)
	if fault == nil && script != nil {
		fault = script(r)
	}
	if fault == nil {
		fault = t.throttledPage(r)
	}
	if fault == nil {
		fault = t.randomFault(r)
	}
	return fault
}

// next takes the fault that was injected for a request, or returns the script.
func (p *faultPlan) next(r *http.Request) (*Fault, func(*http.Request) *Fault) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	uri := r.URL.RequestURI()
	if plain, err := url.QueryUnescape(uri); err == nil { // as a test writes it
		uri = plain
	}
	for i := range p.queues {
		if q := &p.queues[i]; len(q.faults) > 0 && strings.Contains(uri, q.match) {
			fault := q.faults[0]
			q.faults = q.faults[1:]
			return &fault, nil
		}
	}
	return nil, p.script
}

// throttledPage refuses the pages of users that Options asks to refuse.
func (t *Tenant) throttledPage(r *http.Request) *Fault {
	if t.options.Throttle <= 0 || r.URL.Path != graph.Root+"users" {
		return nil
	}
	p := &t.faults
	p.mutex.Lock()
	defer p.mutex.Unlock()
	uri := r.URL.RequestURI()
	if p.refused[uri] {
		delete(p.refused, uri)
		return nil
	}
	if p.pages++; p.pages%t.options.Throttle != 0 {
		return nil
	}
	p.refused[uri] = true
	fault := Throttled("1")
	return &fault
}

// mostInRow is how often in a row the same request gets a random fault, so
// that a patient client always succeeds.
const mostInRow = 3

// randomFault returns a fault for the share of requests that Options asks for.
func (t *Tenant) randomFault(r *http.Request) *Fault {
	if t.options.Faults <= 0 || isSignInPage(r.URL.Path) {
		return nil
	}
	p := &t.faults
	d := t.Draws(company.StreamFault, int(p.number.Add(1)))
	p.mutex.Lock()
	defer p.mutex.Unlock()
	uri := r.URL.RequestURI()
	if d.Below(0, 1_000_000) >= int(t.options.Faults*1_000_000) || p.inRow[uri] >= mostInRow {
		delete(p.inRow, uri)
		return nil
	}
	p.inRow[uri]++
	usual := [...]Fault{
		Throttled("0.25"),
		Throttled("1"),
		Throttled(""),
		{Status: http.StatusServiceUnavailable, RetryAfter: "1"},
		Unavailable(),
		{Status: http.StatusGatewayTimeout},
		{Reset: true},
		{Cut: 700},
		{HTML: true, Status: http.StatusBadGateway},
	}
	return &usual[d.Below(1, len(usual))]
}
