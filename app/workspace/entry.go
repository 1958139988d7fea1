package workspace

import (
	"slices"
	"strings"
	"time"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/schedule"
	"inventorybeacon/store"
)

// Edit says what waits for Save in a connection.
type Edit string

// The kinds of edits.
const (
	EditNone    Edit = ""
	EditNew     Edit = "new"
	EditChanged Edit = "changed"
	EditDeleted Edit = "deleted"
)

// Entry is a row of Inventory Systems: a connection as it would be after Save.
type Entry struct {
	Connection connector.Connection
	Edit       Edit
	// Secrets are the stored ones; Waiting are those that wait for Save.
	Secrets store.SecretState
	Waiting store.SecretChanges
	// Tenant is the organization's name, as imported or as signed in to, TenantID
	// its id, and Domain its default domain once it was imported; empty when they
	// are not known yet.
	Tenant, TenantID, Domain string
	// Account is who signed in, and SignedIn when. They are empty when nobody
	// has, and with Client Credentials.
	Account  string
	SignedIn time.Time
	// TokenUsed is when the refresh token was last redeemed.
	TokenUsed time.Time
	// LastTask is the newest execution; its ID is zero when there is none.
	LastTask store.Task
	// Schedule is zero when the connection is not scheduled.
	Schedule schedule.Schedule
	// NextRun is when the schedule imports next; zero when it does not, because
	// there is none or the connection is disabled or will be deleted.
	NextRun time.Time
	// NextRunWaits says that nothing runs then before Save.
	NextRunWaits bool

	now       time.Time
	idle      IdleFailure
	published time.Time // when its inventory was last published
	// importedBy are the connections that have imported the tenant while this one
	// has not, kept the kept inventories of those that were deleted.
	importedBy, kept []string
}

// Name is what the connection is called.
func (e Entry) Name() string { return e.Connection.Name }

// Saved reports whether the connection stands in the store as it is shown.
func (e Entry) Saved() bool { return e.Edit == EditNone }

// HasRefreshToken reports whether a refresh token is stored or waits for Save.
func (e Entry) HasRefreshToken() bool {
	if e.Waiting.RefreshToken != nil {
		return *e.Waiting.RefreshToken != ""
	}
	return !e.Secrets.RefreshToken.IsZero()
}

// hasCredential reports whether a client secret or a certificate is stored or waits
// for Save.
func (e Entry) hasCredential() bool {
	there := func(waiting *connector.Secret, stored time.Time) bool {
		if waiting != nil {
			return *waiting != ""
		}
		return !stored.IsZero()
	}
	return there(e.Waiting.ClientSecret, e.Secrets.ClientSecret) || there(e.Waiting.Certificate, e.Secrets.Certificate)
}

// WithoutSecrets reports whether an import has nothing to sign in with.
func (e Entry) WithoutSecrets() bool {
	if e.Connection.Flow == connector.ClientCredentials {
		return !e.hasCredential()
	}
	return !e.HasRefreshToken()
}

// Entries returns all connections by name, edits included.
func (w *Workspace) Entries() []Entry {
	w.mu.Lock()
	defer w.mu.Unlock()
	var entries []Entry
	for id := range w.saved {
		entries = append(entries, w.entry(id))
	}
	for id := range w.drafts {
		if _, saved := w.saved[id]; !saved {
			entries = append(entries, w.entry(id))
		}
	}
	slices.SortFunc(entries, func(a, b Entry) int {
		return strings.Compare(store.FoldName(a.Connection.Name), store.FoldName(b.Connection.Name))
	})
	return entries
}

// Entry returns the connection with an id.
func (w *Workspace) Entry(id string) (Entry, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	_, saved := w.saved[id]
	_, waiting := w.drafts[id]
	if !saved && !waiting {
		return Entry{}, false
	}
	return w.entry(id), true
}

// Named returns the connection with a name, without regard to case, or a
// [store.NotFoundError].
func (w *Workspace) Named(name string) (Entry, error) {
	for _, e := range w.Entries() {
		if store.FoldName(e.Connection.Name) == store.FoldName(name) {
			return e, nil
		}
	}
	return Entry{}, &store.NotFoundError{What: "connection", Key: name}
}

// SecretsSince says when each secret was stored; nil when it is not.
func (e Entry) SecretsSince() (since connector.BySecret[*time.Time]) {
	into := since.Values()
	for i, at := range e.Secrets.Values() {
		if !at.IsZero() {
			*into[i] = at
		}
	}
	return since
}

