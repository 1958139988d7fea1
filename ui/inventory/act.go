package inventory

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/menu"
)

// act is what is done with one row of a list.
type act[T any] struct {
	text string
	do   func(row T)
}

// bar is what stands above the rows: what filters them, and at the right what is done with the selected one.
func (l *List[T]) bar() fyne.CanvasObject {
	if l.source.act == nil {
		return l.filter.Row
	}
	l.act = widgets.NewButton(l.source.act.text, l.doAct)
	l.enableAct()
	return container.NewBorder(nil, nil, nil, widgets.NewColumn(0, l.act), l.filter.Row)
}

func (l *List[T]) enableAct() {
	if l.act != nil {
		l.act.SetEnabled(l.grid.SelectionCount() == 1)
	}
}

func (l *List[T]) doAct() {
	if row, loaded := l.data.Record(max(0, l.grid.Selected())); loaded && l.grid.SelectionCount() == 1 {
		l.source.act.do(row)
	}
}

// menu is the context menu.
func (l *List[T]) menu(row int, at fyne.Position) {
	var commands []menu.Command
	if l.source.open != nil {
		commands = append(commands, menu.Command{
			Text: lang.L("Open..."), Action: func() { l.activate(row) }, Enabled: func() bool { return row >= 0 && l.grid.SelectionCount() == 1 },
		})
	}
	if record, loaded := l.data.Record(max(0, row)); loaded && l.grid.SelectionCount() == 1 {
		if l.source.act != nil {
			commands = append(commands, menu.Command{Text: l.source.act.text, Action: l.doAct})
		}
		if l.source.commands != nil {
			commands = append(commands, l.source.commands(record)...)
		}
	}
	l.list.Menu(at, commands...)
}
