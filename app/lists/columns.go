package lists

import (
	"inventorybeacon/app/export"
	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/money"
	"inventorybeacon/store/inventory"
)

// labeled puts the headings of columns into the language of the account. Their keys, which
// programs go by, stay.
func labeled[T any](columns []export.Column[T]) []export.Column[T] {
	for i := range columns {
		columns[i].Title = message.L(columns[i].Title)
	}
	return columns
}

// UserColumns are the columns of users in files and on the console.
func UserColumns() []export.Column[inventory.UserRow] {
	id := message.Text(connector.Message{ID: "heading.id"}) // go-i18n keeps "Id" for itself
	return labeled([]export.Column[inventory.UserRow]{
		{Key: "id", Title: id, Spare: 1, Value: func(u inventory.UserRow) any { return u.ID }},
		{Key: "userPrincipalName", Title: "User Principal Name", Value: func(u inventory.UserRow) any { return u.UserPrincipalName }},
		{Key: "displayName", Title: "Display Name", Value: func(u inventory.UserRow) any { return u.DisplayName }},
		{Key: "mail", Title: "Mail", Spare: 2, Value: func(u inventory.UserRow) any { return export.Text(u.Mail) }},
		{Key: "enabled", Title: "Enabled", Kind: export.Flag, Spare: 4, Value: func(u inventory.UserRow) any { return u.Enabled }},
		{Key: "userType", Title: "User Type", Spare: 3, Value: func(u inventory.UserRow) any { return export.Text(u.UserType) }},
		{Key: "department", Title: "Department", Spare: 6, Value: func(u inventory.UserRow) any { return export.Text(u.Department) }},
		{Key: "country", Title: "Country", Spare: 5, Value: func(u inventory.UserRow) any { return export.Text(u.Country) }},
		{Key: "licenses", Title: "Licenses", Kind: export.List, Value: func(u inventory.UserRow) any { return list(u.Licenses) }},
		{Key: "lastActivity", Title: "Last Activity", Kind: export.Day, Value: func(u inventory.UserRow) any { return u.LastActivity }},
	})
}

// list is what a column holds of names, of which there may be none.
func list(names []string) []string {
	if names == nil {
		return []string{}
	}
	return names
}

// failedColumn says which licenses users should have and do not.
func failedColumn() export.Column[inventory.UserRow] {
	return export.Column[inventory.UserRow]{
		Key: "failed", Title: message.L("Failed"), Kind: export.List,
		Value: func(u inventory.UserRow) any { return list(u.Failed) },
	}
}

// LicenseColumns are the columns of licenses in files and on the console.
func LicenseColumns() []export.Column[inventory.LicenseRow] {
	return labeled([]export.Column[inventory.LicenseRow]{
		{Key: "skuId", Title: "SKU Id", Spare: 1, Value: func(l inventory.LicenseRow) any { return l.SKUID }},
		{Key: "skuPartNumber", Title: "SKU Part Number", Spare: 12, Value: func(l inventory.LicenseRow) any { return l.SKUPartNumber }},
		{Key: "product", Title: "Product", Value: func(l inventory.LicenseRow) any { return l.Product }},
		{Key: "status", Title: "Status", Spare: 2, Value: func(l inventory.LicenseRow) any { return l.Status }},
		{Key: "kind", Title: "Kind", Spare: 5, Value: func(l inventory.LicenseRow) any { return string(l.Kind) }},
		{Key: "purchased", Title: "Purchased", Kind: export.Number, Value: func(l inventory.LicenseRow) any { return l.Purchased }},
		{Key: "suspended", Title: "Suspended", Kind: export.Number, Spare: 3, Value: func(l inventory.LicenseRow) any { return l.Suspended }},
		{Key: "assigned", Title: "Assigned", Kind: export.Number, Value: func(l inventory.LicenseRow) any { return l.Assigned }},
		{Key: "available", Title: "Available", Kind: export.Number, Value: func(l inventory.LicenseRow) any { return l.Available }},
		{Key: "active", Title: "Active", Kind: export.Number, Value: func(l inventory.LicenseRow) any { return export.Int(l.Active) }},
		{Key: "inactive", Title: "Inactive", Kind: export.Number, Value: func(l inventory.LicenseRow) any { return export.Int(l.Inactive) }},
		{Key: "new", Title: "New", Kind: export.Number, Spare: 8, Value: func(l inventory.LicenseRow) any { return export.Int(l.New) }},
		{Key: "unknown", Title: "Unknown", Kind: export.Number, Spare: 7, Value: func(l inventory.LicenseRow) any { return l.Unknown }},
		{Key: "failed", Title: "Failed", Kind: export.Number, Spare: 6, Value: func(l inventory.LicenseRow) any { return l.Failed }},
		{Key: "renewal", Title: "Renewal", Kind: export.Day, Spare: 9, Value: func(l inventory.LicenseRow) any { return l.Renewal }},
		{Key: "price", Title: "Price", Kind: export.Amount, Spare: 4, Value: priceValue},
		{Key: "currency", Title: "Currency", Spare: 11, Value: currencyValue},
		{Key: "unusedSpend", Title: "Unused Spend", Kind: export.Amount, Spare: 10, Value: func(l inventory.LicenseRow) any {
			return spendValue(l, l.UnusedSpend)
		}},
	})
}

