package web

import (
	"compress/gzip"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

var gzips = sync.Pool{New: func() any {
	z, err := gzip.NewWriterLevel(nil, gzip.BestSpeed)
	if err != nil {
		panic(err) // the level exists
	}
	return z
}}

// Compresses reports whether the answer to a request goes through gzip.
func Compresses(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept-Encoding"), "gzip")
}

// WriteBody writes a complete answer, compressed when the client asks for it.
func WriteBody(w http.ResponseWriter, r *http.Request, contentType string, body []byte) {
	header := w.Header()
	header.Set("Content-Type", contentType)
	header.Set("Vary", "Accept-Encoding")
	if !Compresses(r) {
		header.Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body) // the client has gone otherwise
		return
	}
	compressed, end := Compress(w)
	_, _ = compressed.Write(body)
	end()
}

// Compress writes what is written to it compressed to the body of an answer; end is
// called after the last of it.
func Compress(w http.ResponseWriter) (body io.Writer, end func()) {
	w.Header().Set("Content-Encoding", "gzip")
	z, _ := gzips.Get().(*gzip.Writer)
	z.Reset(w)
	return z, func() {
		_ = z.Close() // the client has gone otherwise
		gzips.Put(z)
	}
}
