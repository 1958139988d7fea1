package users

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/graph"
	"inventorybeacon/connector/microsoft365/internal/users/userjson"
	"inventorybeacon/connector/network"
)

// pageSizes returns the numbers of users to ask for in a page: the most that
// Graph allows, and fewer for a tenant in which that takes Graph too long.
func pageSizes() []int { return []int{999, 500, 200, 100} }

// The largest bodies that are read, by kind.
const (
	maxNumberBody = 1 << 10
	maxPageBody   = 64 << 20 // 999 users take 2 to 3 MiB
)

// span is the time in which users were made, from its begin until before its
// end, in whole seconds. A span without a begin also holds the users of which
// Graph does not know the time; without an end it holds all later ones.
//
// Users are read side by side in spans because createdDateTime never changes: no
// user moves from one span to another while they are read. Graph filters by it
// with ge, le and not (learn.microsoft.com/graph/aad-advanced-queries); "before"
// is written as "not ge", so that nothing falls between two spans, whatever the
// precision of the times.
//
// Whether "not ge" holds the users of which Graph does not know the time is not
// documented. Where it does not, they are a span of their own.
type span struct {
	from, until time.Time
	undated     bool // only those of which the time is not known
}

// filter is the span as a $filter; empty for all users.
func (s span) filter() string {
	if s.undated {
		return "createdDateTime eq null"
	}
	text := ""
	if !s.from.IsZero() {
		text = "createdDateTime ge " + s.from.Format(time.RFC3339)
	}
	if !s.until.IsZero() {
		if text != "" {
			text += " and "
		}
		text += "not(createdDateTime ge " + s.until.Format(time.RFC3339) + ")"
	}
	return text
}

// split cuts a span into equal parts; it returns nothing when it is too short,
// or has no begin. One without an end is cut as if it ended at a year's end.
func (s span) split(parts int) []span {
	until := s.until
	if until.IsZero() {
		until = s.from.AddDate(1, 0, 0)
	}
	length := until.Sub(s.from) / time.Duration(parts)
	if s.from.IsZero() || length < time.Second {
		return nil
	}
	list := make([]span, parts)
	for i := range list {
		list[i].from = s.from.Add(time.Duration(i) * length).Truncate(time.Second)
		if i > 0 {
			list[i-1].until = list[i].from
		}
	}
	list[parts-1].until = s.until
	return list
}

// listing is a listing of users with a stream of its own: of all users, or
// of those of a span.
type listing struct{ span span }

func (l listing) stream() string {
	if l.span == (span{}) {
		return connector.StreamUsers
	}
	if l.span.undated {
		return connector.StreamUsers + " undated"
	}
	stamp := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.Format(time.RFC3339)
	}
	return connector.StreamUsers + " " + stamp(l.span.from) + "/" + stamp(l.span.until)
}

// first is the resource of the first page, without the size of pages.
func (l listing) first() string {
	resource := "/users?$select=" + userjson.Select
	if filter := l.span.filter(); filter != "" {
		resource += "&$count=true&$filter=" + url.PathEscape(filter)
	}
	return resource
}

func (l listing) resource(size int) string { return l.first() + "&$top=" + strconv.Itoa(size) }

// advanced says that the listing is an advanced query, which each of its pages
// has to say again.
func (l listing) advanced() bool { return l.span != (span{}) }

// Count asks how many users there are.
func Count(ctx context.Context, g *graph.Client) (int64, error) {
	return countUsers(ctx, g, listing{})
}

// CountSoon is Count for at most a minute, for a number that can be done without.
func CountSoon(ctx context.Context, g *graph.Client) (int64, error) {
	return countSoon(ctx, g, listing{})
}

// TryFirst reads one user and keeps nothing.
func TryFirst(ctx context.Context, g *graph.Client) error {
	first := graph.Request{Address: g.Address(listing{}.resource(1))}
	return g.Get(ctx, first, func(resp *http.Response) error { return new(userPage).read(resp, 0) })
}

// countWithin is how long a number is asked for that can be done without.
const countWithin = time.Minute

// countSoon asks how many users a listing has where that can be done without.
func countSoon(ctx context.Context, g *graph.Client, l listing) (int64, error) {
	ctx, cancel := context.WithTimeout(ctx, countWithin)
	defer cancel()
	return countUsers(ctx, g, l)
}

// countUsers asks how many users a listing has.
func countUsers(ctx context.Context, g *graph.Client, l listing) (int64, error) {
	resource := "/users/$count"
	if filter := l.span.filter(); filter != "" {
		resource += "?$filter=" + url.PathEscape(filter)
	}
	var count int64
	err := g.Get(ctx, graph.Request{Address: g.Address(resource), Eventual: true}, func(resp *http.Response) error {
		body, err := graph.ReadBody(resp, maxNumberBody, nil)
		if err != nil {
			return err
		}
		if err := network.WebPage(resp, resp.Request.URL.Hostname(), body); err != nil {
			return err
		}
		count, err = strconv.ParseInt(string(bytes.TrimSpace(network.TrimBOM(body))), 10, 64)
		if err != nil || count < 0 { // a few bytes are as easily cut off as many
			return graph.Truncated(resp.Request.URL.Path)
		}
		return nil
	})
	return count, err
}
