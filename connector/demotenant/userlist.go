package demotenant

import (
	"bytes"
	"net/http"
	"slices"
	"strconv"
	"strings"
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
func (t *Tenant) readListing(r *http.Request, known ...string) (listing, *graphError) {
	l := listing{size: t.options.Users}
	var problem *graphError
	if l.query, problem = readQuery(r, known...); problem != nil {
		return l, problem
	}
	if l.selection, problem = t.selection(l.selects); problem != nil {
		return l, problem
	}
	if l.filtered = l.values.Has("$filter"); l.filtered {
		var advanced bool
		if l.numbers, advanced, problem = t.filtered(l.filter); problem != nil {
			return l, problem
		}
		if advanced && (!l.advanced || !l.count) && r.URL.Path == graphRoot+"users" {
			return l, needsAdvanced()
		}
		l.size = len(l.numbers)
	}
	l.start, problem = t.start(r.URL.Path, &l.query)
	return l, problem
}

// serveUsers is GET /users (learn.microsoft.com/graph/api/user-list).
func (t *Tenant) serveUsers(w http.ResponseWriter, r *http.Request, _ grant) *graphError {
	l, problem := t.readListing(r, "$select", "$filter", "$top", "$count", "$skiptoken")
	if problem != nil {
		return problem
	}
	if t.options.MaxPage > 0 {
		l.top = min(l.top, t.options.MaxPage)
	}
	units, context := "2", "users"
	if l.selects != "" {
		units, context = "1", "users("+strings.Join(l.selection.names(), ",")+")"
	}
	w.Header().Set("x-ms-resource-unit", units)
	fault := faultOf(r)
	start := max(0, min(l.start, l.size)-fault.Repeat)
	end := min(start+l.top, l.size)
	if fault.EmptyPage {
		end = start
	}
	next := fault.NextLink
	if next == "" && end < l.size {
		next = t.nextLink(r, &l.query, end)
	}
	p := page{Context: context, Value: []any{}, Next: next}.complete(r, &l.query, l.size)
	t.writeUsers(w, r, &l, p, start, end)
	return nil
}

// writeUsers writes a page with the users at the places of a listing.
func (t *Tenant) writeUsers(w http.ResponseWriter, r *http.Request, l *listing, p page, start, end int) {
	var envelope any = p
	if l.start/maxTop%4 != 3 {
		envelope = linkLast{p, p.Next}
	}
	before, after, _ := bytes.Cut(mustJSON(envelope), []byte("[]"))
	reused, _ := buffers.Get().(*[]byte)
	b := append(append((*reused)[:0], before...), '[')
	if t.options.Heavy {
		// What growing leaves behind is collected, and the buffers that wait with it:
		// each page would grow its own, and whoever reads one after another wait for it.
		b = slices.Grow(b, l.top*heavyUser)
	}
	var of row
	for place := start; place < end; place++ {
		if place > start {
			b = append(b, ',')
		}
		number := place
		if l.filtered {
			number = int(l.numbers[place])
		}
		of.of(t.user(number))
		b = l.selection.appendUser(b, &of)
	}
	*reused = append(append(b, ']'), after...)
	t.writeBody(w, r, graphJSON, *reused)
	buffers.Put(reused)
}

// serveUserCount is GET /users/$count.
func (t *Tenant) serveUserCount(w http.ResponseWriter, r *http.Request, _ grant) *graphError {
	l, problem := t.readListing(r, "$filter")
	if problem != nil {
		return problem
	}
	if !l.advanced {
		return &graphError{http.StatusBadRequest, "Request_BadRequest", "$count is not currently supported."}
	}
	// Graph puts a byte order mark before the number.
	body := strconv.AppendInt([]byte("\ufeff"), int64(l.size), 10)
	t.writeBody(w, r, "text/plain;odata.metadata=minimal;charset=utf-8", body)
	return nil
}

// serveMe is GET /me.
func (t *Tenant) serveMe(w http.ResponseWriter, r *http.Request, g grant) *graphError {
	q, problem := readQuery(r, "$select")
	if problem != nil {
		return problem
	}
	if g.User < 0 {
		return badRequest("/me request is only valid with delegated authentication flow.")
	}
	s, problem := t.selection(q.selects)
	if problem != nil {
		return problem
	}
	var of row
	of.of(t.user(g.User))
	t.writeBody(w, r, graphJSON, s.appendUser(nil, &of))
	return nil
}
