package graph

import (
	"hash/fnv"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"inventorybeacon/connector/demotenant/internal/seal"
	"inventorybeacon/connector/demotenant/internal/web"
)

// query is the OData part of a request's query, checked.
type query struct {
	selects string
	filter  string
	format  string
	top     int
	count   bool
	token   string
	// advanced means that ConsistencyLevel is eventual
	// (learn.microsoft.com/graph/aad-advanced-queries).
	advanced bool
	values   url.Values
}

// The sizes of pages (learn.microsoft.com/graph/api/user-list).
const (
	defaultTop = 100
	maxTop     = 999
)

// readQuery reads the OData options of a request. Each may occur once, and only
// those that the resource knows.
func readQuery(r *http.Request, known ...string) (query, *Error) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return query{}, badRequest("The query of the request is not well formed.")
	}
	q := query{top: defaultTop, values: values, advanced: strings.EqualFold(r.Header.Get("ConsistencyLevel"), "eventual")}
	for name, list := range values {
		if !strings.HasPrefix(name, "$") {
			continue // Graph ignores what it does not know
		}
		if !slices.Contains(known, name) {
			return q, unsupported("The query option '%s' is not supported for this resource.", name)
		}
		if len(list) != 1 {
			return q, badRequest("Query option '%s' was specified more than once, but it must be specified at most once.", name)
		}
		if problem := q.take(name, list[0]); problem != nil {
			return q, problem
		}
	}
	return q, nil
}

func (q *query) take(name, value string) *Error {
	switch name {
	case "$select":
		q.selects = value
	case "$filter":
		q.filter = value
	case "$format":
		q.format = value
	case "$skiptoken":
		q.token = value
	case "$count":
		if value != "true" && value != "false" {
			return badRequest("Invalid value '%s' for $count query option found. Valid values are 'true' or 'false'.", value)
		}
		q.count = value == "true"
	case "$top":
		top, err := strconv.Atoi(value)
		if err != nil {
			return badRequest("Invalid value '%s' for $top query option found. The $top query option requires a non-negative integer value.", value)
		}
		if top < 1 || top > maxTop {
			return &Error{
				http.StatusBadRequest, "Request_BadRequest",
				"Invalid page size specified: '" + value + "'. Must be between 1 and 999 inclusive.",
			}
		}
		q.top = top
	}
	return nil
}

// pageToken is what is sealed in a $skiptoken.
type pageToken struct {
	Next  int    `json:"n"`
	Query uint64 `json:"q"`
	// Generation ends all tokens at once; see ExpirePages.
	Generation int64 `json:"g"`
}

// pageTokenSize makes page tokens about as long as Microsoft's.
const pageTokenSize = 120

// ExpirePages ends every page token that is out, as time does.
func (s *Service) ExpirePages() { s.pages.Add(1) }

// identity tells one listing from another, so that a token is good for its own only.
func (q *query) identity(path string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(path + "\x00" + q.filter + "\x00" + q.selects))
	return h.Sum64()
}

// start returns the place at which the page of a request begins.
func (s *Service) start(path string, q *query) (int, *Error) {
	if q.token == "" {
		return 0, nil
	}
	var p pageToken
	if err := s.sealer.Open(seal.Page, q.token, &p); err != nil || p.Query != q.identity(path) || p.Generation != s.pages.Load() {
		return 0, ExpiredPage()
	}
	return p.Next, nil
}

// nextLink returns the address of the page that begins at next.
func (s *Service) nextLink(r *http.Request, q *query, next int) string {
	var link strings.Builder
	link.WriteString(web.Origin(r) + r.URL.Path + "?")
	for _, name := range slices.Sorted(maps.Keys(q.values)) {
		if name == "$skiptoken" {
			continue
		}
		// Graph leaves the $ of its own options as it is.
		plain, isOption := strings.CutPrefix(name, "$")
		if isOption {
			link.WriteByte('$')
		}
		link.WriteString(url.QueryEscape(plain) + "=" + url.QueryEscape(q.values.Get(name)) + "&")
	}
	link.WriteString("$skiptoken=")
	link.WriteString(s.sealer.Seal(seal.Page, pageToken{next, q.identity(r.URL.Path), s.pages.Load()}, pageTokenSize))
	return link.String()
}

// ExpiredPage is what Graph says of a page whose token has ended.
func ExpiredPage() *Error {
	return &Error{
		http.StatusBadRequest, "Directory_ExpiredPageToken",
		"The specified page token value has expired and can no longer be included in your request.",
	}
}
