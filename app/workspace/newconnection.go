package workspace

import (
	"crypto/rand"
	"fmt"

	"inventorybeacon/connector"
)

// NewConnection returns a connection with the auto-populated values of a cloud
// and an id of its own. It exists nowhere until it is put or saved.
func (w *Workspace) NewConnection(cloud connector.CloudID) connector.Connection {
	c := w.source.Defaults(cloud)
	c.ID = newID()
	return c
}

// newID returns a random UUID (RFC 9562, version 4).
func newID() string {
	var id [16]byte
	_, _ = rand.Read(id[:]) // never fails: crypto/rand ends the program instead
	id[6] = id[6]&0x0f | 0x40
	id[8] = id[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])
}
