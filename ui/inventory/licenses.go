package inventory

import (
	"cmp"
	"context"
	"strings"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/lists"
	"inventorybeacon/app/message"
	"inventorybeacon/money"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets/grid"
)

// NewLicenses is the page Licenses, from which a license is opened.
func NewLicenses(s *session.Session, ways Ways) *List[app.LicenseRow] {
	ask := func(q Query) app.LicenseQuery {
		return app.LicenseQuery{
			Connections: q.Connections, Search: q.Search, Sort: q.Sort, Descending: q.Descending, Window: q.Window,
		}
	}
	number := func(id, title string, width float32, spare int) grid.Column {
		return grid.Column{ID: id, Title: title, Width: width, AlignRight: true, Sortable: true, Spare: spare}
	}
	list := newList(s, lang.L("Licenses"), lang.L("Search product or SKU"), source[app.LicenseRow]{
		name:       "licenses",
		connection: func(l app.LicenseRow) string { return l.Connection },
		tenantSort: true,
		key:        func(l app.LicenseRow) string { return l.Connection + "/" + l.SKUID },
		columns: []grid.Column{
			{ID: "product", Title: lang.L("Product"), Width: 230, MinWidth: 150, Stretch: 3, Sortable: true},
			{ID: "skuPartNumber", Title: lang.L("SKU Part Number"), Width: 170, MinWidth: 130, Stretch: 1, Sortable: true, Spare: 2},
			{ID: "status", Title: lang.L("Status"), Width: 102, Sortable: true, Spare: 6},
			{ID: "kind", Title: lang.L("Kind"), Width: 58, Sortable: true, Spare: 4},
			number("purchased", lang.L("Purchased"), 86, 0),
			number("assigned", lang.L("Assigned"), 78, 12),
			number("available", lang.L("Available"), 78, 0),
			number("active", lang.L("Active"), 62, 0),
			number("inactive", lang.L("Inactive"), 74, 0),
			number("new", lang.L("New"), 52, 7),
			number("unknown", lang.L("Unknown"), 80, 8),
			number("failed", lang.L("Failed"), 60, 3),
			{ID: "renewal", Title: lang.L("Renewal"), Width: 90, Sortable: true, Spare: 5},
			number("price", lang.L("Price"), 92, 10),
			number("spend", lang.L("Cost a month"), 110, 11),
			number("unusedSpend", lang.L("Unused a month"), 118, 9),
			{ID: "currency", Title: lang.L("Currency"), Width: 76, Sortable: true, Spare: 1},
			{ID: "spendYear", Title: lang.L("Cost a year"), Width: 110, AlignRight: true},
			{ID: "unusedSpendYear", Title: lang.L("Unused a year"), Width: 118, AlignRight: true},
		},
		sort:     "product",
		windowed: true,
		choices:  licenseChoices(),
		rowName:  lang.L("license"),
		rowsName: lang.L("licenses"),
		parts:    app.PartRenewals | app.PartActivity,
		open:     func(l app.LicenseRow) { ways.License(l.Connection, l.SKUID) },
		act:      &act[app.LicenseRow]{lang.L("Price..."), ways.Price},
		cells:    licenseCells,
		count: func(ctx context.Context, q Query) (int64, error) {
			rows, err := s.Inventory().LicensesWhere(ctx, ask(q), q.Filter)
			return int64(len(rows)), err
		},
		load: func(ctx context.Context, q Query, offset, limit int) ([]app.LicenseRow, error) {
			licenses := ask(q)
			licenses.Offset, licenses.Limit = offset, limit
			return s.Inventory().LicensesWhere(ctx, licenses, q.Filter)
		},
		sum: func(ctx context.Context, q Query) (string, error) {
			rows, err := s.Inventory().LicensesWhere(ctx, ask(q), q.Filter)
			return licensesText(rows), err
		},
		sumOf: licensesText,
	})
	for _, column := range []string{"spendYear", "unusedSpendYear"} {
		list.grid.SetIdle(column, true)
	}
	return list
}

// licensesText sums up rows.
func licensesText(rows []app.LicenseRow) string {
	var total app.LicenseTotal
	for _, row := range rows {
		total.Add(row)
	}
	return totalText(total)
}

// totalText sums up the licenses that were bought, and says of how many that is where there are others. What they cost comes first:
// that is what a narrow window shows whole.
func totalText(total app.LicenseTotal) string {
	if total.Licenses == 0 {
		return ""
	}
	if total.LeftOut == total.Licenses {
		return lang.L("free, trial, viral or device licenses, which stay out of totals")
	}
	var sums []string
	for _, currency := range total.Spend.Currencies() {
		sum := total.Spend[currency]
		sums = append(sums, lang.L("{{.Spent}} a month, {{.Unused}} unused", map[string]any{
			"Spent": format.Money(sum.Spent, currency), "Unused": format.Money(sum.Unused, currency),
		})+" ("+format.Yearly(sum.Unused, currency)+")")
	}
	sums = append(sums, lang.L("{{.Purchased}} purchased, {{.Assigned}} assigned", map[string]any{
		"Purchased": message.Number(total.Purchased), "Assigned": message.Number(total.Assigned),
	}))
	text := strings.Join(sums, " · ")
	if total.LeftOut > 0 {
		return lang.L("{{.Number}} paid: {{.Sums}}", map[string]any{
			"Number": message.Number(total.Licenses - total.LeftOut), "Sums": text,
		})
	}
	return text
}

