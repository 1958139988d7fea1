package graph

import (
	"bytes"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"inventorybeacon/connector/demotenant/internal/data"
	"inventorybeacon/connector/demotenant/internal/fault"
	"inventorybeacon/connector/demotenant/internal/signin"
	"inventorybeacon/connector/demotenant/internal/web"
)

// listing is a checked request for a page of users.
type listing struct {
	query
	selection selection
	// numbers are those of the users that a filter picks; all of them otherwise.
	numbers  []int32
	filtered bool
	size     int // of the whole listing
	start    int
}

// readListing checks the options of a request for users.
func (s *Service) readListing(r *http.Request, known ...string) (listing, *Error) {
	l := listing{size: s.company.Options.Users}
	var problem *Error
	if l.query, problem = readQuery(r, known...); problem != nil {
		return l, problem
	}
	if l.selection, problem = s.selection(l.selects); problem != nil {
		return l, problem
	}
	if l.filtered = l.values.Has("$filter"); l.filtered {
		var advanced bool
		if l.numbers, advanced, problem = s.filtered(l.filter); problem != nil {
			return l, problem
		}
		if advanced && (!l.advanced || !l.count) && r.URL.Path == Root+"users" {
			return l, needsAdvanced()
		}
		l.size = len(l.numbers)
	}
	l.start, problem = s.start(r.URL.Path, &l.query)
	return l, problem
}

// serveUsers is GET /users (learn.microsoft.com/graph/api/user-list).
func (s *Service) serveUsers(w http.ResponseWriter, r *http.Request, _ signin.Grant) *Error {
	l, problem := s.readListing(r, "$select", "$filter", "$top", "$count", "$skiptoken")
	if problem != nil {
		return problem
	}
	if s.options.MaxPage > 0 {
		l.top = min(l.top, s.options.MaxPage)
	}
	units, context := "2", "users"
	if l.selects != "" {
		units, context = "1", "users("+strings.Join(l.selection.names(), ",")+")"
	}
	w.Header().Set("x-ms-resource-unit", units)
	injected := fault.Of(r)
	start := max(0, min(l.start, l.size)-injected.Repeat)
	end := min(start+l.top, l.size)
	if injected.EmptyPage {
		end = start
	}
	next := injected.NextLink
	if next == "" && end < l.size {
		next = s.nextLink(r, &l.query, end)
	}
	p := page{Context: context, Value: []any{}, Next: next}.complete(r, &l.query, l.size)
	s.writeUsers(w, r, &l, p, start, end)
	return nil
}

// writeUsers writes a page with the users at the places of a listing.
func (s *Service) writeUsers(w http.ResponseWriter, r *http.Request, l *listing, p page, start, end int) {
	var envelope any = p
	if l.start/maxTop%4 != 3 {
		envelope = linkLast{p, p.Next}
	}
	before, after, _ := bytes.Cut(data.JSON(envelope), []byte("[]"))
	reused, _ := buffers.Get().(*[]byte)
	b := append(append((*reused)[:0], before...), '[')
	if s.options.Heavy {
		// What growing leaves behind is collected, and the buffers that wait with it:
		// each page would grow its own, and whoever reads one after another wait for it.
		b = slices.Grow(b, l.top*heavyUser)
	}
	of := row{service: s}
	for place := start; place < end; place++ {
		if place > start {
			b = append(b, ',')
		}
		number := place
		if l.filtered {
			number = int(l.numbers[place])
		}
		of.of(s.company.User(number))
		b = l.selection.appendUser(b, &of)
	}
	*reused = append(append(b, ']'), after...)
	web.WriteBody(w, r, graphJSON, *reused)
	buffers.Put(reused)
}

// serveUserCount is GET /users/$count.
func (s *Service) serveUserCount(w http.ResponseWriter, r *http.Request, _ signin.Grant) *Error {
	l, problem := s.readListing(r, "$filter")
	if problem != nil {
		return problem
	}
	if !l.advanced {
		return &Error{http.StatusBadRequest, "Request_BadRequest", "$count is not currently supported."}
	}
	// Graph puts a byte order mark before the number.
	body := strconv.AppendInt([]byte("\ufeff"), int64(l.size), 10)
	web.WriteBody(w, r, "text/plain;odata.metadata=minimal;charset=utf-8", body)
	return nil
}

// serveMe is GET /me.
func (s *Service) serveMe(w http.ResponseWriter, r *http.Request, g signin.Grant) *Error {
	q, problem := readQuery(r, "$select")
	if problem != nil {
		return problem
	}
	if g.User < 0 {
		return badRequest("/me request is only valid with delegated authentication flow.")
	}
	selected, problem := s.selection(q.selects)
	if problem != nil {
		return problem
	}
	of := row{service: s}
	of.of(s.company.User(g.User))
	web.WriteBody(w, r, graphJSON, selected.appendUser(nil, &of))
	return nil
}
