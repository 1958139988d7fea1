package workspace

import (
	"cmp"
	"fmt"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
)

// KeptNotFoundError means that there is no kept inventory of that name, or no longer.
type KeptNotFoundError struct{ Name string }

func (e *KeptNotFoundError) Error() string { return fmt.Sprintf("no inventory %q is kept", e.Name) }

// Message implements [connector.Explained].
func (e *KeptNotFoundError) Message() connector.Message {
	return connector.Message{ID: "workspace.no-kept-inventory", Data: connector.Data{"Name": e.Name}}
}

// ambiguous means that several kept inventories are of connections that had one name.
func ambiguous(name string, kept []KeptInventory) error {
	names := make([]string, len(kept)) // which tell them apart
	for i, k := range kept {
		names[i] = k.Name
	}
	return connector.NewError(connector.Message{ID: "workspace.ambiguous-name", Data: connector.Data{
		"Count": len(kept), "Name": name, "Names": quoted(names),
	}}, nil)
}

// ofOtherTenant means that a kept inventory is of another tenant than the connection that
// was to have it.
func ofOtherTenant(kept KeptInventory, connection string, tenant connector.Tenant) error {
	return connector.NewError(connector.Message{ID: "workspace.other-tenants-inventory", Data: connector.Data{
		"Kept": kept.Name, "Had": cmp.Or(kept.Tenant, kept.TenantID),
		"Connection": connection, "Tenant": cmp.Or(tenant.DisplayName, tenant.ID),
	}}, nil)
}

// OwnInventoryError means that a connection has imported something itself, so that it
// cannot have another inventory.
type OwnInventoryError struct{ Connection string }

func (e *OwnInventoryError) Error() string {
	return fmt.Sprintf("connection %q has an inventory of its own", e.Connection)
}

// Message implements [connector.Explained].
func (e *OwnInventoryError) Message() connector.Message {
	return connector.Message{ID: "workspace.own-inventory", Data: connector.Data{"Connection": e.Connection}}
}

// unfinishedDeletion means that a connection, or a kept inventory, is deleted, and what it
// has left could not be removed yet.
func unfinishedDeletion(name string, err error) error {
	why := message.Of(err)
	return connector.NewError(connector.Message{
		ID: "workspace.unfinished-deletion", Data: connector.Data{"Name": name, "Reason": why}, Reference: why.Reference,
	}, err)
}
