package inventory

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/cespare/xxhash/v2"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
)

// ErrClosed is returned by an import that has been published, closed or broken
// off by a fault of its staging file.
var ErrClosed = errors.New("the import is over")

// Import receives the records of one import. It implements [connector.Sink].
type Import struct {
	inv        *Inventory
	connection string
	path       string // of the staging file
	task       int64
	release    func() // says that the import is over

	mu      sync.Mutex
	staging *staging // nil when the import is over
	failed  error    // the first fault of the staging file
	streams map[string]*stream
	seq     int64 // of the last staged user
	print   tables.Fingerprint
	common  licensings
	list    []byte // keys on their way into the file
	held    stagedHoldings

	// These are small, so they wait in memory.
	tenant        *connector.Tenant
	licenses      received[connector.License]
	subscriptions received[connector.Subscription]
	groups        received[connector.Group]
	reports       map[string]*report    // received, by stream
	sameReports   bool                  // as in the import before
	older         map[string]ReportJoin // received, but older than in the import before, by stream
	joins         []ReportJoin          // good when the import is published
	least         int64                 // different users that must have come
	guard         *guard                // nil when nothing holds the import back
	kept          []KeptPart            // when it is published
}

var _ connector.Sink = (*Import)(nil)

// report is what is known of a usage report while it is received.
type report struct {
	date connector.Date
	rows int64
	// print is the sum of the fingerprints of its rows: it is the same in any order
	// of theirs.
	print uint64
	// lists hold the rows that wait to be staged, by the part of their names.
	lists [nameParts][]byte
}

// fullList is the size in bytes from which on a list is staged.
const fullList = 32 << 10

func (r *report) count(date connector.Date, row []byte) {
	r.date = max(r.date, date)
	r.rows++
	r.print += xxhash.Sum64(row)
}

// stage stores the lists that have at least so many bytes.
func (r *report) stage(ctx context.Context, s *staging, stream string, least int) error {
	for part, list := range r.lists {
		if len(list) < least {
			continue
		}
		if _, err := s.conn.ExecContext(ctx, "INSERT INTO report (stream, part, rows) VALUES (?, ?, ?)", stream, part, list); err != nil {
			return err
		}
		r.lists[part] = list[:0]
	}
	return nil
}

// received are records of a kind that is delivered as a whole or not at all.
type received[T any] struct {
	any  bool
	rows []T
}

// MarshalJSON writes the records, or null when none were delivered.
func (r received[T]) MarshalJSON() ([]byte, error) {
	if !r.any {
		return []byte("null"), nil
	}
	return json.Marshal(append([]T{}, r.rows...))
}

// UnmarshalJSON reads what MarshalJSON writes.
func (r *received[T]) UnmarshalJSON(data []byte) error {
	*r = received[T]{any: string(data) != "null"}
	return json.Unmarshal(data, &r.rows)
}

func (r *received[T]) add(rows []T) {
	r.any = true
	r.rows = append(r.rows, slices.Clone(rows)...)
}

// Begin starts an import of a connection, or goes on with one that was cut
// short. There must be one at a time for each connection, in all processes.
func (inv *Inventory) Begin(ctx context.Context, connectionID string, task int64) (*Import, error) {
	if !fileName(connectionID) {
		return nil, fmt.Errorf("connection id %q cannot name a file", connectionID)
	}
	release := inv.custody.hold(&inv.custody.imports)
	staging, err := openStaging(ctx, inv.stagingPath(connectionID))
	if err != nil {
		release()
		return nil, err
	}
	imp := newImport(inv, connectionID, staging, task)
	imp.release = release
	return imp, nil
}

func newImport(inv *Inventory, connectionID string, s *staging, task int64) *Import {
	return &Import{
		inv: inv, connection: connectionID, path: s.path, task: task, staging: s,
		streams: map[string]*stream{}, reports: map[string]*report{}, common: licensings{stored: map[int64]bool{}, storedDetails: map[int64]bool{}},
	}
}

// fileName says whether an id can name a file on every system.
func fileName(id string) bool {
	for _, r := range id {
		if r != '-' && r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
			return false
		}
	}
	return id != "" && len(id) <= 100
}

