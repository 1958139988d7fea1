package widgets

import (
	"slices"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

// Select is a field that holds one of several options. Up and Down change it, Space, F4 and Alt+Down open its menu,
// a letter goes to the next option that begins with it. Fyne's select has no tooltip, cannot be marked as wrong, shows its menu
// without a tick and without choosing by letters, and gives no key to the dialog in which it stands.
type Select struct {
	control
	PlaceHolder string
	OnChanged   func(selected string)

	options  []string
	selected string
	wrong    bool
	box      *box
	label    *label
	arrow    *icon
}

// NewSelect returns a field in which nothing is chosen yet.
func NewSelect(options []string, changed func(selected string)) *Select {
	s := &Select{options: options, OnChanged: changed}
	s.box = newRoundedBox("", "", fynetheme.SizeNameInputRadius)
	s.label = newCutLabel("", "", fynetheme.SizeNameText)
	s.arrow = newIcon("", "", selectArrow)
	s.compose(s, arrangement{s.minSize, s.place}, s.box, s.label, s.arrow)
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
	s.tip.Hide()
	menu := fyne.NewMenu("")
	for _, option := range s.options {
		item := fyne.NewMenuItem(option, func() {
			s.choose(option)
			FocusOn(s)
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
	FocusOn(s)
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
		PassKey(s, key)
	}
}

// TypedShortcut opens the menu on Alt+Down, and gives other shortcuts to the window.
func (s *Select) TypedShortcut(shortcut fyne.Shortcut) {
	if isAltDown(shortcut) {
		s.OpenMenu()
		return
	}
	PassShortcut(s, shortcut)
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

const selectArrow, selectPad = 12, 6

func (s *Select) minSize() fyne.Size { return fyne.NewSize(72, ControlHeight()) }

func (s *Select) place(size fyne.Size) {
	s.box.Resize(size)
	Put(s.label, selectPad, 0, size.Width-selectArrow-3*selectPad, size.Height)
	putMinimal(s.arrow, size.Width-selectArrow-selectPad, 0, size.Height)
}

// Refresh draws the field in its present state.
func (s *Select) Refresh() {
	s.restyle()
	s.control.Refresh()
}

func (s *Select) restyle() {
	fill, border := fynetheme.ColorNameInputBackground, fynetheme.ColorNameInputBorder
	text, arrow := fynetheme.ColorNameForeground, fynetheme.ColorNameForeground
	switch {
	case s.Disabled():
		fill, border = theme.ColorNameDisabledInput, theme.ColorNameBorder
		text, arrow = fynetheme.ColorNameDisabled, fynetheme.ColorNameDisabled
	case s.selected == "":
		text = fynetheme.ColorNamePlaceHolder
	}
	switch {
	case s.wrong:
		border = theme.ColorNameErrorText
	case s.state.focused && !s.Disabled():
		border = fynetheme.ColorNamePrimary
	}
	if s.state.hovered && !s.Disabled() {
		fill = theme.ColorNameRowHover
	}
	s.box.set(fill, border)
	s.label.text, s.label.color = s.selected, text
	if s.selected == "" {
		s.label.text = s.PlaceHolder
	}
	s.label.Refresh()
	s.arrow.set("drop-down", arrow)
}

func isAltDown(shortcut fyne.Shortcut) bool {
	custom, ok := shortcut.(*desktop.CustomShortcut)
	return ok && custom.KeyName == fyne.KeyDown && custom.Modifier == fyne.KeyModifierAlt
}
