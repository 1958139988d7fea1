package tasks

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/ui/execution"
	"inventorybeacon/ui/widgets"
)

// actions are the buttons below the list; they follow the selection.
type actions struct {
	page  *Page
	bar   *fyne.Container
	again *widgets.Button
	stop  *widgets.Button
}

func newActions(p *Page) actions {
	a := actions{
		page:  p,
		again: widgets.NewButton(lang.L("Execute Again"), p.executeAgain),
		stop:  widgets.NewButton(lang.L("Cancel import"), p.cancelImport),
	}
	bundle := widgets.NewButton(lang.L("Support Bundle..."), func() { ExportSupportBundle(p.session) })
	bundle.SetTooltip(lang.L("A file for whoever helps you: logs, versions, settings and the last tasks, without any secret"))
	a.bar = widgets.NewActionBar(a.again, a.stop, bundle)
	a.update()
	return a
}

// update enables what can be done with the selected task.
func (a *actions) update() {
	a.again.SetEnabled(a.page.repeatable())
	a.stop.SetEnabled(a.page.stoppable())
}

// menu is the context menu: the same actions.
func (p *Page) menu(row int, at fyne.Position) {
	widgets.ShowMenu(p.session.Window.Canvas(), fyne.NewMenu("",
		widgets.MenuItem(lang.L("Execute Again"), p.executeAgain, p.repeatable()),
		widgets.MenuItem(lang.L("Cancel import"), p.cancelImport, p.stoppable()),
		fyne.NewMenuItemSeparator(),
		widgets.MenuItem(lang.L("Review..."), func() { execution.Review(p.session, p.log.task) }, p.undecided()),
		widgets.MenuItem(lang.L("Publish anyway"), func() { execution.Publish(p.session, p.log.task) }, p.undecided()),
		widgets.MenuItem(lang.L("Discard"), func() { execution.Discard(p.session, p.log.task) }, p.undecided()),
		fyne.NewMenuItemSeparator(),
		widgets.MenuItem(lang.L("Copy row"), p.grid.CopySelected, row >= 0),
		widgets.MenuItem(lang.L("Copy log"), func() { fyne.CurrentApp().Clipboard().SetContent(p.log.view.Text()) }, p.log.task.ID != 0),
	), at)
}

// repeatable says whether the connection of the selected task can be imported
// through now.
func (p *Page) repeatable() bool {
	e, exists := p.session.Beacon.Entry(p.log.task.ConnectionID)
	return exists && execution.Possible(p.session, e)
}

func (p *Page) undecided() bool { return execution.Undecided(p.session, p.log.task) }

func (p *Page) executeAgain() {
	execution.Start(p.session, p.log.task.ConnectionID, func(t app.Task) {
		p.selected = t.ID // so that its log can be watched
		p.reload()
	})
}

// stoppable says whether the selected task runs, in this program or in another one.
func (p *Page) stoppable() bool {
	if !p.log.task.Status.Ended() {
		return true
	}
	for _, e := range p.session.Beacon.Running() {
		if e.Task.ID == p.log.task.ID {
			return true
		}
	}
	return false
}

func (p *Page) cancelImport() { execution.Cancel(p.session, p.log.task.ID) }

// copyButton copies what Microsoft's support asks for, where there is any.
func copyButton(t app.Task) *widgets.Button {
	if t.Failure.Reference == "" {
		return nil
	}
	return widgets.NewButton(lang.L("Copy details"), func() {
		fyne.CurrentApp().Clipboard().SetContent(t.Failure.Message + "\n" + t.Failure.Reference)
	})
}
