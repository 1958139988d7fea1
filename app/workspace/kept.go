package workspace

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/inventory"
	"inventorybeacon/store/lock"
)

// KeptInventory is the inventory of a connection that was deleted without it.
type KeptInventory struct {
	// ID is that of the deleted connection, by which the inventory is asked.
	ID string `json:"-"`
	// Name tells it from all connections and other kept inventories: the name of the
	// connection, with the day of its deletion where that alone would not.
	Name string `json:"name"`
	// Connection is the name that the connection had.
	Connection string `json:"connection"`
	Tenant     string `json:"tenant"`
	TenantID   string `json:"tenantId"`
	Users      int64  `json:"users"`
	// Imported is when it was last published. Deleted is zero when that is not known.
	Imported time.Time `json:"importedAt"`
	Deleted  time.Time `json:"deletedAt,omitzero"`
}

// Kept returns the kept inventories by name.
func (w *Workspace) Kept() []KeptInventory {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.kept)
}

// KeptFor returns the kept inventories with which a connection, which need not be
// saved yet, can go on: those of its tenant, when it has none of its own.
func (w *Workspace) KeptFor(connectionID string) []KeptInventory {
	entry, found := w.Entry(connectionID)
	if !found || !entry.published.IsZero() {
		return nil
	}
	return w.keptOf(entry.TenantID)
}

// KeptForSignIn does what [Workspace.KeptFor] does for a connection as it stands in the
// dialog.
func (w *Workspace) KeptForSignIn(c connector.Connection) []KeptInventory {
	if !w.LastPublished()[c.ID].IsZero() {
		return nil
	}
	return w.keptOf(TenantID(c))
}

func (w *Workspace) keptOf(tenant string) []KeptInventory {
	return slices.DeleteFunc(w.Kept(), func(k KeptInventory) bool { return tenant == "" || !strings.EqualFold(k.TenantID, tenant) })
}

// KeptTakers returns the saved connections that may go on with a kept inventory: those
// that have none, to the same tenant or to one that is not known yet.
func (w *Workspace) KeptTakers(k KeptInventory) []Entry {
	return slices.DeleteFunc(w.Entries(), func(e Entry) bool {
		return e.Edit == EditNew || e.Edit == EditDeleted || !e.published.IsZero() || e.TenantID != "" &&
			!strings.EqualFold(e.TenantID, k.TenantID)
	})
}

// KeptNamed returns the kept inventory with a name, or the only one whose connection
// had it. The error is a [KeptNotFoundError], or says that several have the name.
func (w *Workspace) KeptNamed(name string) (KeptInventory, error) {
	var had []KeptInventory
	for _, k := range w.Kept() {
		if store.FoldName(k.Name) == store.FoldName(name) {
			return k, nil
		}
		if store.FoldName(k.Connection) == store.FoldName(name) {
			had = append(had, k)
		}
	}
	switch len(had) {
	case 0:
		return KeptInventory{}, &KeptNotFoundError{Name: name}
	case 1:
		return had[0], nil
	default:
		return KeptInventory{}, ambiguous(name, had)
	}
}

// InventoryOf returns the id by which the inventory is asked of the connection with a
// name or, when there is none, of the kept inventory.
func (w *Workspace) InventoryOf(name string) (string, error) {
	entry, err := w.Named(name)
	if err == nil {
		return entry.Connection.ID, nil
	}
	kept, keptErr := w.KeptNamed(name)
	if missing := (*KeptNotFoundError)(nil); errors.As(keptErr, &missing) {
		return "", err
	}
	return kept.ID, keptErr
}

// RemoveKept removes a kept inventory.
func (w *Workspace) RemoveKept(ctx context.Context, id string) error {
	w.editing.Lock()
	defer w.editing.Unlock()
	kept, err := w.keptByID(id)
	if err != nil {
		return err
	}
	release, err := lock.Connection(w.dir, id)
	if err != nil {
		return err
	}
	defer release()
	// Noted first, so that one that is cut short is gone on with.
	err = w.store.PutDeletedConnection(ctx, store.DeletedConnection{ID: id, Name: kept.Connection, Deleted: kept.Deleted})
	if err != nil {
		return fmt.Errorf("removing the inventory of %s: %w", kept.Connection, err)
	}
	if err = w.FinishDeletion(ctx, id); err != nil {
		err = unfinishedDeletion(kept.Connection, err)
	}
	return errors.Join(err, w.reload(ctx))
}

// GiveKept makes a kept inventory that of a saved connection, whose imports go on with
// it. The error may be an [OwnInventoryError] or, when an import of the connection runs, a
// [lock.BusyError].
func (w *Workspace) GiveKept(ctx context.Context, id, connectionID string) error {
	w.editing.Lock()
	defer w.editing.Unlock()
	kept, err := w.keptByID(id)
	if err != nil {
		return err
	}
	w.mu.Lock()
	to, saved := w.saved[connectionID]
	tenant := w.tenants[connectionID]
	w.mu.Unlock()
	if !saved {
		return &store.NotFoundError{What: "connection", Key: connectionID}
	}
	if tenant.ID == "" {
		tenant = connector.Tenant{ID: TenantID(to), DisplayName: to.SignIn.TenantName}
	}
	if tenant.ID != "" && kept.TenantID != "" && !strings.EqualFold(tenant.ID, kept.TenantID) {
		return ofOtherTenant(kept, to.Name, tenant)
	}
	err = w.give(ctx, kept, to)
	return errors.Join(err, w.reload(ctx))
}

func (w *Workspace) give(ctx context.Context, kept KeptInventory, to connector.Connection) error {
	for _, id := range []string{kept.ID, to.ID} {
		release, err := lock.Connection(w.dir, id)
		if err != nil {
			return err
		}
		defer release()
	}
	err := w.data.Give(ctx, kept.ID, to.ID)
	switch {
	case errors.Is(err, inventory.ErrHasInventory):
		return &OwnInventoryError{Connection: to.Name}
	case errors.Is(err, inventory.ErrNoInventory):
		return &KeptNotFoundError{Name: kept.Name}
	case err != nil:
		return fmt.Errorf("giving the inventory of %s to %s: %w", kept.Connection, to.Name, err)
	}
	// It is done. A name without an inventory is shown nowhere, and dropGone forgets it.
	_ = w.store.DropDeletedConnection(ctx, kept.ID)
	return nil
}

func (w *Workspace) keptByID(id string) (KeptInventory, error) {
	kept := w.Kept()
	if i := slices.IndexFunc(kept, func(k KeptInventory) bool { return k.ID == id }); i >= 0 {
		return kept[i], nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return KeptInventory{}, &KeptNotFoundError{Name: cmp.Or(w.tasks[id].ConnectionName, id)}
}
