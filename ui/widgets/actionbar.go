package widgets

import (
	"fyne.io/fyne/v2"

	"inventorybeacon/ui/theme"
)

// NewActionBar lays buttons out in a row, which wraps where it is too narrow.
func NewActionBar(actions ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &rowWrap{}, Objects: actions}
}

// CommandBar is an action bar of commands.
type CommandBar struct {
	Row      *fyne.Container // what is seen of it
	commands []Command
	buttons  []*Button // of the commands
}

// NewCommandBar returns a bar with a button for each command, behind a first one; that may be nil.
func NewCommandBar(first fyne.CanvasObject, commands ...Command) *CommandBar {
	b := &CommandBar{Row: NewActionBar(), commands: commands}
	if first != nil {
		b.Row.Add(first)
	}
	for _, command := range commands {
		button := NewButton(command.Label(), command.Action)
		button.SetTooltip(command.Tooltip)
		if command.Primary {
			button.Kind = PrimaryButton
		}
		b.buttons = append(b.buttons, button)
		b.Row.Add(button)
	}
	b.Update()
	return b
}

// Update has the buttons say what the commands say now, and enables those that can be carried out.
func (b *CommandBar) Update() {
	for i, command := range b.commands {
		b.buttons[i].SetText(command.Label())
		b.buttons[i].SetEnabled(command.Possible())
	}
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
