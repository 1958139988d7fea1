// Package workspace holds the connections and schedules with the edits that wait for Save,
// and what belongs to connections that were deleted.
package workspace

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"inventorybeacon/app/listeners"
	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/connector/validation"
	"inventorybeacon/store"
)

// Workspace holds the connections and schedules together with the edits that wait
// for Save. Every edit is also kept as a draft in the store, that of a connection
// sealed, so that a crash does not cost the administrator a sign-in.
type Workspace struct {
	dir    string
	source connector.Source
	store  *store.Store
	data   Inventory
	now    func() time.Time
	// place has the clocks that schedules go by.
	place func() *time.Location

	// editing is held from what an edit begins with until the store and the maps
	// below hold what has become of it. Without it, what is read again could take
	// back what was put meanwhile, and Save drop what came after it had begun.
	editing sync.Mutex

	mu sync.Mutex
	contents
	recovered int
	// idle holds by connection why its token could not be kept alive.
	idle      map[string]IdleFailure
	listeners listeners.Set[func()]
	// noDrafts leaves the drafts of a window alone: the console's way.
	noDrafts bool
}

// Options are what a workspace works with.
type Options struct {
	Dir       string // the data directory
	Source    connector.Source
	Store     *store.Store
	Inventory Inventory
	Now       func() time.Time
	// Place has the clocks that schedules go by.
	Place func() *time.Location
	// Drafts keeps every edit as a draft; without it, the drafts of a window are
	// left as they are: the console's way.
	Drafts bool
}

// New returns a workspace that is empty before [Workspace.Load].
func New(o Options) *Workspace {
	return &Workspace{
		dir: o.Dir, source: o.Source, store: o.Store, data: o.Inventory, now: o.Now, place: o.Place, noDrafts: !o.Drafts,
	}
}

// OnChange calls f after every change of the workspace, from any goroutine,
// until stop is called.
func (w *Workspace) OnChange(f func()) (stop func()) { return w.listeners.Add(f) }

// Notify tells the listeners of [Workspace.OnChange] that something has changed.
func (w *Workspace) Notify() {
	for _, f := range w.listeners.All() {
		f()
	}
}

// LastPublished says by connection when its inventory was last published.
func (w *Workspace) LastPublished() map[string]time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return maps.Clone(w.published)
}

// Unsaved is the number of connections and schedules with edits that wait for
// Save.
func (w *Workspace) Unsaved() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.drafts) + len(w.scheduleDrafts)
}

// Recovered is the number of edits that an earlier run of the program left
// unsaved; it is zero after the first Save or Cancel.
func (w *Workspace) Recovered() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.recovered
}

// Validate returns every problem of an edit: its own, and a name that another
// connection has.
func (w *Workspace) Validate(c connector.Connection, changes store.SecretChanges) []Problem {
	problems := inWords(w.source.Validate(c, w.withStoredMarks(c.ID, w.complete(c, changes)))...)
	var others []string
	for _, e := range w.Entries() {
		if e.Connection.ID != c.ID && e.Edit != EditDeleted {
			others = append(others, e.Connection.Name)
		}
	}
	if problem, taken := nameTaken(c.Name, others); taken {
		problems = slices.Insert(problems, 0, problem)
	}
	return problems
}

// nameTaken also finds what only the store takes for the same name, such as
// GRÖSSE and Größe.
func nameTaken(name string, others []string) (Problem, bool) {
	for _, other := range others {
		if store.FoldName(name) == store.FoldName(other) {
			return Problem{Field: connector.FieldName, Message: message.Sentence(store.NameTaken(other))}, true
		}
	}
	problem, taken := validation.NameTaken(name, others)
	return InWords(problem), taken
}

// withStoredMarks returns secrets for validation, as they would be after Save: it only
// matters whether one is there, so a stored one is represented without being opened.
func (w *Workspace) withStoredMarks(id string, changes store.SecretChanges) connector.Secrets {
	const stored = connector.Secret("stored")
	w.mu.Lock()
	states, waiting := w.secrets[id], w.drafts[id].Secrets
	w.mu.Unlock()
	var marks connector.Secrets
	into := marks.Values()
	for i, at := range states.Values() {
		if !at.IsZero() {
			*into[i] = stored
		}
	}
	waiting.Overlay(changes).ApplyTo(&marks)
	return marks
}

