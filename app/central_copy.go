package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"inventorybeacon/app/centralcopy"
	"inventorybeacon/app/centralsettings"
	"inventorybeacon/app/licensing"
	"inventorybeacon/app/lists"
	"inventorybeacon/app/message"
	"inventorybeacon/app/reclaim"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/store/inventory"
)

// CentralCopyProgress says how far reading the central database is.
type CentralCopyProgress = centralcopy.Progress

// CentralCopy is what all beacons have published into the central database, to be looked at. It is a copy, which is read as the
// inventory of this computer is, and which nothing but [CentralCopy.Refresh] changes.
type CentralCopy struct {
	// Beacon reads the copy. Lists, the history and what can be taken back are those of the central database; it does not
	// import, and nothing is entered there.
	*Beacon
	copied *centralcopy.Copy
}

// OpenCentralCopy opens the copy of the central database, which is empty until it was refreshed. The error is a
// [centralsettings.NotSetError] when no central database is set up.
func (b *Beacon) OpenCentralCopy(ctx context.Context) (*CentralCopy, error) {
	_, set, err := b.centralConfig(ctx)
	problems := (*workspace.ProblemsError)(nil)
	if err != nil && !errors.As(err, &problems) {
		return nil, err
	}
	if !set && err == nil {
		return nil, &centralsettings.NotSetError{}
	}
	terms := licensing.NewTerms(b.today)
	copied, err := centralcopy.Open(ctx, centralcopy.Options{
		Dir: b.dir, Config: b.centralConfig, Log: b.log, Now: b.now,
		Inventory: inventory.Options{
			Logger: b.log, Now: b.now, Today: b.today, ProductName: b.names.Product, PlanName: b.names.Plan, Renew: b.names.Renew,
			ProductKind: b.products.Kind,
			Terms:       terms.Of, ReadOnly: b.store.ReadOnly(),
		},
	})
	if err != nil {
		return nil, fmt.Errorf("opening the copy of the central database: %w", err)
	}
	c := &CentralCopy{copied: copied, Beacon: &Beacon{
		Workspace: b.Workspace, Reader: copied.Inventory, History: copied.History,
		Reclaim:         reclaim.New(copied.Inventory, copied.History, b.nowHere),
		CentralSettings: b.CentralSettings, ProductNames: b.ProductNames,
		names: b.names, products: b.products, dir: b.dir, source: b.source, store: b.store, log: b.log, now: b.now, place: b.place,
		central: true,
	}}
	c.Lists = lists.New(copied.Inventory, c.Reclaim, copied.History, c.InventoryName, b.today)
	if err := c.openBook(ctx, terms); err != nil {
		return nil, errors.Join(err, copied.Close())
	}
	return c, nil
}

// Close closes the copy alone.
func (c *CentralCopy) Close() error { return c.copied.Close() }

// Refresh reads what is new in the central database. progress may be nil. After an error the copy is what it was, but for the tenants
// that were read before it.
func (c *CentralCopy) Refresh(ctx context.Context, progress func(CentralCopyProgress)) error {
	err := c.copied.Refresh(ctx, progress)
	return errors.Join(err, c.ReadEntered(ctx))
}

// AsOf is when the copy was last compared with the central database; zero when it never was.
func (c *CentralCopy) AsOf(ctx context.Context) (time.Time, error) { return c.copied.AsOf(ctx) }

// CentralOutdatedError means that what is looked at is older than what the central database has, because that could not be read.
type CentralOutdatedError struct {
	AsOf time.Time
	Err  error
}

func (e *CentralOutdatedError) Error() string {
	return fmt.Sprintf("what was read of the central database is as of %s: %v", e.AsOf.Format(time.RFC3339), e.Err)
}

func (e *CentralOutdatedError) Unwrap() error { return e.Err }

// Message implements [connector.Explained].
func (e *CentralOutdatedError) Message() connector.Message {
	advice := message.Explain(e.Err)
	return connector.Message{
		ID: "central.copy.outdated", Data: connector.Data{"Why": advice.Message, "Action": advice.Action, "At": e.AsOf},
		Reference: advice.Reference,
	}
}

// Bring refreshes the copy. Where it cannot be brought up to date, outdated says so if it can be looked at as it was before, and err
// if there is nothing to look at.
func (c *CentralCopy) Bring(ctx context.Context, progress func(CentralCopyProgress)) (outdated *CentralOutdatedError, err error) {
	failed := c.Refresh(ctx, progress)
	if failed == nil || ctx.Err() != nil {
		return nil, failed
	}
	asOf, err := c.AsOf(ctx)
	if err != nil || asOf.IsZero() {
		return nil, failed
	}
	return &CentralOutdatedError{AsOf: asOf, Err: failed}, nil
}
