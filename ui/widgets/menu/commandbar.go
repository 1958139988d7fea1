package menu

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

// CommandBar is an action bar of commands. Where it is folded because the window is low, the last commands that do not fit into one row
// stand in a menu; those that are primary stay.
type CommandBar struct {
	Row *fyne.Container // what is seen of it
	// OnGrown is called when longer or shorter texts need another number of rows; the page is laid out anew then.
	OnGrown func()

	commands []Command
	buttons  []*widgets.Button // of the commands
	more     *widgets.Button   // opens the menu
}

// NewCommandBar returns a bar with a button for each command, behind a first one; that may be nil.
func NewCommandBar(first fyne.CanvasObject, commands ...Command) *CommandBar {
	b := &CommandBar{commands: commands}
	var row []fyne.CanvasObject
	if first != nil {
		row = append(row, first)
	}
	for _, command := range commands {
		button := widgets.NewButton(command.Label(), command.Action)
		button.SetTooltip(command.Tooltip)
		if command.Primary {
			button.Kind = widgets.PrimaryButton
		}
		b.buttons = append(b.buttons, button)
		row = append(row, button)
	}
	b.more = widgets.NewButton(lang.L("More"), b.showMore)
	b.more.Hide()
	b.Row = &fyne.Container{Layout: &commandRow{bar: b}, Objects: append(row, b.more)}
	b.Update()
	return b
}

// Update has the buttons say what the commands say now, and enables those that can be carried out.
func (b *CommandBar) Update() {
	said := false
	for i, command := range b.commands {
		said = said || b.buttons[i].Text != command.Label()
		b.buttons[i].SetText(command.Label())
		b.buttons[i].SetEnabled(command.Possible())
	}
	if !said {
		return
	}
	b.Row.Refresh() // a longer text needs a wider button
	if b.OnGrown != nil && b.Row.Size().Height != b.Row.MinSize().Height {
		b.OnGrown()
	}
}

// showMore offers the commands whose buttons are not shown.
func (b *CommandBar) showMore() {
	var hidden []Command
	for i, button := range b.buttons {
		if !button.Visible() {
			hidden = append(hidden, b.commands[i])
		}
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b.more)
	ShowCommands(widgets.CanvasOf(b.more), at.AddXY(0, b.more.Size().Height), hidden...)
}

// commandRow lays the buttons of a command bar out.
type commandRow struct {
	rowWrap
	bar    *CommandBar
	folded bool
}

// Fold has the buttons stand in one row, or again in as many as they need.
func (l *commandRow) Fold(folded bool) { l.folded = folded }

// Folded is the size of one row with the least buttons.
func (l *commandRow) Folded(objects []fyne.CanvasObject) fyne.Size {
	least := l.MinSize(objects)
	return fyne.NewSize(least.Width, min(least.Height, widgets.ControlHeight()))
}

// Layout shows as many buttons as there is room for.
func (l *commandRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, button := range l.bar.buttons {
		button.Show()
	}
	l.bar.more.Hide()
	l.width = size.Width
	fits := func() bool { return l.MinSize(objects).Height <= widgets.ControlHeight() }
	if l.folded && !fits() {
		l.bar.more.Show()
		for i, button := range slices.Backward(l.bar.buttons) {
			if l.bar.commands[i].Primary {
				continue
			}
			if button.Hide(); fits() {
				break
			}
		}
	}
	l.rowWrap.Layout(objects, size)
}

// rowWrap lays objects out like words in a paragraph.
type rowWrap struct{ width float32 }

// Layout puts as many objects into a row as fit.
func (l *rowWrap) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.walk(objects, func(object fyne.CanvasObject, pos fyne.Position) {
		object.Move(pos)
		object.Resize(object.MinSize())
	})
}

// MinSize is as wide as the widest object, and as high as the rows at the present width.
func (l *rowWrap) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return l.walk(objects, func(fyne.CanvasObject, fyne.Position) {})
}

func (l *rowWrap) walk(objects []fyne.CanvasObject, put func(fyne.CanvasObject, fyne.Position)) fyne.Size {
	gap := theme.Size(theme.SizeNameGap)
	var pos fyne.Position
	var rowHeight, widest float32
	for _, object := range objects {
		if !object.Visible() {
			continue
		}
		size := object.MinSize()
		if pos.X > 0 && l.width > 0 && pos.X+size.Width > l.width {
			pos = fyne.NewPos(0, pos.Y+rowHeight+gap)
			rowHeight = 0
		}
		put(object, pos)
		pos.X += size.Width + gap
		rowHeight = max(rowHeight, size.Height)
		widest = max(widest, size.Width)
	}
	return fyne.NewSize(widest, pos.Y+rowHeight)
}
