package form

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"inventorybeacon/ui/widgets/widgettest"
)

func TestSelectKeys(t *testing.T) {
	options := []string{"Global", "US Government GCC High", "US Government DoD", "China"}
	cases := map[string]struct {
		from string
		do   func(s *Select)
		want string
	}{
		"Down":                      {"Global", func(s *Select) { widgettest.Press(s, fyne.KeyDown) }, options[1]},
		"Down from nothing":         {"", func(s *Select) { widgettest.Press(s, fyne.KeyDown) }, options[0]},
		"Up stops at the first":     {"Global", func(s *Select) { widgettest.Press(s, fyne.KeyUp) }, options[0]},
		"Down stops at the last":    {"China", func(s *Select) { widgettest.Press(s, fyne.KeyDown) }, options[3]},
		"End":                       {"Global", func(s *Select) { widgettest.Press(s, fyne.KeyEnd) }, options[3]},
		"Home":                      {"China", func(s *Select) { widgettest.Press(s, fyne.KeyHome) }, options[0]},
		"a letter":                  {"Global", func(s *Select) { s.TypedRune('c') }, options[3]},
		"a letter again goes on":    {"US Government GCC High", func(s *Select) { s.TypedRune('U') }, options[2]},
		"a letter goes round":       {"US Government DoD", func(s *Select) { s.TypedRune('u') }, options[1]},
		"a letter that none begins": {"Global", func(s *Select) { s.TypedRune('x') }, options[0]},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var told []string
			s := NewSelect(options, func(option string) { told = append(told, option) })
			widgettest.NewWindow(t, s, 200, 40)
			s.SetSelected(c.from)
			c.do(s)
			widgettest.Equal(t, "selected", s.Selected(), c.want)
			if c.from != c.want && !slices.Equal(told, []string{c.want}) || c.from == c.want && told != nil {
				t.Errorf("OnChanged was told %v", told)
			}
		})
	}
}

func TestSelectOffersItsOptions(t *testing.T) {
	told := ""
	s := NewSelect([]string{"One", "Two"}, func(option string) { told = option })
	s.SetSelected("One")
	w := widgettest.NewWindow(t, container.NewHBox(s), 300, 200)
	for name, open := range map[string]func(){
		"by a click":  func() { test.Tap(s) },
		"by Space":    func() { widgettest.Press(s, fyne.KeySpace) },
		"by Alt+Down": func() { s.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyDown, Modifier: fyne.KeyModifierAlt}) },
	} {
		open()
		if len(w.Canvas().Overlays().List()) != 1 {
			t.Fatalf("%s: no menu is open", name)
		}
		menu := w.Canvas().Focused()
		widgettest.Press(menu, fyne.KeyDown, fyne.KeyReturn)
		widgettest.Equal(t, name+": selected", s.Selected(), "Two")
		widgettest.Equal(t, name+": told", told, "Two")
		widgettest.Equal(t, name+": focus", w.Canvas().Focused(), fyne.Focusable(s))
		s.SetSelected("One")
	}
	s.SetOptions([]string{"Three"})
	widgettest.Equal(t, "selected once it is no longer offered", s.Selected(), "")
	s.Disable()
	test.Tap(s)
	if len(w.Canvas().Overlays().List()) > 0 {
		t.Error("a disabled field opens its menu")
	}
}
