package inventory

import (
	"context"
	"maps"
	"slices"
	"strings"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/lists"
)

// noteTwice says which tenants several connections or kept inventories have each imported, so
// that only one of them counts.
func noteTwice(c *console.Console, beacon *app.Beacon, published []app.Published) {
	through, names := map[string][]string{}, map[string]string{}
	for _, p := range published {
		id := strings.ToLower(p.Tenant.ID)
		names[id] = p.Tenant.DisplayName
		through[id] = append(through[id], beacon.InventoryName(p.Connection))
	}
	for _, id := range slices.Sorted(maps.Keys(through)) {
		if id != "" && len(through[id]) > 1 {
			c.Note("%s is imported through %s: only the newest import counts; --connection chooses another.", names[id],
				strings.Join(through[id], ", "))
		}
	}
}

// noteUnknownNames says which names in a filter nothing has: what they were written for is
// then not found without a word.
func noteUnknownNames(ctx context.Context, c *console.Console, beacon *app.Beacon, q lists.Query) error {
	unknown, err := beacon.UnknownNames(ctx, q)
	for _, u := range unknown {
		c.Note("Nothing in the inventory is called %q, which the filter asks for as %s.", u.Value, u.Property)
		if u.Near != nil {
			c.Note("Similar names: %s", strings.Join(u.Near, ", "))
		}
	}
	return err
}

// licenseNamed returns what to ask for of a license that was named by its part number, its id or what it is called. A name that nothing
// is called in the inventory and the history is refused: that it was written otherwise would read as good news.
func licenseNamed(ctx context.Context, beacon *app.Beacon, name string) (string, error) {
	if name == "" {
		return "", nil
	}
	found, err := beacon.LicensesThere(ctx, name)
	switch {
	case err != nil:
		return "", err
	case len(found) == 1:
		return found[0].ID, nil
	case slices.ContainsFunc(found, func(sku app.SKU) bool { return !strings.EqualFold(sku.PartNumber, name) }):
		return "", console.UsageErrorf("Several licenses are called %q: name one by its SKU part number.", name)
	default:
		return name, nil
	}
}

// noteOlderParts says what of the inventory of connections is older than its import, and
// which tenants were imported more than once; no connections are all.
func noteOlderParts(ctx context.Context, c *console.Console, beacon *app.Beacon, connections []string) error {
	published, err := beacon.Published(ctx)
	if err != nil {
		return err
	}
	if len(connections) == 0 {
		noteTwice(c, beacon, published)
	}
	for _, p := range published {
		if len(connections) > 0 && !slices.Contains(connections, p.Connection) {
			continue
		}
		for _, o := range app.OlderParts(p, ^app.Part(0)) {
			c.Note("%s: %s of %s, older than the import of %s.", p.Tenant.DisplayName, o.Name, o.Day(), p.At.Local().Format("2006-01-02"))
		}
	}
	return nil
}
