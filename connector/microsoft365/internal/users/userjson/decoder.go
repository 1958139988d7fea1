package userjson

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"inventorybeacon/connector"
)

var (
	// ErrEnded says that a page stops before its end.
	ErrEnded = errors.New("unexpected end of JSON")
	// ErrNoList says that a page holds no list of users: it has no array "value", or
	// one with elements that are no users with an id.
	ErrNoList = errors.New("it is no list of users")
	// ErrIncomplete says that users lack what was selected of them, or have it in
	// another type.
	ErrIncomplete = errors.New("not all that was asked for is there")
)

var (
	// errNoAddress says that a page has a next one and not where.
	errNoAddress = errors.New("the address of its next page is no text")
	// errNotUTF8 says that a page is not in the encoding of JSON (RFC 8259).
	errNotUTF8 = errors.New("it is not UTF-8")
)

// PageError is the error that a page holds in place of users, or after the first
// of them: who writes a page can no longer say anything by its status.
type PageError struct {
	// Code and Message are Graph's own words; empty where it has none
	// (learn.microsoft.com/graph/errors).
	Code, Message string
}

// Error implements error.
func (e *PageError) Error() string {
	text := "it holds an error"
	if e.Code != "" {
		text += " " + e.Code
	}
	if e.Message != "" {
		text += ": " + e.Message
	}
	return text
}

// Page is a page of users.
type Page struct {
	Users []connector.User
	// Next is the address of the next page; empty on the last one.
	Next string
	// Count is how many users the whole listing has, or -1 where the page does not
	// say.
	Count int64
}

// Decoder decodes pages of users. The users of a page are overwritten by the next
// one, so that memory is needed once and not for each page. The zero Decoder is
// ready to be used.
type Decoder struct {
	json        reader
	users       []connector.User
	assignments []connector.Assignment
	failed      []connector.FailedAssignment
	lists       []string // disabled plans and groups of all assignments
	states      []assignmentState
	// strangers are the elements that are no users with an id, incomplete the users
	// who lack some of the needed properties, lacking all these.
	strangers, incomplete int
	lacking               properties
}

// usersPerPage is the most that Graph sends
// (learn.microsoft.com/graph/api/user-list).
const usersPerPage = 999

// byteOrderMark is what some servers begin a text with.
var byteOrderMark = []byte("\xef\xbb\xbf")

// Decode returns what a page holds; the users' texts lie in it. It takes the JSON
// that encoding/json takes, if it is UTF-8, and of two members with one name the last
// one. The error is [ErrEnded], [ErrNoList], [ErrIncomplete], a [*PageError], or says
// where the page is no JSON.
func (d *Decoder) Decode(page []byte) (Page, error) {
	d.json.reset(bytes.TrimPrefix(page, byteOrderMark))
	if d.users == nil {
		d.users = make([]connector.User, 0, usersPerPage)
	}
	got := d.readMembers()
	d.json.end()
	switch {
	case d.json.err != nil:
		return Page{}, d.json.err
	case !d.json.utf8:
		return Page{}, errNotUTF8
	case got.refused != nil:
		return Page{}, got.refused
	case got.lost:
		return Page{}, errNoAddress
	case !got.list:
		return Page{}, ErrNoList
	case d.strangers > 0:
		return Page{}, fmt.Errorf("%w: %d of %d elements have no id", ErrNoList, d.strangers, d.strangers+len(d.users))
	case d.incomplete > 0:
		return Page{}, fmt.Errorf("%w: %d of %d users lack %v", ErrIncomplete, d.incomplete, len(d.users), d.lacking)
	}
	return Page{Users: d.users, Next: got.next, Count: got.count}, nil
}

// members is what the members of a page say.
type members struct {
	list    bool
	next    string
	lost    bool // it has a next page, and no address of it
	count   int64
	refused *PageError
}

// readMembers reads a page.
func (d *Decoder) readMembers() members {
	t := members{count: -1}
	r := &d.json
	if !r.open('{') {
		return t
	}
	for r.more('}') {
		switch string(r.name()) {
		case "value":
			d.clear()
			t.list = d.list()
		case "error":
			t.refused = d.refusal()
		case "@odata.nextLink":
			next := r.begins()
			t.lost = next != '"' && next != 'n'
			t.next = string(r.text())
		case "@odata.count":
			t.count = r.number()
		default:
			r.value()
		}
	}
	return t
}

// clear forgets the users that were decoded.
func (d *Decoder) clear() {
	d.users, d.assignments, d.failed, d.lists = d.users[:0], d.assignments[:0], d.failed[:0], d.lists[:0]
	d.strangers, d.incomplete, d.lacking = 0, 0, 0
}

// list reads the users, and reports whether they are an array.
func (d *Decoder) list() bool {
	r := &d.json
	if !r.open('[') {
		return false
	}
	for r.more(']') {
		if !r.open('{') {
			d.strangers++
			continue
		}
		d.users = append(d.users, connector.User{})
		u := &d.users[len(d.users)-1]
		lacks := needed &^ d.user(u)
		switch {
		case strings.TrimSpace(u.ID) == "":
			d.users = d.users[:len(d.users)-1]
			d.strangers++
		case lacks != 0:
			d.incomplete++
			d.lacking |= lacks
		}
	}
	return true
}

// refusal reads the error in a page, which is none when it is null.
func (d *Decoder) refusal() *PageError {
	r := &d.json
	switch r.begins() {
	case 'n':
		r.value()
		return nil
	case '{':
		r.step()
	default:
		return &PageError{Message: string(r.text())}
	}
	var refused PageError
	for r.more('}') {
		switch string(r.name()) {
		case "code":
			refused.Code = strings.Clone(text(r))
		case "message":
			refused.Message = strings.Clone(text(r))
		default:
			r.value()
		}
	}
	return &refused
}
