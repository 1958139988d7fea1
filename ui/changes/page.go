// Package changes is the page Changes: what imports have changed, an event a row.
package changes

import (
	"context"
	"fmt"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/ui/filter"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/grid"
	"inventorybeacon/ui/widgets/menu"
)

// Ways lead from an event to whom or what it is about.
type Ways struct {
	User, License func(app.Change)
}

// Page is the page Changes. Its list holds any number of events; the selection stays with
// its event while others come.
type Page struct {
	session *session.Session
	ways    Ways
	content fyne.CanvasObject
	choices *choices
	filter  *filter.Bar
	grid    *grid.Grid
	list    *page.List
	data    *grid.Paged[app.Change]
	bar     *menu.CommandBar
	footer  *widgets.StatusDot

	user, license menu.Command
	known         *known // what the history knows of; nil until it was read
	reads         int    // of that were begun; the last one counts
	count         int
	visible       bool
}

// known is what is asked beside the rows.
type known struct {
	tenants []app.HistoryTenant
	days    int       // for which changes are kept
	last    time.Time // when the last import was published
}

// New makes the page.
func New(s *session.Session, ways Ways) *Page {
	p := &Page{session: s, ways: ways, count: -1}
	p.grid = grid.New(columns()...)
	p.grid.SetIdle(columnTenant, true)
	p.list = page.NewList(s, "changes", p.grid, func() page.Each { return page.Rows(p.data) })
	p.grid.SetSort(columnTime, true)
	p.grid.OnSort = func(string, bool) { p.ask() }
	p.grid.OnSelected = func(int) { p.bar.Update() }
	p.grid.OnActivate = func(int) { p.follow() }
	p.grid.OnContextMenu = func(_ int, at fyne.Position) { p.list.Menu(at, p.user, p.license) }
	p.data = grid.NewPaged(s.Context(), grid.Source[app.Change]{})
	p.data.OnError = func(err error) { s.Fail(lang.L("The changes could not be read"), err) }
	p.data.OnCount = p.showCount
	p.data.OnPage = func() { p.bar.Update() }
	s.OnEnd(func() { p.data.Close(); p.data.Wait() })
	p.grid.SetData(p.data)
	p.choices = newChoices(p.ask)
	p.list.SearchBy(p.choices.search)
	p.filter = p.newFilter()
	p.footer = widgets.NewStatusDot(theme.StatusUnset, "")
	p.user = menu.Command{Text: lang.L("Show User"), Action: p.showUser, Enabled: func() bool { return p.selected().UserPrincipalName != "" }}
	p.license = menu.Command{
		Text: lang.L("Show License"), Action: p.showLicense,
		Enabled: func() bool { return p.selected().SKUPartNumber != "" },
	}
	p.bar = menu.NewCommandBar(nil, p.user, p.license)

	p.content = page.New(lang.L("Changes"), page.Column(p.grid, p.filter.Row, p.bar.Row, p.grid, p.footer), p.choices.row()...)
	s.OnEnd(s.Beacon.Workspace.OnChange(s.Coalesce(p.changed)))
	return p
}

// Content is what the window shows.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Shown is called when the page comes to the front.
func (p *Page) Shown() {
	p.visible = true
	p.changed()
	p.session.Window.Canvas().Focus(p.grid)
}

// Hidden is called when another page comes to the front.
func (p *Page) Hidden() { p.visible = false }

// Refresh reads the changes again.
func (p *Page) Refresh() { p.changed() }

// Find puts the focus on the search.
func (p *Page) Find() { p.session.Window.Canvas().Focus(p.choices.search) }

// List is what the list offers.
func (p *Page) List() *page.List { return p.list }

// ShowTenant shows all changes of a tenant, of all for none, the newest first.
func (p *Page) ShowTenant(id string) {
	p.grid.SetSort(columnTime, true)
	p.choices.choose()
	p.choices.search.SetValue("")
	p.choices.chooseTenant(id)
	p.filter.Clear()
	p.ask()
}

// showAll takes off everything that was chosen.
func (p *Page) showAll() {
	p.filter.Clear()
	p.choices.clear()
}

