package graph

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"inventorybeacon/connector/network"
)

// locations removes a redirect's address that cannot be read: net/http would
// print it in its error, and it may be the secret address of a report.
type locations struct{ next http.RoundTripper }

// RoundTrip implements [http.RoundTripper].
func (l locations) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := l.next.RoundTrip(r)
	if err == nil {
		if _, invalid := r.URL.Parse(resp.Header.Get("Location")); invalid != nil {
			resp.Header.Del("Location")
		}
	}
	return resp, err
}

// errStalled is why a try was given up whose answer stood still.
var errStalled = fmt.Errorf("the answer stood still: %w", context.DeadlineExceeded)

// BodyError is a failure to read a body, as opposed to one to use it.
type BodyError struct{ err error }

func (b *BodyError) Error() string { return b.err.Error() }
func (b *BodyError) Unwrap() error { return b.err }

// slowest is how many bytes a second an answer must bring, once it has come for as
// long as it may stand still: one that drips would take days.
const slowest = 1 << 10

// watchedBody ends a body that stands still or drips, and marks what goes wrong
// with the connection. Only the time spent in Read counts: a slow sink is no
// stall.
type watchedBody struct {
	from  io.ReadCloser
	watch *time.Timer
	stall time.Duration

	bytes int64
	spent time.Duration
}

func (w *watchedBody) Read(p []byte) (int, error) {
	begin := time.Now()
	w.watch.Reset(w.stall)
	n, err := w.from.Read(p)
	w.watch.Stop()
	w.bytes += int64(n)
	w.spent += time.Since(begin)
	if err == nil && w.spent > w.stall && float64(w.bytes) < slowest*w.spent.Seconds() {
		err = errStalled
	}
	if err != nil && err != io.EOF {
		err = &BodyError{err}
	}
	return n, err
}

func (w *watchedBody) Close() error { return w.from.Close() }

// transportError says what went wrong on the way to host, without the address,
// which may be a secret (*url.Error prints it). All but faults of the
// configuration, which time does not mend, are worth another try.
func (g *Client) transportError(ctx context.Context, err error, host string) error {
	if cause := context.Cause(ctx); errors.Is(cause, errStalled) {
		err = errStalled
	}
	var withAddress *url.Error
	if errors.As(err, &withAddress) {
		err = withAddress.Err
	}
	advised := network.Classify(err, host)
	var fault interface{ Temporary() bool }
	if errors.As(advised, &fault) && !fault.Temporary() {
		return advised
	}
	return &network.Transient{Err: advised}
}
