package demotenant

import (
	"compress/gzip"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
)

const graphRoot = "/v1.0/"

// betaRoot is where the beta version begins, which has reports in every cloud.
const betaRoot = "/beta/"

// graphError is an error of Microsoft Graph (learn.microsoft.com/graph/errors).
type graphError struct {
	status        int
	code, message string
}

// serveGraph answers everything below /v1.0, and reports below /beta.
func (t *Tenant) serveGraph(w http.ResponseWriter, r *http.Request) {
	id := requestID(r)
	header := w.Header()
	header.Set("request-id", id)
	header.Set("client-request-id", id)
	header.Set("OData-Version", "4.0")
	header.Set("Cache-Control", "no-cache")
	header.Set("x-ms-ags-diagnostic", `{"ServerInfo":{"DataCenter":"Demonstration","Slice":"E","Ring":"1","ScaleUnit":"000"}}`)
	g, problem := t.bearer(r)
	if problem == nil {
		problem = t.routeGraph(w, r, g)
	}
	if problem != nil {
		t.graphError(w, r, problem)
	}
}

// routeGraph finds who answers, and checks that the token allows it.
func (t *Tenant) routeGraph(w http.ResponseWriter, r *http.Request, g grant) *graphError {
	if r.Method != http.MethodGet {
		return &graphError{http.StatusMethodNotAllowed, "Request_BadRequest", "Specified HTTP method is not allowed for the request target."}
	}
	path := strings.TrimPrefix(strings.TrimPrefix(r.URL.Path, graphRoot), betaRoot)
	for _, root := range []string{reportRoot, copilotRoot} {
		if call, is := strings.CutPrefix(path, root); is {
			return t.serveReport(w, r, g, root, call)
		}
	}
	resource, known := resources[path]
	switch {
	case !known:
		segment, _, _ := strings.Cut(path, "/")
		return badRequest("Resource not found for the segment '%s'.", segment)
	case !slices.ContainsFunc(resource.allows, func(name string) bool { return holds(g.Scopes, name) }):
		return forbidden()
	}
	return resource.serve(t, w, r, g)
}

// resources are what Graph serves, by path, each with the permissions that allow to
// read it.
var resources = map[string]struct {
	serve  func(t *Tenant, w http.ResponseWriter, r *http.Request, g grant) *graphError
	allows []string
}{
	"organization":            {(*Tenant).serveOrganization, []string{"Directory.Read.All", "Organization.Read.All", "User.Read"}},
	"subscribedSkus":          {(*Tenant).serveSubscribedSKUs, []string{"Directory.Read.All", "Organization.Read.All"}},
	"directory/subscriptions": {(*Tenant).serveSubscriptions, []string{"Directory.Read.All", "Organization.Read.All"}},
	"groups":                  {(*Tenant).serveGroups, []string{"Directory.Read.All", "Group.Read.All"}},
	"users":                   {(*Tenant).serveUsers, []string{"Directory.Read.All", "User.Read.All"}},
	"users/$count":            {(*Tenant).serveUserCount, []string{"Directory.Read.All", "User.Read.All"}},
	"me":                      {(*Tenant).serveMe, []string{"Directory.Read.All", "User.Read", "User.Read.All"}},
	"admin/reportSettings":    {(*Tenant).serveReportSettings, []string{"ReportSettings.Read.All"}},
}

func forbidden() *graphError {
	return &graphError{http.StatusForbidden, "Authorization_RequestDenied", "Insufficient privileges to complete the operation."}
}

// bearer checks the access token of a request.
func (t *Tenant) bearer(r *http.Request) (grant, *graphError) {
	unauthorized := func(message string) *graphError {
		return &graphError{http.StatusUnauthorized, "InvalidAuthenticationToken", message}
	}
	kind, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(kind, "Bearer") || token == "" {
		return grant{}, unauthorized("Access token is empty.")
	}
	g, ok := t.openGrant(sealAccess, token)
	if !ok {
		return grant{}, unauthorized("CompactToken parsing failed with error code: 80049217")
	}
	if t.now().Unix() >= g.Expires {
		return grant{}, unauthorized("Lifetime validation failed, the token is expired.")
	}
	return g, nil
}

// graphError writes an error with Graph's body.
func (t *Tenant) graphError(w http.ResponseWriter, r *http.Request, e *graphError) {
	header := w.Header()
	id := header.Get("request-id")
	if id == "" {
		id = requestID(r)
		header.Set("request-id", id)
		header.Set("client-request-id", id)
	}
	header.Set("Content-Type", "application/json")
	if e.status == http.StatusUnauthorized {
		header.Set("WWW-Authenticate",
			`Bearer realm="", authorization_uri="`+origin(r)+`/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"`)
	}
	inner := map[string]string{
		"date": t.now().Format("2006-01-02T15:04:05"), "request-id": id, "client-request-id": id,
	}
	if e.status == http.StatusTooManyRequests {
		inner["code"], inner["status"], inner["message"] = "429", "429", "Please retry after"
	}
	w.WriteHeader(e.status)
	_ = json.NewEncoder(w).Encode(map[string]any{ // the client has gone otherwise
		"error": map[string]any{"code": e.code, "message": e.message, "innerError": inner},
	})
}

// buffers are reused for pages of users.
var buffers = sync.Pool{New: func() any {
	b := make([]byte, 0, 1<<20)
	return &b
}}

var gzips = sync.Pool{New: func() any {
	z, err := gzip.NewWriterLevel(nil, gzip.BestSpeed)
	if err != nil {
		panic(err) // the level exists
	}
	return z
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
	p.Context = origin(r) + graphRoot + "$metadata#" + p.Context
	if q.count && q.advanced && q.token == "" {
		p.Count = &size
	}
	return p
}

// writeJSON writes a complete answer of Graph.
func (t *Tenant) writeJSON(w http.ResponseWriter, r *http.Request, answer any) {
	t.writeBody(w, r, graphJSON, mustJSON(answer))
}

// mustJSON returns the JSON of strings, numbers and lists of them.
func mustJSON(value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return text
}

// compresses reports whether the answer to a request goes through gzip.
func (t *Tenant) compresses(r *http.Request) bool {
	return !t.options.NeverCompress && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip")
}

// writeBody writes a complete answer, compressed when the client asks for it.
func (t *Tenant) writeBody(w http.ResponseWriter, r *http.Request, contentType string, body []byte) {
	header := w.Header()
	header.Set("Content-Type", contentType)
	header.Set("Vary", "Accept-Encoding")
	if !t.compresses(r) {
		header.Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body) // the client has gone otherwise
		return
	}
	header.Set("Content-Encoding", "gzip")
	z, _ := gzips.Get().(*gzip.Writer)
	z.Reset(w)
	_, _ = z.Write(body)
	_ = z.Close()
	gzips.Put(z)
}
