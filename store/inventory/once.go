package inventory

import (
	"strings"
	"time"

	"inventorybeacon/connector"
)

// withoutUsage is by how much older than it is an inventory counts that has no usage. One
// connection to a tenant may read the reports and another may not: the numbers must not
// change to and fro between their imports.
const withoutUsage = 7 * 24 * time.Hour

// once leaves one connection of each tenant, so that nobody is counted twice who was imported
// through several: the one that was imported last. Users and licenses are published all
// together or not at all, so the newest inventory is the one that is true. Kept inventories
// of deleted connections are connections here.
func once(every []source) []source { return oncePerTenant(every, source.ofTenant, source.counts) }

// Once leaves one inventory of each tenant: that which counts where several connections have
// imported it.
func Once(every []Published) []Published {
	return oncePerTenant(every, func(p Published) string { return tenantKey(p.Tenant.ID, p.Connection) }, func(p Published) int64 {
		return countsAs(p.At.UnixMilli(), p.ActiveUsersDate, p.AppUsersDate)
	})
}

func oncePerTenant[T any](every []T, tenant func(T) string, counts func(T) int64) (left []T) {
	newest := map[string]int{}
	for i, one := range every {
		other, several := newest[tenant(one)]
		if !several || counts(one) >= counts(every[other]) {
			newest[tenant(one)] = i
		}
	}
	for i, one := range every {
		if newest[tenant(one)] == i {
			left = append(left, one)
		}
	}
	return left
}

// ofTenant is the tenant in one spelling; a connection of which it is not known is one of its own.
func (s source) ofTenant() string { return tenantKey(s.tenant, s.connection) }

func tenantKey(tenant, connection string) string {
	if tenant == "" {
		return connection
	}
	return strings.ToLower(tenant)
}

func (s source) counts() int64 { return countsAs(s.published, s.activeDate, s.appDate) }

// countsAs is as what time, in milliseconds since 1970, an inventory counts beside others of its tenant.
func countsAs(published int64, active, app connector.Date) int64 {
	if max(active, app) == 0 {
		return published - withoutUsage.Milliseconds()
	}
	return published
}
