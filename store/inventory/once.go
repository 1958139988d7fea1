package inventory

import (
	"slices"
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
func once(every []source) []source {
	newest := map[string]source{}
	for _, s := range every {
		other, several := newest[s.ofTenant()]
		if !several || s.counts() >= other.counts() {
			newest[s.ofTenant()] = s
		}
	}
	return slices.DeleteFunc(slices.Clone(every), func(s source) bool { return newest[s.ofTenant()].number != s.number })
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
