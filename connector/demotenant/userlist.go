package demotenant

import (
	"net/http"
	"slices"
	"strconv"
)

// listing is a checked request for a page of users.
type listing struct {
	query
	selection *selection
	match     func(*user) bool // nil means everybody
	// among are the numbers of the users to look at; all of them unless picked.
	among  []int32
	picked bool
	start  int
}

// size is how many users there are to look at.
func (t *Tenant) size(l *listing) int {
	if l.picked {
		return len(l.among)
	}
	return t.options.Users
}

// readListing checks the options of a request for users.
func (t *Tenant) readListing(r *http.Request, known ...string) (listing, *graphError) {
	var l listing
	var problem *graphError
	if l.query, problem = readQuery(r, known...); problem != nil {
		return l, problem
	}
	if l.selection, problem = t.selections.find(l.selects); problem != nil {
		return l, problem
	}
	if _, given := l.values["$filter"]; given {
		f, problem := parseFilter(l.filter)
		if problem != nil {
			return l, problem
		}
		if f.advanced && (!l.advanced || !l.count) && r.URL.Path == graphRoot+"users" {
			return l, unsupported("The specified filter needs the header ConsistencyLevel: eventual and the parameter $count=true.")
		}
		l.match = f.match
		if f.created != nil {
			l.among, l.match, l.picked = t.createdIn(*f.created), nil, true
		}
	}
	l.start, problem = t.start(r.URL.Path, &l.query)
	return l, problem
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
	b = append(b, `{"@odata.context":"`...)
	b = append(b, origin(r)...)
	b = append(b, `/v1.0/$metadata#users`...)
	if l.selects != "" {
		b = append(b, '(')
		for i := range l.selection.properties {
			if i > 0 {
				b = append(b, ',')
			}
			key := l.selection.properties[i].key
			b = append(b, key[1:len(key)-2]...)
		}
		b = append(b, ')')
	}
	b = append(b, '"', ',')
	if l.count && l.advanced && l.token == "" {
		b = append(b, `"@odata.count":`...)
		b = strconv.AppendInt(b, int64(t.countUsers(l)), 10)
		b = append(b, ',')
	}
	start, wanted := l.start, l.top
	fault := faultOf(r)
	if fault != nil {
		start = max(0, start-fault.Repeat)
		if fault.EmptyPage {
			wanted = 0
		}
	}
	// The order of members says nothing in JSON, and Graph's is not always the same.
	linkFirst := l.match == nil && l.start/maxTop%4 == 3
	end := start + wanted
	if linkFirst {
		b = t.appendNextLink(b, r, l, end, fault)
	}
	b = append(b, `"value":[`...)
	b, end = t.appendUsers(b, l, start, wanted)
	b = append(b, ']')
	if !linkFirst {
		b = t.appendNextLink(append(b, ','), r, l, end, fault)
		b = b[:len(b)-1] // the last comma, or the first
	}
	return append(b, '}')
}

// appendNextLink appends the address of the next page and a comma, if there is one.
func (t *Tenant) appendNextLink(b []byte, r *http.Request, l *listing, next int, fault *Fault) []byte {
	link := ""
	switch {
	case fault != nil && fault.NextLink != "":
		link = fault.NextLink
	case next < t.size(l):
		link = t.nextLink(r, &l.query, next)
	default:
		return b
	}
	b = append(b, `"@odata.nextLink":`...)
	return append(appendText(b, link), ',')
}

// appendUsers appends the wanted number of users and returns where the next
// page starts.
func (t *Tenant) appendUsers(b []byte, l *listing, start, wanted int) ([]byte, int) {
	written := 0
	var r row // reused: one that escapes for each user costs a third of the speed
	size := t.size(l)
	for i := start; i < size; i++ {
		number := i
		if l.picked {
			number = int(l.among[i])
		}
		r.user, r.loaded = t.user(number), false
		if l.match != nil && !l.match(&r.user) {
			continue
		}
		if written == wanted {
			return b, i
		}
		if written > 0 {
			b = append(b, ',')
		}
		b = l.selection.appendUser(b, &r)
		written++
	}
	return b, size
}

func (t *Tenant) countUsers(l *listing) int {
	if l.match == nil {
		return t.size(l)
	}
	n := 0
	var u user // reused, see appendUsers
	for i := range t.options.Users {
		u = t.user(i)
		if l.match(&u) {
			n++
		}
	}
	return n
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
	body := strconv.AppendInt([]byte("\ufeff"), int64(t.countUsers(&l)), 10)
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
	s, problem := t.selections.find(q.selects)
	if problem != nil {
		return problem
	}
	t.writeBody(w, r, graphJSON, s.appendUser(nil, &row{user: t.user(g.User)}))
	return nil
}
