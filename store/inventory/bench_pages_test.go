package inventory

import (
	"maps"
	"slices"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/filter"
	"inventorybeacon/store/inventory/internal/users"
)

// BenchmarkFirstPage measures the first page of the lists in each order, and with a condition
// on each of their properties.
func BenchmarkFirstPage(b *testing.B) {
	inv, tenant := benchmarkInventory(b)
	ctx := b.Context()
	for _, sort := range slices.Sorted(maps.Keys(users.Sorts)) {
		b.Run("users/by "+sort, func(b *testing.B) {
			latency(b, func() error { _, err := inv.Users(ctx, UserQuery{Sort: sort, Limit: 50}); return err })
		})
	}
	for _, sort := range []string{"userPrincipalName", "displayName", "lastActivity", "tenant", "Teams", "Word"} {
		b.Run("wide/by "+sort, func(b *testing.B) {
			latency(b, func() error { _, err := inv.WideUsage(ctx, UsageQuery{Sort: sort, Limit: 50}); return err })
		})
	}
	for _, sort := range []string{"userPrincipalName", "displayName", "application", "lastActivity", "reportDate", "tenant"} {
		for way, descending := range map[string]bool{"": false, " descending": true} {
			b.Run("usage/by "+sort+way, func(b *testing.B) {
				latency(b, func() error {
					_, err := inv.Usage(ctx, UsageQuery{Sort: sort, Descending: descending, Limit: 50})
					return err
				})
			})
		}
	}
	for _, text := range conditionsOf(tenant, UserProperties()) {
		e, err := filter.Parse(text, UserProperties())
		must(b, err)
		b.Run("users/"+text, func(b *testing.B) {
			latency(b, func() error { _, err := inv.Users(ctx, UserQuery{Filter: e, Limit: 50}); return err })
		})
	}
	for _, text := range append(conditionsOf(tenant, UsageProperties()[:9]), onPlatforms...) {
		e, err := filter.Parse(text, UsageProperties())
		must(b, err)
		b.Run("wide/"+text, func(b *testing.B) {
			latency(b, func() error { _, err := inv.WideUsage(ctx, UsageQuery{Filter: e, Limit: 50}); return err })
		})
		b.Run("usage/"+text, func(b *testing.B) {
			latency(b, func() error { _, err := inv.Usage(ctx, UsageQuery{Filter: e, Limit: 50}); return err })
		})
	}
}

// onPlatforms are what a click on a number of applications asks for, where many and where hardly anybody uses it, and none does.
var onPlatforms = []string{
	"application = Teams and platform = mobile and Teams > report-91", "application = Word and platform = web and Word > report-31",
	"application = OneNote and platform = mac and OneNote > report-181",
}

// conditionsOf are some on each property: what many have, and what hardly anybody has.
func conditionsOf(tenant largeTenant, properties []filter.Property) (texts []string) {
	names := map[string][]string{
		"licenses": {"SKU_03", "SKU_99"}, "application": {"Teams", "Word", filter.Quote(connector.CopilotChat.String())},
		"failed": {"yes", "SKU_00"}, "tenant": {"large", "t"},
		"activated": {filter.Quote("Microsoft 365 Apps for enterprise on Windows"), "Word"},
	}
	user := tenant.page(tenant.users/2, nil)[0]
	known := map[string]string{
		"userPrincipalName": user.UserPrincipalName, "displayName": user.DisplayName, "mail": user.Mail, "department": user.Department,
		"companyName": user.CompanyName, "country": user.Country, "userType": user.UserType, "givenName": user.GivenName,
		"surname": user.Surname, "jobTitle": user.JobTitle, "officeLocation": user.OfficeLocation, "city": user.City, "state": user.State,
		"usageLocation": user.UsageLocation, "employeeId": user.EmployeeID, "id": user.ID,
	}
	for _, p := range properties {
		add := func(rest string) { texts = append(texts, p.Name+" "+rest) }
		switch p.Kind {
		case filter.Names:
			for _, name := range names[p.Name] {
				add("= " + name)
			}
		case filter.State, filter.Flag:
			values := p.Values
			if p.Kind == filter.Flag {
				values = []string{"yes", "no"}
			}
			for _, value := range values {
				add("= " + value)
			}
		case filter.Day:
			add("> today-30")
			add("< today-170")
			add("= never")
		default:
			add("= " + filter.Quote(known[p.Name]))
			add("= nobody")
			add("~ 4711")
			add("~ a")
		}
	}
	slices.Sort(texts)
	return slices.Compact(texts)
}
