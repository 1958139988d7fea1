package form

import (
	"cmp"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/menu"
)

// Select is a field that holds one of several options. Up and Down change it, Space, F4 and Alt+Down open its menu,
// letters go to the next option that begins with them. Fyne's select has no tooltip, cannot be marked as wrong, shows its menu
// without a tick and without choosing by letters, and gives no key to the dialog in which it stands.
type Select struct {
	widgets.Control
	named
	editable
	PlaceHolder string
	OnChanged   func(selected string)

	options  []string
	selected string
	said     string // the tooltip
	typed    menu.TypeAhead
	wrong    bool
	box      *widgets.Box
	label    *widgets.Label
	arrow    *widgets.Icon
}

// NewSelect returns a field in which nothing is chosen yet.
func NewSelect(options []string, changed func(selected string)) *Select {
	s := &Select{options: options, OnChanged: changed}
	s.box = widgets.NewRoundedBox("", "", fynetheme.SizeNameInputRadius)
	s.label = widgets.NewCutLabel("", "", fynetheme.SizeNameText)
	s.arrow = widgets.NewIcon("", "", selectArrow)
	s.box.Rect.SetMinSize(fyne.NewSize(72, widgets.ControlHeight()))
	content := container.NewBorder(nil, nil, nil, widgets.Padded(0, 0, selectPad-4, 0, s.arrow), s.label)
	s.Compose(s, layout.NewStackLayout(), s.box, widgets.Padded(0, 0, selectPad, selectPad, content))
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

// Option returns the option at a place, or an empty text.
func (s *Select) Option(place int) string {
	if place < 0 || place >= len(s.options) {
		return ""
	}
	return s.options[place]
}

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

func (s *Select) entered() string { return s.selected }

func (s *Select) choose(option string) {
	if option == s.selected {
		return
	}
	s.SetSelected(option)
	if s.OnChanged != nil {
		s.OnChanged(option)
	}
	s.tellEdit()
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
	s.Tip.Hide()
	offered := fyne.NewMenu("")
	for _, option := range s.options {
		item := fyne.NewMenuItem(option, func() {
			s.choose(option)
			widgets.FocusOn(s)
		})
		item.Checked = option == s.selected
		offered.Items = append(offered.Items, item)
	}
	menu.OpenOptions(offered, s)
}

// Tapped opens the menu.
func (s *Select) Tapped(*fyne.PointEvent) {
	if s.Disabled() {
		return
	}
	widgets.FocusOn(s)
	s.OpenMenu()
}

// MouseIn lights the field up and waits to show its tooltip.
func (s *Select) MouseIn(event *desktop.MouseEvent) {
	s.Tip.SetText(s.Tooltip())
	s.Control.MouseIn(event)
}

// Tooltip is what is said while the pointer rests on the field: the whole option where there is no room for it.
func (s *Select) Tooltip() string { return cmp.Or(s.said, s.label.Whole()) }

// SetTooltip sets what is said instead while the pointer rests on the field.
func (s *Select) SetTooltip(text string) { s.said = text }

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
		widgets.PassKey(s, key)
	}
}

// TypedShortcut opens the menu on Alt+Down, and gives other shortcuts to the window.
func (s *Select) TypedShortcut(shortcut fyne.Shortcut) {
	if isAltDown(shortcut) {
		s.OpenMenu()
		return
	}
	widgets.PassShortcut(s, shortcut)
}

// TypedRune chooses the option that begins with the letters that were typed.
func (s *Select) TypedRune(letter rune) {
	if i := s.typed.Next(letter, time.Now(), s.options, s.SelectedIndex()); i >= 0 {
		s.choose(s.options[i])
	}
}

const selectArrow, selectPad = 12, 6

// Restyle draws the field as it stands.
func (s *Select) Restyle() {
	focused := s.State.Focused && !s.Disabled()
	fill, border, text := fieldColors(s.Disabled(), focused, s.wrong)
	if s.State.Hovered && !s.Disabled() {
		fill = theme.ColorNameRowHover
	}
	s.box.SetFocus(fill, border, focused)
	s.arrow.Set("drop-down", text)
	s.label.Text = s.selected
	if s.selected == "" {
		s.label.Text = s.PlaceHolder
		if !s.Disabled() {
			text = fynetheme.ColorNamePlaceHolder
		}
	}
	s.label.SetColor(text)
}

func isAltDown(shortcut fyne.Shortcut) bool {
	custom, ok := shortcut.(*desktop.CustomShortcut)
	return ok && custom.KeyName == fyne.KeyDown && custom.Modifier == fyne.KeyModifierAlt
}

// AccessibilityLabel is the name of the row, or else the tooltip, and what is chosen.
func (s *Select) AccessibilityLabel() string {
	return widgets.Said(cmp.Or(s.name, s.Tip.Text), cmp.Or(s.selected, s.PlaceHolder))
}
