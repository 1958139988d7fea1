package browser

import (
	"html"
	"io"
	"net/http"
)

// Page is what a browser shows around a sign-in. It loads nothing from anywhere and
// repeats nothing of the request.
type Page struct {
	// Language is that of the texts, as BCP 47 has it.
	Language    string
	Title, Text string
}

// html is the page as a browser reads it.
func (p Page) html() string {
	return `<!DOCTYPE html><html lang="` + html.EscapeString(p.Language) + `"><head><meta charset="utf-8"><title>Inventory Beacon</title>` +
		`<meta name="color-scheme" content="light dark"><style>` +
		`body{font:15px system-ui,sans-serif;margin:0;min-height:90vh;display:grid;place-content:center;text-align:center;padding:1em}` +
		`h1{font-size:1.3em;font-weight:600;margin:0 0 .4em}p{margin:0;opacity:.75}` +
		`</style></head><body><h1>` + html.EscapeString(p.Title) + `</h1><p>` + html.EscapeString(p.Text) + `</p></body></html>`
}

// Write answers a request with the page.
func (p Page) Write(w http.ResponseWriter, status int) {
	for name, value := range pageHeaders() {
		w.Header().Set(name, value)
	}
	w.WriteHeader(status)
	_, _ = io.WriteString(w, p.html()) // to a browser that may be gone
}

// pageHeaders keep an answer out of caches and of the Referer header.
func pageHeaders() map[string]string {
	return map[string]string{
		"Content-Type":            "text/html; charset=utf-8",
		"Cache-Control":           "no-store",
		"Referrer-Policy":         "no-referrer",
		"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
		"X-Content-Type-Options":  "nosniff",
	}
}
