package microsoft365

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"inventorybeacon/connector"
)

const (
	// maxRestarts is how often a listing is begun anew after its page token
	// expired, or gone on with after a page that could not be decoded.
	maxRestarts = 3
	// resumeWithin is how old the place may be at which an earlier import was cut
	// short. Page tokens live longer, but how long is not documented.
	resumeWithin = time.Hour
	// pagesInFlight is one page that is downloaded, one decoded and one written.
	pagesInFlight = 3
	// timeoutsPerSize is how many answers 504 a page size is given.
	timeoutsPerSize = 3
)

// pageSizes returns the numbers of users to ask for in a page: the most that
// Graph allows, and fewer for a tenant in which that takes Graph too long.
func pageSizes() []int { return []int{999, 500, 200, 100} }

// userListing is a listing of users with a stream of its own: of all users, or
// of a part of them that is read beside others.
type userListing struct {
	stream string
	// first is the listing's resource without $top, for example
	// "/users?$select=id".
	first string
}

// allUsers lists every user.
func allUsers() userListing {
	return userListing{stream: connector.StreamUsers, first: "/users?$select=" + userSelect}
}

func (l userListing) resource(size int) string {
	return l.first + "&$top=" + strconv.Itoa(size)
}

// userReader reads one listing into a sink.
type userReader struct {
	graph   *graph
	sink    connector.Sink
	listing userListing
	// tenant is the organization's id: a place in one tenant's listing says
	// nothing in another's.
	tenant string
	// wrote is told how many rows have been stored so far.
	wrote func(rows int64)

	// cursor is the address of the next page that is not stored yet.
	cursor   string
	rows     int64
	nameless atomic.Int64
}

// read reads the listing, or goes on with it where an earlier import was cut
// short. It begins anew when Graph has forgotten the place, and with smaller
// pages when Graph cannot produce a page in time.
func (r *userReader) read(ctx context.Context) error {
	sizes := pageSizes()
	done, err := r.resume(ctx, sizes[0])
	if done || err != nil {
		return err
	}
	for faults := 0; ; {
		err := r.readOn(ctx, len(sizes) > 1)
		var refused *GraphError
		switch {
		case err == nil:
			return nil
		case (timedOut(err) || errors.Is(err, errTooLarge)) && len(sizes) > 1:
			sizes = sizes[1:]
		case errors.As(err, &refused) && refused.expiredPage() && faults < maxRestarts:
			faults++
		case errors.Is(err, errEnded) && faults < maxRestarts:
			faults++
			continue // at the page that could not be decoded
		default:
			return err
		}
		if err := r.restart(ctx, sizes[0]); err != nil {
			return err
		}
	}
}

// resume finds the place to begin at, and says whether nothing is left to read.
func (r *userReader) resume(ctx context.Context, size int) (bool, error) {
	query := "/v1.0" + r.listing.resource(size) + "#" + r.tenant
	position, err := r.sink.Resume(ctx, r.listing.stream, query, time.Now().Add(-resumeWithin))
	if err != nil {
		return false, err
	}
	r.cursor, r.rows = r.graph.address(r.listing.resource(size)), 0
	if position.Done || position.Cursor != "" {
		r.cursor, r.rows = position.Cursor, position.Rows
		r.wrote(r.rows)
	}
	return position.Done, nil
}

func (r *userReader) restart(ctx context.Context, size int) error {
	if err := r.sink.Restart(ctx, r.listing.stream); err != nil {
		return err
	}
	r.cursor, r.rows = r.graph.address(r.listing.resource(size)), 0
	r.nameless.Store(0)
	r.wrote(0)
	return nil
}

// userBatch is a page on its way; it is used again when it has been written.
type userBatch struct {
	body    []byte
	next    string
	users   []connector.User
	decoder userDecoder
}

// readOn reads from the cursor to the end in three stages that overlap: the
// next page is asked for before the last one is decoded and written.
func (r *userReader) readOn(ctx context.Context, smaller bool) error {
	var (
		free    = make(chan *userBatch, pagesInFlight)
		loaded  = make(chan *userBatch)
		decoded = make(chan *userBatch)
	)
	for range pagesInFlight {
		free <- new(userBatch)
	}
	stages, ctx := errgroup.WithContext(ctx)
	stages.Go(func() error {
		defer close(loaded)
		return r.download(ctx, r.cursor, smaller, free, loaded)
	})
	stages.Go(func() error {
		defer close(decoded)
		return r.decode(ctx, loaded, decoded)
	})
	stages.Go(func() error { return r.write(ctx, decoded, free) })
	return stages.Wait()
}

func (r *userReader) download(ctx context.Context, address string, smaller bool, free <-chan *userBatch, loaded chan<- *userBatch) error {
	for address != "" {
		batch, err := receive(ctx, free)
		if err != nil {
			return err
		}
		req := request{address: address}
		if smaller {
			req.timeouts = timeoutsPerSize
		}
		if batch.body, err = r.graph.readPage(ctx, req, limitPage, batch.body); err != nil {
			return err
		}
		if batch.next, err = nextLink(batch.body); err != nil {
			return unreadable(address, r.graph, err)
		}
		if batch.next == address {
			return endless(r.graph.resourceOf(address))
		}
		address = batch.next
		if err := send(ctx, loaded, batch); err != nil {
			return err
		}
	}
	return nil
}

func (r *userReader) decode(ctx context.Context, loaded <-chan *userBatch, decoded chan<- *userBatch) error {
	for batch := range loaded {
		var err error
		if batch.users, err = batch.decoder.decode(batch.body); err != nil {
			return unreadable(r.graph.address(r.listing.first), r.graph, err)
		}
		r.nameless.Add(int64(batch.decoder.nameless))
		if err := send(ctx, decoded, batch); err != nil {
			return err
		}
	}
	return nil
}

func (r *userReader) write(ctx context.Context, decoded <-chan *userBatch, free chan<- *userBatch) error {
	for batch := range decoded {
		page := connector.UserPage{Stream: r.listing.stream, Users: batch.users, Cursor: batch.next}
		if err := r.sink.Users(ctx, page); err != nil {
			return err
		}
		r.rows += int64(len(batch.users))
		r.cursor = batch.next
		r.wrote(r.rows)
		free <- batch // never blocks: there is room for every batch
	}
	return context.Cause(ctx)
}

func unreadable(address string, g *graph, err error) error {
	if errors.Is(err, errEnded) {
		return &AnswerError{What: g.resourceOf(address), Reason: "was cut off before its end", Err: err}
	}
	return &AnswerError{What: g.resourceOf(address), Reason: "is not a list of users", Err: err}
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

// countUsers asks how many users there are; only progress depends on it.
func (g *graph) countUsers(ctx context.Context) (int64, error) {
	var count int64
	err := g.get(ctx, request{address: g.address("/users/$count"), eventual: true}, func(resp *http.Response) error {
		body, err := readBody(resp, limitNumber, nil)
		if err != nil {
			return err
		}
		count, err = strconv.ParseInt(string(bytes.TrimSpace(bytes.TrimPrefix(body, utf8BOM))), 10, 64)
		if err != nil || count < 0 {
			return fmt.Errorf("%s is not a number", resp.Request.URL.Path)
		}
		return nil
	})
	return count, err
}
