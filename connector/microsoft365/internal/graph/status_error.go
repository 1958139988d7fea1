package graph

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/network"
	"inventorybeacon/connector/microsoft365/internal/printable"
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
	// Code and Message are Graph's own words; empty when the body held none.
	Code, Message string
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
	if e.Message != "" {
		text += ": " + e.Message
	}
	return text
}

// Advice implements [connector.Advised].
func (e *StatusError) Advice() connector.Advice {
	message, action := e.sentences()
	return connector.Advice{Message: message, Action: action, Reference: e.reference()}
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

// sentences says what is wrong and what to do. It decides by status and code,
// never by the message, which Microsoft rewords.
func (e *StatusError) sentences() (message, action string) {
	switch {
	case e.Download:
		return e.downloadSentences()
	case e.Code == codeUnknownTenant:
		return "Microsoft's reporting service does not know this tenant yet, so there are no usage reports of it.",
			"Execute the import again in a day or two; it takes that long after a tenant was made."
	case e.PageExpired():
		return "Microsoft Graph no longer knows the place at which the listing was to go on (its page token has expired).",
			"Execute the import again; it starts the listing anew."
	case e.Status == http.StatusUnauthorized:
		return e.unauthorizedSentences()
	case e.Status == http.StatusForbidden:
		return e.forbiddenSentences()
	case e.Status == http.StatusNotFound:
		return fmt.Sprintf("Microsoft Graph does not know %s.", e.Path),
			"Check the Graph endpoint and the cloud of the connection."
	case e.Status == http.StatusTooManyRequests:
		return fmt.Sprintf("Microsoft Graph limits how much this tenant may read and still refused %s after %s.", e.Path, tries(e.Tries)),
			"Execute the import later, and run it at a time when fewer programs read the tenant."
	case e.Status == http.StatusNotImplemented:
		return fmt.Sprintf("Microsoft Graph does not support reading %s in this cloud.", e.Path),
			"Check the Graph endpoint and the cloud of the connection; report the reference below if they are right."
	case e.Status >= 500:
		return fmt.Sprintf("Microsoft Graph could not answer for %s (status %d, %s).", e.Path, e.Status, tries(e.Tries)),
			"Execute the import again later; look at the service health in the Microsoft 365 admin center when it persists."
	case e.Status >= 300 && e.Status < 400:
		return fmt.Sprintf("Something between this computer and Microsoft Graph redirected the request for %s (status %d).", e.Path, e.Status),
			"Check the proxy settings and whether the network asks for a sign-in of its own in a browser."
	default:
		return fmt.Sprintf("Microsoft Graph refused the request for %s (status %d).", e.Path, e.Status),
			"Check the Graph endpoint and the cloud of the connection; report the reference below if they are right."
	}
}

// downloadSentences names the host of the download, never its address. The
// address is good without a token, once and for a few minutes, so that no
// permission is at fault.
func (e *StatusError) downloadSentences() (message, action string) {
	if e.Status >= 500 || e.Status == http.StatusTooManyRequests {
		return fmt.Sprintf("%s could not deliver the usage report %s (status %d, %s).", e.Host, e.Path, e.Status, tries(e.Tries)),
			"Execute the import again later; look at the service health in the Microsoft 365 admin center when it persists."
	}
	return fmt.Sprintf("%s refused the download of the usage report %s (status %d, %s): its address was used up or has expired, or "+
			"something on the way changed the request.",
			e.Host, e.Path, e.Status, tries(e.Tries)),
		fmt.Sprintf("Execute the import again. If it happens again, ask the network's administrator to let requests to %s pass as they are.",
			e.Host)
}

func (e *StatusError) unauthorizedSentences() (message, action string) {
	message = fmt.Sprintf("Microsoft Graph refused the access token for %s.", e.Path)
	if e.Tries > 1 {
		message = fmt.Sprintf("Microsoft Graph refused the access token for %s, also after it had been renewed (%s).", e.Path, tries(e.Tries))
	}
	if e.Unattended {
		return message, "Check that the token endpoint, the cloud and the Graph endpoint of the connection belong together."
	}
	return message, "Sign in again with Generate... and check that the cloud and the Graph endpoint belong to the tenant."
}

func (e *StatusError) forbiddenSentences() (message, action string) {
	switch {
	case e.Unattended:
		what, permission := e.Path, "Directory.Read.All"
		if isReport(e.Path) {
			what, permission = "the usage reports of Microsoft 365", "Reports.Read.All"
		}
		return fmt.Sprintf("Microsoft Graph does not allow the application to read %s.", what),
			"In the app registration, under API permissions, add the application permission " + permission + " to Microsoft Graph and grant " +
				"admin consent."
	case isReport(e.Path):
		return "The account may not read the usage reports of Microsoft 365.",
			"Give the sign-in account the role Reports Reader in the Microsoft Entra admin center. Global, Exchange, SharePoint, Skype for " +
				"Business, " +
				"Teams Service or Teams Communications Administrator also help; Global Reader and Cloud Application Administrator do not. " +
				"Check too that the permission Reports.Read.All was consented to."
	case e.Code == codeUnsupportedRole:
		return fmt.Sprintf("The roles of the sign-in account do not allow it to read %s.", e.Path),
			"Give the account the role Directory Readers or Global Reader in the Microsoft Entra admin center, or sign in with another account " +
				"with Generate..."
	default:
		return fmt.Sprintf("Microsoft Graph does not allow the connection to read %s.", e.Path),
			"Have an administrator consent to the permission Directory.Read.All, then sign in again with Generate... A guest account cannot " +
				"list a tenant's users."
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

// TimedOut reports whether a gateway gave up waiting, in its own words or in Graph's.
func TimedOut(err error) bool {
	var (
		refused *StatusError
		page    *network.WebPageError
	)
	return errors.As(err, &refused) && refused.Status == http.StatusGatewayTimeout ||
		errors.As(err, &page) && page.Status == http.StatusGatewayTimeout
}

func tries(n int) string {
	if n <= 1 {
		return "one try"
	}
	return fmt.Sprintf("%d tries", n)
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
	e.Message = printable.Line(answer.Error.Message, 500)
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
