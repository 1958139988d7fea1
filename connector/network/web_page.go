package network

import (
	"bytes"
	"fmt"
	"html"
	"net/http"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/connector/printable"
)

// WebPageError says that a web page came where data were expected: mostly the
// page of a proxy, a firewall or a network that wants a sign-in.
type WebPageError struct {
	Status int
	Host   string
	// Title is the page's title, empty when it has none.
	Title string
}

// Error implements error.
func (e *WebPageError) Error() string {
	return fmt.Sprintf("%s answered %d with a web page titled %q", e.Host, e.Status, e.Title)
}

// Message implements [connector.Explained].
func (e *WebPageError) Message() connector.Message {
	data := connector.Data{"Host": e.Host, "Status": e.Status, "Title": e.Title}
	if e.Title == "" {
		return connector.Message{ID: "network.web-page.untitled", Data: data}
	}
	return connector.Message{ID: "network.web-page", Data: data}
}

// WebPage returns a [*WebPageError] when the body of host's answer is that of a web
// page, and nil when it may be JSON, CSV or a plain number.
func WebPage(resp *http.Response, host string, body []byte) error {
	if !looksLikeWebPage(resp.Header, body) {
		return nil
	}
	return &WebPageError{Status: resp.StatusCode, Host: host, Title: pageTitle(body)}
}

func looksLikeWebPage(header http.Header, body []byte) bool {
	body = bytes.TrimLeft(TrimBOM(body), " \t\r\n")
	if len(body) > 0 {
		return body[0] == '<'
	}
	return strings.HasPrefix(header.Get("Content-Type"), "text/html")
}

// TrimBOM removes the byte order mark with which Microsoft's text answers begin.
func TrimBOM(body []byte) []byte { return bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")) }

// pageTitle returns the title of a web page as plain text.
func pageTitle(page []byte) string {
	lower := asciiLower(bytes.Clone(page))
	start := bytes.Index(lower, []byte("<title"))
	if start < 0 {
		return ""
	}
	open := bytes.IndexByte(lower[start:], '>')
	if open < 0 {
		return ""
	}
	text := page[start+open+1:]
	if end := bytes.IndexByte(text, '<'); end >= 0 {
		text = text[:end]
	}
	return printable.Line(html.UnescapeString(string(text)), 120)
}

// asciiLower lowers A to Z in place.
func asciiLower(text []byte) []byte {
	for i, c := range text {
		if 'A' <= c && c <= 'Z' {
			text[i] = c + 'a' - 'A'
		}
	}
	return text
}
