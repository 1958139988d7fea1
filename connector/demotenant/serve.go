package demotenant

import (
	"io"
	"net/http"
	"strings"

	"inventorybeacon/connector/demotenant/internal/fault"
	"inventorybeacon/connector/demotenant/internal/graph"
	"inventorybeacon/connector/demotenant/internal/report"
)

// serve counts a request, waits, and lets next answer it unless a fault does.
func (t *Tenant) serve(w http.ResponseWriter, r *http.Request, next http.HandlerFunc) {
	t.stats.request(r, t.options.Now())
	t.options.Logger.Debug("request", "method", r.Method, "path", r.URL.Path)
	if t.options.Latency > 0 && !isSignInPage(r.URL.Path) && fault.Wait(r.Context(), t.options.Latency) != nil {
		return
	}
	if t.options.NeverCompress {
		r.Header.Del("Accept-Encoding")
	}
	chosen := t.chooseFault(r)
	if chosen == nil {
		next(w, r)
		return
	}
	t.stats.fault(r, chosen, t.options.Now())
	if t.answerFault(w, r, chosen) {
		return
	}
	r = fault.With(r, chosen)
	if chosen.Truncate <= 0 && chosen.Cut <= 0 && chosen.Drip <= 0 && chosen.Edit == nil {
		next(w, r)
		return
	}
	r.Header.Del("Accept-Encoding") // what is cut or edited is JSON, not gzip
	faulty := &fault.Writer{ResponseWriter: w}
	next(faulty, r)
	faulty.Send(r.Context(), chosen)
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
		t.signIn.Unavailable(w, r, f.Status)
	case f.Status != 0:
		t.graph.WriteError(w, r, graph.ErrorOf(f))
	default:
		return false
	}
	return true
}

// isSignInPage reports whether a person looks at the answer.
func isSignInPage(path string) bool {
	return !strings.HasPrefix(path, graph.Root) && !strings.HasPrefix(path, report.DownloadRoot) && !strings.HasSuffix(path, "/token")
}
