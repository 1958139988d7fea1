// Package users reads the users of a tenant, many side by side, and sees to it that all come.
package users

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/graph"
	"inventorybeacon/connector/panics"
)

const (
	// maxRestarts is how often a listing is begun anew after its page token expired.
	maxRestarts = 1
	// resumeWithin is how old the place may be at which an earlier import was cut
	// short. Page tokens live longer, but how long is not documented.
	resumeWithin = time.Hour
	// timeoutsPerSize is how many answers 504 a page size is given.
	timeoutsPerSize = 3
	// readers is how many listings are read side by side, as far as the degree
	// allows; each waits for its next page while it is decoded and written.
	readers = maxLimit
)

// Reader reads listings of users into a sink, side by side. Each has its
// next page asked for before the last one is written.
type Reader struct {
	graph *graph.Client
	sink  connector.Sink
	// tenant is the organization's id: a place in one tenant's listing says
	// nothing in another's.
	tenant string
	// wrote is told how many rows of all listings have been stored so far, and how many
	// of them an earlier import has left.
	wrote func(rows, earlier int64)
	// Note adds a line to the task's log, warn a warning to the task.
	Note, Warn func(connector.Message)
	// Log receives what an administrator may need later.
	Log *slog.Logger
	// SideBySideFrom is from how many users on they are read side by side.
	SideBySideFrom int64
	// Before is how many users the inventory has.
	Before int64
	// total is how many users Graph has counted before they are read in order, -1
	// when it could not; least is how many there must be at the least when they
	// have been read, -1 when that is not known.
	total, least int64

	pages   *pagePool
	limiter *limiter
	ready   chan *userPage // to be written
	// skipped is how many of pageSizes are too large for this tenant.
	skipped atomic.Int32

	// Assignments are those of licenses of the users that this import has read; Undated are
	// those of them of which Graph does not say since when they are.
	Assignments, Undated int64

	Rows    int64     // written
	Earlier int64     // of them, those that an earlier import has left
	resumed sync.Once // said so
}

// New returns a reader of the users of a tenant into sink, which tells wrote how
// many rows have been stored so far, and how many of them by an earlier import.
func New(g *graph.Client, sink connector.Sink, tenant string, wrote func(rows, earlier int64)) *Reader {
	return &Reader{
		graph: g, sink: sink, tenant: tenant, wrote: wrote, SideBySideFrom: SideBySideFrom,
		Log: slog.New(slog.DiscardHandler), Note: func(connector.Message) {}, Warn: func(connector.Message) {},
		total: -1, least: -1, pages: newPagePool(), limiter: newLimiter(),
	}
}

// Read reads the users, of which Graph has counted total before, -1 when it could
// not: side by side where there are many, one page after another where there are
// few or where Graph cannot do better.
func (r *Reader) Read(ctx context.Context, total int64) error {
	r.wrote(0, 0)
	if total < r.SideBySideFrom {
		return r.readInOrder(ctx, total)
	}
	return r.readSideBySide(ctx, total)
}

// readSideBySide reads the users side by side, and one page after another when
// that does not work out.
func (r *Reader) readSideBySide(ctx context.Context, total int64) error {
	r.total = total
	side := &partsReader{Reader: r, now: time.Now().UTC(), uncut: r.SideBySideFrom / pagesFrom, counting: newSemaphore(countsAtOnce)}
	err := side.readParts(ctx, total)
	if ctx.Err() != nil || !readableInOrder(err) {
		return r.forget(ctx, err, side.begun...)
	}
	r.Log.Warn("the users cannot be read side by side", "error", err)
	r.Note(connector.Message{ID: "users.note.in-order", Data: connector.Data{"Reason": reason(err)}})
	if err := side.abandonParts(ctx); err != nil {
		return err
	}
	return r.readInOrder(ctx, total)
}

// reason says in some words why the users cannot be read side by side.
func reason(err error) connector.Message {
	switch {
	case errors.Is(err, errCountMismatch):
		return connector.Message{ID: "users.reason.mismatch"}
	case errors.Is(err, errUncounted):
		return connector.Message{ID: "users.reason.uncounted"}
	default:
		return graph.Reason(err)
	}
}

// readInOrder reads all users, of which there are about total, one page after another.
func (r *Reader) readInOrder(ctx context.Context, total int64) error {
	r.total = total
	r.Rows, r.Earlier, r.Assignments, r.Undated = 0, 0, 0, 0
	r.wrote(0, 0)
	r.pages, r.limiter = newPagePool(), newLimiter() // nothing is left of what was given up
	all := make(chan listing, 1)
	all <- listing{}
	close(all)
	return r.forget(ctx, r.readAll(ctx, all, r.verifyInOrder), listing{})
}

