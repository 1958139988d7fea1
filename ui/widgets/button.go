package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
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

// Button is a push button. Enter and Space press it while it has the focus.
type Button struct {
	control
	Text     string
	Icon     string // name of one of our icons, empty for none
	Kind     ButtonKind
	OnTapped func()

	square  squareCorners
	compact bool   // as narrow as its icon, for the arrow of a split button
	onDown  func() // what the Down key does, nil for nothing
}

// squareCorners says which side of a button joins another one.
type squareCorners struct{ left, right bool }

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
	b.Icon = icon
	b.SetTooltip(tooltip)
	return b
}

func newButton(text string, kind ButtonKind, tapped func()) *Button {
	b := &Button{Text: text, Kind: kind, OnTapped: tapped}
	b.extend(b)
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
	focusOn(b)
	b.press()
}

func (b *Button) press() {
	b.tip.hide()
	if !b.Disabled() && b.OnTapped != nil {
		b.OnTapped()
	}
}

// TypedKey presses the button on Enter and Space.
func (b *Button) TypedKey(key *fyne.KeyEvent) {
	if isEnter(key) || key.Name == fyne.KeySpace {
		b.press()
		return
	}
	if key.Name == fyne.KeyDown && b.onDown != nil && !b.Disabled() {
		b.onDown()
		return
	}
	passKey(b, key)
}

// MouseDown shows the button pressed.
func (b *Button) MouseDown(*desktop.MouseEvent) {
	b.tip.hide()
	focusOn(b)
	b.change(func(s *pressState) { s.pressed = true })
}

// MouseUp ends what MouseDown began.
func (b *Button) MouseUp(*desktop.MouseEvent) { b.change(func(s *pressState) { s.pressed = false }) }

// AccessibilityLabel is what a screen reader says.
func (b *Button) AccessibilityLabel() string {
	if b.Text == "" {
		return b.tip.text
	}
	return b.Text
}

// AccessibilityRole is what a screen reader takes it for.
func (b *Button) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer draws the button.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	r := &buttonRenderer{
		button: b, box: canvas.NewRectangle(nil), ring: canvas.NewRectangle(nil),
		text: canvas.NewText("", nil), icon: canvas.NewImageFromResource(nil),
	}
	r.text.Alignment = fyne.TextAlignCenter
	r.icon.FillMode = canvas.ImageFillContain
	r.Refresh()
	return r
}

type buttonRenderer struct {
	button    *Button
	box, ring *canvas.Rectangle
	text      *canvas.Text
	icon      *canvas.Image
}

func (r *buttonRenderer) Destroy() {}

func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box, r.ring, r.icon, r.text}
}

func (r *buttonRenderer) MinSize() fyne.Size {
	height := controlHeight()
	if r.button.Text == "" {
		if r.button.compact {
			return fyne.NewSize(22, height)
		}
		return fyne.NewSquareSize(height)
	}
	width := r.text.MinSize().Width + 26
	if r.button.Icon != "" {
		width += theme.Size(fynetheme.SizeNameInlineIcon) + 4
	}
	return fyne.NewSize(width, height)
}

func (r *buttonRenderer) Layout(size fyne.Size) {
	r.box.Resize(size)
	r.ring.Move(fyne.NewSquareOffsetPos(2))
	r.ring.Resize(size.SubtractWidthHeight(4, 4))
	icon := float32(0)
	if r.button.Icon != "" {
		icon = theme.Size(fynetheme.SizeNameInlineIcon)
		gap := float32(0)
		if r.button.Text != "" {
			gap = 4
		}
		left := (size.Width - icon - gap - r.text.MinSize().Width) / 2
		r.icon.Resize(fyne.NewSquareSize(icon))
		r.icon.Move(fyne.NewPos(left, (size.Height-icon)/2))
		icon += gap
	}
	place(r.text, fyne.NewPos(icon, 0), fyne.NewSize(size.Width-icon, size.Height))
}

func (r *buttonRenderer) Refresh() {
	b := r.button
	fill, border, text := buttonColors(b.Kind, b.state, b.Disabled())
	radius := theme.Size(fynetheme.SizeNameButtonRadius)
	r.box.FillColor, r.box.StrokeColor, r.box.StrokeWidth = theme.Color(fill), theme.Color(border), 1
	r.box.CornerRadius, r.ring.CornerRadius = radius, radius
	if b.square.left || b.square.right {
		r.box.CornerRadius = 0
		left, right := radius, radius
		if b.square.left {
			left = 0
		}
		if b.square.right {
			right = 0
		}
		r.box.TopLeftCornerRadius, r.box.BottomLeftCornerRadius = left, left
		r.box.TopRightCornerRadius, r.box.BottomRightCornerRadius = right, right
	}
	r.ring.StrokeWidth = 0
	if b.state.focused && !b.Disabled() {
		r.ring.StrokeWidth = 1
		r.ring.StrokeColor = theme.Color(fynetheme.ColorNamePrimary)
		if b.Kind == PrimaryButton {
			r.ring.StrokeColor = theme.Color(theme.ColorNameOnPrimary)
		} else {
			r.box.StrokeColor = r.ring.StrokeColor
		}
	}
	r.text.Text = b.Text
	restyle(r.text, text, fynetheme.SizeNameText)
	r.icon.Hidden = b.Icon == ""
	if b.Icon != "" {
		setIcon(r.icon, b.Icon, text)
	}
	r.box.Refresh()
	r.ring.Refresh()
	r.Layout(b.Size())
}

// buttonColors says how a button of a kind looks in a state.
func buttonColors(kind ButtonKind, state pressState, disabled bool) (fill, border, text fyne.ThemeColorName) {
	switch {
	case disabled && kind == QuietButton:
		return theme.ColorNameNone, theme.ColorNameNone, fynetheme.ColorNameDisabled
	case disabled:
		return fynetheme.ColorNameDisabledButton, theme.ColorNameBorder, fynetheme.ColorNameDisabled
	case kind == PrimaryButton && state.pressed:
		return theme.ColorNamePrimaryPressed, theme.ColorNamePrimaryPressed, theme.ColorNameOnPrimary
	case kind == PrimaryButton && state.hovered:
		return theme.ColorNamePrimaryHover, theme.ColorNamePrimaryHover, theme.ColorNameOnPrimary
	case kind == PrimaryButton:
		return theme.ColorNamePrimaryButton, theme.ColorNamePrimaryButton, theme.ColorNameOnPrimary
	case state.pressed:
		return theme.ColorNameRowSelected, fynetheme.ColorNamePrimary, fynetheme.ColorNameForeground
	case state.hovered && kind == QuietButton:
		return theme.ColorNameRowHover, theme.ColorNameBorder, fynetheme.ColorNameForeground
	case state.hovered:
		return theme.ColorNameRowHover, fynetheme.ColorNameInputBorder, fynetheme.ColorNameForeground
	case kind == QuietButton:
		return theme.ColorNameNone, theme.ColorNameNone, fynetheme.ColorNameForeground
	}
	return fynetheme.ColorNameButton, fynetheme.ColorNameInputBorder, fynetheme.ColorNameForeground
}
