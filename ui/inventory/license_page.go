package inventory

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
	"inventorybeacon/app/message"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/chart"
)

// LicensePage is the details of one license: its numbers, who holds it and how they got it, its subscriptions, plans and price.
type LicensePage struct {
	session *session.Session
	content fyne.CanvasObject
	holders *List[app.Holder]

	title    *widgets.Heading
	bar      *chart.Bars
	legend   *chart.Legend
	numbers  *widgets.WrapText
	renewal  *figure
	cost     *figure
	trend    *trend
	facts    *fyne.Container
	back     func()
	license  app.License
	reads    int
	visible  bool
	wantedOf licenseKey // the license that is shown
}

type licenseKey struct{ connection, sku string }

// NewLicense makes the page, without a license. back leads to the list of licenses.
func NewLicense(s *session.Session, back func()) *LicensePage {
	p := &LicensePage{session: s, back: back, title: widgets.NewHeading(lang.L("Licenses"), back)}
	p.bar, p.legend = chart.NewBars(), chart.NewLegend()
	p.bar.Title, p.bar.Full, p.bar.Number = lang.L("Holders"), true, wholeNumber
	p.legend.Number = wholeNumber
	p.bar.OnOpen = func(_, part int) {
		if part >= 0 && part < len(states) {
			p.holders.choosePlace(1 + part)
		}
	}
	p.numbers = widgets.NewWrapText("", theme.ColorNameMutedText, fynetheme.SizeNameCaptionText)
	holdersPanel := widgets.NewPanel(lang.L("Holders"), widgets.NewColumn(4, p.bar, p.legend, p.numbers))
	p.renewal, p.cost = newFigure(lang.L("Renewal"), 3), newFigure(lang.L("Unused spend a month"), 3)
	p.trend = newTrend(lang.L("Over time"), 96)
	p.holders = newHolders(s, func() licenseKey { return p.wantedOf })
	p.holders.onWindow = p.read
	p.facts = widgets.NewColumn(2)
	facts := widgets.NewPanel(lang.L("License"), container.NewVScroll(container.New(layout.NewCustomPaddedLayout(0, 0, 0, scrollRoom), p.facts)))
	edit := container.NewHBox(
		widgets.NewButton(lang.L("Price..."), func() { enterPrice(s, p.license.LicenseRow) }),
		widgets.NewButton(lang.L("Commitment..."), func() { enterCommitment(s, p.license.LicenseRow) }),
		widgets.NewButton(lang.L("Name..."), func() { enterName(s, p.license.LicenseRow) }),
	)
	cards := container.New(widgets.Tiles{Gap: panelGap, Least: 180}, holdersPanel, p.trend.panel, p.renewal.panel, p.cost.panel)
	below := container.New(widgets.Aside{Gap: panelGap, Width: 290, Least: 420}, p.holders.grid, facts)
	rest := page.Column(below, cards, p.holders.row(), below, p.holders.footer)
	head := container.NewBorder(nil, nil, nil, edit, p.title)
	p.content = container.New(layout.NewCustomPaddedLayout(12, 12, 18, 18), page.Column(rest, head, rest))
	s.OnEnd(s.Beacon.Workspace.OnChange(s.Coalesce(p.changed)))
	s.OnEnd(s.Beacon.OnEntered(s.Coalesce(p.entered)))
	return p
}

// Open turns to a license.
func (p *LicensePage) Open(connection, skuID string) {
	if key := (licenseKey{connection, skuID}); key != p.wantedOf {
		p.wantedOf = key
		p.holders.showAll()
	}
	p.read()
}

// Content is what the window shows.
func (p *LicensePage) Content() fyne.CanvasObject { return p.content }

// Shown is called when the page comes to the front.
func (p *LicensePage) Shown() {
	p.visible = true
	p.holders.Shown()
}

// Hidden is called when another page comes to the front.
func (p *LicensePage) Hidden() {
	p.visible = false
	p.holders.Hidden()
}

// Refresh reads the license and its holders again.
func (p *LicensePage) Refresh() {
	p.read()
	p.holders.Refresh()
}

// Find puts the focus on the search.
func (p *LicensePage) Find() { p.holders.Find() }

// List is what the list of holders offers.
func (p *LicensePage) List() *page.List { return p.holders.List() }

