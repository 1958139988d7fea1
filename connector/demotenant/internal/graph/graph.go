package graph

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"inventorybeacon/connector/demotenant/internal/company"
	"inventorybeacon/connector/demotenant/internal/data"
	"inventorybeacon/connector/demotenant/internal/fault"
	"inventorybeacon/connector/demotenant/internal/report"
	"inventorybeacon/connector/demotenant/internal/seal"
	"inventorybeacon/connector/demotenant/internal/signin"
	"inventorybeacon/connector/demotenant/internal/web"
)

// Service is Microsoft Graph of one tenant.
type Service struct {
	company     *company.Company
	options     Options
	signIn      *signin.Provider // whose tokens it takes
	reports     *report.Host
	sealer      seal.Sealer
	companyJSON []byte       // the company's name as a JSON string
	pages       atomic.Int64 // generation of page tokens
	times       func() userTimes
}

// Options say how Graph answers.
type Options struct {
	// MaxPage caps the users on a page below Microsoft's 999; 0 leaves it there.
	MaxPage int
	// Heavy gives every user some 40 assignedPlans, whatever $select says, so that
	// it takes about 7 KB. Tenants with many licenses are as heavy as that.
	Heavy bool
	// Undated says how filters treat the accounts without a createdDateTime.
	Undated Undated
	// ReportsForbidden means that the administrator lacks the roles that the
	// usage reports ask for.
	ReportsForbidden bool
}

// New makes the Graph of a company.
func New(of *company.Company, signIn *signin.Provider, reports *report.Host, sealer seal.Sealer, o Options) *Service {
	s := &Service{
		company: of, options: o, signIn: signIn, reports: reports, sealer: sealer, companyJSON: data.JSON(of.Options.Name),
	}
	s.times = sync.OnceValue(s.sortUsers)
	return s
}

// Root is where version 1.0 begins.
const Root = "/v1.0/"

// betaRoot is where the beta version begins, which has reports in every cloud.
const betaRoot = "/beta/"

// Error is an error of Microsoft Graph (learn.microsoft.com/graph/errors).
type Error struct {
	Status        int
	Code, Message string
}

// Serves reports whether Graph answers at a path: everything below /v1.0, and
// reports below /beta.
func Serves(path string) bool {
	return strings.HasPrefix(path, Root) || strings.HasPrefix(path, betaRoot+report.Root) ||
		strings.HasPrefix(path, betaRoot+report.CopilotRoot)
}

// ServeHTTP implements [http.Handler].
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id := web.RequestID(r)
	header := w.Header()
	header.Set("request-id", id)
	header.Set("client-request-id", id)
	header.Set("OData-Version", "4.0")
	header.Set("Cache-Control", "no-cache")
	header.Set("x-ms-ags-diagnostic", `{"ServerInfo":{"DataCenter":"Demonstration","Slice":"E","Ring":"1","ScaleUnit":"000"}}`)
	g, problem := s.bearer(r)
	if problem == nil {
		problem = s.routeGraph(w, r, g)
	}
	if problem != nil {
		s.WriteError(w, r, problem)
	}
}

// routeGraph finds who answers, and checks that the token allows it.
func (s *Service) routeGraph(w http.ResponseWriter, r *http.Request, g signin.Grant) *Error {
	if r.Method != http.MethodGet {
		return &Error{http.StatusMethodNotAllowed, "Request_BadRequest", "Specified HTTP method is not allowed for the request target."}
	}
	path := strings.TrimPrefix(strings.TrimPrefix(r.URL.Path, Root), betaRoot)
	for _, root := range []string{report.Root, report.CopilotRoot} {
		if call, is := strings.CutPrefix(path, root); is {
			return s.serveReport(w, r, g, root, call)
		}
	}
	resource, known := resources[path]
	switch {
	case !known:
		segment, _, _ := strings.Cut(path, "/")
		return badRequest("Resource not found for the segment '%s'.", segment)
	case !slices.ContainsFunc(resource.allows, func(name string) bool { return signin.Holds(g.Scopes, name) }):
		return forbidden()
	}
	return resource.serve(s, w, r, g)
}

// resources are what Graph serves, by path, each with the permissions that allow to
// read it.
var resources = map[string]struct {
	serve  func(s *Service, w http.ResponseWriter, r *http.Request, g signin.Grant) *Error
	allows []string
}{
	"organization":            {(*Service).serveOrganization, []string{"Directory.Read.All", "Organization.Read.All", "User.Read"}},
	"subscribedSkus":          {(*Service).serveSubscribedSKUs, []string{"Directory.Read.All", "Organization.Read.All"}},
	"directory/subscriptions": {(*Service).serveSubscriptions, []string{"Directory.Read.All", "Organization.Read.All"}},
	"groups":                  {(*Service).serveGroups, []string{"Directory.Read.All", "Group.Read.All"}},
	"users":                   {(*Service).serveUsers, []string{"Directory.Read.All", "User.Read.All"}},
	"users/$count":            {(*Service).serveUserCount, []string{"Directory.Read.All", "User.Read.All"}},
	"me":                      {(*Service).serveMe, []string{"Directory.Read.All", "User.Read", "User.Read.All"}},
	"admin/reportSettings":    {(*Service).serveReportSettings, []string{"ReportSettings.Read.All"}},
}

