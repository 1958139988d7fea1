package demotenant

import (
	"context"
	"net/http"
	"time"
)

// faultyWriter spoils the body of an answer.
type faultyWriter struct {
	http.ResponseWriter
	fault   *Fault
	context context.Context
	written int
}

// Unwrap lets [http.ResponseController] find the writer below.
func (w *faultyWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

const dripSize = 4096

func (w *faultyWriter) Write(p []byte) (int, error) {
	size := len(p)
	if w.fault.Truncate > 0 {
		w.Header().Del("Content-Length") // without effect after the first part
		p = p[:min(len(p), max(0, w.fault.Truncate-w.written))]
	}
	if w.fault.Cut > 0 && w.written+len(p) > w.fault.Cut {
		_, _ = w.ResponseWriter.Write(p[:w.fault.Cut-w.written])
		_ = http.NewResponseController(w.ResponseWriter).Flush()
		panic(http.ErrAbortHandler)
	}
	for len(p) > 0 {
		part := p
		if w.fault.Drip > 0 {
			part = p[:min(len(p), dripSize)]
			if err := w.pause(); err != nil {
				return 0, err
			}
		}
		if _, err := w.ResponseWriter.Write(part); err != nil {
			return 0, err
		}
		w.written += len(part)
		p = p[len(part):]
	}
	return size, nil
}

func (w *faultyWriter) pause() error {
	_ = http.NewResponseController(w.ResponseWriter).Flush()
	timer := time.NewTimer(w.fault.Drip)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-w.context.Done():
		return w.context.Err()
	}
}
