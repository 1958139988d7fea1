// Package license is the page of one license: its numbers, who holds it, and what is entered of it.
package license

import (
	"context"
	"errors"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/app"
	"inventorybeacon/app/lists"
	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/inventory"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/chart"
)

// Page is the details of one license: its numbers, who holds it and how they got it, its subscriptions, plans and price.
type Page struct {
	session *session.Session
	content fyne.CanvasObject
	holders *inventory.List[app.Holder]

	title    *widgets.Heading
	bar      *chart.Bars
	legend   *chart.Legend
	told     *widgets.WrapText // what active means
	renewal  *page.Figure
	cost     *page.Figure
	trend    *Trend
	facts    *fyne.Container
	back     func()
	edit     []*widgets.Button // of what is entered
	license  app.License
	reads    int
	visible  bool
	wantedOf inventory.LicenseKey // the license that is shown
}

// New makes the page, without a license. back leads to the list of licenses.
func New(s *session.Session, back func()) *Page {
	p := &Page{session: s, back: back, title: widgets.NewHeading(lang.L("Licenses"), back)}
	p.bar, p.legend = chart.NewBars(), chart.NewLegend()
	p.bar.Title, p.bar.Full, p.bar.Number = lang.L("Holders"), true, format.Whole
	p.legend.Number = format.Whole
	p.bar.OnOpen = func(_, part int) {
		if part >= 0 && part < len(States) {
			p.holders.ChoosePlace(1 + part)
		}
	}
	p.told = widgets.NewWrapText("", fynetheme.ColorNameForeground, fynetheme.SizeNameCaptionText)
	holdersPanel := widgets.NewPanel(lang.L("Holders"), widgets.NewColumn(4, p.bar, p.legend, p.told))
	p.renewal, p.cost = page.NewFigure(lang.L("Renewal"), 3), page.NewFigure(lang.L("Unused a month"), 4)
	p.trend = NewTrend(lang.L("Over time"))
	p.holders = inventory.NewHolders(s, func() inventory.LicenseKey { return p.wantedOf })
	p.holders.OnWindow, p.holders.OnGrown = p.read, func() { p.content.Refresh() }
	p.facts = widgets.NewColumn(2)
	facts := widgets.NewPanel(lang.L("License"), besideHolders(p.trend.Lines, p.facts))
	enter := func(text string, ask func(*session.Session, app.LicenseRow)) fyne.CanvasObject {
		button := widgets.NewButton(text, func() { s.Enter(func() { ask(s, p.license.LicenseRow) }) })
		p.edit = append(p.edit, button)
		return button
	}
	edit := container.NewHBox(
		enter(lang.L("Price..."), EnterPrice), enter(lang.L("Commitment..."), enterCommitment), enter(lang.L("Name..."), enterName),
	)
	cards := container.New(widgets.Tiles{Gap: page.PanelGap, Least: 112}, holdersPanel, p.renewal.Panel, p.cost.Panel)
	aside := widgets.Aside{Gap: page.PanelGap, Width: 290, Narrow: 190, Least: 366, High: page.ListHeight()}
	below := container.New(aside, p.holders.Grid(), facts)
	rest := page.Column(below, page.Yielding(cards), p.holders.Row(), p.holders.Conditions(), below, p.holders.Footer())
	head := container.NewBorder(nil, nil, nil, edit, p.title)
	p.content = container.New(layout.NewCustomPaddedLayout(12, 12, 18, 18), page.Column(rest, head, rest))
	p.clear()
	s.OnEnd(s.Beacon.Workspace.OnChange(s.Coalesce(p.changed)))
	s.OnEnd(s.Beacon.OnEntered(s.Coalesce(p.changed)))
	return p
}

// Open turns to a license.
func (p *Page) Open(connection, skuID string) {
	if key := (inventory.LicenseKey{Connection: connection, SKU: skuID}); key != p.wantedOf {
		p.wantedOf = key
		p.clear()
		p.holders.ShowAll()
	}
	p.read()
}

// Content is what the window shows.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Shown is called when the page comes to the front.
func (p *Page) Shown() {
	p.visible = true
	p.holders.Shown()
}

// Hidden is called when another page comes to the front.
func (p *Page) Hidden() {
	p.visible = false
	p.holders.Hidden()
}

// Refresh reads the license and its holders again.
func (p *Page) Refresh() {
	p.read()
	p.holders.Refresh()
}

// Find puts the focus on the search.
func (p *Page) Find() { p.holders.Find() }

// List is what the list of holders offers.
func (p *Page) List() *page.List { return p.holders.List() }

func (p *Page) changed() {
	if p.visible {
		p.read()
	}
}

// read reads the license, and shows it unless another one is wanted meanwhile.
func (p *Page) read() {
	p.reads++
	reads, key, days := p.reads, p.wantedOf, p.holders.Window()
	if key == (inventory.LicenseKey{}) {
		return
	}
	type read struct {
		license app.License
		trend   []app.LicensePoint
	}
	session.Go(p.session, p.session.Context(), func(ctx context.Context) (r read, err error) {
		if r.license, err = p.session.Inventory().License(ctx, key.Connection, key.SKU, days); err == nil {
			r.trend, err = p.session.Inventory().LicenseTrend(ctx, app.TrendQuery{Tenants: []string{r.license.Tenant}, License: key.SKU})
		}
		return r, err
	}, func(r read, err error) {
		switch {
		case reads != p.reads:
		case errors.Is(err, app.ErrNotFound):
			if p.visible {
				p.back() // an import has taken it away
			}
		case err != nil:
			p.session.Fail(lang.L("The license could not be read"), err)
		default:
			p.license = r.license
			p.trend.Show(r.trend, days)
			p.show()
		}
	})
}

