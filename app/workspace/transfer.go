package workspace

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/store"
)

// connectionsFormat and connectionsVersion stand at the head of a file with
// exported connections.
const (
	connectionsFormat  = "inventory-beacon connections"
	connectionsVersion = 1
)

// connectionsFile is the file to set up another computer with.
type connectionsFile struct {
	Format      string               `json:"format"`
	Version     int                  `json:"version"`
	Connections []ExportedConnection `json:"connections"`
}

// ExportedConnection has only what may be seen: a field that a connection gets
// later is not exported before it is named here.
type ExportedConnection struct {
	Name                  string               `json:"name"`
	Disabled              bool                 `json:"disabled,omitempty"`
	SourceType            connector.SourceType `json:"sourceType"`
	Proxy                 connector.Proxy      `json:"proxy,omitzero"`
	Cloud                 connector.CloudID    `json:"cloud"`
	TokenEndpoint         string               `json:"tokenEndpoint"`
	ClientID              string               `json:"clientId"`
	RedirectURI           string               `json:"redirectUri"`
	Flow                  connector.Flow       `json:"flow"`
	AuthorizationEndpoint string               `json:"authorizationEndpoint"`
	GraphEndpoint         string               `json:"graphEndpoint"`
	// ClientSecretExpires helps whoever enters the same client secret again.
	ClientSecretExpires connector.Date `json:"clientSecretExpires,omitzero"`
	LossShare           int            `json:"lossShare,omitempty"`
}

// Exported returns what may be seen of a connection.
func Exported(c connector.Connection) ExportedConnection {
	return ExportedConnection{
		Name: c.Name, Disabled: c.Disabled, SourceType: c.SourceType, Proxy: c.Proxy, Cloud: c.Cloud,
		TokenEndpoint: c.TokenEndpoint, ClientID: c.ClientID, RedirectURI: c.RedirectURI, Flow: c.Flow,
		AuthorizationEndpoint: c.AuthorizationEndpoint, GraphEndpoint: c.GraphEndpoint,
		ClientSecretExpires: c.ClientSecretExpires, LossShare: c.LossShare,
	}
}

// connection returns it with an id of its own: what was imported elsewhere does
// not belong to it.
func (e ExportedConnection) connection() connector.Connection {
	return connector.Connection{
		ID: connector.NewGUID(), Name: e.Name, Disabled: e.Disabled, SourceType: e.SourceType, Proxy: e.Proxy, Cloud: e.Cloud,
		TokenEndpoint: e.TokenEndpoint, ClientID: e.ClientID, RedirectURI: e.RedirectURI, Flow: e.Flow,
		AuthorizationEndpoint: e.AuthorizationEndpoint, GraphEndpoint: e.GraphEndpoint,
		ClientSecretExpires: e.ClientSecretExpires, LossShare: e.LossShare,
	}
}

// ExportConnections writes saved connections as JSON, all of them when no id is
// given, for [Workspace.ImportConnections] on another computer. It writes no
// secret, and nothing about who signed in. The error may be a
// [store.NotFoundError].
func (w *Workspace) ExportConnections(ctx context.Context, out io.Writer, ids ...string) error {
	stored, err := w.store.Connections(ctx)
	if err != nil {
		return fmt.Errorf("reading the connections: %w", err)
	}
	byID := make(map[string]connector.Connection, len(stored))
	for _, c := range stored {
		byID[c.ID] = c
	}
	if len(ids) == 0 {
		for _, c := range stored {
			ids = append(ids, c.ID)
		}
	}
	file := connectionsFile{Format: connectionsFormat, Version: connectionsVersion, Connections: []ExportedConnection{}}
	for _, id := range ids {
		c, found := byID[id]
		if !found {
			return &store.NotFoundError{What: "connection", Key: id}
		}
		file.Connections = append(file.Connections, Exported(c))
	}
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(file)
}

// ImportedConnections is what became of the connections of a file.
type ImportedConnections struct {
	Added   []string            `json:"added"`
	Skipped []SkippedConnection `json:"skipped"`
}

// SkippedConnection is a connection of a file that was not added.
type SkippedConnection struct {
	Name string `json:"name"`
	// Exists says that there is one with the name already, which is no fault of
	// the file.
	Exists bool `json:"exists"`
	// Reasons are sentences for the administrator.
	Reasons []string `json:"reasons"`
}

// ImportConnections adds the connections that [Workspace.ExportConnections] has
// written, all in one transaction and at once. Those that exist or have problems
// are skipped; their secrets are to be entered and their sign-ins to be made
// anew. A file that cannot be read is refused as a whole.
func (w *Workspace) ImportConnections(ctx context.Context, in io.Reader) (ImportedConnections, error) {
	file, err := readConnectionsFile(in)
	if err != nil {
		return ImportedConnections{}, err
	}
	result := ImportedConnections{Added: []string{}, Skipped: []SkippedConnection{}}
	var added []connector.Connection
	for _, e := range file.Connections {
		c := e.connection()
		if skipped := w.skip(c, result.Added); len(skipped.Reasons) > 0 {
			result.Skipped = append(result.Skipped, skipped)
			continue
		}
		added = append(added, c)
		result.Added = append(result.Added, c.Name)
	}
	if len(added) == 0 {
		return result, nil
	}
	if err := w.AddWithoutSecrets(ctx, added...); err != nil {
		return ImportedConnections{}, err
	}
	return result, nil
}

// skip says why a connection is not added; it has no reasons when it is. before
// are the connections of the file that are.
func (w *Workspace) skip(c connector.Connection, before []string) SkippedConnection {
	skipped := SkippedConnection{Name: c.Name}
	if _, taken := nameTaken(c.Name, before); taken {
		skipped.Reasons = []string{message.Text(connector.Message{
			ID: "workspace.file.connection-twice", Data: connector.Data{"Name": c.Name},
		})}
		return skipped
	}
	if existing, err := w.Named(c.Name); err == nil {
		skipped.Exists = true
		skipped.Reasons = []string{message.Text(connector.Message{
			ID: "workspace.file.connection-exists", Data: connector.Data{"Name": existing.Connection.Name},
		})}
		return skipped
	}
	for _, p := range w.problemsBesideSecrets(c) {
		skipped.Reasons = append(skipped.Reasons, p.Message)
	}
	return skipped
}
