package workspace

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"inventorybeacon/connector"
)

// TenantID is the tenant that somebody has signed in to for a connection; empty
// when it is not known before an import.
func TenantID(c connector.Connection) string {
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
	got := TenantID(c)
	if !imported || got == "" {
		return nil
	}
	return connector.OtherTenant(c, had, connector.Tenant{ID: got, DisplayName: c.SignIn.TenantName})
}

// SameTenant returns the other saved connections to the tenant of a connection,
// by name: of what both import the newest counts. The tenant is the one that was imported,
// or else the one that somebody has signed in to.
func (w *Workspace) SameTenant(id string) []Entry {
	entry, _ := w.Entry(id)
	return w.ofTenant(entry.TenantID, id)
}

// KeptOfSameTenant returns the kept inventories of the tenant whose inventory a connection
// has: of the two the newest counts. Before its first import, [Workspace.KeptFor] tells
// them.
func (w *Workspace) KeptOfSameTenant(id string) []KeptInventory {
	entry, found := w.Entry(id)
	if !found || entry.published.IsZero() {
		return nil
	}
	return w.keptOf(entry.TenantID)
}

// SameTenantAs returns the other saved connections to the tenant that a sign-in
// for a connection, which may not be kept yet, has led to.
func (w *Workspace) SameTenantAs(c connector.Connection) []Entry {
	return w.ofTenant(TenantID(c), c.ID)
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

// Message implements [connector.Explained].
func (e *DuplicateTenantError) Message() connector.Message {
	data := connector.Data{"Tenant": e.Tenant, "Through": e.Through()}
	if len(e.Others) == 0 {
		return connector.Message{ID: "workspace.duplicate-tenant.kept", Data: data}
	}
	return connector.Message{ID: "workspace.duplicate-tenant", Data: data}
}

// Through names the connections and kept inventories as parts of a sentence.
func (e *DuplicateTenantError) Through() []connector.Message {
	var who []connector.Message
	if n := len(e.Others); n > 0 {
		who = append(who, connector.Message{
			ID: "workspace.through-connections", Data: connector.Data{"Count": n, "Names": quoted(e.Others)},
		})
	}
	if n := len(e.Kept); n > 0 {
		who = append(who, connector.Message{
			ID: "workspace.through-kept", Data: connector.Data{"Count": n, "Names": quoted(e.Kept)},
		})
	}
	return who
}

func quoted(names []string) []string {
	list := make([]string, len(names))
	for i, name := range names {
		list[i] = strconv.Quote(name)
	}
	return list
}

// InventoryTenant is the tenant whose inventory a connection has; zero when it has none.
func (w *Workspace) InventoryTenant(id string) connector.Tenant {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.tenants[id]
}
