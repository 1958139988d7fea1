package sessiontest

import (
	"context"
	"errors"
	"net/http"

	"inventorybeacon/app"
	"inventorybeacon/app/imports"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
)

// LoseLicenses has a tenant answer from now on as if it had none, which holds an import back.
func LoseLicenses(tenant *demotenant.Server) {
	tenant.Script(func(r *http.Request) *demotenant.Fault {
		if r.URL.Path != "/v1.0/subscribedSkus" {
			return nil
		}
		none := demotenant.Answer(`{"value":[]}`)
		return &none
	})
}

// Block holds every answer of a tenant with users back until release is called.
func Block(tenant *demotenant.Server) (release func()) {
	ctx, release := context.WithCancel(context.Background())
	tenant.Script(func(r *http.Request) *demotenant.Fault {
		if r.URL.Path == "/v1.0/users" {
			select {
			case <-ctx.Done():
			case <-r.Context().Done():
			}
		}
		return nil
	})
	return release
}

// visitor signs in to the offline tenant in the administrator's place.
type visitor struct{}

// Status implements [signin.Prompter].
func (visitor) Status(string) {}

// Address implements [signin.Prompter].
func (visitor) Address(string) bool { return false }

// Answer implements [signin.Prompter].
func (visitor) Answer(ctx context.Context, address, problem string) (string, error) {
	if problem != "" {
		return "", errors.New("the answer was refused: " + problem)
	}
	return demotenant.NewVisitor().SignIn(ctx, address)
}

// Add saves a connection to no tenant, for which nobody has signed in.
func (w *Window) Add(name string) connector.Connection {
	w.t.Helper()
	c := w.Beacon.NewConnection(connector.CloudGlobal)
	c.Name = name
	w.Must(w.Beacon.SaveConnection(w.t.Context(), c, app.SecretChanges{}))
	return c
}

// Connect saves a connection to the offline tenant for which somebody has signed in.
func (w *Window) Connect(name string) connector.Connection {
	w.t.Helper()
	c := w.Beacon.NewConnection(connector.CloudDemonstration)
	c.Name = name
	who, token, err := w.Beacon.SignIn(w.t.Context(), c, app.SecretChanges{}, connector.SignInNone, visitor{})
	w.Must(err)
	c.SignIn = who
	w.Must(w.Beacon.SaveConnection(w.t.Context(), c, app.SecretChanges{RefreshToken: &token}))
	return c
}

// Import imports through a connection and waits for the end, whatever that is.
func (w *Window) Import(c connector.Connection, options ...imports.Option) app.Task {
	w.t.Helper()
	task, err := w.Beacon.Import(w.t.Context(), c.ID, app.TriggerManual, options...)
	if task.ID == 0 {
		w.t.Fatal(err)
	}
	w.Settle()
	return task
}

// Keep imports through a new connection and deletes it without its inventory.
func (w *Window) Keep(name string) connector.Connection {
	w.t.Helper()
	c := w.Connect(name)
	w.Import(c, imports.AllowDuplicate)
	w.Must(w.Beacon.DeleteConnection(w.t.Context(), c, true))
	return c
}

// Entry is a connection as it stands now.
func (w *Window) Entry(c connector.Connection) workspace.Entry {
	e, _ := w.Beacon.Entry(c.ID)
	return e
}

// Must ends the test unless err is nil.
func (w *Window) Must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}
