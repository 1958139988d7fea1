package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/inventory"
)

// readKept returns which of the published inventories belong to no connection. Of
// connections that were deleted before that was noted, the last task has the name.
func readKept(ctx context.Context, s *store.Store, published []inventory.Published, saved map[string]connector.Connection, last map[string]Task) ([]KeptInventory, error) {
	list, err := s.DeletedConnections(ctx)
	if err != nil {
		return nil, err
	}
	deleted := make(map[string]store.DeletedConnection, len(list))
	for _, d := range list {
		deleted[d.ID] = d
	}
	var kept []KeptInventory
	for _, p := range published {
		if _, has := saved[p.Connection]; has {
			continue
		}
		was, noted := deleted[p.Connection]
		if noted && !was.Keep { // it is still to be removed
			continue
		}
		kept = append(kept, KeptInventory{
			ID: p.Connection, Connection: cmp.Or(was.Name, last[p.Connection].ConnectionName, p.Tenant.DisplayName, p.Tenant.ID),
			Tenant: p.Tenant.DisplayName, TenantID: p.Tenant.ID, Users: p.Users, Imported: p.At, Deleted: was.Deleted,
		})
	}
	var names []string
	for _, c := range saved {
		names = append(names, c.Name)
	}
	nameApart(kept, names)
	return kept, nil
}

// nameApart sorts kept inventories by the name of the connection and its deletion, and
// gives each a name that no connection and no other one has.
func nameApart(kept []KeptInventory, connections []string) {
	taken := map[string]bool{}
	for _, name := range connections {
		taken[store.FoldName(name)] = true
	}
	with := map[string]int{}
	for _, k := range kept {
		with[store.FoldName(k.Connection)]++
	}
	slices.SortStableFunc(kept, func(a, b KeptInventory) int {
		return cmp.Or(strings.Compare(store.FoldName(a.Connection), store.FoldName(b.Connection)), a.Deleted.Compare(b.Deleted))
	})
	for i := range kept {
		k := &kept[i]
		if folded := store.FoldName(k.Connection); taken[folded] || with[folded] > 1 {
			k.Name = dated(*k, taken)
		} else {
			k.Name = k.Connection
		}
		taken[store.FoldName(k.Name)] = true
	}
}

// dated is the name of a kept inventory with the day of its deletion, or of its import
// where that is not known, with the time
// where that is taken, and with a number where that is taken too.
func dated(k KeptInventory, taken map[string]bool) string {
	what, at := "deleted", k.Deleted
	if at.IsZero() { // where that was not noted
		what, at = "imported", k.Imported
	}
	last := ""
	for _, layout := range []string{time.DateOnly, time.DateTime} {
		last = fmt.Sprintf("%s (%s %s)", k.Connection, what, at.Local().Format(layout))
		if !taken[store.FoldName(last)] {
			return last
		}
	}
	for name, n := last, 2; ; n++ {
		if !taken[store.FoldName(name)] {
			return name
		}
		name = fmt.Sprintf("%s %d", last, n)
	}
}
