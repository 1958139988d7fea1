package demotenant

import (
	"cmp"
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Fault is one way in which an answer goes wrong. Its zero value leaves the
// answer as it is.
type Fault struct {
	// Status answers with this HTTP status and an error body of Graph with Code
	// and Message; Code has a default for the usual statuses.
	Status        int
	Code, Message string
	// RetryAfter is sent as it is; Microsoft sends decimals too.
	RetryAfter string
	// HTML answers with a proxy's page; with status 200 when Status is zero.
	HTML bool
	// AADSTS is an error of the token endpoint, or of the authorization endpoint.
	AADSTS int
	// Claims is the challenge that an error of the token endpoint holds.
	Claims string

	// Reset closes the connection without an answer.
	Reset bool
	// Truncate ends the body after so many bytes as if that were all.
	Truncate int
	// Cut closes the connection after so many bytes of the body.
	Cut int
	// Drip waits so long before each 4 KiB of the body.
	Drip time.Duration

	// Edit changes a body before it is sent.
	Edit func(body []byte) []byte

	// EmptyPage answers a page of users without users but with a next page.
	EmptyPage bool
	// Repeat starts a page of users so many users earlier.
	Repeat int
	// NextLink replaces the address of the next page.
	NextLink string
	// DropColumns are left out of a report; ExtraColumn is put in its middle.
	DropColumns []string
	ExtraColumn string
}

// Throttled is 429 with a Retry-After, or without one when it is empty.
func Throttled(retryAfter string) Fault {
	return Fault{Status: http.StatusTooManyRequests, RetryAfter: retryAfter}
}

// Unavailable is 503 without a Retry-After.
func Unavailable() Fault { return Fault{Status: http.StatusServiceUnavailable} }

// ExpiredToken is 401 as it comes when a token ends amid an import.
func ExpiredToken() Fault {
	return Fault{Status: http.StatusUnauthorized, Message: "Lifetime validation failed, the token is expired."}
}

// ExpiredPage is 400 as it comes when the token of a page has ended.
func ExpiredPage() Fault {
	return Fault{
		Status: http.StatusBadRequest, Code: "Directory_ExpiredPageToken",
		Message: "The specified page token value has expired and can no longer be included in your request.",
	}
}

// Answer is status 200 with a body in place of the right one.
func Answer(body string) Fault {
	return Fault{Edit: func([]byte) []byte { return []byte(body) }}
}

// oauthError is the error of the fault; nil when it has none.
func (f *Fault) oauthError() *oauthError {
	if f.AADSTS == 0 {
		return nil
	}
	e := refusal(f.AADSTS)
	e.text = cmp.Or(f.Message, "The demonstration tenant was told to answer so.")
	e.claims = f.Claims
	return e
}

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
	if t.options.Throttle <= 0 || r.URL.Path != graphRoot+"users" {
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
	d := t.draws(streamFault, int(p.number.Add(1)))
	p.mutex.Lock()
	defer p.mutex.Unlock()
	uri := r.URL.RequestURI()
	if d.below(0, 1_000_000) >= int(t.options.Faults*1_000_000) || p.inRow[uri] >= mostInRow {
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
	return &usual[d.below(1, len(usual))]
}

// isSignInPage reports whether a person looks at the answer.
func isSignInPage(path string) bool {
	return !strings.HasPrefix(path, graphRoot) && !strings.HasPrefix(path, downloadRoot) && !strings.HasSuffix(path, "/token")
}

type faultKey struct{}

func withFault(r *http.Request, f *Fault) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), faultKey{}, f))
}

// faultOf returns the fault of a request; one that leaves the answer as it is for none.
func faultOf(r *http.Request) *Fault {
	if f, has := r.Context().Value(faultKey{}).(*Fault); has {
		return f
	}
	return &Fault{}
}

// serve counts a request, waits, and lets next answer it unless a fault does.
func (t *Tenant) serve(w http.ResponseWriter, r *http.Request, next http.HandlerFunc) {
	t.stats.request(r, t.now())
	t.options.Logger.Debug("request", "method", r.Method, "path", r.URL.Path)
	if t.options.Latency > 0 && !isSignInPage(r.URL.Path) && wait(r.Context(), t.options.Latency) != nil {
		return
	}
	fault := t.chooseFault(r)
	if fault == nil {
		next(w, r)
		return
	}
	t.stats.fault(r, fault, t.now())
	if t.answerFault(w, r, fault) {
		return
	}
	r = withFault(r, fault)
	if fault.Truncate <= 0 && fault.Cut <= 0 && fault.Drip <= 0 && fault.Edit == nil {
		next(w, r)
		return
	}
	r.Header.Del("Accept-Encoding") // what is cut or edited is JSON, not gzip
	faulty := &faultyWriter{ResponseWriter: w}
	next(faulty, r)
	faulty.send(r.Context(), fault)
}

// answerFault writes a fault that replaces the whole answer.
func (t *Tenant) answerFault(w http.ResponseWriter, r *http.Request, f *Fault) bool {
	if f.Reset {
		panic(http.ErrAbortHandler)
	}
	if f.RetryAfter != "" {
		w.Header().Set("Retry-After", f.RetryAfter)
	}
	switch {
	case f.HTML:
		w.Header().Set("Content-Type", "text/html")
		if f.Status != 0 {
			w.WriteHeader(f.Status)
		}
		_, _ = io.WriteString(w, "<html><head><title>Gateway</title></head><body><h1>The proxy could not forward the request</h1></body></html>")
	case f.Status != 0 && strings.HasSuffix(r.URL.Path, "/token"):
		e := refusal(90033)
		e.status = f.Status
		t.report(r, e).write(w)
	case f.Status != 0:
		t.graphError(w, r, f.graphError())
	default:
		return false
	}
	return true
}

// graphError is the body of a fault with a status.
func (f *Fault) graphError() *graphError {
	e := &graphError{status: f.Status, code: f.Code, message: f.Message}
	usual := map[int][2]string{
		http.StatusBadRequest:   {"BadRequest", "Invalid request."},
		http.StatusUnauthorized: {"InvalidAuthenticationToken", "Access token has expired or is not yet valid."},
		http.StatusForbidden:    {"Authorization_RequestDenied", "Insufficient privileges to complete the operation."},
		http.StatusNotFound: {
			"Request_ResourceNotFound",
			"Resource does not exist or one of its queried reference-property objects are not present.",
		},
		http.StatusTooManyRequests:     {"TooManyRequests", "Please retry again later."},
		http.StatusInternalServerError: {"InternalServerError", "Unable to process the request."},
		http.StatusServiceUnavailable:  {"ServiceNotAvailable", "The service is temporarily unavailable. Please try again later."},
		http.StatusGatewayTimeout:      {"UnknownError", ""},
	}[f.Status]
	if e.code == "" {
		e.code = usual[0]
	}
	if e.message == "" {
		e.message = usual[1]
	}
	return e
}
