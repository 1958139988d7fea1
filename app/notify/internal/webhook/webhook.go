// Package webhook posts JSON to an address that somebody has given, which is a secret: who
// knows it can post there, too.
package webhook

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"sync/atomic"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/network"
)

// The headers of a request. The signature is "v1=" and the HMAC-SHA256 of the timestamp, a
// dot and the body, in hexadecimal.
const (
	TimestampHeader = "X-Inventory-Beacon-Timestamp" // seconds since 1970
	SignatureHeader = "X-Inventory-Beacon-Signature"
	DeliveryHeader  = "X-Inventory-Beacon-Delivery" // the same each time that a message is sent
)

// longest is how long a request may take.
const longest = 30 * time.Second

// Hook is where requests go.
type Hook struct {
	Address connector.Secret
	// SigningKey signs requests; empty for none.
	SigningKey connector.Secret
	// Teams says that they go to Microsoft Teams.
	Teams bool
	// Client sends them, one of [Client].
	Client *http.Client
}

// Fault is why a request has not arrived.
type Fault string

// The faults. Their values are the IDs of their messages.
const (
	Unreachable Fault = "webhook.unreachable"
	Silent      Fault = "webhook.silent"
	Untrusted   Fault = "webhook.untrusted"
	Unanswered  Fault = "webhook.unanswered" // the request was sent, and may have arrived
	Later       Fault = "webhook.later"      // 408, 425, 429
	Failing     Fault = "webhook.failing"    // 5xx
	Moved       Fault = "webhook.moved"      // 3xx, which are not followed: the address is a secret
	Refused     Fault = "webhook.refused"    // any other answer
	NoAddress   Fault = "webhook.address"    // that it could be sent to
	// Of the proxy, whose host is then that of the error:
	ProxySignIn Fault = "webhook.proxy-sign-in" // 407
	Proxy       Fault = "webhook.proxy"         // anything else
)

// Error is a request that has not arrived. It never says the address, but for the host.
type Error struct {
	Fault Fault
	Host  string
	// Status is that of the answer; 0 without one.
	Status int
	// RetryAfter is how long the receiver asks to wait; 0 when it does not say.
	RetryAfter time.Duration
	// Err is what is the matter with the proxy; nil where it is not the proxy's fault.
	Err *network.ProxyError
}

func (e *Error) Error() string {
	if e.Err != nil {
		return e.Err.Error()
	}
	return fmt.Sprintf("webhook at %s: %s (status %d)", e.Host, e.Fault, e.Status)
}

// Unwrap returns what is the matter with the proxy.
func (e *Error) Unwrap() error {
	if e.Err == nil {
		return nil
	}
	return e.Err
}

// Message implements [connector.Explained].
func (e *Error) Message() connector.Message {
	m := connector.Message{ID: string(e.Fault), Data: connector.Data{"Host": e.Host, "Status": connector.Digits(e.Status)}}
	if e.Err != nil {
		problem := e.Err.Message()
		m.Data["Problem"], m.Reference = problem, problem.Reference
	}
	return m
}

// Permanent reports whether the same will happen until somebody changes something.
func (e *Error) Permanent() bool {
	switch e.Fault {
	case Untrusted, Moved, Refused, NoAddress:
		return true
	case ProxySignIn, Proxy:
		return !e.Err.Temporary()
	default:
		return false
	}
}

// CheckAddress reports whether requests can be sent to an address: by HTTPS, and by HTTP to
// this computer alone.
func CheckAddress(address connector.Secret) bool {
	u, err := url.Parse(address.Reveal())
	return err == nil && u.Host != "" && u.User == nil && (u.Scheme == "https" || u.Scheme == "http" && connector.IsLoopback(u.Hostname()))
}

// Post posts body, as the delivery of that name. The error is an [Error].
func (h Hook) Post(ctx context.Context, now time.Time, delivery string, body []byte) error {
	if !CheckAddress(h.Address) {
		return &Error{Fault: NoAddress, Host: "?"}
	}
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, h.Address.Reveal(), bytes.NewReader(body))
	if err != nil {
		return &Error{Fault: NoAddress, Host: "?"} // without err, which has the address
	}
	host := r.URL.Hostname()
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	r.Header.Set("User-Agent", "InventoryBeacon")
	r.Header.Set(DeliveryHeader, delivery)
	if h.SigningKey != "" {
		at := strconv.FormatInt(now.Unix(), 10)
		r.Header.Set(TimestampHeader, at)
		r.Header.Set(SignatureHeader, Signature(h.SigningKey, at, body))
	}
	var sent atomic.Bool
	r = r.WithContext(httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		WroteRequest: func(wrote httptrace.WroteRequestInfo) { sent.Store(wrote.Err == nil) },
	}))
	answer, err := h.Client.Do(r)
	if refused := (*Error)(nil); errors.As(err, &refused) {
		return refused
	}
	if err != nil {
		return &Error{Fault: faultOf(ctx, err, sent.Load()), Host: host}
	}
	defer func() { _ = answer.Body.Close() }()
	said, _ := io.ReadAll(io.LimitReader(answer.Body, 64<<10)) // without Teams, nothing that is needed
	if h.Teams && answer.StatusCode == http.StatusOK {
		answer.StatusCode = teamsStatus(said)
	}
	return refusal(answer, host, now)
}

// Signature is the value of [SignatureHeader].
func Signature(key connector.Secret, timestamp string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(key.Reveal()))
	mac.Write([]byte(timestamp + "."))
	mac.Write(body)
	return "v1=" + hex.EncodeToString(mac.Sum(nil))
}

// faultOf says what an error of a request means that was sent, or was not.
func faultOf(ctx context.Context, err error, sent bool) Fault {
	var certificate *tls.CertificateVerificationError
	var timeout interface{ Timeout() bool }
	switch {
	case errors.As(err, &certificate):
		return Untrusted
	case ctx.Err() != nil, errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return Silent
	case sent:
		return Unanswered
	default:
		return Unreachable
	}
}

// teamsFailed is what the former webhooks of Teams say, with status 200, of a message that was not delivered
// (learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using#rate-limiting-for-connectors).
var teamsFailed = regexp.MustCompile(`^\s*Webhook message delivery failed(?s:.*?HTTP error ([45]\d\d))?`)

// teamsStatus is the status of an answer that says it in its body.
func teamsStatus(body []byte) int {
	found := teamsFailed.FindSubmatch(body)
	if found == nil {
		return http.StatusOK
	}
	status, err := strconv.Atoi(string(found[1]))
	if err != nil { // it does not say which
		return http.StatusTooManyRequests
	}
	return status
}

// refusal is what an answer says against a request; nil when it was taken.
func refusal(answer *http.Response, host string, now time.Time) error {
	e := &Error{Host: host, Status: answer.StatusCode, RetryAfter: network.RetryAfter(answer.Header.Get("Retry-After"), now)}
	switch status := answer.StatusCode; {
	case status/100 == 2:
		return nil
	case status/100 == 3:
		e.Fault = Moved
	case status == http.StatusTooManyRequests, status == http.StatusRequestTimeout, status == http.StatusTooEarly:
		e.Fault = Later
	case status/100 == 5:
		e.Fault = Failing
	default:
		e.Fault = Refused
	}
	return e
}
