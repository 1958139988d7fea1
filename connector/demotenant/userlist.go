package demotenant

import (
	"fmt"
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
			return l, unsupported("The specified filter needs the header ConsistencyLevel: eventual and the parameter $count=true.")
		}
		l.size = len(l.numbers)
	}
	l.start, problem = t.start(r.URL.Path, &l.query)
	return l, problem
}

// user returns the user at a place of the listing.
func (l *listing) user(t *Tenant, place int) user {
	if l.filtered {
		place = int(l.numbers[place])
	}
	return t.user(place)
}

// serveUsers is GET /users (learn.microsoft.com/graph/api/user-list).
func (t *Tenant) serveUsers(w http.ResponseWriter, r *http.Request) *graphError {
	l, problem := t.readListing(r, "$select", "$filter", "$top", "$count", "$skiptoken")
	if problem != nil {
		return problem
	}
	if t.options.MaxPage > 0 {
		l.top = min(l.top, t.options.MaxPage)
	}
	if l.selects == "" {
		w.Header().Set("x-ms-resource-unit", "2")
	} else {
		w.Header().Set("x-ms-resource-unit", "1")
	}
	reused, _ := buffers.Get().(*[]byte)
	if t.options.Heavy {
		// What growing leaves behind is collected, and the buffers that wait with it:
		// each page would grow its own, and whoever reads one after another wait for it.
		*reused = slices.Grow((*reused)[:0], l.top*heavyUser)
	}
	*reused = t.appendPage((*reused)[:0], r, &l)
	t.writeBody(w, r, graphJSON, *reused)
	buffers.Put(reused)
	return nil
}

// appendPage appends a page of users.
func (t *Tenant) appendPage(b []byte, r *http.Request, l *listing) []byte {
	fault := faultOf(r)
	if fault == nil {
		fault = &Fault{}
	}
	start := max(0, min(l.start, l.size)-fault.Repeat)
	end := min(start+l.top, l.size)
	if fault.EmptyPage {
		end = start
	}
	next := ""
	switch {
	case fault.NextLink != "":
		next = fault.NextLink
	case end < l.size:
		next = t.nextLink(r, &l.query, end)
	}
	if next != "" {
		next = `,"@odata.nextLink":"` + next + `"`
	}
	b = appendText(append(b, `{"@odata.context":`...), origin(r)+"/v1.0/$metadata#users"+l.context())
	if l.count && l.advanced && l.token == "" {
		b = fmt.Appendf(b, `,"@odata.count":%d`, l.size)
	}
	// The order of members says nothing in JSON, and Graph's is not always the same.
	linkFirst := l.start/maxTop%4 == 3
	if linkFirst {
		b = append(b, next...)
	}
	b = append(b, `,"value":[`...)
	var of row // reused: one that escapes for each user costs a third of the speed
	for place := start; place < end; place++ {
		if place > start {
			b = append(b, ',')
		}
		of.user, of.loaded = l.user(t, place), false
		b = l.selection.appendUser(b, &of)
	}
	b = append(b, ']')
	if !linkFirst {
		b = append(b, next...)
	}
	return append(b, '}')
}

// context is what the address of the context says of a $select.
func (l *listing) context() string {
	if l.selects == "" {
		return ""
	}
	var names []string
	for _, p := range l.selection {
		names = append(names, p.name)
	}
	return "(" + strings.Join(names, ",") + ")"
}

// serveUserCount is GET /users/$count.
func (t *Tenant) serveUserCount(w http.ResponseWriter, r *http.Request) *graphError {
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
	t.writeBody(w, r, graphJSON, s.appendUser(nil, &row{user: t.user(g.User)}))
	return nil
}
