package central

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/panics"
	"inventorybeacon/store/central"
	"inventorybeacon/store/history"
	"inventorybeacon/store/inventory"
	"inventorybeacon/store/inventory/sent"
)

// errMoved says that an import was published while another state was read.
var errMoved = errors.New("the inventory has changed meanwhile")

// publishTenant publishes a tenant, of which an import may be published meanwhile. A panic is an error of that tenant.
func (p *Publisher) publishTenant(
	ctx context.Context, db *central.Database, file *sent.File, beacon central.Beacon, of inventory.Published,
) error {
	defer p.progress(of.Tenant.ID, -1)
	p.progress(of.Tenant.ID, 0)
	for {
		err := p.attempt(ctx, tenant{publisher: p, db: db, file: file, beacon: beacon, of: of, id: strings.ToLower(of.Tenant.ID)})
		switch {
		case errors.Is(err, sent.ErrGone): // there may be another connection to the tenant
			found, err := p.tenant(ctx, of.Tenant.ID)
			if err != nil || found == nil {
				return err
			}
			of = *found
		case !errors.Is(err, errMoved):
			return err
		}
	}
}

// attempt tries once to publish a tenant.
func (p *Publisher) attempt(ctx context.Context, t tenant) error {
	return p.options.Inventory.Attach(ctx, func(ctx context.Context, path string) error {
		t.path = path
		err := p.try("tenant "+t.id, func() error { return t.publish(ctx) })
		if errors.Is(err, central.ErrLost) { // the next try compares
			t.known.Step = stepUnknown
			err = errors.Join(err, t.file.Save(ctx, t.known))
		}
		return err
	})
}

// try makes an error of a panic, whose stack goes to the log.
func (p *Publisher) try(what string, do func() error) error {
	err := panics.Try(do)
	var panicked *panics.Error
	if errors.As(err, &panicked) {
		p.options.Log.Error("publishing into the central database", "what", what, "error", err, "stack", string(panicked.Stack))
	}
	return err
}

// stepUnknown is the step of an attempt of which is not known what the central database has.
const stepUnknown = -1

// tenant is a tenant that is published.
type tenant struct {
	publisher *Publisher
	db        *central.Database
	file      *sent.File
	beacon    central.Beacon
	path      string // of the inventory.db
	of        inventory.Published
	id        string

	known sent.Tenant
	state central.State
	// writing is what is written; nil until something is.
	writing *central.Publishing
	// imports are those of the history, by key.
	imports map[string]history.Import
}

func (t *tenant) publish(ctx context.Context) (err error) {
	if !connector.IsGUID(t.id) {
		return connector.NewError(connector.Message{ID: "central.id", Data: connector.Data{"ID": t.id}}, nil)
	}
	if t.known, err = t.file.Tenant(ctx, t.id); err != nil {
		return err
	}
	if t.state, err = t.db.Lease(ctx, t.id, t.of.Tenant.DisplayName, t.beacon); err != nil {
		return err
	}
	if err := t.agree(ctx); err != nil {
		return err
	}
	if t.known.Whole {
		// It was written before, as a whole: what has changed since follows it.
		if err := t.finish(ctx); err != nil {
			return err
		}
	}
	return t.file.Compare(ctx, t.path, t.of.Connection, func(c *sent.Comparison) error {
		if c.Source.Number != t.known.Source {
			if err := t.rebuild(ctx, c.Source.Number); err != nil {
				return err
			}
			return errMoved // the comparison is with what was known before
		}
		return t.send(ctx, c)
	})
}

// agree finds out whether what is known here is what the central database has, and makes it so.
func (t *tenant) agree(ctx context.Context) error {
	k, s := &t.known, t.state
	switch {
	case s.Generation == k.Generation && s.Attempt == k.Arrived && s.Writing == "" && k.Step == 0:
		// Nothing of it is there, and nothing was written of what was to be the whole: a failover has lost its beginning, or another
		// beacon has cleared it.
		k.Attempt, k.Whole, k.Sending, k.Facts = "", false, 0, ""
		return nil
	case k.Attempt != "" && k.Whole && s.Attempt == k.Attempt && s.Writing == "":
		// It has arrived; the answer did not.
		return t.arrived(ctx, s.Generation, s.Published)
	case k.Attempt != "" && s.Writing == k.Attempt && s.Step == k.Step && s.Generation == k.Generation && s.Attempt == k.Arrived:
		t.writing = t.db.Resume(t.id, t.beacon, s)
		return nil
	}
	if s.Writing != "" {
		if err := t.db.Clear(ctx, t.id, t.beacon, s, connector.NewGUID()); err != nil {
			return err
		}
		t.state.Writing, t.state.Step = "", 0
	}
	return t.rebuild(ctx, k.Source)
}

// rebuild takes what the central database has for what was sent.
func (t *tenant) rebuild(ctx context.Context, source int64) error {
	if t.writing != nil { // of another source
		if err := t.db.Clear(ctx, t.id, t.beacon, t.state, connector.NewGUID()); err != nil {
			return err
		}
		t.writing, t.state.Writing, t.state.Step = nil, "", 0
	}
	t.publisher.options.Log.Info("comparing with the central database", "tenant", t.id, "generation", t.state.Generation)
	known := sent.Tenant{ID: t.id, Source: source, Generation: t.state.Generation, Arrived: t.state.Attempt, Pruned: t.known.Pruned}
	if known.Generation > 0 {
		known.Imported, known.Published = t.state.Imported.UnixMilli(), t.state.Published.UnixMilli()
	}
	return t.file.Rebuild(ctx, t.path, t.known, known, func(found *sent.Found) error {
		t.known = known
		return t.db.Read(ctx, t.id, central.Current{
			User: found.User, Usage: found.Usage, Activation: found.Activation,
			Row: func(table *central.Table, key string, fingerprint int64) error {
				return found.Row(table.Name(), key, fingerprint)
			},
		})
	})
}

// finish lets readers see what was written as a whole.
func (t *tenant) finish(ctx context.Context) error {
	var facts central.Facts
	if err := json.Unmarshal([]byte(t.known.Facts), &facts); err != nil {
		return err
	}
	published, err := t.writing.Finish(ctx, facts)
	if err != nil {
		return err
	}
	t.writing = nil
	return t.arrived(ctx, t.known.Generation+1, published)
}

// arrived notes that a generation has arrived.
func (t *tenant) arrived(ctx context.Context, generation int64, at time.Time) error {
	k := &t.known
	k.Generation, k.Arrived, k.Imported, k.Published = generation, k.Attempt, k.Sending, at.UnixMilli()
	k.Attempt, k.Step, k.Whole, k.Sending, k.Facts, k.Failure = "", 0, false, 0, "", ""
	t.state.Generation, t.state.Attempt, t.state.Writing, t.state.Step = generation, k.Arrived, "", 0
	return t.file.Save(ctx, *k)
}
