package signin

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant/internal/data"
	"inventorybeacon/connector/demotenant/internal/fault"
	"inventorybeacon/connector/demotenant/internal/web"
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
	for _, e := range data.Read[[]struct {
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

func (p *Provider) report(r *http.Request, e *oauthError) report {
	return report{e, connector.NewGUID(), web.RequestID(r), p.company.Now()}
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
	header.Set("x-ms-request-id", connector.NewGUID())
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the client has gone otherwise
}

// faultError is the error that a fault of a request asks for; nil without one.
func faultError(r *http.Request) *oauthError {
	f := fault.Of(r)
	if f.AADSTS == 0 {
		return nil
	}
	e := refusal(f.AADSTS)
	e.text = cmp.Or(f.Message, "The demonstration tenant was told to answer so.")
	e.claims = f.Claims
	return e
}

// Unavailable answers a request to the token endpoint with a status in place of what was asked for.
func (p *Provider) Unavailable(w http.ResponseWriter, r *http.Request, status int) {
	e := refusal(90033)
	e.status = status
	p.report(r, e).write(w)
}