// write runs change on the staging file, one at a time.
func (imp *Import) write(ctx context.Context, change func(ctx context.Context, s *staging) error) error {
	imp.mu.Lock()
	defer imp.mu.Unlock()
	switch {
	case imp.staging == nil:
		return ErrClosed
	case imp.failed != nil:
		return imp.failed
	case ctx.Err() != nil:
		return ctx.Err()
	}
	// After a fault the transaction is gone, and with it pages that were
	// acknowledged: this import cannot go on.
	imp.failed = imp.staging.write(ctx, func(ctx context.Context) error { return change(ctx, imp.staging) })
	return imp.failed
}

// Tenant implements [connector.Sink].
func (imp *Import) Tenant(ctx context.Context, t connector.Tenant) error {
	return imp.keep(ctx, func() { imp.tenant = &t })
}

// Licenses implements [connector.Sink].
func (imp *Import) Licenses(ctx context.Context, l []connector.License) error {
	return imp.keep(ctx, func() { imp.licenses.add(l) })
}

// Subscriptions implements [connector.Sink]. When it is never called, the ones of
// the import before stay.
func (imp *Import) Subscriptions(ctx context.Context, s []connector.Subscription) error {
	return imp.keep(ctx, func() { imp.subscriptions.add(s) })
}

// Groups implements [connector.Sink]. When it is never called, the ones of the
// import before stay.
func (imp *Import) Groups(ctx context.Context, g []connector.Group) error {
	return imp.keep(ctx, func() { imp.groups.add(g) })
}

// Counted implements [connector.Sink].
func (imp *Import) Counted(ctx context.Context, least int64) error {
	return imp.keep(ctx, func() { imp.least = least })
}

func (imp *Import) keep(ctx context.Context, change func()) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	imp.mu.Lock()
	defer imp.mu.Unlock()
	if imp.staging == nil {
		return ErrClosed
	}
	change()
	return nil
}

// Usage implements [connector.Sink]. A report of which nothing was received, not
// even an empty list, stays as the import before has left it. Of two rows about
// one user in one report the later days count.
func (imp *Import) Usage(ctx context.Context, stream string, rows []connector.Usage) error {
	if stream != connector.StreamActiveUsers && stream != connector.StreamAppUsers {
		return fmt.Errorf("%q is not a usage report", stream)
	}
	return imp.write(ctx, func(ctx context.Context, s *staging) error {
		received := imp.report(stream)
		for _, row := range rows {
			name := imp.print.NameKey(row.UserPrincipalName)
			list := &received.lists[partOf(name)]
			at := len(*list)
			*list = appendUsage(*list, name, row.UserPrincipalName, usageDays(stream, row))
			received.count(row.ReportDate, (*list)[at:])
		}
		return received.stage(ctx, s, stream, fullList)
	})
}

// report returns what is known of a report, which is received now.
func (imp *Import) report(stream string) *report {
	if imp.reports[stream] == nil {
		imp.reports[stream] = new(report)
	}
	return imp.reports[stream]
}

// Activations implements [connector.Sink]. What holds for [Import.Usage] holds
// for this report too.
func (imp *Import) Activations(ctx context.Context, stream string, rows []connector.Activation) error {
	if stream != connector.StreamActivations {
		return fmt.Errorf("%q is not the activations report", stream)
	}
	return imp.write(ctx, func(ctx context.Context, s *staging) error {
		received := imp.report(stream)
		for _, row := range rows {
			name := imp.print.NameKey(row.UserPrincipalName)
			imp.print.AddString(row.Product)
			list := &received.lists[partOf(name)]
			at := len(*list)
			*list = appendActivation(*list, name, imp.print.Sum(), row)
			received.count(row.ReportDate, (*list)[at:])
		}
		return received.stage(ctx, s, stream, fullList)
	})
}

// Close ends an import that is not to be published, or has been. keepForResume
// leaves the users that it has received for the next import to go on with.
func (imp *Import) Close(keepForResume bool) error {
	imp.mu.Lock()
	defer imp.mu.Unlock()
	defer imp.release()
	err := imp.closeStaging(keepForResume)
	if !keepForResume {
		err = errors.Join(err, removeStaging(imp.path))
	}
	return err
}

// closeStaging gives the staging file back, with everything received when commit
// is set.
func (imp *Import) closeStaging(commit bool) error {
	if imp.staging == nil {
		return nil
	}
	staging := imp.staging
	imp.staging = nil
	var err error
	if commit && imp.failed == nil {
		err = staging.commit(context.Background())
	}
	return errors.Join(err, staging.close())
}
