package inventory

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

// figure is a number in a panel of its own, with what it consists of below it.
type figure struct {
	panel *widgets.Panel
	value *widgets.Link
	parts []*widgets.Link
}

func newFigure(title string, parts int) *figure {
	f := &figure{value: widgets.NewLargeLink()}
	rows := []fyne.CanvasObject{
		widgets.NewWrapText(title, theme.ColorNameMutedText, fynetheme.SizeNameText), f.value,
	}
	for range parts {
		link := widgets.NewLink()
		f.parts = append(f.parts, link)
		rows = append(rows, link)
	}
	f.panel = widgets.NewPanel("", widgets.NewColumn(1, rows...))
	return f
}

// set changes a part, which is hidden while it says nothing.
func (f *figure) set(part int, text, tooltip string, open func()) {
	f.parts[part].Set(text, tooltip, open)
	widgets.SetVisible(f.parts[part], text != "")
}

// figures are the numbers at the top of the page.
type figures struct {
	page                            *Overview
	users, purchased, unused, spend *figure
	content                         fyne.CanvasObject
}

func newFigures(p *Overview) *figures {
	f := &figures{
		page: p, users: newFigure(lang.L("Users"), 4), purchased: newFigure(lang.L("Licenses purchased"), 4),
		unused: newFigure(lang.L("Assigned, not used"), 4), spend: newFigure(lang.L("Unused spend a month"), 4),
	}
	f.content = container.New(widgets.Tiles{Gap: panelGap, Least: 170},
		f.users.panel, f.purchased.panel, f.unused.panel, f.spend.panel)
	return f
}

// counted is a number for a text that has it as {{.Number}}.
func counted(n int64) map[string]any { return map[string]any{"Number": message.Number(n)} }

func (f *figures) show(data overviewData) {
	f.showUsers(data.Users)
	f.showLicenses(data.Licenses)
	f.showSpend(data)
}

func (f *figures) showUsers(c app.UserCounts) {
	yes, no := true, false
	p := f.page
	f.users.value.Set(message.Number(c.Total), lang.L("Shows all users"), p.users(lang.L("All users"), func(*query) {}))
	f.users.set(0, lang.L("{{.Number}} enabled", counted(c.Enabled)), "", p.users(lang.L("Enabled"), func(q *query) { q.enabled = &yes }))
	f.users.set(1, lang.L("{{.Number}} disabled", counted(c.Disabled)), "", p.users(lang.L("Disabled"), func(q *query) { q.enabled = &no }))
	f.users.set(2, lang.L("{{.Number}} guests", counted(c.Guests)), "", p.users(lang.L("Guests"), func(q *query) { q.userType = "Guest" }))
	f.users.set(3, lang.L("{{.Number}} with a license", counted(c.Licensed)), "", p.users(lang.L("With a license"), func(q *query) { q.licensed = &yes }))
}

func (f *figures) showLicenses(licenses []app.LicenseRow) {
	var purchased, assigned, free, over, inactive, fresh, unknown int64
	known := false
	for _, l := range licenses {
		if l.Kind != app.Paid {
			continue
		}
		purchased, assigned, unknown = purchased+l.Purchased, assigned+l.Assigned, unknown+l.Unknown
		free, over = free+max(0, l.Available), over+max(0, -l.Available)
		if l.Inactive != nil {
			inactive, fresh, known = inactive+*l.Inactive, fresh+*l.New, true
		}
	}
	p := f.page
	f.purchased.value.Set(message.Number(purchased), lang.L("Shows the paid licenses: free, trial, viral and device ones are in no sum"), p.list(app.PaidLicenses, "purchased"))
	f.purchased.set(0, lang.L("{{.Number}} assigned", counted(assigned)), "", p.list(app.PaidLicenses, "assigned"))
	f.purchased.set(1, lang.L("{{.Number}} free", counted(free)), "", p.list(app.PaidLicenses, "available"))
	text := ""
	if over > 0 {
		text = lang.L("{{.Number}} over-assigned", counted(over))
	}
	f.purchased.set(2, text, "", p.list(app.OverAssignedLicenses, ""))
	f.purchased.set(3, "", "", nil)
	value := "–"
	if known {
		value = message.Number(inactive)
	}
	f.unused.value.Set(value, lang.L("Shows the licenses with the most inactive holders first"), p.list(app.PaidLicenses, "inactive"))
	f.unused.set(0, lang.L("{{.Days}} days or never", map[string]any{"Days": p.days()}), "", nil)
	f.unused.set(1, lang.L("{{.Number}} new", counted(fresh)), "", p.list(app.PaidLicenses, "new"))
	f.unused.set(2, lang.L("{{.Number}} unknown", counted(unknown)), lang.L("Not listed by the usage report that would tell of it: nothing is known of their activity"), p.list(app.PaidLicenses, "unknown"))
	f.unused.set(3, "", "", nil)
}

// showSpend shows the currency with the greatest sum large, and others below it.
func (f *figures) showSpend(data overviewData) {
	p, most := f.page, app.PaidLicenses
	currencies := data.Sums.Currencies()
	open := p.list(most, "unusedSpend")
	f.spend.value.Set("–", lang.L("No price was entered yet"), open)
	for i := range 3 {
		text := ""
		if i+1 < len(currencies) {
			text = moneyText(data.Sums[currencies[i+1]].Unused, currencies[i+1])
		}
		f.spend.set(i, text, "", open)
	}
	if len(currencies) > 0 {
		f.spend.value.Set(moneyText(data.Sums[currencies[0]].Unused, currencies[0]), lang.L("Shows the licenses with the most unused spend first"), open)
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
	f.spend.set(3, lang.L("{{.Priced}} of {{.Paid}} licenses priced", map[string]any{"Priced": paid - unpriced, "Paid": paid}),
		lang.L("Shows the paid licenses without a price"), p.list(app.UnpricedLicenses, "purchased"))
}
