package workspace

import "inventorybeacon/connector"

// NewConnection returns a connection with the auto-populated values of a cloud
// and an id of its own. It exists nowhere until it is put or saved.
func (w *Workspace) NewConnection(cloud connector.CloudID) connector.Connection {
	c := w.source.Defaults(cloud)
	c.ID = connector.NewGUID()
	return c
}
