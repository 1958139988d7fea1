package imports

import (
	"inventorybeacon/connector"
	"inventorybeacon/store/inventory"
)

// keptWarning says that a part of the inventory stays as it was.
func keptWarning(k inventory.KeptPart) connector.Message {
	data := connector.Data{"Count": k.Listed, "Before": k.Before}
	if k.Part == inventory.GroupsPart {
		return connector.Message{ID: "imports.kept-groups", Data: data}
	}
	return connector.Message{ID: "imports.kept-subscriptions", Data: data}
}
