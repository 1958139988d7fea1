package inventory

import (
	"strings"
	"time"
)

// withoutUsage is by how much older than it is an inventory counts that has no usage. One
// connection to a tenant may read the reports and another may not: the numbers must not
// change to and fro between their imports.
const withoutUsage = 7 * 24 * time.Hour

// once leaves one connection of each tenant, so that nobody is counted twice who was imported
// through several: the one that was imported last. Users and licenses are published all
// together or not at all, so the newest inventory is the one that is true. Kept inventories
// of deleted connections are connections here.
func once(every []source) (left []source) {
	newest := map[string]int{}
	for i, one := range every {
		other, several := newest[one.ofTenant()]
		if !several || one.counts() >= every[other].counts() {
			newest[one.ofTenant()] = i
		}
	}
	for i, one := range every {
		if newest[one.ofTenant()] == i {
			left = append(left, one)
		}
	}
	return left
}

// Once leaves one inventory of each tenant: that which counts where several connections have
// imported it.
func Once(every []Published) []Published {
	sources := make([]source, len(every))
	for i, p := range every {
		sources[i] = source{ // by its place
			number: int64(i), connection: p.Connection, tenant: p.Tenant.ID,
			activeDate: p.ActiveUsersDate, appDate: p.AppUsersDate, published: p.At.UnixMilli(),
		}
	}
	var left []Published
	for _, s := range once(sources) {
		left = append(left, every[s.number])
	}
	return left
}

// ofTenant is the tenant in one spelling; a connection of which it is not known is one of its own.
func (s source) ofTenant() string {
	if s.tenant == "" {
		return s.connection
	}
	return strings.ToLower(s.tenant)
}

// counts is as what time, in milliseconds since 1970, an inventory counts beside others of its tenant.
func (s source) counts() int64 {
	if s.reportDate() == 0 {
		return s.published - withoutUsage.Milliseconds()
	}
	return s.published
}
