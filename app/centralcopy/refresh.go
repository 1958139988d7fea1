package centralcopy

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/central"
	"inventorybeacon/store/inventory"
	"inventorybeacon/store/lock"
)

// Progress says how far a refresh is.
type Progress struct {
	// Tenant is the name of the one that is being read, Users how many of its users were, of Total.
	Tenant       string
	Users, Total int64
}

// OlderBeaconError means that a tenant cannot be looked at, because whoever has published it was an older version of the program.
type OlderBeaconError struct{ Tenant, Beacon string }

func (e *OlderBeaconError) Error() string {
	return fmt.Sprintf("tenant %s was published by an older version, on %s", e.Tenant, e.Beacon)
}

// Message implements [connector.Explained].
func (e *OlderBeaconError) Message() connector.Message {
	return connector.Message{ID: "central.copy.older-beacon", Data: connector.Data{"Tenant": e.Tenant, "Beacon": e.Beacon}}
}

// IncompleteError means that a state of a tenant could not be read as a whole, however often that was tried.
type IncompleteError struct {
	Tenant, User string
	Err          error
}

func (e *IncompleteError) Error() string {
	return fmt.Sprintf("reading the tenant %s as %s: %v", e.Tenant, e.User, e.Err)
}

func (e *IncompleteError) Unwrap() error { return e.Err }

// Message implements [connector.Explained].
func (e *IncompleteError) Message() connector.Message {
	return connector.Message{ID: "central.copy.incomplete", Data: connector.Data{"Tenant": e.Tenant, "User": e.User}}
}

// mostTries is how often a state is looked for that stays there while it is read.
const mostTries = 5

// Refresh brings the copy up to date: the tenants of which another state is in the central database now are read, and those that are
// gone there go. progress may be nil. What was refreshed before an error stays. The error joins those of tenants, each of which has
// its words, among them [OlderBeaconError]; it is a [lock.CentralCopyBusyError] when another process is refreshing.
func (c *Copy) Refresh(ctx context.Context, progress func(Progress)) error {
	if progress == nil {
		progress = func(Progress) {}
	}
	config, set, err := c.options.Config(ctx)
	if err != nil || !set {
		return err
	}
	release, err := lock.CentralCopy(c.options.Dir)
	if err != nil {
		return err
	}
	defer release()
	if s, err := c.state(); err != nil {
		return err
	} else if s.Of != originOf(config) {
		// Until it is whole nobody may take what was copied from another database for what is in this one.
		if err := c.setState(state{Of: originOf(config)}); err != nil {
			return err
		}
	}
	db, err := central.Open(ctx, config)
	if err != nil {
		return err
	}
	defer db.Close()
	r := refresh{Copy: c, db: db, user: config.User, progress: progress}
	for range mostTries {
		if err = r.run(ctx); !errors.Is(err, central.ErrMoved) {
			break
		}
	}
	if err == nil { // but for tenants that cannot be looked at, the copy is whole
		err = c.setState(state{At: c.options.Now().UTC(), Of: originOf(config)})
	}
	return errors.Join(append(r.older, err)...)
}

// refresh is one refresh of a copy.
type refresh struct {
	*Copy
	db       *central.Database
	user     string
	progress func(Progress)
	// older are the tenants that older versions have published, each an [OlderBeaconError].
	older []error
}

// run reads what is new. Its error says nothing of tenants that older versions have published.
func (r *refresh) run(ctx context.Context) error {
	there, err := r.db.Readable(ctx)
	if err != nil {
		return err
	}
	published, err := r.Inventory.Published(ctx)
	if err != nil {
		return err
	}
	before := map[string]int64{}
	for _, p := range published {
		before[p.Connection] = p.Task
	}
	var errs []error
	r.older = nil
	for _, t := range there {
		task, known := before[t.TenantID]
		delete(before, t.TenantID)
		switch {
		case known && task == numberOf(t.Attempt):
		case !t.Whole:
			r.older = append(r.older, &OlderBeaconError{Tenant: t.Tenant, Beacon: t.Beacon})
		default:
			if err := r.tenant(ctx, t); err != nil {
				if ctx.Err() != nil {
					return err
				}
				if errors.Is(err, central.ErrMoved) {
					err = &IncompleteError{Tenant: t.Tenant, User: r.user, Err: err}
				}
				errs = append(errs, fmt.Errorf("copying the tenant %s: %w", t.Tenant, err))
			}
		}
	}
	for id := range before {
		errs = append(errs, r.forget(ctx, id))
	}
	return errors.Join(errs...)
}

// forget removes a tenant from the copy.
func (r *refresh) forget(ctx context.Context, tenant string) error {
	return errors.Join(r.Inventory.Forget(ctx, tenant), r.History.CopyEntered(ctx, tenant, noneEntered), r.History.Forget(ctx, tenant))
}

// numberOf is a number of an attempt's id, in which the inventory notes of which state it is. Another state has the same with a
// probability of 1e-19.
func numberOf(attempt string) int64 {
	id, err := hex.DecodeString(strings.ReplaceAll(attempt, "-", ""))
	if err != nil || len(id) < 16 {
		return 0
	}
	return int64((binary.BigEndian.Uint64(id) ^ binary.BigEndian.Uint64(id[8:])) & math.MaxInt64)
}

// tenant copies a tenant. What was entered and what has been come first: that the inventory is of a state says that all of
// it is.
func (r *refresh) tenant(ctx context.Context, t central.Readable) error {
	r.options.Log.Info("reading a tenant of the central database", "tenant", t.TenantID, "generation", t.Generation)
	r.progress(Progress{Tenant: t.Tenant, Total: t.Users})
	staged, err := r.Inventory.BeginCopy(ctx, t.TenantID, numberOf(t.Attempt))
	if err != nil {
		return err
	}
	if err := r.read(ctx, t, staged); err != nil {
		return errors.Join(err, staged.Close(false))
	}
	_, err = staged.Publish(ctx, t.Imported, nil)
	return errors.Join(err, staged.Close(false))
}

func (r *refresh) read(ctx context.Context, t central.Readable, staged inventory.StagedCopy) error {
	for _, part := range []func(context.Context, central.Readable, inventory.StagedCopy) error{r.parts, r.users, r.reports} {
		if err := part(ctx, t, staged); err != nil {
			return err
		}
	}
	if err := r.entered(ctx, t); err != nil {
		return err
	}
	if err := r.imports(ctx, t); err != nil {
		return err
	}
	return r.db.CheckStill(ctx, t)
}
