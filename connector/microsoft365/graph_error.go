package microsoft365

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"inventorybeacon/connector"
)

// The error codes of Microsoft Graph on which something is decided
// (learn.microsoft.com/graph/errors, .../graph/paging and
// .../graph/reportroot-authorization).
const (
	codeExpiredPageToken  = "Directory_ExpiredPageToken"
	codePageTokenNotFound = "DirectoryPageTokenNotFoundException"
	codeUnsupportedRole   = "Authentication_RequestFromUnsupportedUserRole"
	codeReportPermission  = "S2SUnauthorized"
	codeRequestDenied     = "Authorization_RequestDenied"
)

// GraphError is an answer of Microsoft Graph, or of a host that serves its
// reports, that is not a success.
type GraphError struct {
	// Status is the HTTP status code.
	Status int
	// Code and Message are Graph's own words; empty when the body held none.
	Code, Message string
	// RequestID, ClientRequestID and Date are what Microsoft's support asks for.
	RequestID, ClientRequestID, Date string
	// Path is the path of the request, without host and query.
	Path string
	// Tries is how often the request was sent.
	Tries int
	// Unattended says that the application signed in by itself, so that its own
	// permissions count and nobody's role.
	Unattended bool
}

// Error implements error.
func (e *GraphError) Error() string {
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
func (e *GraphError) Advice() connector.Advice {
	message, action := e.sentences()
	return connector.Advice{Message: message, Action: action, Reference: e.reference()}
}

func (e *GraphError) reference() string {
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
func (e *GraphError) sentences() (message, action string) {
	switch {
	case e.expiredPage():
		return "Microsoft Graph no longer knows the place at which the listing was to go on (its page token has expired).",
			"Execute the import again; it starts the listing anew."
	case e.Status == http.StatusUnauthorized:
		return "Microsoft Graph refused the access token twice, also after it had been renewed.",
			"Sign in again with Generate... and check that the cloud and the Graph endpoint belong to the tenant."
	case e.Status == http.StatusForbidden && e.Unattended:
		permission := "Directory.Read.All"
		if e.concernsReports() {
			permission = "Reports.Read.All"
		}
		return fmt.Sprintf("Microsoft Graph does not allow the application to read %s.", e.Path),
			"In the app registration, under API permissions, add the application permission " + permission + " to Microsoft Graph and grant admin consent."
	case e.Status == http.StatusForbidden && e.concernsReports():
		return "The account may not read the usage reports of Microsoft 365.",
			"Give the sign-in account the role Reports Reader in the Microsoft Entra admin center. Global, Exchange, SharePoint, Skype for Business, " +
				"Teams Service or Teams Communications Administrator also help; Global Reader and Cloud Application Administrator do not. " +
				"Check too that the permission Reports.Read.All was consented to (with Client Credentials: as an application permission)."
	case e.Status == http.StatusForbidden:
		return fmt.Sprintf("Microsoft Graph does not allow the connection to read %s.", e.Path),
			"Have an administrator consent to the permission Directory.Read.All (with Client Credentials: as an application permission), then sign in again with Generate... A guest account cannot list a tenant's users."
	case e.Status == http.StatusNotFound:
		return fmt.Sprintf("Microsoft Graph does not know %s.", e.Path),
			"Check the Graph endpoint and the cloud of the connection."
	case e.Status == http.StatusTooManyRequests:
		return fmt.Sprintf("Microsoft Graph limits how much this tenant may read and still refused after %s.", tries(e.Tries)),
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

// expiredPage says that a listing must be read again from its start.
func (e *GraphError) expiredPage() bool {
	return e.Status == http.StatusGone ||
		e.Code == codeExpiredPageToken || e.Code == codePageTokenNotFound
}

// timedOut says that a gateway gave up waiting, in its own words or in Graph's.
func timedOut(err error) bool {
	var (
		refused *GraphError
		page    *WebPageError
	)
	return errors.As(err, &refused) && refused.Status == http.StatusGatewayTimeout ||
		errors.As(err, &page) && page.Status == http.StatusGatewayTimeout
}

// concernsReports says that the request was for a usage report.
func (e *GraphError) concernsReports() bool {
	return e.Code == codeUnsupportedRole || e.Code == codeReportPermission || strings.Contains(e.Path, "/reports/")
}

func tries(n int) string {
	if n <= 1 {
		return "one try"
	}
	return fmt.Sprintf("%d tries", n)
}

// parseGraphError fills in what the body of a failed answer says
// (learn.microsoft.com/graph/errors). Older services spell innerError and the
// ids in it differently, and nest a second innerError.
func (e *GraphError) parseGraphError(body []byte) {
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
	e.Code = printable(answer.Error.Code, 100)
	e.Message = printable(answer.Error.Message, 500)
	in := answer.Error.InnerError
	e.Date = firstOf(printable(in.Date, 40), e.Date)
	e.RequestID = firstOf(printable(in.RequestID, 80), printable(in.RequestIDOld, 80), e.RequestID)
	e.ClientRequestID = firstOf(e.ClientRequestID, printable(in.ClientRequestID, 80), printable(in.ClientRequestOld, 80))
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
