package tasks

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/ui/execution"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/menu"
)

// commands are what can be done with the selected task.
type commands struct {
	again, stop, copyLog menu.Command
	decisions            []menu.Command
}

func newCommands(p *Page) commands {
	return commands{
		again: menu.Command{Text: lang.L("Execute Again"), Action: p.executeAgain, Enabled: p.repeatable},
		stop: menu.Command{
			Text: lang.L("Cancel Import"), TextNow: p.stopText, Action: p.cancelImports, Enabled: func() bool { return len(p.stoppable()) > 0 },
		},
		decisions: execution.Decisions(p.session, func() app.Task { return p.log.task }),
		copyLog: menu.Command{
			Text: lang.L("Copy Log"), Enabled: func() bool { return p.log.task.ID != 0 },
			Action: func() { fyne.CurrentApp().Clipboard().SetContent(p.log.view.Text()) },
		},
	}
}

// newBar returns the buttons above the list; they follow the selection.
func newBar(p *Page) *menu.CommandBar {
	return menu.NewCommandBar(nil, p.commands.again, p.commands.stop, menu.Command{
		Text: lang.L("Support Bundle..."), Action: func() { ExportSupportBundle(p.session) },
		Tooltip: lang.L("A file for whoever helps you: logs, versions, settings and the last tasks, without any secret"),
	})
}

// menu is the context menu.
func (p *Page) menu(_ int, at fyne.Position) {
	c, line := p.commands, menu.Command{}
	commands := append([]menu.Command{c.again, c.stop, line}, c.decisions...)
	p.list.Menu(at, append(commands, line, c.copyLog)...)
}

// repeatable reports whether the connection of the selected task can be imported
// through now.
func (p *Page) repeatable() bool {
	e, exists := p.session.Beacon.Entry(p.log.task.ConnectionID)
	return exists && p.grid.SelectionCount() == 1 && execution.Possible(p.session, e)
}

func (p *Page) executeAgain() {
	execution.Start(p.session, p.log.task.ConnectionID, func(t app.Task) {
		p.selected, p.ahead = t.ID, true // so that its log can be watched
		p.reload()
	})
}

// stoppable returns the selected tasks that run, in this program or in another one.
func (p *Page) stoppable() (tasks []app.Task) {
	running := p.running()
	if p.grid.SelectionCount() > 1 {
		return slices.DeleteFunc(running, func(t app.Task) bool {
			row, listed := p.data.RowOf(key(t))
			return !listed || !p.grid.IsSelected(row)
		})
	}
	shown := p.log.task
	if !shown.Status.Ended() || slices.ContainsFunc(running, func(t app.Task) bool { return t.ID == shown.ID }) {
		return []app.Task{shown}
	}
	return nil
}

func (p *Page) stopText() string {
	return page.Several(lang.L("Cancel Import"), p.grid.SelectionCount(), len(p.stoppable()))
}

func (p *Page) cancelImports() {
	if tasks := p.stoppable(); len(tasks) > 0 {
		execution.CancelEach(p.session, tasks)
	}
}

// copyButton copies what Microsoft's support asks for, where there is any.
func copyButton(t app.Task) *widgets.Button {
	if t.Failure.Reference == "" {
		return nil
	}
	return widgets.NewButton(lang.L("Copy Details"), func() {
		fyne.CurrentApp().Clipboard().SetContent(t.Failure.Message + "\n" + t.Failure.Reference)
	})
}
