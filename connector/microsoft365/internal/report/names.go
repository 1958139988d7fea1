package report

import (
	"context"
	"errors"
	"slices"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/graph"
)

// errEnough ends the reading of a report that has shown what it was read for.
var errEnough = errors.New("enough rows")

// rowsLooked is how many rows are read to find names.
const rowsLooked = 200

// FirstNames reads the beginning of the report on active users, as an import would, and
// returns at most so many of the names in it; not those of deleted users.
func FirstNames(ctx context.Context, g *graph.Client, most int) ([]string, error) {
	var names []string
	reader := &reader{graph: g, kind: activeUsers("D7"), sink: nowhere{}, progress: func(int64) {}}
	name := slices.Index(reader.kind.names, "User Principal Name")
	rows := reader.kind.rows
	reader.kind.rows = func(ctx context.Context, sink connector.Sink) (func([]string) error, func() error) {
		names = nil
		stored := false
		add, flush := rows(ctx, markStored{sink, &stored})
		look := func(values []string) error {
			stored = false
			if err := errors.Join(add(values), flush()); err != nil {
				return err
			}
			if stored { // it is no deleted user's
				names = append(names, strings.Clone(values[name]))
			}
			if len(names) == most || reader.rows >= rowsLooked {
				return errEnough
			}
			return nil
		}
		return look, flush
	}
	if err := reader.pages(ctx); err != nil && !errors.Is(err, errEnough) {
		return nil, err
	}
	return names, nil
}

// nowhere is the sink of a report of which nothing is kept.
type nowhere struct{ connector.Sink }

func (nowhere) Restart(context.Context, string) error { return nil }

// markStored notes that a row was to be stored.
type markStored struct {
	connector.Sink
	stored *bool
}

func (m markStored) Usage(context.Context, string, []connector.Usage) error {
	*m.stored = true
	return nil
}
