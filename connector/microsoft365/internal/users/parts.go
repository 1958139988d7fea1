package users

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"inventorybeacon/connector/microsoft365/internal/graph"
	"inventorybeacon/connector/panics"
)

const (
	// SideBySideFrom is how many users a tenant must have for its users to be read
	// side by side; fewer are a few pages, and counting takes longer than they do.
	SideBySideFrom = 15_000
	// pagesFrom is about how many pages these are.
	pagesFrom = 15
	// parts is into how many spans the users are to be divided at least: about as
	// many as are read at once. More would end with more pages that are not full.
	parts = 14
	// cuts is into how many spans one with too many users is cut.
	cuts = 8
	// countsAtOnce is how many numbers are asked for at once. Each costs one
	// resource unit (learn.microsoft.com/graph/throttling-limits), as a page does.
	countsAtOnce = 16
	// recounts is how often numbers are asked for until they add up.
	recounts = 3
	// firstYear is the year before which hardly any user was made.
	firstYear = 2012
)

var (
	// errCountMismatch says that the spans do not hold all users, or not once.
	errCountMismatch = errors.New("the numbers of users do not add up")
	// errUncounted says that there is no number to compare with.
	errUncounted = errors.New("the users cannot be counted")
)

// readableInOrder reports whether an error of reading side by side may be none of reading
// one page after another.
func readableInOrder(err error) bool {
	if errors.Is(err, errCountMismatch) || errors.Is(err, errUncounted) || graph.TimedOut(err) {
		return true
	}
	var refused *graph.StatusError
	if !errors.As(err, &refused) {
		return false
	}
	switch refused.Status {
	case http.StatusBadRequest, http.StatusNotFound, http.StatusNotImplemented:
		return true
	default:
		return false
	}
}

// partsReader reads all users side by side.
type partsReader struct {
	*Reader
	now time.Time
	// uncut is how many users make a span that is not cut any more.
	uncut int64
	// counting bounds how many numbers are asked for at once.
	counting *semaphore

	mu    sync.Mutex
	begun []listing
	// read are the numbers of users that Graph has last said of what was read.
	read map[listing]int64
}

// readParts reads all users side by side, total of which there are. An error
// that is [readableInOrder] leaves it to somebody else to read them.
func (r *partsReader) readParts(ctx context.Context, total int64) error {
	r.read = map[listing]int64{}
	listings := make(chan listing)
	side, sideCtx := panics.WithContext(ctx)
	side.Go(func() error {
		defer close(listings)
		return r.divide(sideCtx, total, func(s span) error {
			l := listing{s}
			r.mu.Lock()
			r.begun = append(r.begun, l)
			r.mu.Unlock()
			return send(sideCtx, listings, l)
		})
	})
	side.Go(func() error { return r.readAll(sideCtx, listings, r.verify) })
	if err := side.Wait(); err != nil {
		return err
	}
	return r.verifyAll(ctx)
}

// divide finds spans with about as many users each and hands them to found. They
// are cut from years in a way that does not depend on how many users there are,
// so that an import that was cut short finds most of its spans again.
func (r *partsReader) divide(ctx context.Context, total int64, found func(span) error) error {
	years := []span{{}}
	for year := firstYear; year <= r.now.Year(); year++ {
		begin := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
		years[len(years)-1].until = begin
		years = append(years, span{from: begin})
	}
	apart := false
	counts, err := r.counts(ctx, years)
	if err == nil && sum(counts) != total {
		// Somebody may have come or gone just now.
		counts, err = r.recounted(ctx, years)
		if apart = errors.Is(err, errCountMismatch); apart {
			counts, err = r.recounted(ctx, append(slices.Clone(years), span{undated: true}))
		}
	}
	if err != nil {
		return err
	}
	side, ctx := panics.WithContext(ctx)
	if apart {
		counts = counts[:len(years)]
		side.Go(func() error { return found(span{undated: true}) })
	}
	r.cut(ctx, side, years, counts, max(total/parts, r.uncut), found)
	return side.Wait()
}

