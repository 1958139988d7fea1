package systems

import (
	"context"
	"fmt"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/ui/execution"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/grid"
)

// pane is what is seen below the list: the import of the selected connection while it runs, else what there is to know of the
// connection.
type pane struct {
	session *session.Session
	content fyne.CanvasObject
	details *widgets.FactsPanel
	log     *grid.Log // of the last import
	logged  app.Task  // whose lines it has
	said    string    // what the details say, so that they are left alone while that is the same
	running *running

	// openTask shows a task on its page; nil while nobody offers that.
	openTask func(id int64)
}

func newPane(s *session.Session) *pane {
	p := &pane{session: s, log: grid.NewLog(), running: newRunning(s)}
	p.details = widgets.NewFactsPanel(p.log)
	p.content = container.NewStack(p.details, p.running.panel)
	return p
}

// show turns to a connection, or says how many are selected when that is not one.
func (p *pane) show(e workspace.Entry, selected int) {
	task, runs := p.running.current(e)
	runs = runs && selected == 1
	widgets.SetVisible(p.running.panel, runs)
	widgets.SetVisible(p.details, !runs)
	if runs {
		p.running.follow(task)
		return
	}
	p.running.leaveTask()
	if selected == 1 {
		p.describe(e)
		return
	}
	title := lang.L("No connection is selected")
	if selected > 1 {
		title = lang.L("{{.Count}} connections are selected", map[string]any{"Count": selected})
	}
	p.say(title, []widgets.Fact{{Text: lang.L("Select one connection to see its tenant, its last import and its next run.")}}, "", nil)
	p.readLog(app.Task{})
}

func (p *pane) describe(e workspace.Entry) {
	tenant := tenantNames(p.session.Beacon.Entries())(e)
	beacon, id := p.session.Beacon, e.Connection.ID
	list := facts(e, tenant, duplicates{beacon.SameTenant(id), beacon.KeptOfSameTenant(id)}, time.Now())
	last := e.LastTask
	offers := fmt.Sprint(last.ID, execution.Undecided(p.session, last), last.Failure.Code, p.openTask != nil)
	p.say(e.Connection.Name, list, offers, func() []*widgets.Button {
		buttons := []*widgets.Button{execution.Remedy(p.session, last)}
		if last.ID != 0 && p.openTask != nil {
			buttons = append(buttons, widgets.NewButton(lang.L("Open Task"), func() { p.openTask(last.ID) }))
		}
		return buttons
	})
	p.readLog(last)
}

// say shows facts and buttons unless they are shown already: a button that somebody is just pressing stays. offers tells buttons from
// others.
func (p *pane) say(title string, facts []widgets.Fact, offers string, buttons func() []*widgets.Button) {
	said := fmt.Sprintf("%q %+v %s", title, facts, offers)
	if said == p.said {
		return
	}
	p.said = said
	var shown []*widgets.Button
	if buttons != nil {
		shown = buttons()
	}
	p.details.Set(title, facts, shown...)
}

// readLog shows the log of the last import.
func (p *pane) readLog(t app.Task) {
	if t.ID == p.logged.ID && t.Status == p.logged.Status {
		return
	}
	if t.ID != p.logged.ID {
		p.log.Clear()
	}
	p.logged = t
	if t.ID == 0 {
		return
	}
	session.Go(p.session, p.session.Context(), func(ctx context.Context) ([]app.Line, error) {
		return p.session.Beacon.TaskLines(ctx, t.ID)
	}, func(lines []app.Line, err error) {
		if p.logged.ID != t.ID || p.logged.Status != t.Status {
			return
		}
		if err != nil {
			p.session.Fail(lang.L("The task could not be read"), err)
			return
		}
		p.log.Clear()
		for _, line := range lines {
			p.log.Append(page.LogLine(line))
		}
	})
}

// tenantNames returns what the tenants of connections are called, so that they can be told apart.
func tenantNames(entries []workspace.Entry) func(workspace.Entry) string {
	tenant := func(e workspace.Entry) connector.Tenant {
		return connector.Tenant{ID: e.TenantID, DisplayName: e.Tenant, DefaultDomain: e.Domain}
	}
	var tenants []connector.Tenant
	for e := range slices.Values(entries) {
		if e.Tenant != "" {
			tenants = append(tenants, tenant(e))
		}
	}
	name := page.TenantNames(tenants)
	return func(e workspace.Entry) string { return name(tenant(e)) }
}
