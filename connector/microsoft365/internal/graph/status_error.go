package graph

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/connector/network"
	"inventorybeacon/connector/printable"
)

// The error codes of Microsoft Graph on which something is decided
// (learn.microsoft.com/graph/errors, .../graph/paging and
// .../graph/reportroot-authorization).
const (
	codeExpiredPageToken  = "Directory_ExpiredPageToken"
	codePageTokenNotFound = "DirectoryPageTokenNotFoundException"
	codeUnsupportedRole   = "Authentication_RequestFromUnsupportedUserRole"
	codeRequestDenied     = "Authorization_RequestDenied"
	codeUnknownTenant     = "UnknownTenantId"
)

// StatusError is an answer of Microsoft Graph, or of a host that serves its
// reports, that is not a success.
type StatusError struct {
	// Status is the HTTP status code.
	Status int
	// Code and Text are Graph's own words; empty when the body held none.
	Code, Text string
	// RequestID, ClientRequestID and Date are what Microsoft's support asks for.
	RequestID, ClientRequestID, Date string
	// Host is who answered.
	Host string
	// Path is the path of the request, without host and query; of a download, whose
	// address is a secret, the name of the report.
	Path string
	// Page says that the request was for a further page of a listing.
	Page bool
	// Download says that the request was for the download of a report.
	Download bool
	// Tries is how often the request was sent.
	Tries int
	// Unattended says that the application signed in by itself, so that its own
	// permissions count and nobody's role.
	Unattended bool
}

// Error implements error.
func (e *StatusError) Error() string {
	text := fmt.Sprintf("%s answered %d %s", e.Path, e.Status, http.StatusText(e.Status))
	if e.Code != "" {
		text += " " + e.Code
	}
	if e.Text != "" {
		text += ": " + e.Text
	}
	return text
}

// Message implements [connector.Explained].
func (e *StatusError) Message() connector.Message {
	m := connector.Message{ID: e.messageID(), Reference: e.reference()}
	switch m.ID {
	case "graph.unknown-tenant", "graph.forbidden.reports", "graph.forbidden.application-reports": // the same for every report
	default:
		m.Data = connector.Data{"Path": e.Path, "Host": e.Host, "Status": e.Status, "Count": max(e.Tries, 1)}
	}
	return m
}

func (e *StatusError) reference() string {
	parts := []string{e.Error()}
	for _, p := range []struct{ name, value string }{
		{"request-id", e.RequestID}, {"client-request-id", e.ClientRequestID}, {"date", e.Date},
	} {
		if p.value != "" {
			parts = append(parts, p.name+" "+p.value)
		}
	}
	return strings.Join(parts, "; ")
}

// messageID decides by status and code, never by the message, which Microsoft rewords.
func (e *StatusError) messageID() string {
	switch {
	case e.Download:
		return e.downloadID()
	case e.Code == codeUnknownTenant:
		return "graph.unknown-tenant"
	case e.PageExpired():
		return "graph.page-expired"
	case e.Status == http.StatusUnauthorized:
		return e.unauthorizedID()
	case e.Status == http.StatusForbidden:
		return e.forbiddenID()
	case e.Status == http.StatusNotFound:
		return "graph.not-found"
	case e.Status == http.StatusTooManyRequests:
		return "graph.throttled"
	case e.Status == http.StatusNotImplemented:
		return "graph.not-implemented"
	case e.Status >= 500, network.Passing(e.Status):
		return "graph.unavailable"
	case e.Status >= 300 && e.Status < 400:
		return "graph.redirected"
	default:
		return "graph.refused"
	}
}

// downloadID is of a message that names the host of the download, never its address.
// The address is good without a token, once and for a few minutes, so that no
// permission is at fault.
func (e *StatusError) downloadID() string {
	if e.Status >= 500 || network.Passing(e.Status) {
		return "graph.download.unavailable"
	}
	return "graph.download.refused"
}

func (e *StatusError) unauthorizedID() string {
	switch {
	case e.Unattended && e.Tries > 1:
		return "graph.unauthorized.application-again"
	case e.Unattended:
		return "graph.unauthorized.application"
	case e.Tries > 1:
		return "graph.unauthorized.account-again"
	default:
		return "graph.unauthorized.account"
	}
}

func (e *StatusError) forbiddenID() string {
	switch {
	case e.Unattended && isReport(e.Path):
		return "graph.forbidden.application-reports"
	case e.Unattended:
		return "graph.forbidden.application"
	case isReport(e.Path):
		return "graph.forbidden.reports"
	case e.Code == codeUnsupportedRole:
		return "graph.forbidden.role"
	default:
		return "graph.forbidden.permission"
	}
}

// PageExpired reports whether a listing must be read again from its start. Graph does
// not always say so with a code: a page link that it calls a bad request is one
// whose place it has forgotten, because nobody but Graph wrote it.
func (e *StatusError) PageExpired() bool {
	return e.Status == http.StatusGone || e.Status == http.StatusBadRequest && e.Page ||
		e.Code == codeExpiredPageToken || e.Code == codePageTokenNotFound
}

// isPageLink reports whether an address is that of a further page of a listing
// (learn.microsoft.com/graph/paging).
func isPageLink(address *url.URL) bool {
	for name := range address.Query() {
		if strings.EqualFold(name, "$skiptoken") {
			return true
		}
	}
	return false
}

// gatewayTimeouts are the statuses with which gateways say that they gave up waiting; the
// standard has only the first.
var gatewayTimeouts = []int{http.StatusGatewayTimeout, 524, 598}

// TimedOut reports whether a gateway gave up waiting, in its own words or in Graph's.
func TimedOut(err error) bool {
	var (
		refused *StatusError
		page    *network.WebPageError
	)
	return errors.As(err, &refused) && slices.Contains(gatewayTimeouts, refused.Status) ||
		errors.As(err, &page) && slices.Contains(gatewayTimeouts, page.Status)
}

// parse fills in what the body of a failed answer says
// (learn.microsoft.com/graph/errors). Older services spell innerError and the
// ids in it differently, and nest a second innerError. The reporting service puts
// its own answer into the message of another one.
func (e *StatusError) parse(body []byte) {
	type inner struct {
		Date             string `json:"date"`
		RequestID        string `json:"request-id"`
		RequestIDOld     string `json:"requestId"`
		ClientRequestID  string `json:"client-request-id"`
		ClientRequestOld string `json:"clientRequestId"`
	}
	var answer struct {
		Error struct {
			Code       string `json:"code"`
			Message    string `json:"message"`
			InnerError inner  `json:"innerError"`
		} `json:"error"`
	}
	// What could be read before a syntax error is kept: it is only shown.
	_ = json.Unmarshal(body, &answer)
	e.Code = printable.Line(answer.Error.Code, 100)
	e.Text = printable.Line(answer.Error.Message, 500)
	in := answer.Error.InnerError
	e.Date = cmp.Or(printable.Line(in.Date, 40), e.Date)
	e.RequestID = cmp.Or(printable.Line(in.RequestID, 80), printable.Line(in.RequestIDOld, 80), e.RequestID)
	e.ClientRequestID = cmp.Or(e.ClientRequestID, printable.Line(in.ClientRequestID, 80), printable.Line(in.ClientRequestOld, 80))
	if nested := *e; strings.HasPrefix(answer.Error.Message, "{") {
		if nested.parse([]byte(answer.Error.Message)); nested.Code != "" {
			*e = nested
		}
	}
}
