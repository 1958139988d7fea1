package imports

import (
	"fmt"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory"
)

// keptWarning says that a part of the inventory stays as it was.
func keptWarning(k inventory.KeptPart) connector.Warning {
	stays := "the renewal dates stay the last ones that were read"
	if k.Part == inventory.GroupsPart {
		stays = "the names of the groups that assign licenses stay the last ones that were read"
	}
	return connector.Warning{
		Message: fmt.Sprintf("Microsoft listed only %d of the %d %s that were known, so %s.", k.Listed, k.Before, k.Part, stays),
		Advice:  "Execute the import again later. If the others have really ended, raise Hold back losses over in the connection.",
	}
}