// progress is how far the reading of one listing has come.
type progress struct {
	listing
	// written is how many users the sink has, earlier how many of them it had before; only
	// the writer looks at them.
	written, earlier int64
	// assignments and undated are those of the users that were written.
	assignments, undated int64
	// received is how many users came, each counted once; of the whole listing
	// there were counted so many when it began, or -1 when that is not known.
	received, counted int64
	// keys are of the ids that this import has read of the listing, beside the users that an
	// earlier one has left; repeated is how many came again, not only on the next page.
	keys           []uint64
	left, repeated int64
	// resumed says that the place to read on from is one that an earlier import left.
	resumed bool
}

// readAll reads the listings that come from listings, which whoever sends them
// closes, and hands each that has been read to its end to verify.
func (r *Reader) readAll(ctx context.Context, listings <-chan listing, verify func(context.Context, *progress) error) error {
	r.ready = make(chan *userPage)
	stages, ctx := panics.WithContext(ctx)
	stages.Go(func() error { return r.write(ctx) })
	stages.Go(func() error {
		defer close(r.ready)
		side, ctx := panics.WithContext(ctx)
		for range readers {
			side.Go(func() error { return r.readEach(ctx, listings, verify) })
		}
		return side.Wait()
	})
	return stages.Wait()
}

// readEach reads listings until there are no more, or until another reader has
// failed: whoever finds them may still be counting.
func (r *Reader) readEach(ctx context.Context, listings <-chan listing, verify func(context.Context, *progress) error) error {
	for {
		var p progress
		var more bool
		select {
		case p.listing, more = <-listings:
		case <-ctx.Done():
		}
		if !more {
			return context.Cause(ctx)
		}
		if err := r.read(ctx, &p); err != nil {
			return err
		}
		if err := verify(ctx, &p); err != nil {
			return err
		}
	}
}

// read reads a listing, or goes on with it where an earlier import was cut short.
func (r *Reader) read(ctx context.Context, p *progress) error {
	address, err := r.resume(ctx, p)
	if err != nil {
		return err
	}
	return r.readOn(ctx, p, address)
}

// readOn reads a listing from an address, if there is one, to its end. It begins
// anew when Graph has forgotten the place, and with smaller pages when Graph
// cannot produce a page in time.
//
// A place that an earlier import has left is forgotten at its first refusal, of
// whatever kind: the next try must not run into it again.
func (r *Reader) readOn(ctx context.Context, p *progress, address string) error {
	for expired := 0; ; {
		skipped := r.skipped.Load()
		smaller := int(skipped) < len(pageSizes())-1
		err := r.readFrom(ctx, p, address, smaller)
		var refused *graph.StatusError
		switch {
		case err == nil:
			p.countDifferent()
			return nil
		case (graph.TimedOut(err) || errors.Is(err, graph.ErrTooLarge)) && smaller:
			r.skipped.CompareAndSwap(skipped, skipped+1) // unless another listing has done it
		case errors.As(err, &refused) && p.resumed:
		case errors.As(err, &refused) && refused.PageExpired() && expired < maxRestarts:
			expired++
		default:
			return err
		}
		if address, err = r.restart(ctx, p); err != nil {
			return err
		}
	}
}

// resume returns the address to begin at; none when nothing is left to read.
func (r *Reader) resume(ctx context.Context, p *progress) (string, error) {
	query := r.graph.Address(p.first()) + "#" + r.tenant
	position, err := r.sink.Resume(ctx, p.stream(), query, time.Now().Add(-resumeWithin))
	if err != nil {
		return "", err
	}
	p.received, p.counted, p.keys, p.left, p.repeated = 0, -1, nil, position.Rows, 0
	if position.Rows == 0 {
		return r.beginning(p), nil
	}
	p.received, p.resumed = position.Rows, true
	r.resumed.Do(func() {
		r.Note(connector.Message{ID: "users.note.resumed"})
	})
	return position.Cursor, send(ctx, r.ready, &userPage{of: p, resumed: true, rows: position.Rows})
}

func (r *Reader) beginning(p *progress) string {
	return r.graph.Address(p.resource(pageSizes()[r.skipped.Load()]))
}

