package overview

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/app"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/inventory"
	"inventorybeacon/ui/license"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

// costs are the three sums of each currency, and what is in none of them.
type costs struct {
	page     *Page
	panel    *widgets.Panel
	table    *fyne.Container
	unpriced *widgets.Link
	names    *widgets.WrapText
}

func newCosts(p *Page) *costs {
	c := &costs{page: p, unpriced: widgets.NewLink(), names: widgets.NewWrapText("", theme.ColorNameMutedText, fynetheme.SizeNameCaptionText)}
	c.table = container.New(layout.NewGridLayoutWithColumns(4))
	enter := widgets.NewButton(lang.L("Import Prices..."), func() { p.session.Enter(func() { license.ImportPrices(p.session) }) })
	row := container.NewHBox(enter, widgets.NewButton(lang.L("Costs by Department"), func() { p.ways.Costs(p.wanted().Connection) }))
	c.panel = widgets.NewPanel(lang.L("What licenses cost a month"), widgets.NewColumn(6, c.table, p.savings.link, c.unpriced, c.names, row))
	return c
}

func (c *costs) show(data overviewData) {
	c.table.Objects = nil
	c.head()
	spent, unused := c.page.list(inventory.Paid(), "spend"), c.page.list(inventory.Paid(), "unusedSpend")
	for _, currency := range data.Sums.Currencies() {
		s := data.Sums[currency]
		c.table.Add(widgets.NewTelling(currency, fynetheme.ColorNameForeground))
		for i, amount := range []string{format.Money(s.Spent, currency), format.Money(s.Unused, currency), format.Money(s.Reducible, currency)} {
			link := widgets.NewLink()
			link.Set(amount, [...]string{
				lang.L("For all that was purchased"), lang.L("Could be given to somebody else today"),
				lang.L("Unused, and beyond what was committed to"),
			}[i], [...]func(){spent, unused, unused}[i])
			c.table.Add(link)
		}
		c.table.Add(widgets.NewTelling(lang.L("{{.Currency}} a year", map[string]any{"Currency": currency}), theme.ColorNameMutedText))
		for _, amount := range []string{
			format.Money(s.Spent.Times(12), currency), format.Money(s.Unused.Times(12), currency), format.Money(s.Reducible.Times(12), currency),
		} {
			c.table.Add(widgets.NewTelling(amount, theme.ColorNameMutedText))
		}
	}
	widgets.SetVisible(c.table, len(data.Sums) > 0)
	c.unpriced.Set(lang.L("Without a price, and in no sum: {{.Count}}", map[string]any{"Count": len(data.Unpriced)}),
		lang.L("Shows the paid licenses without a price"), c.page.list(inventory.Unpriced(), "purchased"))
	c.names.SetText(c.unpricedNames(data))
	widgets.SetVisible(c.unpriced, len(data.Unpriced) > 0)
	widgets.SetVisible(c.names, len(data.Unpriced) > 0)
	c.panel.Refresh()
}

// head adds the headings, which say what each sum is.
func (c *costs) head() {
	for _, head := range [][2]string{
		{lang.L("Currency"), ""},
		{lang.L("Spent"), lang.L("The price times the purchased units, of the paid licenses that have a price.")},
		{lang.L("Unused"), lang.L("Units that could be given to somebody else today: those that nobody has, and those of inactive holders.")},
		{lang.L("Reducible"), lang.L("Unused units beyond what was committed to: the next renewal can do without them.")},
	} {
		link := widgets.NewLink()
		link.Set(head[0], head[1], nil)
		c.table.Add(link)
	}
}

// unpricedNames names the first licenses without a price; the list has all.
func (c *costs) unpricedNames(data overviewData) string {
	seen, names := map[string]bool{}, []string{}
	for _, l := range data.Licenses {
		if l.Kind == app.Paid && l.Price == nil && !seen[l.SKUID] {
			seen[l.SKUID], names = true, append(names, l.Product)
		}
	}
	return format.Names(names)
}
