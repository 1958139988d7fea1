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
}

// errorf makes the error with a number; its word and status follow from it.
func errorf(code int, format string, args ...any) *oauthError {
	e := &oauthError{code: code, text: fmt.Sprintf(format, args...), word: wordFor(code), status: http.StatusBadRequest}
	switch e.word {
	case "invalid_client":
		e.status = http.StatusUnauthorized
	case "temporarily_unavailable":
		e.status = http.StatusServiceUnavailable
	}
	switch code {
	case 65001:
		e.suberror = "consent_required"
	case 50072, 50074, 50076, 50078, 50079, 50158:
		e.suberror = "basic_action"
	case 53000, 53001, 53003:
		e.suberror = "message_only"
	}
	return e
}

// wordFor is the column "error" of
// learn.microsoft.com/entra/identity-platform/reference-error-codes.
func wordFor(code int) string {
	switch code {
	case 700016, 70001, 7000112, 50011, 50194:
		return "unauthorized_client"
	case 700025, 7000215, 7000218, 7000222, 70002, 700024, 700027, 700021, 700023:
		return "invalid_client"
	case 900144, 90002, 90023, 501491, 9001023, 900561, 9000411, 9002325, 50059, 90102, 9002346:
		return "invalid_request"
	case 70011, 1002012, 700022:
		return "invalid_scope"
	case 500011:
		return "invalid_resource"
	case 70003:
		return "unsupported_grant_type"
	case 700054:
		return "unsupported_response_type"
	case 65004, 90094, 90095:
		return "access_denied"
	case 50058:
		return "login_required"
	case 50072, 50074, 50076, 50078, 50079, 50158, 53000, 53001, 53003:
		return "interaction_required"
	case 90033, 90006, 90024, 90090, 90055:
		return "temporarily_unavailable"
	default:
		return "invalid_grant"
	}
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
