package scheduling

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/workspace"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/menu"
)

// Commands are what can be done on the page.
type Commands struct {
	Create, Edit, Delete, Assign, Run menu.Command
}

// NewCommands returns the commands of a page that is asked for, and thereby made, when one of them is used.
func NewCommands(of func() *Page) Commands {
	on := func(action func(*Page)) func() { return func() { action(of()) } }
	when := func(can func(*Page) bool) func() bool { return func() bool { return can(of()) } }
	return Commands{
		Create: menu.Command{Text: lang.L("New..."), Action: on((*Page).create)},
		Edit:   menu.Command{Text: lang.L("Edit..."), Action: on((*Page).edit), Enabled: when((*Page).canEdit)},
		Delete: menu.Command{
			Text: lang.L("Delete"), TextNow: func() string { return of().deleteText() },
			Action: on((*Page).delete), Enabled: when(func(p *Page) bool { return len(p.chosen(isAny)) > 0 }),
		},
		Assign: menu.Command{
			Text: lang.L("Schedule..."), Tooltip: lang.L("Gives the selected connection another schedule"),
			Action: on((*Page).assign), Enabled: when((*Page).canAssign),
		},
		Run: menu.Command{
			Text: lang.L("Run Now"), TextNow: func() string { return of().runText() },
			Tooltip: lang.L("Imports through all connections of the schedule, one after another"),
			Action:  on((*Page).run), Enabled: when(func(p *Page) bool { return len(p.chosen(p.isRunnable)) > 0 }),
		},
	}
}

// newBar returns the buttons above the list; they follow the selection.
func newBar(c Commands) *menu.CommandBar {
	return menu.NewCommandBar(widgets.NewButton(c.Create.Text, c.Create.Action), c.Edit, c.Delete, c.Assign, c.Run)
}

// menu is the context menu.
func (p *Page) menu(_ int, at fyne.Position) {
	c := p.commands
	commands := []menu.Command{c.Create, c.Edit, c.Delete}
	if len(p.chosen(isChanged)) > 0 {
		commands = append(commands, menu.Command{Text: lang.L("Drop Changes"), Action: func() { p.revert(isChanged) }})
	}
	commands = append(commands, menu.Command{}, c.Assign, c.Run)
	p.list.Menu(at, commands...)
}

// canEdit reports whether a schedule is selected that Save does not delete.
func (p *Page) canEdit() bool {
	n, ok := p.node()
	return ok && n.schedule != nil && n.schedule.Edit != workspace.EditDeleted
}

func (p *Page) canAssign() bool {
	n, ok := p.node()
	return ok && n.connection != nil && n.connection.Edit != workspace.EditDeleted
}

// create opens the dialog for a new schedule.
func (p *Page) create() {
	create(p.session, func(id string) { p.choose(scheduleKey(id)) })
}

// edit opens the dialog for the selected schedule.
func (p *Page) edit() {
	if n, _ := p.node(); p.canEdit() {
		edit(p.session, n.schedule.Schedule, func(id string) { p.choose(scheduleKey(id)) })
	}
}

// assign opens the dialog that gives the selected connection a schedule.
func (p *Page) assign() {
	if n, _ := p.node(); p.canAssign() {
		Choose(p.session, *n.connection, func() { p.grid.Focus() })
	}
}