// restart drops what was received of a listing, as soon as it has been written,
// and returns the address to begin at.
func (r *Reader) restart(ctx context.Context, p *progress) (string, error) {
	p.received, p.counted, p.keys, p.left, p.repeated, p.resumed = 0, -1, p.keys[:0], 0, 0, false
	return r.beginning(p), send(ctx, r.ready, &userPage{of: p, restart: true})
}

// readFrom reads a listing from an address to its end.
func (r *Reader) readFrom(ctx context.Context, p *progress, address string, smaller bool) error {
	var (
		links graph.Paging
		twice repeats
	)
	for address != "" {
		if err := links.Follow(r.graph, address); err != nil {
			return err
		}
		page, err := r.load(ctx, p, address, smaller)
		if err != nil {
			return err
		}
		if page.Count >= 0 {
			p.counted = page.Count
		}
		page.rows = int64(len(page.Users) - twice.count(page.Users))
		keys := twice.last[:len(page.Users)]
		p.keys = append(p.keys, keys...)
		links.BroughtPage(int(page.rows), contentOf(keys))
		p.received += page.rows
		if most := max(p.counted, r.total); most >= 0 && p.received > mostOf(most) {
			return &graph.AnswerError{Reason: connector.Message{ID: "graph.answer.more", Data: connector.Data{
				"What": r.graph.ResourceOf(address), "Received": p.received, "Counted": most,
			}}}
		}
		address, p.resumed = page.Next, false
		if err := send(ctx, r.ready, page); err != nil {
			r.pages.put(page)
			return err
		}
	}
	return nil
}

// mostOf is beyond how many users a listing has no end, when there are so many of all: a
// tenant does not double while it is read.
func mostOf(counted int64) int64 { return 2*counted + int64(pageSizes()[0]) }

// contentOf makes a number of the keys of a page's users, whatever their order.
func contentOf(keys []uint64) (content uint64) {
	for _, key := range keys {
		content += key
	}
	return content
}

// load downloads a page and decodes it. Memory for it is taken when the answer
// begins to come, not when it is asked for: until then it may take seconds.
func (r *Reader) load(ctx context.Context, p *progress, address string, smaller bool) (*userPage, error) {
	lower, done, err := r.limiter.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	req := graph.Request{Address: address, Eventual: p.advanced(), Throttled: lower}
	if smaller {
		req.Timeouts = timeoutsPerSize
	}
	var page *userPage
	err = r.graph.Get(ctx, req, func(resp *http.Response) error {
		var err error
		if page, err = r.pages.get(ctx); err != nil {
			return err
		}
		page.of = p
		if err = page.read(resp, r.pages.largestBody()); err != nil {
			r.pages.put(page)
		}
		return err
	})
	return page, err
}

// write hands pages to the sink, in the order in which each listing sent them.
func (r *Reader) write(ctx context.Context) error {
	for page := range r.ready {
		p, rows, earlier := page.of, page.rows, int64(0)
		switch {
		case page.restart:
			if err := r.sink.Restart(ctx, p.stream()); err != nil {
				return err
			}
			rows, earlier = -p.written, -p.earlier
			r.countAssignments(p, -p.assignments, -p.undated)
		case page.resumed: // the sink has them
			earlier = rows
		default:
			stored := connector.UserPage{Stream: p.stream(), Users: page.Users, Cursor: page.Next}
			if err := r.sink.Users(ctx, stored); err != nil {
				return err
			}
			all, undated := assignments(page.Users)
			r.countAssignments(p, all, undated)
			r.pages.put(page)
		}
		p.written, p.earlier = p.written+rows, p.earlier+earlier
		r.Rows, r.Earlier = r.Rows+rows, r.Earlier+earlier
		r.wrote(r.Rows, r.Earlier)
	}
	return context.Cause(ctx)
}

// abandon drops a listing that this import began to read: without users it is whole.
func (r *Reader) abandon(ctx context.Context, l listing) error {
	if err := r.sink.Restart(ctx, l.stream()); err != nil {
		return fmt.Errorf("drop %s: %w", l.stream(), err)
	}
	return r.sink.Users(ctx, connector.UserPage{Stream: l.stream()})
}

func receive[T any](ctx context.Context, from <-chan T) (T, error) {
	select {
	case value := <-from:
		return value, nil
	case <-ctx.Done():
		var none T
		return none, context.Cause(ctx)
	}
}

func send[T any](ctx context.Context, to chan<- T, value T) error {
	select {
	case to <- value:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
