package app

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/inventory"
)

// tenantID is the tenant that somebody has signed in to for a connection; empty
// when it is not known before an import.
func tenantID(c connector.Connection) string {
	if c.Flow != connector.AuthorizationCode {
		return ""
	}
	return c.SignIn.TenantID
}

// OtherTenant returns a [connector.OtherTenantError] when somebody has signed in for
// a connection, as it stands in the dialog, to another tenant than the one whose
// inventory it has; nil when not, and when that inventory may be replaced.
func (w *Workspace) OtherTenant(c connector.Connection) *connector.OtherTenantError {
	w.mu.Lock()
	had, imported := w.tenants[c.ID]
	w.mu.Unlock()
	got := tenantID(c)
	if !imported || had.ID == "" || got == "" || strings.EqualFold(got, had.ID) || strings.EqualFold(got, c.ReplaceTenant) {
		return nil
	}
	return &connector.OtherTenantError{Connection: c.Name, Had: had, Got: connector.Tenant{ID: got, DisplayName: c.SignIn.TenantName}}
}

// SameTenant returns the other saved connections to the tenant of a connection,
// by name: what both import counts twice. The tenant is the one that was imported,
// or else the one that somebody has signed in to.
func (w *Workspace) SameTenant(id string) []Entry {
	entry, _ := w.Entry(id)
	return w.ofTenant(entry.TenantID, id)
}

// SameTenantAs returns the other saved connections to the tenant that a sign-in
// for a connection, which may not be kept yet, has led to.
func (w *Workspace) SameTenantAs(c connector.Connection) []Entry {
	return w.ofTenant(tenantID(c), c.ID)
}

// ofTenant returns the saved connections to a tenant but one.
func (w *Workspace) ofTenant(tenant, but string) []Entry {
	if tenant == "" {
		return nil
	}
	return slices.DeleteFunc(w.Entries(), func(e Entry) bool {
		return e.Connection.ID == but || e.Edit == EditNew || e.Edit == EditDeleted || !strings.EqualFold(e.TenantID, tenant)
	})
}

// ImportOption changes how an import is executed.
type ImportOption int

const (
	// AllowDuplicate imports a tenant although it has been imported through another
	// connection.
	AllowDuplicate ImportOption = iota + 1
	// ReplaceInventory imports another tenant than the one whose inventory the
	// connection has, which is then lost.
	ReplaceInventory
)

// DuplicateTenantError is a first import that was refused, because the tenant has
// been imported through another connection: its users and licenses would count
// twice.
type DuplicateTenantError struct {
	// Name is the connection that was to import.
	Name string
	// Tenant is the organization's name.
	Tenant string
	// Others are the connections that have imported the tenant, Kept the kept
	// inventories of those that were deleted.
	Others, Kept []string
}

func (e *DuplicateTenantError) Error() string {
	return fmt.Sprintf("the tenant %q of connection %q has been imported through %q", e.Tenant, e.Name, slices.Concat(e.Others, e.Kept))
}

// Advice implements [connector.Advised].
func (e *DuplicateTenantError) Advice() connector.Advice {
	return connector.Advice{
		Message: fmt.Sprintf("The tenant %s has been imported already, through %s: its users and licenses would count twice.", e.Tenant, e.through()),
		Action:  e.wayOut(),
	}
}

func (e *DuplicateTenantError) through() string {
	var who []string
	switch len(e.Others) {
	case 0:
	case 1:
		who = append(who, fmt.Sprintf("the connection %q", e.Others[0]))
	default:
		who = append(who, fmt.Sprintf("the connections %q", e.Others))
	}
	switch len(e.Kept) {
	case 0:
	case 1:
		who = append(who, fmt.Sprintf("the deleted connection %q, whose inventory is kept", e.Kept[0]))
	default:
		who = append(who, fmt.Sprintf("the deleted connections %s, whose inventories are kept", quoted(e.Kept)))
	}
	return strings.Join(who, " and ")
}

// quoted lists names.
func quoted(names []string) string {
	var list []string
	for _, name := range names {
		list = append(list, strconv.Quote(name))
	}
	return strings.Join(list, ", ")
}

func (e *DuplicateTenantError) wayOut() string {
	if len(e.Others) == 0 {
		return "Use the kept inventory for this connection, remove it, or allow the duplicate if both are wanted."
	}
	return "Import through that connection, delete it with its inventory, or allow the duplicate if both are wanted."
}

// tenantWatch looks, in the first import of a connection, whether another one
// has imported the same tenant.
type tenantWatch struct {
	connection connector.Connection
	published  []inventory.Published
	names      map[string]string // of connections and kept inventories by id
	kept       map[string]bool
}

// watchTenant refuses the first import of a connection by a [DuplicateTenantError]
// when its tenant is known to have been imported through another. It returns nil
// when there is nothing to look for.
func (r *Runner) watchTenant(ctx context.Context, c connector.Connection, options []ImportOption) (*tenantWatch, error) {
	if slices.Contains(options, AllowDuplicate) {
		return nil, nil
	}
	published, err := r.data.Published(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the inventory's tenants: %w", err)
	}
	if len(published) == 0 || slices.ContainsFunc(published, func(p inventory.Published) bool { return p.Connection == c.ID }) {
		return nil, nil
	}
	watch := &tenantWatch{connection: c, published: published, names: map[string]string{}, kept: map[string]bool{}}
	if err := watch.readNames(ctx, r.store); err != nil {
		return nil, err
	}
	if duplicate := watch.find(tenantID(c)); duplicate != nil {
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
	kept, err := readKept(ctx, s, w.published, saved, last)
	if err != nil {
		return fmt.Errorf("reading the kept inventories: %w", err)
	}
	for _, k := range kept {
		w.names[k.ID], w.kept[k.ID] = k.Name, true
	}
	return nil
}

// find returns who has imported a tenant; nil when nobody has.
func (w *tenantWatch) find(tenant string) *DuplicateTenantError {
	var found *DuplicateTenantError
	for _, p := range w.published {
		name, known := w.names[p.Connection]
		if !known || tenant == "" || !strings.EqualFold(p.Tenant.ID, tenant) {
			continue
		}
		if found == nil {
			found = &DuplicateTenantError{Name: w.connection.Name, Tenant: p.Tenant.DisplayName}
		}
		if w.kept[p.Connection] {
			found.Kept = append(found.Kept, name)
		} else {
			found.Others = append(found.Others, name)
		}
	}
	return found
}

// over returns a sink that warns when the tenant, which was not known before,
// turns out to be a duplicate.
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
		warning := connector.Warning{
			Message: fmt.Sprintf("The tenant %s has also been imported through %s: its users and licenses count twice.", duplicate.Tenant, duplicate.through()),
			Advice:  "Delete one of the connections with its inventory, unless both are wanted.",
		}
		if len(duplicate.Others) == 0 {
			warning.Advice = "Remove the kept inventory, unless both are wanted."
		}
		s.observer.Warn(warning)
	}
	return s.Sink.Tenant(ctx, t)
}

// inventoryTenant is the tenant whose inventory a connection has and keeps; zero
// when it has none, or when the one that somebody has signed in to may replace it.
func (w *Workspace) inventoryTenant(c connector.Connection) connector.Tenant {
	w.mu.Lock()
	defer w.mu.Unlock()
	if c.ReplaceTenant != "" {
		return connector.Tenant{}
	}
	return w.tenants[c.ID]
}
