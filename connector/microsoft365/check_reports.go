package microsoft365

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/graph"
)

// errEnough ends the reading of a report that has shown what it was read for.
var errEnough = errors.New("enough rows")

const (
	// namesAsked is how many names of a report are looked up: what the operator "in"
	// takes at once (learn.microsoft.com/graph/filter-query-parameter).
	namesAsked = 15
	// rowsLooked is how many rows are read to find them.
	rowsLooked = 200
)

// reports reads the beginning of a report, as an import would, and notes whom it names.
func (t *tester) reports(ctx context.Context) (string, error) {
	reader := &reportReader{graph: t.graph, kind: activeUsers("D7"), sink: nowhere{}, progress: func(int64) {}}
	name := slices.Index(reader.kind.names, "User Principal Name")
	var names []string
	rows := reader.kind.rows
	reader.kind.rows = func(ctx context.Context, sink connector.Sink) (func([]string) error, func() error) {
		names = nil
		taken := false
		add, flush := rows(ctx, markTaken{sink, &taken})
		look := func(values []string) error {
			if err := errors.Join(add(values), flush()); err != nil {
				return err
			}
			if taken { // it is no deleted user's
				names = append(names, strings.Clone(values[name]))
			}
			taken = false
			if len(names) == namesAsked || reader.rows >= rowsLooked {
				return errEnough
			}
			return nil
		}
		return look, flush
	}
	if err := reader.pages(ctx); err != nil && !errors.Is(err, errEnough) {
		return "", err
	}
	t.named, t.reported = names, true
	if t.graph.BetaReports {
		return "The usage reports can be read; this cloud offers them in beta, so Microsoft may change them.", nil
	}
	return "The usage reports can be read.", nil
}

// names asks whether the names that reports has read are those of users: a concealed
// one may look like any text.
func (t *tester) names(ctx context.Context) (string, error) {
	if !t.reported {
		return "", errNotRun
	}
	if len(t.named) == 0 {
		return "The usage reports have no rows yet.", nil
	}
	known, err := usersNamed(ctx, t.graph, t.named)
	var refused *graph.StatusError
	if errors.As(err, &refused) { // then what they look like must do
		err, known = nil, 0
		for _, name := range t.named {
			if strings.Contains(name, "@") {
				known++
			}
		}
	}
	switch {
	case err != nil:
		return "", err
	case known == 0:
		w := connector.ConcealedNames()
		return "", connector.Advise(w.Message, w.Advice)
	case known*2 < len(t.named):
		return "", connector.Advise(
			fmt.Sprintf("Only %d of the first %d names in the usage reports are users of the tenant; the others are concealed, or have left.", known, len(t.named)),
			connector.ShowNames,
		)
	default:
		return "The usage reports name the users.", nil
	}
}

// usersNamed returns how many of the user principal names users have.
func usersNamed(ctx context.Context, g *graph.Client, names []string) (int, error) {
	var quoted []string
	for _, name := range names {
		if name != "" {
			quoted = append(quoted, "'"+strings.ReplaceAll(name, "'", "''")+"'")
		}
	}
	if quoted == nil {
		return 0, nil
	}
	filter := url.QueryEscape("userPrincipalName in (" + strings.Join(quoted, ",") + ")")
	address := g.Address(fmt.Sprintf("/users?$select=id&$top=%d&$filter=%s", namesAsked, strings.ReplaceAll(filter, "+", "%20")))
	users, err := graph.Collection[userID](ctx, g, "users", graph.Request{Address: address})
	return len(users), err
}

// userID is a user of whom nothing else is asked.
type userID struct {
	ID string `json:"id"`
}

func (u userID) Key() string { return u.ID }

// nowhere is the sink of a report of which nothing is kept.
type nowhere struct{ connector.Sink }

func (nowhere) Restart(context.Context, string) error { return nil }

// markTaken notes that a row has come.
type markTaken struct {
	connector.Sink
	taken *bool
}

func (m markTaken) Usage(context.Context, string, []connector.Usage) error {
	*m.taken = true
	return nil
}