// changed reads what there is to choose from and the changes again.
func (p *Page) changed() {
	if !p.visible {
		return
	}
	p.reads++
	read := p.reads
	session.Go(p.session, p.session.Context(), func(ctx context.Context) (k known, err error) {
		if k.tenants, err = p.session.Inventory().History.Tenants(ctx); err != nil {
			return k, err
		}
		published, err := p.session.Inventory().Published(ctx)
		for _, one := range published {
			if one.At.After(k.last) {
				k.last = one.At
			}
		}
		if err == nil {
			k.days, err = p.session.Beacon.ChangeDays(ctx)
		}
		return k, err
	}, func(k known, err error) {
		if read != p.reads {
			return // another inventory is looked at, or the same one anew
		}
		if err != nil {
			p.session.Fail(lang.L("The changes could not be read"), err)
			return
		}
		p.known = &k
		if another := !k.last.Equal(p.choices.time.LastImport); another {
			p.choices.time.LastImport = k.last
			p.reload()
		}
		p.choices.offer(k.tenants)
		p.grid.SetIdle(columnTenant, len(k.tenants) < 2)
		p.content.Refresh()
		p.showCount(p.count)
	})
	p.reload()
}

// ask shows what somebody has asked for now, from the first one.
func (p *Page) ask() {
	p.grid.Select(-1)
	p.grid.ScrollTo(0) // before the rows there are read
	p.reload()
}

func (p *Page) reload() {
	p.filter.Follow()
	p.grid.Keep(p.filter.AskedColumns()...)
	q := p.choices.query(time.Now())
	q.Filter = slices.Concat(q.Filter, p.filter.Conditions())
	q.Sort, q.Descending = p.grid.Sort()
	q.Ascending = !q.Descending
	beacon := p.session.Inventory()
	named := func(ctx context.Context) (app.ChangeQuery, error) {
		q := q
		var err error
		q.Filter, err = beacon.ByLicenses(ctx, q.Filter)
		return q, err
	}
	p.data.SetSource(grid.Source[app.Change]{
		Count: func(ctx context.Context) (int, error) {
			q, err := named(ctx)
			if err != nil {
				return 0, err
			}
			n, err := beacon.History.CountChanges(ctx, q)
			return int(n), err
		},
		Load: func(ctx context.Context, offset, limit int) ([]app.Change, error) {
			q, err := named(ctx)
			if err != nil {
				return nil, err
			}
			q.Offset, q.Limit = offset, limit
			return beacon.History.Changes(ctx, q)
		},
		Cells: func(c app.Change) []grid.Cell { return row(beacon, c) },
		Key:   func(c app.Change) string { return fmt.Sprint(c.Publish, "/", c.Number) },
	})
	p.data.Reload()
	p.grid.Refresh()
}

// selected is the selected event; none while several are or it is not loaded.
func (p *Page) selected() app.Change {
	if p.grid.SelectionCount() != 1 {
		return app.Change{}
	}
	c, _ := p.data.Record(p.grid.Selected())
	return c
}

func (p *Page) showUser() { p.ways.User(p.selected()) }

func (p *Page) showLicense() { p.ways.License(p.selected()) }

// follow leads to the user of the selected event or, when it is about none, to its license.
func (p *Page) follow() {
	switch c := p.selected(); {
	case c.UserPrincipalName != "":
		p.showUser()
	case c.SKUPartNumber != "":
		p.showLicense()
	}
}

// showCount says how many events there are, and why there are none.
func (p *Page) showCount(count int) {
	p.count = count
	if p.known == nil || count < 0 {
		return
	}
	switch {
	case count > 0:
	case p.choices.chooses() || len(p.filter.Conditions()) > 0:
		p.grid.SetEmpty(lang.L("No such changes"), lang.L("No change is what is chosen above, and contains what is searched for."),
			widgets.NewButton(lang.L("Show All Changes"), p.showAll))
	case len(p.known.tenants) == 0:
		p.grid.SetEmpty(lang.L("Nothing has been imported yet"),
			lang.L("The first import of a tenant is what later ones are compared with. What they change is listed here."), nil)
	default:
		p.grid.SetEmpty(lang.L("No changes yet"),
			lang.L("The first import of a tenant is what later ones are compared with. What they change is listed here."), nil)
	}
	p.footer.Set(theme.StatusUnset, lang.L("{{.Changes}}, kept for {{.Days}}", map[string]any{
		"Changes": message.Count("count.changes", count), "Days": message.Count("count.days", p.known.days),
	}))
	p.bar.Update()
	p.content.Refresh()
}
