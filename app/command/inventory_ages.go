package command

import (
	"context"
	"slices"

	"inventorybeacon/app"
)

// noteOlderParts says what of the inventory of connections is older than its import;
// no connections are all.
func (c *console) noteOlderParts(ctx context.Context, beacon *app.Beacon, connections []string) error {
	published, err := beacon.Published(ctx)
	if err != nil {
		return err
	}
	for _, p := range published {
		if len(connections) > 0 && !slices.Contains(connections, p.Connection) {
			continue
		}
		for _, o := range app.OlderParts(p, ^app.Part(0)) {
			c.note("%s: %s of %s, older than the import of %s.", p.Tenant.DisplayName, o.Name, o.Day(), p.At.Local().Format("2006-01-02"))
		}
	}
	return nil
}
