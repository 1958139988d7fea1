package workspace

import (
	"context"
	"fmt"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store"
)

// Duplicate returns a new connection like another one, as a starting point: it
// has no secret, and nobody has signed in for it. It exists nowhere until it is
// put or added. An empty name is replaced by one that is free.
func (w *Workspace) Duplicate(id, newName string) (connector.Connection, error) {
	entry, found := w.Entry(id)
	if !found {
		return connector.Connection{}, &store.NotFoundError{What: "connection", Key: id}
	}
	if newName == "" {
		newName = w.freeName(entry.Connection.Name + " copy")
	}
	return Anew(entry.Connection, newName), nil
}

// Anew returns a new connection with the settings of another one: without what is known of its
// secrets and of its inventory.
func Anew(c connector.Connection, name string) connector.Connection {
	c.ID, c.Name, c.Disabled = connector.NewGUID(), name, false
	c.SignIn, c.Certificate, c.TokenUsed = connector.SignIn{}, connector.Certificate{}, time.Time{}
	// They belong to the secret that is not copied, without which no import can
	// succeed.
	c.ClientSecretExpires, c.ScheduleID = 0, ""
	c.ReplaceTenant = ""
	return c
}

// freeName returns a name that no connection has, with a number when it must.
func (w *Workspace) freeName(wanted string) string {
	var names []string
	for _, e := range w.Entries() {
		names = append(names, e.Connection.Name)
	}
	for name, n := wanted, 2; ; n++ {
		if _, taken := nameTaken(name, names); !taken {
			return name
		}
		name = fmt.Sprintf("%s %d", wanted, n)
	}
}

// AddWithoutSecrets writes new connections at once, whose secrets will be entered
// later. It refuses those with any other problem by a [ProblemsError].
func (w *Workspace) AddWithoutSecrets(ctx context.Context, connections ...connector.Connection) error {
	w.editing.Lock()
	defer w.editing.Unlock()
	var drafts []store.Draft
	for _, c := range connections {
		if problems := w.problemsBesideSecrets(c); len(problems) > 0 {
			return &ProblemsError{Problems: problems}
		}
		drafts = append(drafts, store.Draft{ConnectionID: c.ID, Kind: store.DraftPut, Connection: c, Changed: w.now()})
	}
	return w.apply(ctx, drafts, nil)
}

// problemsBesideSecrets leaves out that a secret is missing.
func (w *Workspace) problemsBesideSecrets(c connector.Connection) []Problem {
	return w.ProblemsOf(c, store.SecretChanges{})
}