func (p *LicensePage) changed() {
	if p.visible {
		p.read()
	}
}

func (p *LicensePage) entered() { p.changed() }

// read reads the license, and shows it unless another one is wanted meanwhile.
func (p *LicensePage) read() {
	p.reads++
	reads, key, days := p.reads, p.wantedOf, p.holders.query().window
	if key == (licenseKey{}) {
		return
	}
	type read struct {
		license app.License
		trend   []app.LicensePoint
	}
	session.Go(p.session, p.session.Context(), func(ctx context.Context) (r read, err error) {
		if r.license, err = p.session.Beacon.License(ctx, key.connection, key.sku, days); err == nil {
			r.trend, err = p.session.Beacon.LicenseTrend(ctx, app.TrendQuery{Tenants: []string{r.license.Tenant}, License: key.sku})
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
			p.trend.show(r.trend, days)
			p.show()
		}
	})
}

func (p *LicensePage) show() {
	l := p.license
	p.title.Set(l.Product, strings.Join([]string{l.SKUPartNumber, p.holders.tenant.named(l.Connection)}, " · "))
	bar := chart.Bar{Parts: partsOf(l.LicenseRow), Limit: chart.Limit{Name: lang.L("Purchased"), Value: float64(l.Purchased)}}
	p.bar.Set([]chart.Bar{bar})
	p.legend.Set(bar.Parts)
	numbers := lang.L("As Microsoft's admin center shows it: {{.Purchased}} purchased, {{.Assigned}} assigned, {{.Available}} available", map[string]any{
		"Purchased": message.Number(l.Purchased), "Assigned": message.Number(l.Assigned), "Available": message.Number(l.Available),
	})
	p.numbers.SetText(numbers)
	p.showRenewal()
	p.showCost()
	showFacts(p.facts, licenseFacts(l, p.session.Beacon.OwnName(l.SKUID)))
	p.content.Refresh()
}

func (p *LicensePage) showRenewal() {
	l := p.license
	p.renewal.value.Set("–", "", nil)
	p.renewal.set(0, lang.L("No subscription ends or is renewed"), "", nil)
	if l.Renewal != 0 {
		days := int64(time.Until(l.Renewal.Time()).Hours()/24) + 1
		var units int64
		for _, s := range l.Subscriptions {
			if s.Next == l.Renewal && strings.EqualFold(s.Status, "Enabled") {
				units += s.Units
			}
		}
		p.renewal.value.Set(l.Renewal.String(), "", nil)
		p.renewal.set(0, lang.L("in {{.Days}} days · {{.Units}} units", map[string]any{"Days": message.Number(days), "Units": message.Number(units)}), "", nil)
	}
	commitment := lang.L("no commitment")
	if l.CommittedUntil != 0 {
		commitment = lang.L("commitment {{.Units}} until {{.Day}}", map[string]any{"Units": message.Number(l.Committed), "Day": l.CommittedUntil.String()})
	}
	p.renewal.set(1, commitment, "", nil)
	p.renewal.set(2, lang.L("{{.Number}} reducible", counted(l.Units().Reducible())), lang.L("Unused, and beyond what was committed to"), nil)
}

func (p *LicensePage) showCost() {
	l := p.license
	p.cost.value.Set("–", "", nil)
	p.cost.set(0, lang.L("No price was entered yet"), "", nil)
	p.cost.set(1, "", "", nil)
	p.cost.set(2, "", "", nil)
	if l.Kind != app.Paid {
		p.cost.set(0, lang.L("{{.Kind}}: stays out of totals", map[string]any{"Kind": kindText(l.Kind)}), "", nil)
		return
	}
	spend, priced := l.UnusedSpend()
	if !priced {
		return
	}
	p.cost.value.Set(moneyText(spend, l.Price.Currency), "", nil)
	p.cost.set(0, lang.L("{{.Number}} unused units", counted(l.Units().Unused)), lang.L("Could be given to somebody else today"), nil)
	p.cost.set(1, app.PriceText(*l.Price), "", nil)
	p.cost.set(2, lang.L("{{.Sum}} a month for all", map[string]any{"Sum": moneyText(l.Price.Times(l.Purchased), l.Price.Currency)}), "", nil)
}
