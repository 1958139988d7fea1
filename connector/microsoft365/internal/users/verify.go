package users

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/graph"
)

// countListing asks how many users a listing has. That it cannot be known is
// [errUncounted]. Where it could not be known before, it can be done without.
func (r *Reader) countListing(ctx context.Context, l listing) (int64, error) {
	count := countUsers
	if r.total < 0 {
		count = countSoon
	}
	n, err := count(ctx, r.graph, l)
	if err != nil && ctx.Err() == nil {
		err = fmt.Errorf("%w: %w", errUncounted, err)
	}
	return n, err
}

// complete compares how many users of a listing came with how many there were when it
// began to be read, or are now; count asks for that. What does not fit is read once
// more.
func (r *Reader) complete(ctx context.Context, p *progress, count func(context.Context, listing) (int64, error)) (exactly, closely bool,
	err error,
) {
	for again := false; ; again = true {
		before := p.counted
		if before != p.received {
			now, err := count(ctx, p.listing)
			if err != nil {
				return false, false, err
			}
			if before < 0 {
				before = now // it was gone on with, or its page did not say
			}
			p.counted = now
		}
		exactly, closely = graph.Agree(p.received, min(before, p.counted), max(before, p.counted))
		if exactly || again {
			return exactly, closely, nil
		}
		address, err := r.restart(ctx, p)
		if err != nil {
			return false, false, err
		}
		if err := r.readOn(ctx, p, address); err != nil {
			return false, false, err
		}
	}
}

// verifyInOrder holds the listing of all users to what Graph counts. Where Graph does
// not count, only the inventory of before can tell that some are missing.
func (r *Reader) verifyInOrder(ctx context.Context, p *progress) error {
	if p.counted < 0 {
		p.counted = r.total
	}
	exactly, closely, err := r.complete(ctx, p, r.countListing)
	switch {
	case errors.Is(err, errUncounted) && r.total < 0:
		return r.compareWithBefore(ctx, p)
	case err != nil:
		return err
	case exactly:
	case closely:
		r.Note(graph.Difference(listed(), p.received, p.counted))
	default:
		return graph.Mismatch(listed(), p.received, p.counted)
	}
	r.least = min(p.received, p.counted)
	return nil
}

// compareWithBefore compares how many users came with how many the inventory of
// before has, where Graph does not count them. What is fewer is read once more, and
// then taken for what it is: people leave. So is a list in which users came twice.
func (r *Reader) compareWithBefore(ctx context.Context, p *progress) error {
	r.Note(connector.Message{ID: "users.note.uncounted"})
	if p.received >= r.Before && p.repeated == 0 {
		return nil
	}
	before := func(context.Context, listing) (int64, error) { return max(r.Before, p.received+p.repeated), nil }
	if exactly, _, err := r.complete(ctx, p, before); exactly || err != nil {
		return err
	}
	if p.repeated > 0 {
		r.Warn(connector.Message{ID: "users.repeated", Data: connector.Data{"Received": p.received, "Repeated": p.repeated}})
		return nil
	}
	r.Warn(connector.Message{ID: "users.fewer", Data: connector.Data{"Received": p.received, "Missing": r.Before - p.received}})
	return nil
}

// listed is what the listings are of.
func listed() connector.Message { return connector.Message{ID: "graph.list.users"} }

// Least is how many different users the sink must have received, where closely
// is good enough; 0 when that is not known.
func (r *Reader) Least() int64 { return max(0, r.least-graph.Tolerance(r.least)) }

// forget drops what was stored of listings that failed in a way which the next
// import would run into again where this one stopped: Graph has refused the place, or
// what came from there is no list. What the network or somebody here has cut short
// stays, to be gone on with.
func (r *Reader) forget(ctx context.Context, err error, listings ...listing) error {
	var (
		refused *graph.StatusError
		invalid *graph.AnswerError
	)
	switch {
	case ctx.Err() != nil:
		return err
	case errors.As(err, &refused):
		switch refused.Status {
		case http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests:
			return err
		}
		if refused.Status >= http.StatusInternalServerError {
			return err
		}
	case errors.As(err, &invalid):
	default:
		return err
	}
	for _, l := range listings {
		err = errors.Join(err, r.sink.Restart(ctx, l.stream()))
	}
	return err
}
