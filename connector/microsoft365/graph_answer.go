package microsoft365

import (
	"bytes"
	"errors"
	"fmt"
	"html"
	"net/http"
	"strings"
	"unicode"

	"inventorybeacon/connector"
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
	return fmt.Sprintf("%s answered %d with a web page%s instead of data", e.Host, e.Status, e.titled())
}

// Advice implements [connector.Advised].
func (e *WebPageError) Advice() connector.Advice {
	return connector.Advice{
		Message: fmt.Sprintf("A web page%s came in place of the answer of %s (status %d); it is probably the page of a proxy or firewall.", e.titled(), e.Host, e.Status),
		Action:  fmt.Sprintf("Check the proxy settings of the connection and ask the network's administrator to allow %s.", e.Host),
	}
}

func (e *WebPageError) titled() string {
	if e.Title == "" {
		return ""
	}
	return fmt.Sprintf(" titled %q", e.Title)
}

// AnswerError says that an answer arrived but cannot be used.
type AnswerError struct {
	// What is the thing that was read, for example "/v1.0/users".
	What string
	// Reason completes the sentence "The answer for ... ".
	Reason string
	Action string
	Err    error
}

// Error implements error.
func (e *AnswerError) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("the answer for %s %s: %v", e.What, e.Reason, e.Err)
	}
	return fmt.Sprintf("the answer for %s %s", e.What, e.Reason)
}

// Unwrap returns what the decoder said.
func (e *AnswerError) Unwrap() error { return e.Err }

// Advice implements [connector.Advised].
func (e *AnswerError) Advice() connector.Advice {
	action := e.Action
	if action == "" {
		action = "Execute the import again; if it happens again, check whether a proxy changes or cuts answers."
	}
	return connector.Advice{Message: fmt.Sprintf("The answer for %s %s.", e.What, e.Reason), Action: action, Reference: e.Error()}
}

var (
	errTruncated = fmt.Errorf("it ends too early: %w", errSpoiled)
	errTooLarge  = errors.New("it is larger than any valid answer")
)

// truncated and tooLarge make the two faults that any kind of body can have.
func truncated(what string) error {
	return &AnswerError{What: what, Reason: "was cut off before its end", Err: errTruncated}
}

func tooLarge(what string, limit int64) error {
	return &AnswerError{What: what, Reason: fmt.Sprintf("is larger than %d MiB", limit>>20), Err: errTooLarge}
}

// looksLikeWebPage tells a web page from JSON, CSV and plain numbers.
func looksLikeWebPage(header http.Header, body []byte) bool {
	body = bytes.TrimLeft(bytes.TrimPrefix(body, utf8BOM), " \t\r\n")
	if len(body) > 0 {
		return body[0] == '<'
	}
	return strings.HasPrefix(header.Get("Content-Type"), "text/html")
}

// utf8BOM is the byte order mark with which Microsoft's text answers begin.
var utf8BOM = []byte("\xef\xbb\xbf")

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
	return printable(html.UnescapeString(string(text)), 120)
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

// printable makes foreign text fit for a log line: one line, no control
// characters, at most limit runes.
func printable(text string, limit int) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > limit {
		return string(runes[:limit]) + "…"
	}
	return text
}
