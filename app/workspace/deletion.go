package workspace

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"inventorybeacon/store"
	"inventorybeacon/store/inventory"
	"inventorybeacon/store/lock"
)

// FinishDeletions goes on with deletions of connections that were cut short, and says
// whether there was any. One that another process carries out is left to it.
func (w *Workspace) FinishDeletions(ctx context.Context) (some bool, err error) {
	deleted, err := w.store.DeletedConnections(ctx)
	if err != nil {
		return false, err
	}
	err = w.dropGone(ctx, deleted)
	for _, d := range deleted {
		if d.Cleared {
			continue
		}
		release, failed := lock.Connection(w.dir, d.ID)
		if busy := (*lock.BusyError)(nil); errors.As(failed, &busy) {
			continue
		}
		if failed == nil {
			failed = w.FinishDeletion(ctx, d.ID)
			release()
			some = true
		}
		if failed != nil {
			err = errors.Join(err, unfinishedDeletion(d.Name, failed))
		}
	}
	return some, err
}

// dropGone forgets the deleted connections whose kept inventory is gone: it was given to
// another one by a process that was killed before it noted that, or was lost.
func (w *Workspace) dropGone(ctx context.Context, deleted []store.DeletedConnection) error {
	kept := slices.DeleteFunc(slices.Clone(deleted), func(d store.DeletedConnection) bool { return !d.Cleared })
	if len(kept) == 0 {
		return nil
	}
	published, err := w.data.Published(ctx)
	for _, d := range kept {
		if err == nil && !isPublished(published, d.ID) {
			err = w.store.DropDeletedConnection(ctx, d.ID)
		}
	}
	return err
}

func isPublished(published []inventory.Published, id string) bool {
	return slices.ContainsFunc(published, func(p inventory.Published) bool { return p.Connection == id })
}

// FinishDeletion removes what does not stay of a deleted connection. It is called while
// the connection is locked: no import can run that would leave something anew.
func (w *Workspace) FinishDeletion(ctx context.Context, id string) error {
	deleted, err := w.store.DeletedConnection(ctx, id)
	missing := (*store.NotFoundError)(nil)
	switch {
	case errors.As(err, &missing):
		return nil // another process was faster, or it is there again
	case err != nil:
		return err
	case deleted.Cleared:
		return nil
	}
	if err := errors.Join(w.discardOf(ctx, id), w.data.DropStaged(id)); err != nil {
		return fmt.Errorf("discarding imports that were cut short or held back: %w", err)
	}
	if !deleted.Keep {
		if err := w.data.Forget(ctx, id); err != nil {
			return fmt.Errorf("removing the inventory: %w", err)
		}
		return w.store.DropDeletedConnection(ctx, id)
	}
	published, err := w.data.Published(ctx)
	if err != nil {
		return err
	}
	if !isPublished(published, id) {
		return w.store.DropDeletedConnection(ctx, id) // there is nothing to keep
	}
	deleted.Cleared = true
	return w.store.PutDeletedConnection(ctx, deleted)
}
