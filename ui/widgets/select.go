package widgets

import (
	"slices"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

// Select is a field that holds one of several texts. Up and Down change it, Space, F4 and Alt+Down open its menu,
// a letter goes to the next option that begins with it.
type Select struct {
	control
	PlaceHolder string
	OnChanged   func(selected string)

	options  []string
	selected string
	wrong    bool
}

// NewSelect returns a field in which nothing is chosen yet.
func NewSelect(options []string, changed func(selected string)) *Select {
	s := &Select{options: options, OnChanged: changed}
	s.extend(s)
	return s
}

// SetOptions replaces the options. A choice that is not among them is dropped, without calling OnChanged.
func (s *Select) SetOptions(options []string) {
	s.options = options
	if !slices.Contains(options, s.selected) {
		s.selected = ""
	}
	s.Refresh()
}

// Selected returns the chosen option, or an empty text.
func (s *Select) Selected() string { return s.selected }

// SelectedIndex returns the place of the chosen option, or -1.
func (s *Select) SelectedIndex() int { return slices.Index(s.options, s.selected) }

// SetSelected chooses an option without calling OnChanged.
func (s *Select) SetSelected(option string) {
	s.selected = option
	s.Refresh()
}

// SetProblem draws the border red, or as usual again.
func (s *Select) SetProblem(wrong bool) {
	if s.wrong != wrong {
		s.wrong = wrong
		s.Refresh()
	}
}

func (s *Select) choose(option string) {
	if option == s.selected {
		return
	}
	s.SetSelected(option)
	if s.OnChanged != nil {
		s.OnChanged(option)
	}
}

// step chooses the option that stands so many places further.
func (s *Select) step(by int) {
	if len(s.options) > 0 {
		s.choose(s.options[max(0, min(s.SelectedIndex()+by, len(s.options)-1))])
	}
}

// OpenMenu offers the options below the field.
func (s *Select) OpenMenu() {
	if s.Disabled() || len(s.options) == 0 {
		return
	}
	s.tip.hide()
	menu := fyne.NewMenu("")
	for _, option := range s.options {
		item := fyne.NewMenuItem(option, func() {
			s.choose(option)
			focusOn(s)
		})
		item.Checked = option == s.selected
		menu.Items = append(menu.Items, item)
	}
	openOptions(menu, s)
}

// Tapped opens the menu.
func (s *Select) Tapped(*fyne.PointEvent) {
	if s.Disabled() {
		return
	}
	focusOn(s)
	s.OpenMenu()
}

// TypedKey changes the choice or opens the menu.
func (s *Select) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyDown:
		s.step(1)
	case fyne.KeyUp:
		s.step(-1)
	case fyne.KeyHome:
		s.step(-len(s.options))
	case fyne.KeyEnd:
		s.step(len(s.options))
	case fyne.KeySpace, fyne.KeyF4:
		s.OpenMenu()
	default:
		passKey(s, key)
	}
}

// TypedShortcut opens the menu on Alt+Down, and gives other shortcuts to the window.
func (s *Select) TypedShortcut(shortcut fyne.Shortcut) {
	if isAltDown(shortcut) {
		s.OpenMenu()
		return
	}
	passShortcut(s, shortcut)
}

// TypedRune chooses the next option that begins with the letter.
func (s *Select) TypedRune(letter rune) {
	for i := range s.options {
		option := s.options[(s.SelectedIndex()+1+i)%len(s.options)]
		if strings.HasPrefix(strings.ToLower(option), string(unicode.ToLower(letter))) {
			s.choose(option)
			return
		}
	}
}

// CreateRenderer draws the field.
func (s *Select) CreateRenderer() fyne.WidgetRenderer {
	s.ExtendBaseWidget(s)
	r := &selectRenderer{
		field: s, box: canvas.NewRectangle(nil), text: canvas.NewText("", nil), arrow: canvas.NewImageFromResource(nil),
	}
	r.Refresh()
	return r
}

type selectRenderer struct {
	field *Select
	box   *canvas.Rectangle
	text  *canvas.Text
	arrow *canvas.Image
}

func (r *selectRenderer) Destroy() {}

func (r *selectRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box, r.text, r.arrow}
}

func (r *selectRenderer) MinSize() fyne.Size { return fyne.NewSize(72, controlHeight()) }

func (r *selectRenderer) Layout(size fyne.Size) {
	const arrow, pad = 12, 6
	r.box.Resize(size)
	r.arrow.Resize(fyne.NewSquareSize(arrow))
	r.arrow.Move(fyne.NewPos(size.Width-arrow-pad, (size.Height-arrow)/2))
	shown := r.field.selected
	if shown == "" {
		shown = r.field.PlaceHolder
	}
	width := size.Width - arrow - 3*pad
	r.text.Text, _ = truncate(shown, r.text.TextSize, r.text.TextStyle, width)
	r.text.Refresh()
	place(r.text, fyne.NewPos(pad, 0), fyne.NewSize(width, size.Height))
}

func (r *selectRenderer) Refresh() {
	f := r.field
	fill, border, text := fynetheme.ColorNameInputBackground, fynetheme.ColorNameInputBorder, fynetheme.ColorNameForeground
	arrow := text
	switch {
	case f.Disabled():
		fill, border, text = theme.ColorNameDisabledInput, theme.ColorNameBorder, fynetheme.ColorNameDisabled
		arrow = text
	case f.selected == "":
		text = fynetheme.ColorNamePlaceHolder
	}
	switch {
	case f.wrong:
		border = theme.ColorNameErrorText
	case f.state.focused && !f.Disabled():
		border = fynetheme.ColorNamePrimary
	}
	if f.state.hovered && !f.Disabled() {
		fill = theme.ColorNameRowHover
	}
	r.box.FillColor, r.box.StrokeColor, r.box.StrokeWidth = theme.Color(fill), theme.Color(border), theme.Size(fynetheme.SizeNameInputBorder)
	r.box.CornerRadius = theme.Size(fynetheme.SizeNameInputRadius)
	restyle(r.text, text, fynetheme.SizeNameText)
	r.box.Refresh()
	setIcon(r.arrow, "drop-down", arrow)
	r.Layout(f.Size())
}

func isAltDown(shortcut fyne.Shortcut) bool {
	custom, ok := shortcut.(*desktop.CustomShortcut)
	return ok && custom.KeyName == fyne.KeyDown && custom.Modifier == fyne.KeyModifierAlt
}
