package inventory

import (
	"cmp"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/connector"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/chart"
)

// mostBars is how many licenses the page shows; the others are on the page Licenses.
const mostBars = 12

// licenseBars are the licenses with the most to do about them.
type licenseBars struct {
	page   *Overview
	panel  *widgets.Panel
	bars   *chart.Bars
	more   *widgets.Link
	listed []app.LicenseRow
}

func newLicenseBars(p *Overview) *licenseBars {
	b := &licenseBars{page: p, bars: chart.NewBars(), more: widgets.NewLink()}
	b.bars.Title = lang.L("Licenses")
	b.bars.Empty = lang.L("The tenant has no paid license")
	b.bars.Number = wholeNumber
	b.bars.OnOpen = b.open
	b.bars.OnReveal = func(top, height float32) { p.reveal(b.bars, top, height) }
	legend := chart.NewLegend(partsOf(app.LicenseRow{})...)
	b.panel = widgets.NewPanel(lang.L("Licenses"), widgets.NewColumn(6, legend, b.bars, b.more))
	return b
}

// partsOf are the holders of a license by what is known of them, and what is free.
func partsOf(l app.LicenseRow) []chart.Part {
	number := func(n *int64) float64 {
		if n == nil {
			return 0
		}
		return float64(*n)
	}
	return []chart.Part{
		{Name: lang.L("Active"), Value: number(l.Active), Look: chart.Strong},
		{Name: lang.L("Inactive"), Value: number(l.Inactive), Look: chart.Pale},
		{Name: lang.L("New"), Value: number(l.New), Look: chart.Dotted},
		{Name: lang.L("Unknown"), Value: float64(l.Unknown), Look: chart.Striped},
		{Name: lang.L("Free"), Value: float64(max(0, l.Available)), Look: chart.Free},
	}
}

// states are those of the parts; the last part has no holders.
var states = [...]app.Activity{app.Active, app.Inactive, app.New, app.Unknown}

func (b *licenseBars) show(data overviewData) {
	b.listed = nil
	for _, l := range data.Licenses {
		if l.Kind == app.Paid {
			b.listed = append(b.listed, l)
		}
	}
	slices.SortStableFunc(b.listed, moreToDo)
	paid := len(b.listed)
	b.listed = b.listed[:min(mostBars, paid)]
	bars := make([]chart.Bar, len(b.listed))
	for i, l := range b.listed {
		bars[i] = b.bar(l)
	}
	b.bars.Set(bars)
	left := len(data.Licenses) - len(b.listed)
	b.more.Set(lang.L("All licenses: {{.Count}} more", map[string]any{"Count": left}), "", b.page.list(app.AllLicenses, "assigned"))
	widgets.SetVisible(b.more, left > 0)
}

// bar is that of a license, with its tenant where there are several.
func (b *licenseBars) bar(l app.LicenseRow) chart.Bar {
	name := l.Product
	if len(b.page.tenant.published) > 1 && len(b.page.tenant.selected()) == 0 {
		name += " · " + b.page.tenant.named(l.Connection)
	}
	bar := chart.Bar{Name: name, Parts: partsOf(l), Limit: chart.Limit{Name: lang.L("Purchased"), Value: float64(l.Purchased)}}
	var notes []string
	switch {
	case l.Status == app.NotListed:
		bar.Alert, bar.Limit = lang.L("Not listed"), chart.Limit{}
	case l.Available < 0:
		bar.Alert = lang.L("{{.Number}} over-assigned", counted(-l.Available))
	default:
		notes = append(notes, lang.L("{{.Number}} free", counted(l.Available)))
	}
	if l.Inactive != nil && *l.Inactive > 0 {
		notes = append(notes, lang.L("{{.Number}} unused", counted(*l.Inactive)))
	}
	if l.Suspended > 0 {
		notes = append(notes, lang.L("{{.Number}} suspended", counted(l.Suspended)))
	}
	bar.Note = strings.Join(notes, " · ")
	return bar
}

// moreToDo puts first what is over-assigned, then the most unused, then what is renewed soon.
func moreToDo(a, b app.LicenseRow) int {
	soon := func(day connector.Date) connector.Date {
		if day == 0 {
			return connector.EndOfTime
		}
		return day
	}
	return cmp.Or(cmp.Compare(min(0, a.Available), min(0, b.Available)), -cmp.Compare(a.Units().Unused, b.Units().Unused),
		cmp.Compare(soon(a.Renewal), soon(b.Renewal)), strings.Compare(a.Product, b.Product))
}

// open leads to the holders in a state, or to the license.
func (b *licenseBars) open(bar, part int) {
	l := b.listed[bar]
	if part >= 0 && part < len(states) {
		b.page.ways.Users(holders(l, states[part], b.page.days()))
		return
	}
	b.page.ways.License(l.Connection, l.SKUID)
}

// reveal scrolls the page to a part of one of its objects.
func (p *Overview) reveal(object fyne.CanvasObject, top, height float32) {
	driver := fyne.CurrentApp().Driver()
	at := driver.AbsolutePositionForObject(object).Y - driver.AbsolutePositionForObject(p.scroll.Content).Y + top
	switch room := p.scroll.Size().Height; {
	case at < p.scroll.Offset.Y:
		p.scroll.ScrollToOffset(fyne.NewPos(0, at))
	case at+height > p.scroll.Offset.Y+room:
		p.scroll.ScrollToOffset(fyne.NewPos(0, at+height-room))
	}
}
