package proxyauth

import (
	"inventorybeacon/connector"
	"inventorybeacon/connector/printable"
)

// unreadable is the error of what the proxy or the system says and cannot be read.
func unreadable(what string, err error) error {
	return connector.NewError(connector.Message{
		ID: "network.proxy.unreadable-authentication", Data: connector.Data{"What": what}, Reference: printable.Line(err.Error(), 300),
	}, err)
}
