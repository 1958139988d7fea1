package lists

import (
	"slices"

	"inventorybeacon/app/export"
	"inventorybeacon/store/inventory"
)

// moreUserColumns are the columns of users that are shown when they are asked for.
func moreUserColumns() []export.Column[inventory.UserRow] {
	text := func(key, title string, value func(inventory.UserRow) string) export.Column[inventory.UserRow] {
		return export.Column[inventory.UserRow]{Key: key, Title: title, Value: func(u inventory.UserRow) any { return export.Text(value(u)) }}
	}
	return []export.Column[inventory.UserRow]{
		text("active", "Active", func(u inventory.UserRow) string { return u.Activity }),
		{Key: "products", Title: "Products", Kind: export.List, Value: func(u inventory.UserRow) any { return list(u.Products) }},
		failedColumn(),
		text("tenant", "Tenant", func(u inventory.UserRow) string { return u.TenantName }),
		text("givenName", "Given Name", func(u inventory.UserRow) string { return u.GivenName }),
		text("surname", "Surname", func(u inventory.UserRow) string { return u.Surname }),
		text("companyName", "Company", func(u inventory.UserRow) string { return u.CompanyName }),
		text("jobTitle", "Job Title", func(u inventory.UserRow) string { return u.JobTitle }),
		text("officeLocation", "Office", func(u inventory.UserRow) string { return u.OfficeLocation }),
		text("city", "City", func(u inventory.UserRow) string { return u.City }),
		text("state", "State", func(u inventory.UserRow) string { return u.State }),
		text("usageLocation", "Usage Location", func(u inventory.UserRow) string { return u.UsageLocation }),
		text("employeeId", "Employee Id", func(u inventory.UserRow) string { return u.EmployeeID }),
		{
			Key: "onPremisesSynced", Title: "On-Premises Synced", Kind: export.Flag,
			Value: func(u inventory.UserRow) any { return u.OnPremisesSynced },
		},
		{Key: "created", Title: "Created", Kind: export.Day, Value: func(u inventory.UserRow) any { return u.Created }},
		{Key: "licensed", Title: "Licensed", Kind: export.Flag, Value: func(u inventory.UserRow) any { return len(u.Licenses) > 0 }},
	}
}

// moreLicenseColumns are the columns of licenses that are shown when they are asked for.
func moreLicenseColumns() []export.Column[inventory.LicenseRow] {
	return []export.Column[inventory.LicenseRow]{
		LicenseTenantColumns()[0],
		{Key: "spend", Title: "Spend", Kind: export.Amount, Value: func(l inventory.LicenseRow) any { return spendValue(l, l.Spend) }},
		{Key: "spendYear", Title: "Spend a Year", Kind: export.Amount, Value: func(l inventory.LicenseRow) any {
			return spendValue(l, Yearly(l.Spend))
		}},
		{Key: "unusedSpendYear", Title: "Unused Spend a Year", Kind: export.Amount, Value: func(l inventory.LicenseRow) any {
			return spendValue(l, Yearly(l.UnusedSpend))
		}},
		{Key: "lockedOut", Title: "Locked Out", Kind: export.Number, Value: func(l inventory.LicenseRow) any { return l.LockedOut }},
		{Key: "reportDate", Title: "Report Date", Kind: export.Day, Value: func(l inventory.LicenseRow) any { return l.ReportDate }},
	}
}

// LicenseTenantColumns say whose a license is, by the name and the id of its tenant.
func LicenseTenantColumns() []export.Column[inventory.LicenseRow] {
	return []export.Column[inventory.LicenseRow]{
		{Key: TenantColumn, Title: "Tenant", Value: func(l inventory.LicenseRow) any { return export.Text(l.TenantName) }},
		{Key: TenantIDColumn, Title: "Tenant ID", Value: func(l inventory.LicenseRow) any { return export.Text(l.Tenant) }},
	}
}

// singleUsageColumns are the columns of usage that have one value in a row.
var singleUsageColumns = slices.DeleteFunc(keys(slices.Concat(UsageColumns(), moreUsageColumns())),
	func(key string) bool { return key == "platform" })

// moreUsageColumns are the columns of usage that are shown when they are asked for.
func moreUsageColumns() []export.Column[inventory.UsageRow] {
	return []export.Column[inventory.UsageRow]{
		{Key: "tenant", Title: "Tenant", Value: func(u inventory.UsageRow) any { return export.Text(u.TenantName) }},
		{Key: "platform", Title: "Platforms", Kind: export.List, Value: func(u inventory.UsageRow) any { return list(u.PlatformNames()) }},
	}
}
