package page

import (
	"slices"

	"inventorybeacon/app"
	"inventorybeacon/app/workspace"
)

// Importing reports whether an import runs, here or in another process.
func Importing(beacon *app.Beacon) bool {
	return len(beacon.Running()) > 0 || slices.ContainsFunc(beacon.Entries(), func(e workspace.Entry) bool {
		return e.LastTask.ID != 0 && !e.LastTask.Status.Ended()
	})
}
