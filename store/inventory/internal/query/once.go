package query

import (
	"strings"
	"time"
)

// withoutUsage is by how much older than it is an inventory counts that has no usage. One
// connection to a tenant may read the reports and another may not: the numbers must not
// change to and fro between their imports.
const withoutUsage = 7 * 24 * time.Hour

// Once leaves one connection of each tenant, so that nobody is counted twice who was imported
// through several: the one that was imported last. Users and licenses are published all
// together or not at all, so the newest inventory is the one that is true. Kept inventories
// of deleted connections are connections here.
func Once(every []Source) (left []Source) {
	newest := map[string]int{}
	for i, one := range every {
		other, several := newest[one.OfTenant()]
		if !several || one.counts() >= every[other].counts() {
			newest[one.OfTenant()] = i
		}
	}
	for i, one := range every {
		if newest[one.OfTenant()] == i {
			left = append(left, one)
		}
	}
	return left
}

// OfTenant is the tenant in one spelling; a connection of which it is not known is one of its own.
func (s Source) OfTenant() string {
	if s.Tenant == "" {
		return s.Connection
	}
	return strings.ToLower(s.Tenant)
}

// counts is as what time, in milliseconds since 1970, an inventory counts beside others of its tenant.
func (s Source) counts() int64 {
	if s.ReportDate() == 0 {
		return s.Published - withoutUsage.Milliseconds()
	}
	return s.Published
}
