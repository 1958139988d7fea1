package central

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/grid"
	"inventorybeacon/ui/widgets/menu"
)

// Page is the page Central: how far publishing is, tenant by tenant.
type Page struct {
	session *session.Session
	watch   *Watch
	content fyne.CanvasObject
	grid    *grid.Grid
	list    *page.List
	bar     *menu.CommandBar
	server  *widgets.StatusDot
	details *widgets.WrapText

	tenants []app.CentralTenantStatus
	rows    [][]grid.Cell
	cancel  context.CancelFunc // of what Publish Now has begun; nil when nothing was
}

// NewPage makes the page. It follows the program until the session ends.
func NewPage(s *session.Session, w *Watch) *Page {
	p := &Page{session: s, watch: w, server: widgets.NewStatusDot(theme.StatusUnset, lang.L("Loading..."))}
	p.grid = grid.New(
		grid.Column{ID: "tenant", Title: lang.L("Tenant"), Width: 160, MinWidth: 110, Stretch: 2},
		grid.Column{ID: "tenantId", Title: lang.L("Tenant ID"), Width: 250, Spare: 1},
		grid.Column{ID: "published", Title: lang.L("Published"), Width: 124},
		grid.Column{ID: "generation", Title: lang.L("Generation"), Width: 90, AlignRight: true, Spare: 2},
		grid.Column{ID: "waiting", Title: lang.L("Waiting"), Width: 76, AlignRight: true},
		grid.Column{ID: "behind", Title: lang.L("Behind"), Width: 96, Spare: 3},
		grid.Column{ID: "state", Title: lang.L("State"), Width: 300, MinWidth: 140, Stretch: 3},
	)
	p.list = page.NewList(s, "central", p.grid, func() page.Each { return page.InMemory(p.rows) })
	p.grid.OnSelected = func(int) { p.update() }
	p.grid.OnContextMenu = func(_ int, at fyne.Position) { p.list.Menu(at, p.commands()...) }
	p.bar = menu.NewCommandBar(nil, p.commands()...)
	p.details = widgets.NewWrapText("", fynetheme.ColorNameForeground, fynetheme.SizeNameText)
	p.grid.SetData(p)
	p.content = page.New(lang.L("Central"), page.Column(p.grid, p.bar.Row, p.server, p.grid, p.details))
	w.OnChange(p.refresh)
	p.refresh()
	return p
}

// commands are those of the bar and of the context menu.
func (p *Page) commands() []menu.Command {
	return []menu.Command{
		{
			Text: lang.L("Publish Now"), Primary: true, Action: p.publish, Tooltip: lang.L("Sends what waits to the central database"),
			Enabled: func() bool { return p.cancel == nil && len(p.tenants) > 0 },
		},
		{
			Text: lang.L("Cancel"), Action: func() { p.cancel() }, Enabled: func() bool { return p.cancel != nil },
			Tooltip: lang.L("Ends what Publish Now has begun; what was sent is gone on with later"),
		},
		{
			Text: lang.L("Take Over..."), Action: p.askToTakeOver, Tooltip: lang.L("Publishes a tenant that another beacon has published"),
			Enabled: func() bool { t, ok := p.chosen(); return ok && t.Elsewhere && p.cancel == nil },
		},
		{Text: lang.L("Central Database..."), Action: func() { Show(p.session) }},
	}
}

// Content is what the window shows.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Shown is called when the page comes to the front.
func (p *Page) Shown() {
	p.watch.Look()
	p.session.Window.Canvas().Focus(p.grid)
}

// Refresh looks how far publishing is.
func (p *Page) Refresh() { p.watch.Look() }

// List is what the list offers.
func (p *Page) List() *page.List { return p.list }

// Len implements [grid.Data].
func (p *Page) Len() int { return len(p.rows) }

// Row implements [grid.Data].
func (p *Page) Row(i int) ([]grid.Cell, bool) { return p.rows[i], true }

// Key has the grid keep its selection with the tenants.
func (p *Page) Key(i int) (string, bool) { return p.tenants[i].TenantID, true }

// RowOf returns where a tenant stands in the list.
func (p *Page) RowOf(key string) (int, bool) {
	for i, t := range p.tenants {
		if t.TenantID == key {
			return i, true
		}
	}
	return -1, false
}

// chosen is the tenant that is selected.
func (p *Page) chosen() (t app.CentralTenantStatus, ok bool) {
	row := p.grid.Selected()
	if row < 0 || row >= len(p.tenants) || p.grid.SelectionCount() != 1 {
		return t, false
	}
	return p.tenants[row], true
}

