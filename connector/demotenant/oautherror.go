package demotenant

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"time"
)

// oauthError is an error of the identity platform: a number, and the standard
// word (RFC 6749) that a client reacts to.
type oauthError struct {
	code     int
	text     string
	word     string
	status   int
	suberror string
	claims   string
	// staysOnPage says that it is shown on the page instead of being sent to the client.
	staysOnPage bool
}

// refusals are the errors by their number, as
// learn.microsoft.com/entra/identity-platform/reference-error-codes lists them.
var refusals = func() map[int]oauthError {
	all := map[int]oauthError{}
	for _, e := range readData[[]struct {
		Code                  int
		Error, Suberror, Text string
		StaysOnPage           bool
	}]("errors.json") {
		all[e.Code] = oauthError{code: e.Code, text: e.Text, word: e.Error, suberror: e.Suberror, staysOnPage: e.StaysOnPage}
	}
	return all
}()

// refusal returns the error with a number, its text completed by args. What is not
// listed is an invalid_grant without a text.
func refusal(code int, args ...any) *oauthError {
	e, listed := refusals[code]
	if !listed {
		e = oauthError{code: code, word: "invalid_grant"}
	}
	if len(args) > 0 {
		e.text = fmt.Sprintf(e.text, args...)
	}
	switch e.word {
	case "invalid_client":
		e.status = http.StatusUnauthorized
	case "temporarily_unavailable":
		e.status = http.StatusServiceUnavailable
	default:
		e.status = http.StatusBadRequest
	}
	return &e
}

// because adds a sentence to the text.
func (e *oauthError) because(sentence string) *oauthError {
	e.text += " " + sentence
	return e
}

// report is an error with what Microsoft's support asks for.
type report struct {
	*oauthError
	trace, correlation string
	at                 time.Time
}

var guidPattern = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// newGUIDText returns a random UUID for a request, a trace or a code.
func newGUIDText() string { return newGUID(rand.Uint64(), rand.Uint64()) }

// requestID is the id that the client gave its request, or a new one.
func requestID(r *http.Request) string {
	if id := r.Header.Get("client-request-id"); guidPattern.MatchString(id) {
		return id
	}
	return newGUIDText()
}

func (t *Tenant) report(r *http.Request, e *oauthError) report {
	return report{e, newGUIDText(), requestID(r), t.now()}
}

const oauthTime = "2006-01-02 15:04:05Z"

func (r report) description() string {
	return fmt.Sprintf("AADSTS%d: %s\r\nTrace ID: %s\r\nCorrelation ID: %s\r\nTimestamp: %s",
		r.code, r.text, r.trace, r.correlation, r.at.Format(oauthTime))
}

// answer adds the error to the parameters that a redirect takes to the client.
func (r report) answer(values url.Values) {
	values.Set("error", r.word)
	values.Set("error_description", r.description())
}

// write answers a request to the token endpoint.
func (r report) write(w http.ResponseWriter) {
	body := struct {
		Error         string `json:"error"`
		Description   string `json:"error_description"`
		Codes         []int  `json:"error_codes"`
		Timestamp     string `json:"timestamp"`
		TraceID       string `json:"trace_id"`
		CorrelationID string `json:"correlation_id"`
		Suberror      string `json:"suberror,omitempty"`
		Claims        string `json:"claims,omitempty"`
	}{r.word, r.description(), []int{r.code}, r.at.Format(oauthTime), r.trace, r.correlation, r.suberror, r.claims}
	if r.word == "invalid_client" {
		w.Header().Set("WWW-Authenticate", "Basic")
	}
	writeOAuthJSON(w, r.status, body)
}

func writeOAuthJSON(w http.ResponseWriter, status int, body any) {
	header := w.Header()
	header.Set("Content-Type", "application/json; charset=utf-8")
	header.Set("Cache-Control", "no-store, no-cache")
	header.Set("Pragma", "no-cache")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("x-ms-request-id", newGUIDText())
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the client has gone otherwise
}