func forbidden() *Error {
	return &Error{http.StatusForbidden, "Authorization_RequestDenied", "Insufficient privileges to complete the operation."}
}

// bearer checks the access token of a request.
func (s *Service) bearer(r *http.Request) (signin.Grant, *Error) {
	unauthorized := func(message string) *Error {
		return &Error{http.StatusUnauthorized, "InvalidAuthenticationToken", message}
	}
	kind, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(kind, "Bearer") || token == "" {
		return signin.Grant{}, unauthorized("Access token is empty.")
	}
	g, ok := s.signIn.OpenGrant(seal.Access, token)
	if !ok {
		return signin.Grant{}, unauthorized("CompactToken parsing failed with error code: 80049217")
	}
	if s.company.Now().Unix() >= g.Expires {
		return signin.Grant{}, unauthorized("Lifetime validation failed, the token is expired.")
	}
	return g, nil
}

// WriteError writes an error with Graph's body.
func (s *Service) WriteError(w http.ResponseWriter, r *http.Request, e *Error) {
	header := w.Header()
	id := header.Get("request-id")
	if id == "" {
		id = web.RequestID(r)
		header.Set("request-id", id)
		header.Set("client-request-id", id)
	}
	header.Set("Content-Type", "application/json")
	if e.Status == http.StatusUnauthorized {
		header.Set("WWW-Authenticate",
			`Bearer realm="", authorization_uri="`+web.Origin(r)+`/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"`)
	}
	inner := map[string]string{
		"date": s.company.Now().Format("2006-01-02T15:04:05"), "request-id": id, "client-request-id": id,
	}
	if e.Status == http.StatusTooManyRequests {
		inner["code"], inner["status"], inner["message"] = "429", "429", "Please retry after"
	}
	w.WriteHeader(e.Status)
	_ = json.NewEncoder(w).Encode(map[string]any{ // the client has gone otherwise
		"error": map[string]any{"code": e.Code, "message": e.Message, "innerError": inner},
	})
}

// buffers are reused for pages of users.
var buffers = sync.Pool{New: func() any {
	b := make([]byte, 0, 1<<20)
	return &b
}}

const graphJSON = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"

// page is a page of a collection (learn.microsoft.com/graph/paging).
type page struct {
	Context string `json:"@odata.context"`
	Count   *int   `json:"@odata.count,omitempty"`
	Next    string `json:"@odata.nextLink,omitempty"`
	Value   any    `json:"value"`
}

// linkLast is a page with the address of the next one at its end: the order of members
// says nothing in JSON, and Graph's is not always the same.
type linkLast struct {
	page
	Next string `json:"@odata.nextLink,omitempty"`
}

// complete adds what every page of a collection of so many elements has.
func (p page) complete(r *http.Request, q *query, size int) page {
	p.Context = web.Origin(r) + Root + "$metadata#" + p.Context
	if q.count && q.advanced && q.token == "" {
		p.Count = &size
	}
	return p
}

// writeJSON writes a complete answer of Graph.
func (s *Service) writeJSON(w http.ResponseWriter, r *http.Request, answer any) {
	web.WriteBody(w, r, graphJSON, data.JSON(answer))
}

// ErrorOf is the error of a fault with a status.
func ErrorOf(f *fault.Fault) *Error {
	e := &Error{Status: f.Status, Code: f.Code, Message: f.Message}
	usual := map[int][2]string{
		http.StatusBadRequest:   {"BadRequest", "Invalid request."},
		http.StatusUnauthorized: {"InvalidAuthenticationToken", "Access token has expired or is not yet valid."},
		http.StatusForbidden:    {"Authorization_RequestDenied", "Insufficient privileges to complete the operation."},
		http.StatusNotFound: {
			"Request_ResourceNotFound",
			"Resource does not exist or one of its queried reference-property objects are not present.",
		},
		http.StatusTooManyRequests:     {"TooManyRequests", "Please retry again later."},
		http.StatusInternalServerError: {"InternalServerError", "Unable to process the request."},
		http.StatusServiceUnavailable:  {"ServiceNotAvailable", "The service is temporarily unavailable. Please try again later."},
		http.StatusGatewayTimeout:      {"UnknownError", ""},
	}[f.Status]
	if e.Code == "" {
		e.Code = usual[0]
	}
	if e.Message == "" {
		e.Message = usual[1]
	}
	return e
}
