package demotenant

import (
	"bytes"
	"cmp"
	"net/http"
	"strconv"
)

// editedWriter holds an answer until its body has been changed.
type editedWriter struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

// WriteHeader implements [http.ResponseWriter].
func (w *editedWriter) WriteHeader(status int) { w.status = status }

// Write implements [http.ResponseWriter].
func (w *editedWriter) Write(p []byte) (int, error) { return w.body.Write(p) }

// send sends the answer with its body changed by edit. One that redirects, as to
// the download of a report, becomes the answer itself.
func (w *editedWriter) send(edit func(body []byte) []byte) {
	body := edit(w.body.Bytes())
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	if len(body) > 0 {
		w.Header().Del("Location")
		w.status = http.StatusOK
	}
	w.ResponseWriter.WriteHeader(cmp.Or(w.status, http.StatusOK))
	_, _ = w.ResponseWriter.Write(body)
}
