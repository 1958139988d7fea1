package inventory

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"inventorybeacon/app"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets"
)

// Overview is the page Overview: what there is in numbers, each of which leads to what it counts.
type Overview struct {
	session *session.Session
	ways    Ways
	content fyne.CanvasObject
	tenant  *tenantFilter
	window  *widgets.Select
	scroll  *container.Scroll
	empty   *widgets.EmptyState

	figures  *figures
	licenses *licenseBars
	costs    *costs
	renewals *renewals
	trend    *trend
	imports  *lastImports

	reads   int // how often the numbers were asked for
	stale   bool
	visible bool
}

// overviewData is what the page shows.
type overviewData struct {
	app.Overview
	published []publishedTenant
	trend     []app.LicensePoint
}

// publishedTenant is a tenant with what its last import has changed.
type publishedTenant struct {
	app.Published
	last app.Publishing
}

// NewOverview makes the page.
func NewOverview(s *session.Session, ways Ways) *Overview {
	p := &Overview{session: s, ways: ways, stale: true}
	p.tenant = newTenantFilter(s, p.read)
	p.tenant.read = func() { p.content.Refresh(); p.read() }
	p.window = widgets.NewSelect(windowTexts(), func(string) { p.read() })
	p.window.SetSelected(windowText(app.DefaultWindow))
	p.figures, p.licenses, p.costs = newFigures(p), newLicenseBars(p), newCosts(p)
	p.renewals, p.imports = newRenewals(p), newLastImports(p)
	p.trend = newTrend(lang.L("Paid licenses over time"), 150)
	p.trend.lines.OnReveal = func(top, height float32) { p.reveal(p.trend.lines, top, height) }
	p.empty = widgets.NewEmptyState("", "", nil)
	body := widgets.NewColumn(panelGap, p.figures.content, p.licenses.panel, beside(p.costs.panel, p.renewals.panel),
		p.trend.panel, p.imports.panel)
	p.scroll = container.NewVScroll(container.New(layout.NewCustomPaddedLayout(0, 0, 0, scrollRoom), body))
	p.scroll.Hide()
	p.content = page.New(lang.L("Overview"), container.NewStack(p.empty, p.scroll),
		page.Filter{Object: p.tenant.list, Width: 190, Least: 110}, page.Filter{Object: p.window, Width: 150, Least: 146})
	s.OnEnd(s.Beacon.Workspace.OnChange(s.Coalesce(p.changed)))
	s.OnEnd(s.Beacon.OnEntered(s.Coalesce(p.entered)))
	return p
}

// scrollRoom keeps the panels beside the scroll bar, which lies over what it scrolls.
const scrollRoom = 10

// panelGap is the space between two panels.
const panelGap = 10

// beside lays panels out side by side, of one width and height, or below each other in a narrow window.
func beside(panels ...fyne.CanvasObject) fyne.CanvasObject {
	return container.New(widgets.Tiles{Gap: panelGap, Least: 380}, panels...)
}

func windowTexts() (texts []string) {
	for _, days := range windows {
		texts = append(texts, windowText(days))
	}
	return texts
}

// Content is what the window shows.
func (p *Overview) Content() fyne.CanvasObject { return p.content }

// Shown is called when the page comes to the front.
func (p *Overview) Shown() {
	p.visible = true
	p.readAgain()
}

// Hidden is called when another page comes to the front.
func (p *Overview) Hidden() { p.visible = false }

// Refresh reads the numbers again.
func (p *Overview) Refresh() {
	p.stale = true
	p.readAgain()
}

func (p *Overview) readAgain() {
	if p.stale {
		p.stale = false
		p.tenant.refresh() // after which the numbers are read
	}
}

// changed is called after an import or a Save.
func (p *Overview) changed() {
	if !p.tenant.unchanged() {
		p.entered()
	}
}

// entered is called after something else that the numbers follow from has changed.
func (p *Overview) entered() {
	p.stale = true
	if p.visible {
		p.readAgain()
	}
}

// days is the chosen window of activity.
func (p *Overview) days() int { return windows[max(0, p.window.SelectedIndex())] }

// read reads the numbers, and shows them unless others were asked for meanwhile.
func (p *Overview) read() {
	p.reads++
	reads, connections, days := p.reads, p.tenant.selected(), p.days()
	published := p.tenant.published
	session.Go(p.session, p.session.Context(), func(ctx context.Context) (overviewData, error) {
		overview, err := p.session.Beacon.Overview(ctx, connections, days)
		data, wanted := overviewData{Overview: overview}, app.TrendQuery{}
		for _, t := range published {
			if len(connections) > 0 && connections[0] != t.Connection {
				continue
			}
			last, failed := p.session.Beacon.LastPublishing(ctx, t.Connection)
			err = errors.Join(err, failed)
			data.published = append(data.published, publishedTenant{t, last})
			wanted.Tenants = append(wanted.Tenants, t.Tenant.ID)
		}
		if len(wanted.Tenants) > 0 {
			var failed error
			data.trend, failed = p.session.Beacon.LicenseTrend(ctx, wanted)
			err = errors.Join(err, failed)
		}
		return data, err
	}, func(data overviewData, err error) {
		switch {
		case reads != p.reads:
		case err != nil:
			p.session.Fail(lang.L("The overview could not be read"), err)
		default:
			p.show(data)
		}
	})
}

func (p *Overview) show(data overviewData) {
	some := len(data.published) > 0
	widgets.SetVisible(p.scroll, some)
	widgets.SetVisible(p.empty, !some)
	if !some {
		p.sayNothingImported()
		return
	}
	p.figures.show(data)
	p.licenses.show(data)
	p.costs.show(data)
	p.renewals.show(data)
	p.trend.show(data.trend, p.days())
	p.imports.show(data)
	p.scroll.Refresh()
}

func (p *Overview) sayNothingImported() {
	if importing(p.session.Beacon) {
		p.empty.Set(lang.L("The first import is running"), lang.L("What it reads is shown here after its end; Inventory Systems shows how far it is."), nil)
		return
	}
	p.empty.Set(lang.L("Nothing has been imported yet"),
		lang.L("Execute Now on Inventory Systems imports users, applications, licenses and usage."), nil)
}

// wanted is what a list is to show for a number of this page.
func (p *Overview) wanted(text string, set func(q *query)) Wanted {
	w := Wanted{Text: text, Window: p.days(), set: set}
	if chosen := p.tenant.selected(); len(chosen) > 0 {
		w.Connection = chosen[0]
	}
	return w
}

// users returns what opens the users of some kind.
func (p *Overview) users(text string, set func(q *query)) func() {
	return func() { p.ways.Users(p.wanted(text, set)) }
}

// list returns what opens the licenses of some kind, sorted by a column.
func (p *Overview) list(choice app.LicenseChoice, sort string) func() {
	text := lang.L("All licenses")
	if choice != app.AllLicenses {
		text = licenseChoiceText(choice)
	}
	return func() {
		w := p.wanted(text, func(q *query) { q.kind = choice })
		w.Sort = sort
		p.ways.Licenses(w)
	}
}
