package entra

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/graph"
	"inventorybeacon/connector/network"
	"inventorybeacon/connector/printable"
)

// limitTokenAnswer bounds what is read of an answer of the token endpoint;
// golang.org/x/oauth2 reads no more either.
const limitTokenAnswer = 1 << 20

// TokenError is a refusal of the token endpoint or of the sign-in page
// (learn.microsoft.com/entra/identity-platform/reference-error-codes).
type TokenError struct {
	// Host is the sign-in service.
	Host string
	// Status is the HTTP status; zero when the refusal came by redirect.
	Status int
	// OAuth is the standard's error, such as "invalid_grant". Programs decide on it.
	OAuth string
	// Code is the number of AADSTSnnnn; zero when there is none. It only chooses
	// the message: Microsoft may renumber.
	Code int
	// Description is Microsoft's text, on one line.
	Description string
	Suberror    string
	// Claims is what the next sign-in has to prove, a JSON object; mostly empty
	// (learn.microsoft.com/entra/identity-platform/claims-challenge).
	Claims string
	// TraceID, CorrelationID and Timestamp are what Microsoft's support asks for.
	TraceID, CorrelationID, Timestamp string
	// RetryAfter is how long the service asked to wait.
	RetryAfter time.Duration
	// AtSignIn says that a sign-in was refused, by its page or when its code was
	// redeemed; else it was a refresh token, or the application by itself.
	AtSignIn bool
	// Unattended says that the application signed in by itself.
	Unattended bool
}

// Error implements error.
func (e *TokenError) Error() string {
	text := e.Host + " refused"
	if e.Status != 0 {
		text = fmt.Sprintf("%s answered %d", e.Host, e.Status)
	}
	if e.OAuth != "" {
		text += " " + e.OAuth
	}
	if e.Suberror != "" {
		text += " (" + e.Suberror + ")"
	}
	if e.Description != "" {
		text += ": " + e.Description
	}
	return text
}

// Temporary reports whether the same request may succeed later.
func (e *TokenError) Temporary() bool {
	return e.OAuth == "temporarily_unavailable" || e.OAuth == "server_error" || network.Passing(e.Status)
}

// Message implements [connector.Explained].
func (e *TokenError) Message() connector.Message {
	of := ofRefreshToken
	switch {
	case e.Unattended:
		of = ofApplication
	case e.AtSignIn:
		of = ofSignIn
	}
	return connector.Message{
		ID: cmp.Or(of(e.Code, e.OAuth), e.unknown()), Data: connector.Data{"Host": e.Host, "Status": e.Status}, Reference: e.reference(),
	}
}

// unknown is what is said of a refusal that says nothing known.
func (e *TokenError) unknown() string {
	switch {
	case e.Status == 0:
		return "entra.page-refused"
	case e.Temporary():
		return "entra.token-unavailable"
	case e.OAuth != "" || e.Code != 0: // no proxy says that
		return "entra.token-refused-otherwise"
	default:
		return "entra.token-refused"
	}
}

func (e *TokenError) reference() string {
	parts := []string{e.Error()}
	for _, p := range []struct{ name, value string }{
		{"Trace ID", e.TraceID}, {"Correlation ID", e.CorrelationID}, {"Timestamp", e.Timestamp},
	} {
		// The description mostly holds them already.
		if p.value != "" && !strings.Contains(e.Description, p.value) {
			parts = append(parts, p.name+": "+p.value)
		}
	}
	if e.Code != 0 {
		parts = append(parts, "https://login.microsoftonline.com/error?code="+strconv.Itoa(e.Code))
	}
	return strings.Join(parts, "; ")
}

// tokenFailure types what golang.org/x/oauth2 returned. Its own errors print
// the answer's body and the endpoint's address.
func tokenFailure(err error, host, requestID string) error {
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) {
		if page := network.WebPage(refused.Response, host, refused.Body); page != nil {
			return page
		}
		e := parseTokenError(host, refused.Response.StatusCode, refused.Body)
		e.CorrelationID = cmp.Or(e.CorrelationID, requestID)
		e.RetryAfter = network.RetryAfter(refused.Response.Header.Get("Retry-After"), time.Now())
		return e
	}
	var address *url.Error
	if errors.As(err, &address) || errors.Is(err, context.DeadlineExceeded) {
		return network.Classify(err, host)
	}
	var explained connector.Explained
	if errors.As(err, &explained) {
		return explained
	}
	// What is left: the answer said 200 but is no token, or it broke off. The
	// error's own text may quote it.
	return &graph.AnswerError{Reason: connector.Message{ID: "entra.no-token", Data: graph.Of(host)}}
}

var aadstsPattern = regexp.MustCompile(`AADSTS(\d{3,9})\b`)

// parseTokenError reads the body of a refusal. It takes what it can: the body
// may be empty, cut off, or not Microsoft's at all.
func parseTokenError(host string, status int, body []byte) *TokenError {
	var answer struct {
		Error         string          `json:"error"`
		Description   string          `json:"error_description"`
		Codes         json.RawMessage `json:"error_codes"`
		Timestamp     string          `json:"timestamp"`
		TraceID       string          `json:"trace_id"`
		CorrelationID string          `json:"correlation_id"`
		Suberror      string          `json:"suberror"`
		Claims        string          `json:"claims"`
	}
	if len(body) <= limitTokenAnswer {
		// What could be read before a fault is kept.
		_ = json.Unmarshal(body, &answer)
	}
	e := describeTokenError(host, answer.Error, answer.Description)
	e.Status = status
	e.Timestamp = printable.Line(answer.Timestamp, 40)
	e.TraceID = printable.Line(answer.TraceID, 80)
	e.CorrelationID = printable.Line(answer.CorrelationID, 80)
	e.Suberror = printable.Line(answer.Suberror, 60)
	e.Claims = claimsOf(answer.Claims)
	var codes []int
	if json.Unmarshal(answer.Codes, &codes) == nil && len(codes) > 0 && codes[0] > 0 {
		e.Code = codes[0]
	}
	return e
}

// limitClaims is more than any challenge takes; it has to fit into an address.
const limitClaims = 4 << 10

// claimsOf returns a claims challenge, or nothing when it is no JSON object.
func claimsOf(text string) string {
	var object map[string]json.RawMessage
	if len(text) > limitClaims || json.Unmarshal([]byte(text), &object) != nil || object == nil {
		return ""
	}
	return text
}

// describeTokenError makes an error of the two values that every refusal has.
func describeTokenError(host, oauthError, description string) *TokenError {
	e := &TokenError{Host: host, OAuth: printable.Line(oauthError, 60), Description: printable.Line(description, 1000)}
	if number := aadstsPattern.FindStringSubmatch(description); number != nil {
		e.Code, _ = strconv.Atoi(number[1]) // nine digits at most
	}
	return e
}
