package fault

import (
	"bytes"
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// Writer holds an answer until it is sent with a fault.
type Writer struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

// WriteHeader implements [http.ResponseWriter].
func (w *Writer) WriteHeader(status int) { w.status = status }

// Write implements [http.ResponseWriter].
func (w *Writer) Write(p []byte) (int, error) { return w.body.Write(p) }

const dripSize = 4096

// Send sends the answer with its body changed. One that redirects, as to the download
// of a report, becomes the answer itself when it is edited.
func (w *Writer) Send(ctx context.Context, f *Fault) {
	body := w.body.Bytes()
	if f.Edit != nil {
		if body = f.Edit(body); len(body) > 0 {
			w.Header().Del("Location")
			w.status = http.StatusOK
		}
	}
	if f.Truncate > 0 {
		body = body[:min(len(body), f.Truncate)]
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.ResponseWriter.WriteHeader(cmp.Or(w.status, http.StatusOK))
	out := http.NewResponseController(w.ResponseWriter)
	if f.Cut > 0 && len(body) > f.Cut {
		_, _ = w.ResponseWriter.Write(body[:f.Cut])
		_ = out.Flush()
		panic(http.ErrAbortHandler)
	}
	if f.Drip <= 0 {
		_, _ = w.ResponseWriter.Write(body) // the client has gone otherwise
		return
	}
	for part := range slices.Chunk(body, dripSize) {
		_ = out.Flush()
		if Wait(ctx, f.Drip) != nil {
			return
		}
		_, _ = w.ResponseWriter.Write(part)
	}
}

// Wait waits so long, or until ctx ends.
func Wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