// SecretState says since when the secrets of a connection are stored.
func (w *Workspace) SecretState(id string) store.SecretState {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.secrets[id]
}

// entry is called with the lock held.
func (w *Workspace) entry(id string) Entry {
	saved, known := w.saved[id]
	e := Entry{Connection: saved, Secrets: w.secrets[id], LastTask: w.tasks[id]}
	if draft, waiting := w.drafts[id]; waiting {
		e.Connection, e.Waiting = w.edited(draft), draft.Secrets
		switch {
		case draft.Kind == store.DraftDelete:
			e.Edit = EditDeleted
		case known:
			e.Edit = EditChanged
		default:
			e.Edit = EditNew
		}
	}
	w.addFacts(&e)
	if e.Schedule = w.scheduleOf(e.Connection); !e.Connection.Disabled && e.Edit != EditDeleted {
		e.NextRun = e.Schedule.Next(e.now, w.place())
		stored := w.schedules[saved.ScheduleID].Next(e.now, w.place())
		e.NextRunWaits = saved.Disabled || !stored.Equal(e.NextRun)
	}
	return e
}

// addFacts is called with the lock held.
func (w *Workspace) addFacts(e *Entry) {
	id := e.Connection.ID
	e.now, e.published = w.now(), w.published[id]
	// A waiting edit may have begun before the token was used.
	e.Connection.TokenUsed = w.saved[id].TokenUsed
	if e.Waiting.RefreshToken != nil {
		e.Connection.TokenUsed = time.Time{}
	}
	tenant, imported := w.tenants[id]
	e.Tenant, e.TenantID, e.Domain = tenant.DisplayName, tenant.ID, tenant.DefaultDomain
	if !imported {
		e.TenantID = TenantID(e.Connection)
	}
	if e.Tenant == "" {
		e.Tenant = e.Connection.SignIn.TenantName
	}
	if e.Connection.Flow == connector.AuthorizationCode {
		e.Account, e.SignedIn, e.TokenUsed = e.Connection.SignIn.Account, e.Connection.SignIn.At, e.Connection.TokenUsed
	}
	if failure := w.idle[id]; failure.At.After(LastUse(e.Connection, e.Secrets)) {
		e.idle = failure
	}
	for other, has := range w.tenants {
		if name := w.saved[other].Name; !imported && name != "" && e.TenantID != "" && strings.EqualFold(has.ID, e.TenantID) {
			e.importedBy = append(e.importedBy, name)
		}
	}
	slices.Sort(e.importedBy)
	for _, k := range w.kept {
		if !imported && e.TenantID != "" && strings.EqualFold(k.TenantID, e.TenantID) {
			e.kept = append(e.kept, k.Name)
		}
	}
}

// SameConnection reports whether two connections are the same in what an
// administrator can edit.
func SameConnection(a, b connector.Connection) bool {
	return a.ID == b.ID && a.Name == b.Name && a.Disabled == b.Disabled && a.ScheduleID == b.ScheduleID &&
		a.SourceType == b.SourceType && a.Proxy == b.Proxy &&
		a.Cloud == b.Cloud && a.TokenEndpoint == b.TokenEndpoint && a.ClientID == b.ClientID &&
		a.RedirectURI == b.RedirectURI && a.Flow == b.Flow &&
		a.AuthorizationEndpoint == b.AuthorizationEndpoint && a.GraphEndpoint == b.GraphEndpoint &&
		a.ClientSecretExpires == b.ClientSecretExpires && a.Certificate == b.Certificate &&
		a.LossShare == b.LossShare && a.ReplaceTenant == b.ReplaceTenant && a.SignIn.At.Equal(b.SignIn.At)
}

// Status is what the column Status says: that it is disabled, the newest task's
// state, or why there is none.
func (e Entry) Status() string {
	switch {
	case e.Connection.Disabled:
		return "Disabled"
	case e.LastTask.ID != 0:
		return message.StatusText(e.LastTask.Status)
	case e.Edit == EditNew:
		return "Not saved yet"
	case e.Connection.Flow == connector.ClientCredentials && e.WithoutSecrets():
		return "No client secret"
	case e.WithoutSecrets():
		return "Not signed in"
	default:
		return "Not run yet"
	}
}
