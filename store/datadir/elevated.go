package datadir

import "inventorybeacon/connector"

// ErrNoConsent means that nobody has consented to the program being an administrator.
var ErrNoConsent = connector.NewError(connector.Message{ID: "store.no-consent"}, nil)