func licenseCells(l app.LicenseRow) []grid.Cell {
	available := page.Number(l.Available)
	if l.Available < 0 {
		available.Error = true
		available.Tooltip = lang.L("More are assigned than were purchased")
	}
	status := grid.Cell{Text: lists.StatusText(l.Status), Status: LicenseStatus(l.Status)}
	purchased, assigned, product := page.Number(l.Purchased), page.Number(l.Assigned), grid.Text(l.Product)
	if l.Status == app.NotListed {
		status.Tooltip = lang.L("Held by {{.Number}} users, no longer among the tenant's products",
			map[string]any{"Number": message.Number(l.Assigned)})
		purchased, available = page.None(), page.None()
	}
	if l.Kind != app.Paid {
		for _, cell := range []*grid.Cell{&purchased, &assigned, &available} {
			cell.Muted, cell.Error = true, false
			cell.Tooltip = lang.L("{{.Kind}}: stays out of totals", map[string]any{"Kind": lists.KindText(l.Kind)})
		}
	}
	active, inactive, fresh := page.Known(l.Active), page.Known(l.Inactive), page.Known(l.New)
	if l.Active != nil {
		active.Tooltip = UnreportedText(l.Unreported, l.Product)
		inactive.Tooltip = active.Tooltip
	}
	if l.New != nil {
		fresh.Tooltip = lang.L("Not used, but assigned or changed within the days that are chosen above")
	}
	// In a small window the columns beside it are left out.
	product.Tooltip = strings.Join([]string{l.Product, l.SKUPartNumber, cmp.Or(status.Tooltip, status.Text) + ", " + lists.KindText(l.Kind)},
		"\n")
	return []grid.Cell{
		product,
		grid.Text(l.SKUPartNumber),
		status,
		{Text: lists.KindText(l.Kind), Muted: l.Kind != app.Paid},
		purchased,
		assigned,
		available,
		active,
		inactive,
		fresh,
		some(l.Unknown, lang.L("Not listed by the usage report that would tell of it: nothing is known of their activity")),
		some(l.Failed, lang.L("Should have the license and do not, because it could not be assigned")),
		page.Day(l.Renewal),
		priceCell(l),
		spendCell(l, l.Spend),
		spendCell(l, l.UnusedSpend),
		currencyCell(l),
		spendCell(l, lists.Yearly(l.Spend)),
		spendCell(l, lists.Yearly(l.UnusedSpend)),
	}
}

// licenseChoices are what can be done about licenses.
func licenseChoices() []choice {
	return []choice{
		where(lang.L("All licenses")), where(lang.L("Paid licenses"), Paid()...), where(lang.L("Without a price"), Unpriced()...),
		where(lang.L("Over-assigned"), OverAssigned()...),
	}
}

// Paid are the licenses that were bought.
func Paid() lists.FilterExpression { return lists.FilterExpression{lists.Is("kind", string(app.Paid))} }

// Unpriced are the paid licenses without a price.
func Unpriced() lists.FilterExpression { return append(Paid(), lists.Is("currency", "")) }

// Priced are the paid licenses with a price.
func Priced() lists.FilterExpression {
	return append(Paid(), lists.FilterCondition{Property: "currency", Operator: lists.FilterIsNot, Values: []string{""}})
}

// Spare are the paid licenses of which some are assigned to nobody.
func Spare() lists.FilterExpression {
	return append(Paid(), lists.FilterCondition{Property: "available", Operator: lists.FilterAfter, Values: []string{"0"}})
}

// OverAssigned are the paid licenses of which more are assigned than were purchased.
func OverAssigned() lists.FilterExpression {
	return append(Paid(), lists.FilterCondition{Property: "available", Operator: lists.FilterBefore, Values: []string{"0"}})
}

// NotListed are the paid licenses that are no longer among the tenant's products.
func NotListed() lists.FilterExpression { return append(Paid(), lists.Is("status", app.NotListed)) }

// priceCell is what a unit costs, as it was entered.
func priceCell(l app.LicenseRow) grid.Cell {
	if l.Price == nil {
		return grid.Cell{Muted: true, Value: grid.Nothing{}}
	}
	return grid.Cell{
		Text: format.Money(l.Price.Times(1), l.Price.Currency), Tooltip: message.Price(*l.Price), Value: lists.MonthlyPrice(*l.Price),
	}
}

// spendCell is what some units cost a month, without decimals, which only some of a column would have; a file has the exact number, and
// the currency in a column of its own.
func spendCell(l app.LicenseRow, of func() (money.Amount, bool)) grid.Cell {
	spend, priced := of()
	if !priced {
		return grid.Cell{Muted: true, Value: grid.Nothing{}}
	}
	currency := l.Price.Currency
	return grid.Cell{
		Text: message.Number(spend.Whole()) + " " + currency, Tooltip: spend.In(currency) + " " + currency,
		Value: spend.Number(money.Decimals(currency)),
	}
}

func currencyCell(l app.LicenseRow) grid.Cell {
	if l.Price == nil {
		return grid.Cell{Value: grid.Nothing{}}
	}
	return grid.Text(l.Price.Currency)
}

// UnreportedText says what the activity of holders is where no report tells of their license; nothing where one does.
func UnreportedText(unreported bool, product string) string {
	if !unreported {
		return ""
	}
	return lang.L("No report of Microsoft's tells of the use of {{.Product}}: active means that the holder uses anything in Microsoft 365.",
		map[string]any{"Product": product})
}

// some is a cell that is gray while there are none, and else says what they are.
func some(n int64, tooltip string) grid.Cell {
	if n == 0 {
		return page.Zero()
	}
	cell := page.Number(n)
	cell.Tooltip = tooltip
	return cell
}

// LicenseStatus is the color of a SKU's capability status; Microsoft may add
// members, which are gray.
func LicenseStatus(status string) theme.Status {
	switch status {
	case "Enabled":
		return theme.StatusOK
	case "Warning":
		return theme.StatusWarning
	case "Suspended", "Deleted", "LockedOut":
		return theme.StatusFailed
	default:
		return theme.StatusNone
	}
}
