package overview

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/lists"
	"inventorybeacon/app/message"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/inventory"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/widgets"
)

// figures are the numbers at the top of the page.
type figures struct {
	page                            *Page
	users, purchased, unused, spend *page.Figure
	content                         fyne.CanvasObject
}

func newFigures(p *Page) *figures {
	f := &figures{
		page: p, users: page.NewFigure(lang.L("Users"), 4), purchased: page.NewFigure(lang.L("Licenses purchased"), 4),
		unused: page.NewFigure(lang.L("Assigned, not used"), 4), spend: page.NewFigure(lang.L("Unused a month"), 4),
	}
	f.content = container.New(widgets.Tiles{Gap: page.PanelGap, Least: 170},
		f.users.Panel, f.purchased.Panel, f.unused.Panel, f.spend.Panel)
	return f
}

func (f *figures) show(data overviewData) {
	f.showUsers(data.Users)
	f.showLicenses(data.Licenses)
	f.showSpend(data)
}

func (f *figures) showUsers(c app.UserCounts) {
	p := f.page
	f.users.Value.Set(message.Number(c.Total), lang.L("Shows all users"), p.users())
	f.users.Set(0, lang.L("{{.Number}} enabled", format.Counted(c.Enabled)), "", p.users(lists.Is("enabled", "yes")))
	f.users.Set(1, lang.L("{{.Number}} disabled", format.Counted(c.Disabled)), "", p.users(lists.Is("enabled", "no")))
	f.users.Set(2, lang.L("{{.Number}} guests", format.Counted(c.Guests)), "", p.users(lists.Is("userType", "Guest")))
	f.users.Set(3, lang.L("{{.Number}} with a license", format.Counted(c.Licensed)), "", p.users(lists.Is("licensed", "yes")))
}

func (f *figures) showLicenses(licenses []app.LicenseRow) {
	var units app.LicenseUnits
	var inactive, fresh, unknown int64
	known := false
	for _, l := range licenses {
		if l.Kind != app.Paid {
			continue
		}
		units.Add(l)
		unknown += l.Unknown
		if l.Inactive != nil {
			inactive, fresh, known = inactive+*l.Inactive, fresh+*l.New, true
		}
	}
	p := f.page
	f.purchased.Value.Set(message.Number(units.Purchased), lang.L("Shows the paid licenses: free, trial, viral and device ones are in no sum"),
		p.list(inventory.Paid(), "purchased"))
	f.purchased.Set(0, lang.L("{{.Number}} assigned", format.Counted(units.Assigned)), "", p.list(inventory.Paid(), "assigned"))
	f.purchased.Set(1, lang.L("{{.Number}} free", format.Counted(units.Free)), "", p.list(inventory.Spare(), "available"))
	text := ""
	if units.OverAssigned > 0 {
		text = lang.L("{{.Number}} over-assigned", format.Counted(units.OverAssigned))
	}
	f.purchased.Set(2, text, "", p.list(inventory.OverAssigned(), ""))
	text = ""
	if units.NotListed > 0 {
		text = lang.L("{{.Number}} assigned, not listed", format.Counted(units.NotListed))
	}
	f.purchased.Set(3, text, lang.L("Assigned of licenses that are no longer among the tenant's products"), p.list(inventory.NotListed(), "assigned"))
	value := "–"
	if known {
		value = message.Number(inactive)
	}
	f.unused.Value.Set(value, lang.L("Shows the licenses with the most inactive holders first"), p.list(inventory.Paid(), "inactive"))
	f.unused.Set(0, lang.L("{{.Days}} days or never", map[string]any{"Days": p.days()}), "", nil)
	f.unused.Set(1, lang.L("{{.Number}} new", format.Counted(fresh)),
		lang.L("Not used, but assigned or changed within the days that are chosen above"), p.list(inventory.Paid(), "new"))
	f.unused.Set(2, lang.L("{{.Number}} unknown", format.Counted(unknown)),
		lang.L("Not listed by the usage report that would tell of it: nothing is known of their activity"), p.list(inventory.Paid(), "unknown"))
}

// showSpend shows the currency with the greatest sum large, and others below it.
func (f *figures) showSpend(data overviewData) {
	p := f.page
	currencies := data.Sums.Currencies()
	open := p.list(inventory.Paid(), "unusedSpend")
	f.spend.Value.Set("–", lang.L("No price was entered yet"), open)
	texts := [3]string{}
	for i, currency := range currencies[:min(3, len(currencies))] {
		unused := data.Sums[currency].Unused
		if i > 0 {
			texts[i] = format.Money(unused, currency)
			continue
		}
		f.spend.Value.Set(format.Money(unused, currency), lang.L("Shows the licenses with the most unused spend first"), open)
		texts[i] = format.Yearly(unused, currency)
	}
	for i, text := range texts {
		f.spend.Set(i, text, "", open)
	}
	paid := 0
	for _, l := range data.Licenses {
		if l.Kind == app.Paid {
			paid++
		}
	}
	unpriced := 0
	for _, l := range data.Licenses {
		if l.Kind == app.Paid && l.Price == nil {
			unpriced++
		}
	}
	f.spend.Set(3, lang.L("{{.Priced}} of {{.Paid}} licenses priced", map[string]any{"Priced": paid - unpriced, "Paid": paid}),
		lang.L("Shows the paid licenses with a price"), p.list(inventory.Priced(), "purchased"))
}