// PriceDecimals are those of a unit's price a month, of which a year's may be a twelfth.
const PriceDecimals = 6

// priceValue is what a unit costs a month.
func priceValue(l inventory.LicenseRow) any {
	if l.Price == nil {
		return nil
	}
	return MonthlyPrice(*l.Price)
}

// MonthlyPrice is what a unit costs a month, in the currency of its price.
func MonthlyPrice(p money.Price) float64 { return p.Times(1).Number(PriceDecimals) }

func currencyValue(l inventory.LicenseRow) any {
	if l.Price == nil {
		return nil
	}
	return l.Price.Currency
}

// Yearly is a year's sum of one a month, where that is known.
func Yearly(month func() (money.Amount, bool)) func() (money.Amount, bool) {
	return func() (money.Amount, bool) {
		amount, known := month()
		return amount.Times(12), known
	}
}

// spendValue is what some units of a license cost a month, nothing where that is not known.
func spendValue(l inventory.LicenseRow, of func() (money.Amount, bool)) any {
	spend, known := of()
	if !known {
		return nil
	}
	return spend.Number(money.Decimals(l.Price.Currency))
}

// ApplicationColumns are the columns of applications in files and on the console.
func ApplicationColumns() []export.Column[inventory.ApplicationRow] {
	return labeled([]export.Column[inventory.ApplicationRow]{
		{Key: "application", Title: "Application", Value: func(a inventory.ApplicationRow) any { return a.Application }},
		{Key: "entitled", Title: "Entitled", Kind: export.Number, Value: func(a inventory.ApplicationRow) any { return export.Int(a.Entitled) }},
		{Key: "active", Title: "Active", Kind: export.Number, Value: func(a inventory.ApplicationRow) any { return export.Int(a.Active) }},
		{Key: "unknown", Title: "Unknown", Kind: export.Number, Value: func(a inventory.ApplicationRow) any { return export.Int(a.Unknown) }},
		{
			Key: "activations", Title: "Activations", Kind: export.Number,
			Value: func(a inventory.ApplicationRow) any { return export.Int(a.Activations) },
		},
		{
			Key: "windows", Title: "On Windows", Kind: export.Number, Spare: 8,
			Value: func(a inventory.ApplicationRow) any { return export.Int(a.Windows) },
		},
		{Key: "mac", Title: "On Mac", Kind: export.Number, Spare: 7, Value: func(a inventory.ApplicationRow) any { return export.Int(a.Mac) }},
		{
			Key: "mobile", Title: "On Mobile", Kind: export.Number, Spare: 6,
			Value: func(a inventory.ApplicationRow) any { return export.Int(a.Mobile) },
		},
		{Key: "web", Title: "On Web", Kind: export.Number, Spare: 5, Value: func(a inventory.ApplicationRow) any { return export.Int(a.Web) }},
		{
			Key: "activationsWindows", Title: "Windows Activations", Kind: export.Number, Spare: 4,
			Value: func(a inventory.ApplicationRow) any { return export.Int(a.ActivatedWindows) },
		},
		{
			Key: "activationsMac", Title: "Mac Activations", Kind: export.Number, Spare: 3,
			Value: func(a inventory.ApplicationRow) any { return export.Int(a.ActivatedMac) },
		},
		{
			Key: "activationsIos", Title: "iOS Activations", Kind: export.Number, Spare: 2,
			Value: func(a inventory.ApplicationRow) any { return export.Int(a.ActivatedIOS) },
		},
		{
			Key: "activationsAndroid", Title: "Android Activations", Kind: export.Number, Spare: 1,
			Value: func(a inventory.ApplicationRow) any { return export.Int(a.ActivatedAndroid) },
		},
	})
}

// UsageColumns are the columns of usage in files and on the console.
func UsageColumns() []export.Column[inventory.UsageRow] {
	return labeled([]export.Column[inventory.UsageRow]{
		{Key: "userPrincipalName", Title: "User Principal Name", Value: func(u inventory.UsageRow) any { return u.UserPrincipalName }},
		{Key: "application", Title: "Application", Value: func(u inventory.UsageRow) any { return u.Application }},
		{Key: "lastActivity", Title: "Last Activity", Kind: export.Day, Value: func(u inventory.UsageRow) any { return u.LastActivity }},
		{Key: "reportDate", Title: "Report Date", Kind: export.Day, Value: func(u inventory.UsageRow) any { return u.ReportDate }},
	})
}
