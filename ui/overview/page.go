// Package overview is the page Overview: what there is in numbers.
package overview

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"inventorybeacon/app"
	"inventorybeacon/app/lists"
	"inventorybeacon/ui/inventory"
	"inventorybeacon/ui/license"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/form"
)

// Page is the page Overview: what there is in numbers, each of which leads to what it counts.
type Page struct {
	session *session.Session
	ways    inventory.Ways
	content fyne.CanvasObject
	tenant  *page.TenantFilter
	window  *form.Select
	report  *widgets.SplitButton
	scroll  *container.Scroll
	empty   *widgets.EmptyState

	figures  *figures
	licenses *licenseBars
	costs    *costs
	savings  *savings
	renewals *renewals
	trend    *license.Trend
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

// New makes the page.
func New(s *session.Session, ways inventory.Ways) *Page {
	p := &Page{session: s, ways: ways, stale: true}
	p.tenant = page.NewTenantFilter(s, p.read)
	p.tenant.OnRead = func() { p.content.Refresh(); p.read() }
	p.window = form.NewSelect(page.WindowTexts(), func(string) { p.read() })
	p.window.SetSelected(page.WindowText(app.DefaultWindow))
	p.figures, p.licenses, p.savings = newFigures(p), newLicenseBars(p), newSavings(p)
	p.costs = newCosts(p)
	p.renewals, p.imports = newRenewals(p), newLastImports(p)
	p.trend = license.NewTrend(lang.L("Paid licenses over time"))
	p.trend.Lines.OnReveal = func(top, height float32) { p.reveal(p.trend.Lines, top, height) }
	p.report = p.newReport()
	p.empty = widgets.NewEmptyState("", "", nil)
	body := widgets.NewColumn(page.PanelGap, p.figures.content, p.licenses.panel, beside(p.costs.panel, p.renewals.panel),
		widgets.NewPanel(p.trend.Lines.Title, widgets.AtLeast(p.trend.Lines, trendHeight)), p.imports.panel)
	p.scroll = container.NewVScroll(container.New(layout.NewCustomPaddedLayout(0, 0, 0, page.ScrollRoom), body))
	p.scroll.OnScrolled = func(fyne.Position) { p.leave() }
	p.scroll.Hide()
	p.content = page.New(lang.L("Overview"), container.NewStack(p.empty, p.scroll),
		page.Filter{Object: p.tenant.Select, Width: 190, Least: 110}, page.Filter{Object: p.window, Width: 150, Least: 146},
		page.Filter{Object: p.report, Width: p.report.MinSize().Width, Least: p.report.MinSize().Width})
	s.OnEnd(s.Beacon.Workspace.OnChange(s.Coalesce(p.changed)))
	s.OnEnd(s.Beacon.OnEntered(s.Coalesce(p.entered)))
	return p
}

// leave forgets what lies under the pointer: after the page was scrolled that is something else, of which Fyne tells only when the
// pointer moves.
func (p *Page) leave() {
	widgets.ClearTooltips(p.session.Window.Canvas())
	for _, c := range []desktop.Hoverable{p.licenses.bars, p.renewals.line, p.trend.Lines} {
		c.MouseOut()
	}
}

// trendHeight is that of the lines over time.
const trendHeight = 150

// beside lays panels out side by side, of one width and height, or below each other in a narrow window.
func beside(panels ...fyne.CanvasObject) fyne.CanvasObject {
	return container.New(widgets.Tiles{Gap: page.PanelGap, Least: 380}, panels...)
}

// Content is what the window shows.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Shown is called when the page comes to the front.
func (p *Page) Shown() {
	p.visible = true
	p.readAgain()
}

// Hidden is called when another page comes to the front.
func (p *Page) Hidden() { p.visible = false }

// Refresh reads the numbers again.
func (p *Page) Refresh() {
	p.stale = true
	p.readAgain()
}

func (p *Page) readAgain() {
	if p.stale {
		p.stale = false
		p.tenant.Refresh() // after which the numbers are read
	}
}

// changed is called after an import or a Save.
func (p *Page) changed() {
	if !p.tenant.Unchanged() {
		p.entered()
	}
}

// entered is called after something else that the numbers follow from has changed.
func (p *Page) entered() {
	p.stale = true
	if p.visible {
		p.readAgain()
	}
}

// days is the chosen window of activity.
func (p *Page) days() int { return page.Windows[max(0, p.window.SelectedIndex())] }

// read reads the numbers, and shows them unless others were asked for meanwhile.
func (p *Page) read() {
	p.reads++
	reads, connections, days := p.reads, p.tenant.Chosen(), p.days()
	published := p.tenant.Published()
	p.savings.read(reads, connections, days)
	session.Go(p.session, p.session.Context(), func(ctx context.Context) (overviewData, error) {
		overview, err := p.session.Inventory().Overview(ctx, connections, days)
		data, wanted := overviewData{Overview: overview}, app.TrendQuery{}
		for _, t := range published {
			if len(connections) > 0 && connections[0] != t.Connection {
				continue
			}
			last, failed := p.session.Inventory().LastPublishing(ctx, t.Connection)
			err = errors.Join(err, failed)
			data.published = append(data.published, publishedTenant{t, last})
			wanted.Tenants = append(wanted.Tenants, t.Tenant.ID)
		}
		if len(wanted.Tenants) > 0 {
			var failed error
			data.trend, failed = p.session.Inventory().LicenseTrend(ctx, wanted)
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

func (p *Page) show(data overviewData) {
	some := len(data.published) > 0
	widgets.SetVisible(p.scroll, some)
	widgets.SetVisible(p.empty, !some)
	p.report.SetEnabled(some)
	if !some {
		p.sayNothingImported()
		return
	}
	p.figures.show(data)
	p.licenses.show(data)
	p.costs.show(data)
	p.renewals.show(data)
	p.trend.Show(data.trend, p.days())
	p.imports.show(data)
	p.scroll.Refresh()
}

func (p *Page) sayNothingImported() {
	title, text := page.NothingImported(p.session)
	p.empty.Set(title, text, nil)
}

// wanted is what a list is to show for a number of this page.
func (p *Page) wanted(conditions ...lists.FilterCondition) inventory.Wanted {
	w := inventory.Wanted{Filter: conditions, Window: p.days()}
	if chosen := p.tenant.Chosen(); len(chosen) > 0 {
		w.Connection = chosen[0]
	}
	return w
}

// users returns what opens the users for whom conditions hold.
func (p *Page) users(conditions ...lists.FilterCondition) func() {
	return func() { p.ways.Users(p.wanted(conditions...)) }
}

// list returns what opens the licenses for which conditions hold, sorted by a column.
func (p *Page) list(conditions lists.FilterExpression, sort string) func() {
	return func() {
		w := p.wanted(conditions...)
		w.Sort = sort
		p.ways.Licenses(w)
	}
}