// cut hands on spans with few users, joined with their neighbors as long as they
// are few together, the largest ones first, and cuts those with many.
func (r *partsReader) cut(ctx context.Context, side *panics.Group, spans []span, counts []int64, few int64, found func(span) error) {
	var (
		joined []span
		sizes  = map[span]int64{}
		last   int64
	)
	for i, s := range spans {
		pieces := s.split(cuts)
		if counts[i] > few && pieces != nil {
			side.Go(func() error {
				counts, err := r.counts(ctx, pieces)
				if err == nil {
					r.cut(ctx, side, pieces, counts, few, found)
				}
				return err
			})
			last = few + 1 // nothing joins it
			continue
		}
		if n := len(joined); n > 0 && last+counts[i] <= few {
			s.from = joined[n-1].from
			joined = joined[:n-1]
			counts[i] += last
		}
		joined, last = append(joined, s), counts[i]
		sizes[s] = last
	}
	slices.SortFunc(joined, func(a, b span) int { return cmp.Compare(sizes[b], sizes[a]) })
	side.Go(func() error {
		for _, s := range joined {
			if err := found(s); err != nil {
				return err
			}
		}
		return nil
	})
}

// counts asks how many users each span has.
func (r *partsReader) counts(ctx context.Context, spans []span) ([]int64, error) {
	counts := make([]int64, len(spans))
	side, ctx := panics.WithContext(ctx)
	for i, s := range spans {
		side.Go(func() error {
			var err error
			counts[i], err = r.count(ctx, listing{s})
			return err
		})
	}
	return counts, side.Wait()
}

func (r *partsReader) count(ctx context.Context, l listing) (int64, error) {
	if err := r.counting.acquire(ctx); err != nil {
		return 0, err
	}
	defer r.counting.release()
	return r.countListing(ctx, l)
}

// recounted counts spans that are to hold all users together, and all users
// beside them. It does so a few times: somebody may come or go meanwhile, and of
// a number that was cut off it does not show.
func (r *partsReader) recounted(ctx context.Context, spans []span) ([]int64, error) {
	for try := 1; ; try++ {
		counts, err := r.counts(ctx, append(slices.Clone(spans), span{}))
		if err != nil {
			return nil, err
		}
		all, counts := counts[len(spans)], counts[:len(spans)]
		if sum(counts) == all {
			return counts, nil
		}
		if try == recounts {
			return nil, fmt.Errorf("%w: %d in parts, %d together", errCountMismatch, sum(counts), all)
		}
	}
}

// verify compares how many users of a span came with how many there are, and notes
// the latter.
func (r *partsReader) verify(ctx context.Context, p *progress) error {
	exactly, _, err := r.complete(ctx, p, r.count)
	if err != nil {
		return err
	}
	if !exactly {
		return fmt.Errorf("%w: %d of %d came of %s", errCountMismatch, p.received, p.counted, p.stream())
	}
	r.mu.Lock()
	r.read[p.listing] = p.counted
	r.mu.Unlock()
	return nil
}

// verifyAll compares the number of all users with those of the spans.
func (r *partsReader) verifyAll(ctx context.Context) error {
	var (
		spans []span
		read  int64
	)
	for l, n := range r.read {
		spans = append(spans, l.span)
		read += n
	}
	r.least = read
	all, err := r.count(ctx, listing{})
	if err != nil || all == read {
		return err
	}
	_, err = r.recounted(ctx, spans)
	return err
}

// abandonParts drops all that was read.
func (r *partsReader) abandonParts(ctx context.Context) error {
	for _, l := range r.begun {
		if err := r.abandon(ctx, l); err != nil {
			return err
		}
	}
	return nil
}

func sum(numbers []int64) int64 {
	var total int64
	for _, n := range numbers {
		total += n
	}
	return total
}
