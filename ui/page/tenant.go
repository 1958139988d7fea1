package page

import (
	"cmp"
	"strings"

	"inventorybeacon/connector"
)

// TenantNames returns what tenants are called: by their names, and also by their domains where several have the same name.
func TenantNames(tenants []connector.Tenant) func(connector.Tenant) string {
	ids := map[string]map[string]bool{} // by name
	for _, t := range tenants {
		name := strings.ToLower(t.DisplayName)
		if ids[name] == nil {
			ids[name] = map[string]bool{}
		}
		ids[name][strings.ToLower(t.ID)] = true
	}
	return func(t connector.Tenant) string {
		if distinct := cmp.Or(t.DefaultDomain, t.ID); len(ids[strings.ToLower(t.DisplayName)]) > 1 && distinct != "" {
			return t.DisplayName + " (" + distinct + ")"
		}
		return t.DisplayName
	}
}

// ColumnTenant is the column that says whose a row is, as the inventory sorts by it. Lists hide it while there is one tenant.
const ColumnTenant = "connection"