// clear shows nothing of a license: one that is still to be read, or cannot be, has neither the numbers of the one before nor its
// price to be entered.
func (p *Page) clear() {
	p.license = app.License{}
	p.enable(false)
	p.title.Set("", "")
	p.bar.Set(nil)
	p.legend.Set(nil)
	p.told.Say("")
	p.trend.Show(nil, p.holders.Window())
	for _, figure := range []*page.Figure{p.renewal, p.cost} {
		figure.Value.Set("–", "", nil)
		for line := range figure.Parts {
			figure.Set(line, "", "", nil)
		}
	}
	showFacts(p.facts, nil)
	p.content.Refresh()
}

func (p *Page) enable(can bool) {
	for _, button := range p.edit {
		button.SetEnabled(can)
	}
}

func (p *Page) show() {
	l := p.license
	p.enable(true)
	p.title.Set(l.Product, strings.Join([]string{l.SKUPartNumber, p.holders.TenantNamed(l.Connection)}, " · "))
	bar := chart.Bar{
		Parts: PartsOf(l.LicenseRow, p.holders.Window()), Limit: chart.Limit{Name: lang.L("Purchased"), Value: float64(l.Purchased)},
	}
	p.bar.Set([]chart.Bar{bar})
	p.legend.Set(bar.Parts)
	p.told.Say(inventory.UnreportedText(l.Unreported, l.Product))
	p.showRenewal()
	p.showCost()
	showFacts(p.facts, licenseFacts(l, p.session.Beacon.OwnName(l.SKUID)))
	p.content.Refresh()
}

func (p *Page) showRenewal() {
	l := p.license
	p.renewal.Value.Set("–", "", nil)
	p.renewal.Set(0, lang.L("Nothing ends or is renewed"), "", nil)
	today := connector.DayOf(time.Now())
	if next, units := nextEnd(l, today); next != 0 {
		p.renewal.Value.Set(next.String(), "", nil)
		p.renewal.Set(0, renewalText(today, next, units), "", nil)
	}
	p.renewal.Set(1, "", "", nil)
	p.renewal.Set(2, "", "", nil)
	if l.Kind != app.Paid {
		return // nobody commits to it, and nothing is saved
	}
	commitment := lang.L("no commitment")
	if l.CommittedUntil != 0 {
		commitment = lang.L("commitment {{.Units}} until {{.Day}}",
			map[string]any{"Units": message.Number(l.Committed), "Day": l.CommittedUntil.String()})
	}
	p.renewal.Set(1, commitment, "", nil)
	p.renewal.Set(2, lang.L("{{.Number}} reducible", format.Counted(l.Units().Reducible())),
		lang.L("Unused, and beyond what was committed to"), nil)
}

// nextEnd is the next day on which subscriptions end or are renewed, and how many units that is of; one that is enabled comes first.
func nextEnd(l app.License, today connector.Date) (next connector.Date, units int64) {
	next = l.Renewal
	if next == 0 {
		for _, s := range l.Subscriptions {
			if s.Next >= today && (next == 0 || s.Next < next) {
				next = s.Next
			}
		}
	}
	for _, s := range l.Subscriptions {
		if s.Next == next && (l.Renewal == 0 || strings.EqualFold(s.Status, "Enabled")) {
			units += s.Units
		}
	}
	return next, units
}

// renewalText says in how many days units end or are renewed.
func renewalText(today, day connector.Date, units int64) string {
	data := map[string]any{"Units": message.Number(units)}
	if day <= today {
		return lang.L("today · {{.Units}} units", data)
	}
	data["Days"] = message.Count("count.days", int(day-today))
	return lang.L("in {{.Days}} · {{.Units}} units", data)
}

func (p *Page) showCost() {
	l := p.license
	p.cost.Value.Set("–", "", nil)
	p.cost.Set(0, lang.L("No price was entered yet"), "", nil)
	for line := 1; line < len(p.cost.Parts); line++ {
		p.cost.Set(line, "", "", nil)
	}
	if l.Kind != app.Paid {
		p.cost.Set(0, lang.L("{{.Kind}}: stays out of totals", map[string]any{"Kind": lists.KindText(l.Kind)}), "", nil)
		return
	}
	spend, priced := l.UnusedSpend()
	if !priced {
		return
	}
	p.cost.Value.Set(format.Money(spend, l.Price.Currency), "", nil)
	p.cost.Set(0, format.Yearly(spend, l.Price.Currency), "", nil)
	p.cost.Set(1, lang.L("{{.Number}} unused units", format.Counted(l.Units().Unused)), lang.L("Could be given to somebody else today"), nil)
	p.cost.Set(2, message.Price(*l.Price), "", nil)
	all := l.Price.Times(l.Purchased)
	p.cost.Set(3, lang.L("{{.Sum}} a month for all", map[string]any{"Sum": format.Money(all, l.Price.Currency)}),
		format.Yearly(all, l.Price.Currency), nil)
}