// refresh shows what was found at the last look.
func (p *Page) refresh() {
	status, known, err := p.watch.Status()
	p.tenants, p.rows = status.Tenants, p.rows[:0]
	now := time.Now()
	for _, t := range p.tenants {
		p.rows = append(p.rows, cellsOf(t, now))
	}
	switch {
	case !known:
	case err != nil:
		advice := message.Explain(err)
		p.server.Set(theme.StatusFailed, strings.TrimSpace(advice.Message+" "+advice.Action))
	case status.Server == "":
		p.server.Set(theme.StatusUnset, lang.L("No central database is set up."))
		p.grid.SetEmpty(lang.L("Nothing is published"),
			lang.L("Many beacons can publish what they import into one PostgreSQL, for reports over all of them. Say where it is."),
			widgets.NewPrimaryButton(lang.L("Central Database..."), func() { Show(p.session) }))
	default:
		p.server.Set(stateOf(status, now))
		p.grid.SetEmpty(lang.L("Nothing has been imported yet"), lang.L("What an import brings is published afterwards, by itself."), nil)
	}
	p.grid.Refresh()
	if p.grid.Selected() < 0 && len(p.rows) > 0 {
		p.grid.Select(0)
	}
	p.update()
}

// stateOf says in one sentence how things stand.
func stateOf(s app.CentralStatus, now time.Time) (theme.Status, string) {
	waiting, failing := 0, 0
	for _, t := range s.Tenants {
		switch {
		case t.LastError != "":
			failing++
		case t.Pending > 0:
			waiting++
		}
	}
	data := map[string]any{"Server": s.Server}
	switch {
	case failing > 0:
		data["Tenants"] = message.Count("count.tenants", failing)
		return theme.StatusFailed, lang.L("{{.Server}}: {{.Tenants}} could not be published. What waits is tried again by itself.", data)
	case waiting > 0:
		data["Tenants"] = message.Count("count.tenants", waiting)
		return theme.StatusWarning, lang.L("{{.Server}}: {{.Tenants}} waiting. Whoever runs the schedules publishes them.", data)
	default:
		return theme.StatusOK, lang.L("{{.Server}} has everything that was imported.", data)
	}
}

// cellsOf is a tenant as a row.
func cellsOf(t app.CentralTenantStatus, now time.Time) []grid.Cell {
	name, published, waiting, behind := grid.Text(t.Name), grid.Muted(lang.L("Never")), grid.Text(""), grid.Text("")
	name.Tooltip = strings.TrimSpace(t.Name + "\n" + t.TenantID)
	if t.Published != nil {
		published = grid.Text(format.When(t.Published.Local(), now))
	}
	if t.Pending > 0 {
		waiting = grid.Text(message.Number(t.Pending))
	}
	if lag := t.Lag(now); lag > 0 {
		behind = grid.Text(message.Roughly(lag))
	}
	state := grid.Cell{Status: theme.StatusOK, Text: lang.L("Up to date")}
	switch {
	case t.Publishing:
		state = grid.Cell{
			Status: theme.StatusRunning,
			Text:   lang.L("Publishing: {{.Rows}}", map[string]any{"Rows": message.Count("count.rows", int(t.Rows))}),
		}
	case t.LastError != "":
		state = grid.Cell{Status: theme.StatusFailed, Text: t.LastError, Tooltip: strings.TrimSpace(t.LastError + "\n" + t.Advice)}
	case t.Pending > 0:
		state = grid.Cell{Status: theme.StatusWarning, Text: lang.L("Waits")}
	}
	return []grid.Cell{name, grid.Text(t.TenantID), published, grid.Text(message.Number(t.Generation)), waiting, behind, state}
}

// update has the buttons follow, and tells below the list what is wrong with the selected tenant.
func (p *Page) update() {
	p.bar.Update()
	text := ""
	if t, ok := p.chosen(); ok && t.LastError != "" {
		text = strings.TrimSpace(t.Name + ": " + t.LastError + " " + t.Advice)
	}
	if p.details.Text() == text && p.details.Visible() == (text != "") {
		return
	}
	p.details.SetText(text)
	widgets.SetVisible(p.details, text != "")
	p.content.Refresh()
}

// publish sends what waits, beside the window, until it is there or Cancel ends it.
func (p *Page) publish() {
	ctx, cancel := context.WithCancel(p.session.Context())
	p.cancel = cancel
	p.update()
	session.Go(p.session, ctx, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, p.session.Beacon.Central.Publish(ctx)
	}, func(_ struct{}, err error) {
		cancel()
		p.cancel = nil
		p.session.Fail(lang.L("Not everything could be published"), err)
		p.update()
		p.watch.Look()
	})
}

// askToTakeOver publishes a tenant that another beacon publishes, after a question.
func (p *Page) askToTakeOver() {
	t, ok := p.chosen()
	if !ok {
		return
	}
	p.session.ConfirmLoss(lang.L("Take over {{.Tenant}}?", map[string]any{"Tenant": t.Name}),
		lang.L("From now on this computer publishes the tenant. A beacon that has published it before is told when it tries, and has to stop importing the tenant, or to take it over again."),
		lang.L("Take Over"), func() {
			p.session.Do(lang.L("The tenant could not be taken over"), func(ctx context.Context) error {
				return p.session.Beacon.Central.TakeOver(ctx, t.TenantID)
			}, p.publish)
		})
}