// complete adds what follows from a connection for its secrets: the password for
// a proxy goes with the user name, because nobody can see or clear it alone.
func (w *Workspace) complete(c connector.Connection, changes store.SecretChanges) store.SecretChanges {
	if c.Proxy.Username != "" || changes.ProxyPassword != nil {
		return changes
	}
	w.mu.Lock()
	waiting := w.drafts[c.ID].Secrets.ProxyPassword
	w.mu.Unlock()
	if waiting != nil || !w.SecretState(c.ID).ProxyPassword.IsZero() {
		none := connector.Secret("")
		changes.ProxyPassword = &none
	}
	return changes
}

// Put makes an edit wait for Save. It refuses one with problems by a
// [ProblemsError]; an edit that changes nothing is forgotten.
func (w *Workspace) Put(ctx context.Context, c connector.Connection, changes store.SecretChanges) error {
	w.editing.Lock()
	defer w.editing.Unlock()
	return w.put(ctx, c, changes)
}

// PutEdited is [Workspace.Put] of an edit that began with before, which may have changed since:
// what the edit left alone stays as it is now.
func (w *Workspace) PutEdited(ctx context.Context, before, c connector.Connection, changes store.SecretChanges) error {
	w.editing.Lock()
	defer w.editing.Unlock()
	w.mu.Lock()
	_, known := w.saved[c.ID]
	now := w.entry(c.ID)
	w.mu.Unlock()
	if known && now.Edit != EditDeleted {
		c = mergedConnection(now.Connection, before, c)
	}
	return w.put(ctx, c, changes)
}

// put is called while editing is held.
func (w *Workspace) put(ctx context.Context, c connector.Connection, changes store.SecretChanges) error {
	changes = w.complete(c, changes)
	if problems := w.Validate(c, changes); len(problems) > 0 {
		return &ProblemsError{Problems: problems}
	}
	w.mu.Lock()
	previous, waiting := w.drafts[c.ID]
	saved, known := w.saved[c.ID]
	w.mu.Unlock()
	if waiting && previous.Kind == store.DraftPut {
		changes = previous.Secrets.Overlay(changes)
	}
	if known && changes.Empty() && SameConnection(saved, c) {
		return w.dropDrafts(ctx, []string{c.ID}, nil)
	}
	draft := store.Draft{ConnectionID: c.ID, Kind: store.DraftPut, Connection: c, Secrets: changes, Changed: w.now()}
	if known {
		draft.Base = &saved
	}
	return w.putDraft(ctx, draft)
}

// ReplaceWaitingToken puts a rotated refresh token in the place of the one that was used, and
// reports whether that one still waits for Save.
func (w *Workspace) ReplaceWaitingToken(ctx context.Context, id string, used, rotated connector.Secret) (waits bool, err error) {
	w.editing.Lock()
	defer w.editing.Unlock()
	w.mu.Lock()
	draft := w.drafts[id]
	w.mu.Unlock()
	if token := draft.Secrets.RefreshToken; token == nil || *token != used {
		return false, nil
	}
	draft.Secrets.RefreshToken = &rotated
	return true, w.putDraft(ctx, draft)
}

// Delete makes the removal of a connection wait for Save; its inventory goes
// with it unless keepData. A connection that was never saved is gone at once.
func (w *Workspace) Delete(ctx context.Context, id string, keepData bool) error {
	w.editing.Lock()
	defer w.editing.Unlock()
	w.mu.Lock()
	saved, known := w.saved[id]
	w.mu.Unlock()
	if !known {
		return w.dropDrafts(ctx, []string{id}, nil)
	}
	return w.putDraft(ctx, store.Draft{
		ConnectionID: id, Kind: store.DraftDelete, KeepData: keepData, Connection: saved, Changed: w.now(),
	})
}

// Revert drops the edits of one connection.
func (w *Workspace) Revert(ctx context.Context, id string) error {
	w.editing.Lock()
	defer w.editing.Unlock()
	return w.dropDrafts(ctx, []string{id}, nil)
}
