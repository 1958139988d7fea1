package overview

import (
	"cmp"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/lists"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/inventory"
	"inventorybeacon/ui/license"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/chart"
)

// mostBars is how many licenses the page shows; the others are on the page Licenses.
const mostBars = 12

// licenseBars are the licenses with the most to do about them.
type licenseBars struct {
	page   *Page
	panel  *widgets.Panel
	bars   *chart.Bars
	legend *chart.Legend
	more   *widgets.Link
	listed []app.LicenseRow
}

func newLicenseBars(p *Page) *licenseBars {
	b := &licenseBars{page: p, bars: chart.NewBars(), legend: chart.NewLegend(), more: widgets.NewLink()}
	b.bars.Title = lang.L("Licenses")
	b.bars.Empty = lang.L("The tenant has no paid license")
	b.bars.Number = format.Whole
	b.bars.OnOpen = b.open
	b.bars.OnReveal = func(top, height float32) { p.reveal(b.bars, top, height) }
	b.panel = widgets.NewPanel(lang.L("Licenses"), widgets.NewColumn(6, b.legend, b.bars, b.more))
	return b
}

func (b *licenseBars) show(data overviewData) {
	b.listed = nil
	for _, l := range data.Licenses {
		if l.Kind == app.Paid {
			b.listed = append(b.listed, l)
		}
	}
	slices.SortStableFunc(b.listed, app.MoreToDo)
	paid := len(b.listed)
	b.listed = b.listed[:min(mostBars, paid)]
	bars := make([]chart.Bar, len(b.listed))
	for i, l := range b.listed {
		bars[i] = b.bar(l)
	}
	b.bars.Set(bars)
	b.legend.Set(license.PartsOf(app.LicenseRow{}, b.page.days()))
	left := len(data.Licenses) - len(b.listed)
	b.more.Set(lang.L("All licenses: {{.Count}} more", map[string]any{"Count": left}), "", b.page.list(nil, "assigned"))
	widgets.SetVisible(b.more, left > 0)
}

// bar is that of a license, with its tenant where there are several.
func (b *licenseBars) bar(l app.LicenseRow) chart.Bar {
	name := l.Product
	if len(b.page.tenant.Published()) > 1 && len(b.page.tenant.Chosen()) == 0 {
		name += " · " + b.page.tenant.Named(l.Connection)
	}
	bar := chart.Bar{
		Name: name, Parts: license.PartsOf(l, b.page.days()),
		Limit: chart.Limit{Name: lang.L("Purchased"), Value: float64(l.Purchased)},
	}
	var notes []string
	switch {
	case l.Status == app.NotListed:
		bar.Alert, bar.Limit = lists.StatusText(l.Status), chart.Limit{}
	case l.Available < 0:
		bar.Alert = lang.L("{{.Number}} over-assigned", format.Counted(-l.Available))
	default:
		notes = append(notes, lang.L("{{.Number}} free", format.Counted(l.Available)))
	}
	if l.Inactive != nil && *l.Inactive > 0 {
		notes = append(notes, lang.L("{{.Number}} inactive", format.Counted(*l.Inactive)))
	}
	if l.Suspended > 0 {
		notes = append(notes, lang.L("{{.Number}} suspended", format.Counted(l.Suspended)))
	}
	bar.Hint = inventory.UnreportedText(l.Unreported, l.Product)
	bar.Note = strings.Join(notes, " · ")
	return bar
}

// open leads to the holders in a state, or to the license.
func (b *licenseBars) open(bar, part int) {
	l := b.listed[bar]
	if part >= 0 && part < len(license.States) {
		b.page.ways.Users(holders(l, license.States[part], b.page.days()))
		return
	}
	b.page.ways.License(l.Connection, l.SKUID)
}

// holders are those of a license in a state of activity.
func holders(l app.LicenseRow, state app.Activity, window int) inventory.Wanted {
	return inventory.Wanted{
		Filter:     lists.FilterExpression{lists.Is("licenses", cmp.Or(l.SKUPartNumber, l.SKUID)), lists.Is("active", app.StateValue(state))},
		Connection: l.Connection, Window: window,
	}
}

// reveal scrolls the page to a part of one of its objects.
func (p *Page) reveal(object fyne.CanvasObject, top, height float32) {
	driver := fyne.CurrentApp().Driver()
	at := driver.AbsolutePositionForObject(object).Y - driver.AbsolutePositionForObject(p.scroll.Content).Y + top
	switch room := p.scroll.Size().Height; {
	case at < p.scroll.Offset.Y:
		p.scroll.ScrollToOffset(fyne.NewPos(0, at))
	case at+height > p.scroll.Offset.Y+room:
		p.scroll.ScrollToOffset(fyne.NewPos(0, at+height-room))
	}
}
