package imports

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/inventory"
)

// Option changes how an import is executed.
type Option int

const (
	// AllowDuplicate imports a tenant although it has been imported through another
	// connection.
	AllowDuplicate Option = iota + 1
	// ReplaceInventory imports another tenant than the one whose inventory the
	// connection has, which is then lost.
	ReplaceInventory
)

// tenantWatch looks in an import of a connection whether another one has imported the
// same tenant.
type tenantWatch struct {
	connection connector.Connection
	// decided says that somebody has allowed the duplicate, or that it was warned about
	// in the first import: it is still said, in the log.
	decided   bool
	published []inventory.Published
	names     map[string]string // of connections and kept inventories by id
	kept      map[string]bool
}

// watchTenant refuses the first import of a connection by a [workspace.DuplicateTenantError]
// when its tenant is known to have been imported through another. It returns nil
// when there is nothing to look for.
func (r *Runner) watchTenant(ctx context.Context, c connector.Connection, options []Option) (*tenantWatch, error) {
	published, err := r.data.Published(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the inventory's tenants: %w", err)
	}
	own := func(p inventory.Published) bool { return p.Connection == c.ID }
	decided := slices.Contains(options, AllowDuplicate) || slices.ContainsFunc(published, own)
	published = slices.DeleteFunc(published, own)
	if len(published) == 0 {
		return nil, nil
	}
	watch := &tenantWatch{connection: c, decided: decided, published: published, names: map[string]string{}, kept: map[string]bool{}}
	if err := watch.readNames(ctx, r.store); err != nil {
		return nil, err
	}
	if duplicate := watch.find(workspace.TenantID(c)); duplicate != nil && !decided {
		return nil, duplicate
	}
	return watch, nil
}

// readNames reads whose the inventories are.
func (w *tenantWatch) readNames(ctx context.Context, s *store.Store) error {
	stored, err := s.Connections(ctx)
	if err != nil {
		return fmt.Errorf("reading the connections: %w", err)
	}
	saved := map[string]connector.Connection{}
	for _, c := range stored {
		saved[c.ID], w.names[c.ID] = c, c.Name
	}
	last, err := s.LastTasks(ctx)
	if err != nil {
		return fmt.Errorf("reading the tasks: %w", err)
	}
	kept, err := workspace.ReadKept(ctx, s, w.published, saved, last)
	if err != nil {
		return fmt.Errorf("reading the kept inventories: %w", err)
	}
	for _, k := range kept {
		w.names[k.ID], w.kept[k.ID] = k.Name, true
	}
	return nil
}

// find returns who has imported a tenant; nil when nobody has.
func (w *tenantWatch) find(tenant string) *workspace.DuplicateTenantError {
	var found *workspace.DuplicateTenantError
	for _, p := range w.published {
		name, known := w.names[p.Connection]
		if !known || tenant == "" || !strings.EqualFold(p.Tenant.ID, tenant) {
			continue
		}
		if found == nil {
			found = &workspace.DuplicateTenantError{Name: w.connection.Name, Tenant: p.Tenant.DisplayName}
		}
		if w.kept[p.Connection] {
			found.Kept = append(found.Kept, name)
		} else {
			found.Others = append(found.Others, name)
		}
	}
	return found
}

// over returns a sink that says when the tenant is a duplicate, and warns of one that
// turns out to be so only now.
func (w *tenantWatch) over(sink connector.Sink, observer connector.Observer) connector.Sink {
	if w == nil {
		return sink
	}
	return &watchedSink{Sink: sink, watch: w, observer: observer}
}

type watchedSink struct {
	connector.Sink
	watch    *tenantWatch
	observer connector.Observer
}

// Tenant implements [connector.Sink].
func (s *watchedSink) Tenant(ctx context.Context, t connector.Tenant) error {
	if duplicate := s.watch.find(t.ID); duplicate != nil {
		m := connector.Message{ID: "imports.counted-twice", Data: connector.Data{
			"Tenant": duplicate.Tenant, "Through": duplicate.Through(),
		}}
		if len(duplicate.Others) == 0 {
			m.ID = "imports.counted-twice.kept"
		}
		if s.watch.decided {
			s.observer.Note(m)
		} else {
			s.observer.Warn(m)
		}
	}
	return s.Sink.Tenant(ctx, t)
}
