package users

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"

	"github.com/cespare/xxhash/v2"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/graph"
	"inventorybeacon/connector/microsoft365/internal/users/userjson"
)

// userPage is a page on its way to the sink; its memory is used again. Two kinds
// are no pages: they tell the writer what to do in between.
type userPage struct {
	of      *progress
	body    []byte
	decoder userjson.Decoder
	userjson.Page

	// rows is how many of the users were not on the page before.
	rows int64

	// restart has the listing dropped that came so far; resumed tells of the rows
	// that an earlier import has left.
	restart, resumed bool
}

// read reads and decodes the page that an answer holds. Memory for the first one
// is taken at once for a page of the given size, so that it does not have to grow.
func (page *userPage) read(resp *http.Response, size int) error {
	if page.body == nil {
		page.body = make([]byte, 0, size)
	}
	var err error
	if page.body, err = graph.ReadObject(resp, maxPageBody, page.body[:0]); err != nil {
		return err
	}
	page.Page, err = page.decoder.Decode(page.body)
	return invalidPage(resp.Request.URL.Path, err)
}

// invalidPage makes the error of a page that is not whole.
func invalidPage(path string, err error) error {
	var refused *userjson.PageError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, userjson.ErrEnded): // in the middle of a user, although it looks whole
		return graph.Truncated(path)
	case errors.As(err, &refused):
		return graph.ErrorInPlace(path, refused.Code, refused.Message)
	case errors.Is(err, userjson.ErrNoList):
		return graph.Invalid(connector.Message{ID: "users.answer.no-list", Data: graph.Of(path)})
	case errors.Is(err, userjson.ErrIncomplete):
		return &graph.AnswerError{
			Reason: connector.Message{ID: "users.answer.incomplete", Data: graph.Of(path)},
			Err:    fmt.Errorf("%w: %w", graph.ErrInvalid, err),
		}
	default:
		return &graph.AnswerError{
			Reason: connector.Message{ID: "users.answer.unreadable", Data: graph.Of(path)},
			Err:    fmt.Errorf("%w: %w", graph.ErrInvalid, err),
		}
	}
}

const (
	// maxPages is how many pages are held at once.
	maxPages = 6
	// pagesMemory bounds what their bodies take together. Pages of 999 users take
	// about 1 MiB, and 7 MiB where users have many licenses.
	pagesMemory = 16 << 20
	// expectedPage is how large a page is thought to be before any has come.
	expectedPage = 8 << 20
)

// pagePool hands out pages: as many at once as there is memory for, whatever
// listing they belong to.
type pagePool struct {
	slots *semaphore

	mu      sync.Mutex
	free    []*userPage
	out     int // pages that are on their way
	most    int
	largest int // of the bodies so far
}

func newPagePool() *pagePool {
	p := &pagePool{slots: newSemaphore(0)}
	p.fit(expectedPage)
	return p
}

// fit makes room for pages whose bodies take so many bytes.
func (p *pagePool) fit(size int) {
	p.most = min(max(pagesMemory/size, 2), maxPages)
	p.slots.resize(p.most)
}

func (p *pagePool) get(ctx context.Context) (*userPage, error) {
	if err := p.slots.acquire(ctx); err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.out++
	if n := len(p.free); n > 0 {
		page := p.free[n-1]
		p.free = p.free[:n-1]
		return page, nil
	}
	return new(userPage), nil
}

// largestBody is how large a body may well be.
func (p *pagePool) largestBody() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.largest
}

// put takes a page back. Pages for which there is no room any more, because
// they have turned out to be larger than expected, are left to the collector.
func (p *pagePool) put(page *userPage) {
	p.mu.Lock()
	if size := len(page.body); size > p.largest {
		p.largest = size + size/16
		p.fit(cap(page.body))
	}
	p.out--
	p.free = append(p.free, page)
	for len(p.free) > 0 && p.out+len(p.free) > p.most {
		p.free[0] = nil
		p.free = p.free[1:]
	}
	p.mu.Unlock()
	p.slots.release()
}

// repeats recognizes users that a listing repeats at the start of a page, as
// happens when its order changes while it is read.
type repeats struct{ last, now []uint64 }

// count returns how many of a page's users were on the page before, and has the keys of the
// page as the last ones unless it is empty.
func (r *repeats) count(users []connector.User) int {
	r.now = r.now[:0]
	for i := range users {
		r.now = append(r.now, idKey(users[i].ID))
	}
	n := 0
	if len(r.now) > 0 && slices.Contains(r.last, r.now[0]) {
		known := make(map[uint64]bool, len(r.last))
		for _, id := range r.last {
			known[id] = true
		}
		for _, id := range r.now {
			if known[id] {
				n++
			}
		}
	}
	if len(r.now) > 0 {
		r.last, r.now = r.now, r.last
	}
	return n
}

// countDifferent counts each of the users once that came, wherever they came again: with as
// many others in their places the list is not whole, although the number of rows is right.
func (p *progress) countDifferent() {
	slices.Sort(p.keys)
	different := p.left + int64(len(slices.Compact(p.keys)))
	p.repeated, p.received, p.keys = p.received-different, different, nil
}

// assignments counts those of users, and those of them without a day.
func assignments(users []connector.User) (all, undated int64) {
	for i := range users {
		for j := range users[i].Assignments {
			if all++; users[i].Assignments[j].Since == 0 {
				undated++
			}
		}
	}
	return all, undated
}

func (r *Reader) countAssignments(p *progress, all, undated int64) {
	p.assignments, p.undated = p.assignments+all, p.undated+undated
	r.Assignments, r.Undated = r.Assignments+all, r.Undated+undated
}

// idKey makes a number of an id: ids may differ anywhere in them.
func idKey(id string) uint64 { return xxhash.Sum64String(id) }
