package inventory

import (
	"testing"

	"inventorybeacon/store/inventory/filter"
)

// BenchmarkFilter measures the first page of lists that are filtered, sorted and grouped.
func BenchmarkFilter(b *testing.B) {
	inv, _ := benchmarkInventory(b)
	ctx := b.Context()
	for _, text := range []string{
		"", "department = Sales", "department != Sales", "department ~ al", "department = Nowhere", "country in (Germany, France)",
		"company ~ contoso", "city = Munich", "surname = Müller", "jobTitle = Director", "enabled = no", "license = SKU_03", "license != SKU_03",
		"license = SKU_03 and active = no", "active = unknown", "active = new", "lastActivity < today-100",
		`department = "Sales" and license = SKU_03 and active = no`,
		"created > 2026-01-01", "application = Teams", "employeeId = 4711", "mail ~ user4711", "failed = SKU_00",
	} {
		e, err := filter.Parse(text, UserProperties())
		must(b, err)
		for _, sort := range []string{"displayName", "department", "country", "lastActivity", "mail", "active"} {
			if text != "" && sort != "displayName" && sort != "department" {
				continue
			}
			b.Run("users/"+text+"/by "+sort, func(b *testing.B) {
				latency(b, func() error { _, err := inv.Users(ctx, UserQuery{Filter: e, Sort: sort, Limit: 50}); return err })
			})
		}
		b.Run("count/"+text, func(b *testing.B) {
			latency(b, func() error { _, err := inv.CountUsers(ctx, UserQuery{Filter: e}); return err })
		})
	}
	for _, sort := range []string{
		"city", "surname", "jobTitle", "created", "enabled", "userType", "companyName", "licenses", "employeeId",
		"id",
	} {
		b.Run("users//by "+sort, func(b *testing.B) {
			latency(b, func() error { _, err := inv.Users(ctx, UserQuery{Sort: sort, Limit: 50}); return err })
		})
	}
	for _, column := range []string{"department", "companyName", "country", "licenses", "active", "city"} {
		b.Run("group/"+column, func(b *testing.B) {
			latency(b, func() error { _, err := inv.GroupUsers(ctx, UserQuery{}, column); return err })
		})
	}
	for _, text := range []string{
		"Teams > today-10", "userPrincipalName ~ user4711", "displayName ~ anna", "displayName ~ 4711",
		"displayName = Nobody", "lastActivity = never",
	} {
		e, err := filter.Parse(text, UsageProperties())
		must(b, err)
		b.Run("usage/"+text, func(b *testing.B) {
			latency(b, func() error { _, err := inv.WideUsage(ctx, UsageQuery{Filter: e, Limit: 50}); return err })
		})
	}
}
