package widgets

import (
	"cmp"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

// ButtonKind is how much a button stands out.
type ButtonKind int

// The kinds of buttons.
const (
	NormalButton  ButtonKind = iota // white with a border
	PrimaryButton                   // blue: what Enter does, at most one in a row
	QuietButton                     // no border until the pointer is over it, for icons
)

// Button is a push button. Enter and Space press it while it has the focus. Fyne's button knows Space only, has no tooltip, and
// shows the focus only by its color.
type Button struct {
	Control
	Text     string // empty for a button that shows an icon
	Kind     ButtonKind
	OnTapped func()

	box, ring *Box
	label     *Label
	icon      *Icon
	compact   bool   // as narrow as its icon, for the end of a split button
	onDown    func() // what the Down key does, nil for nothing
	onDelete  func() // what the Delete key does, likewise
}

// NewButton returns a white button with a border.
func NewButton(text string, tapped func()) *Button {
	return newButton(text, NormalButton, tapped)
}

// NewPrimaryButton returns the blue button of a row.
func NewPrimaryButton(text string, tapped func()) *Button {
	return newButton(text, PrimaryButton, tapped)
}

// NewIconButton returns a button that shows only an icon; its tooltip says what it does.
func NewIconButton(icon, tooltip string, tapped func()) *Button {
	b := newButton("", QuietButton, tapped)
	b.icon.name = icon
	b.SetTooltip(tooltip)
	return b
}

func newButton(text string, kind ButtonKind, tapped func()) *Button {
	b := &Button{Text: text, Kind: kind, OnTapped: tapped}
	b.box = NewRoundedBox("", "", fynetheme.SizeNameButtonRadius)
	b.ring = NewRoundedBox("", "", fynetheme.SizeNameButtonRadius)
	b.label = NewLabel("", "", fynetheme.SizeNameText)
	b.icon = NewIcon("", "", theme.Size(fynetheme.SizeNameInlineIcon))
	ring := container.New(layout.NewCustomPaddedLayout(2, 2, 2, 2), b.ring)
	b.Compose(b, layout.NewStackLayout(), b.box, ring, container.NewCenter(b.icon, b.label))
	return b
}

// SetText changes the button's text.
func (b *Button) SetText(text string) {
	if b.Text != text {
		b.Text = text
		b.Refresh()
	}
}

// Tapped presses the button, which has the focus then.
func (b *Button) Tapped(*fyne.PointEvent) {
	FocusOn(b)
	b.Press()
}

// Press does what the button does, unless it is disabled.
func (b *Button) Press() {
	b.Tip.Hide()
	if !b.Disabled() && b.OnTapped != nil {
		b.OnTapped()
	}
}

// TypedKey presses the button on Enter and Space.
func (b *Button) TypedKey(key *fyne.KeyEvent) {
	if IsEnter(key) || key.Name == fyne.KeySpace {
		b.Press()
		return
	}
	if key.Name == fyne.KeyDown && b.onDown != nil && !b.Disabled() {
		b.onDown()
		return
	}
	if key.Name == fyne.KeyDelete && b.onDelete != nil {
		b.onDelete()
		return
	}
	PassKey(b, key)
}

// MouseDown shows the button pressed.
func (b *Button) MouseDown(*desktop.MouseEvent) {
	b.Tip.Hide()
	FocusOn(b)
	b.change(func(s *PressState) { s.Pressed = true })
}

// MouseUp ends what MouseDown began.
func (b *Button) MouseUp(*desktop.MouseEvent) { b.change(func(s *PressState) { s.Pressed = false }) }

// Tooltip returns what is shown while the pointer rests on the button.
func (b *Button) Tooltip() string { return b.Tip.Text }

// MinSize is that of the text with space beside it; a button without text is square.
func (b *Button) MinSize() fyne.Size {
	height := ControlHeight()
	switch {
	case b.Text == "" && b.compact:
		return fyne.NewSize(22, height)
	case b.Text == "":
		return fyne.NewSquareSize(height)
	}
	width := fyne.MeasureText(b.Text, theme.Size(fynetheme.SizeNameText), fyne.TextStyle{}).Width + 26
	return fyne.NewSize(width, height)
}

// Restyle draws the button as it stands.
func (b *Button) Restyle() {
	fill, border, text := buttonColors(b.Kind, b.State, b.Disabled())
	ring := fyne.ThemeColorName("")
	switch {
	case !b.State.Focused || b.Disabled():
	case b.Kind == PrimaryButton:
		ring = theme.ColorNameOnPrimary
	default:
		ring, border = fynetheme.ColorNamePrimary, fynetheme.ColorNamePrimary
	}
	b.box.Set(fill, border)
	b.ring.Set("", ring)
	b.label.Text, b.label.Color = b.Text, text
	b.label.Refresh()
	b.icon.Set(b.icon.name, text)
}

// buttonColors says how a button of a kind looks in a state.
func buttonColors(kind ButtonKind, state PressState, disabled bool) (fill, border, text fyne.ThemeColorName) {
	switch {
	case disabled && kind == QuietButton:
		return theme.ColorNameNone, theme.ColorNameNone, fynetheme.ColorNameDisabled
	case disabled:
		return fynetheme.ColorNameDisabledButton, theme.ColorNameDisabledBorder, fynetheme.ColorNameDisabled
	case kind == PrimaryButton && state.Pressed:
		return theme.ColorNamePrimaryPressed, theme.ColorNamePrimaryPressed, theme.ColorNameOnPrimary
	case kind == PrimaryButton && state.Hovered:
		return theme.ColorNamePrimaryHover, theme.ColorNamePrimaryHover, theme.ColorNameOnPrimary
	case kind == PrimaryButton:
		return theme.ColorNamePrimaryButton, theme.ColorNamePrimaryButton, theme.ColorNameOnPrimary
	case state.Pressed:
		return theme.ColorNameRowSelected, fynetheme.ColorNamePrimary, fynetheme.ColorNameForeground
	case state.Hovered && kind == QuietButton:
		return theme.ColorNameRowHover, theme.ColorNameBorder, fynetheme.ColorNameForeground
	case state.Hovered:
		return theme.ColorNameRowHover, fynetheme.ColorNameInputBorder, fynetheme.ColorNameForeground
	case kind == QuietButton:
		return theme.ColorNameNone, theme.ColorNameNone, fynetheme.ColorNameForeground
	}
	return fynetheme.ColorNameButton, fynetheme.ColorNameInputBorder, fynetheme.ColorNameForeground
}

// AccessibilityLabel is the text, or the tooltip of a button that shows an icon.
func (b *Button) AccessibilityLabel() string { return cmp.Or(b.Text, b.Tip.Text) }
