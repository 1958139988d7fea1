package menu

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/widgettest"
)

// menuWindow is a window with a menu bar above a button that has the focus.
type menuWindow struct {
	fyne.Window
	canvas widgettest.ShortcutCanvas
	bar    *Bar
	button *widgets.Button
	did    []string
}

func newMenuWindow(t *testing.T) *menuWindow {
	t.Helper()
	m := &menuWindow{Window: widgettest.NewWindow(t, container.NewWithoutLayout(), 400, 300)}
	m.canvas.Canvas = m.Window.Canvas()
	item := func(text string, key fyne.KeyName) *fyne.MenuItem {
		i := fyne.NewMenuItem(text, func() { m.did = append(m.did, text) })
		if key != "" {
			i.Shortcut = &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierControl}
		}
		return i
	}
	disabled := item("Cancel Changes", "")
	disabled.Disabled = true
	m.bar = NewBar(m, fyne.NewMainMenu(
		fyne.NewMenu("File", item("Save", fyne.KeyS), disabled, fyne.NewMenuItemSeparator(), item("Exit", fyne.KeyQ)),
		fyne.NewMenu("View", item("Light Colors", ""), item("Dark Colors", "")),
	))
	m.button = widgets.NewButton("Test", nil)
	m.SetContent(widgets.NewTooltipHost(container.NewVBox(m.bar.Row, m.button)))
	m.Canvas().Focus(m.button)
	return m
}

// Canvas is one that takes shortcuts, which the one of Fyne's tests does not.
func (m *menuWindow) Canvas() fyne.Canvas { return &m.canvas }

// shortcut types a key with a modifier as Fyne does: what the focused widget
// does not take goes to the window.
func (m *menuWindow) shortcut(modifier fyne.KeyModifier, key fyne.KeyName) {
	shortcut := &desktop.CustomShortcut{KeyName: key, Modifier: modifier}
	if focused, ok := m.Canvas().Focused().(fyne.Shortcutable); ok {
		focused.TypedShortcut(shortcut)
		return
	}
	m.canvas.TypedShortcut(shortcut)
}

func (m *menuWindow) keys(keys ...fyne.KeyName) {
	for _, key := range keys {
		widgettest.Press(m.Canvas().Focused(), key)
	}
}

// opened returns the open menu's first entry, or nothing.
func (m *menuWindow) opened() string {
	if menu, ok := menuOn(m); ok {
		return menu.menu.Label
	}
	return ""
}

func TestMenuBarWithTheKeyboard(t *testing.T) {
	cases := []struct {
		name   string
		do     func(m *menuWindow)
		opened string
		did    []string
	}{
		{"Alt and its letter open a menu", func(m *menuWindow) { m.shortcut(fyne.KeyModifierAlt, fyne.KeyV) }, "View", nil},
		{"F10 opens the first menu", func(m *menuWindow) { m.keys(fyne.KeyF10) }, "File", nil},
		{"Esc closes it", func(m *menuWindow) { m.keys(fyne.KeyF10, fyne.KeyEscape) }, "", nil},
		{"F10 closes it", func(m *menuWindow) { m.keys(fyne.KeyF10, fyne.KeyF10) }, "", nil},
		{"Right goes to the next menu", func(m *menuWindow) { m.keys(fyne.KeyF10, fyne.KeyRight) }, "View", nil},
		{"Left goes around to the last one", func(m *menuWindow) { m.keys(fyne.KeyF10, fyne.KeyLeft) }, "View", nil},
		{"Enter does what the first entry says", func(m *menuWindow) { m.keys(fyne.KeyF10, fyne.KeyReturn) }, "", []string{"Save"}},
		{"Down leaves out what is disabled", func(m *menuWindow) { m.keys(fyne.KeyF10, fyne.KeyDown, fyne.KeySpace) }, "", []string{"Exit"}},
		{"Up goes around to the last entry", func(m *menuWindow) { m.keys(fyne.KeyF10, fyne.KeyUp, fyne.KeyReturn) }, "", []string{"Exit"}},
		{"End and Home go to the ends", func(m *menuWindow) {
			m.keys(fyne.KeyF10, fyne.KeyEnd, fyne.KeyHome, fyne.KeyReturn)
		}, "", []string{"Save"}},
		{"a letter does what its entry says", func(m *menuWindow) {
			m.shortcut(fyne.KeyModifierAlt, fyne.KeyV)
			m.Canvas().Focused().TypedRune('D')
		}, "", []string{"Dark Colors"}},
		{"the letter of a disabled entry does nothing", func(m *menuWindow) {
			m.keys(fyne.KeyF10)
			m.Canvas().Focused().TypedRune('c')
		}, "File", nil},
		{"Alt and another letter open another menu", func(m *menuWindow) {
			m.shortcut(fyne.KeyModifierAlt, fyne.KeyF)
			m.shortcut(fyne.KeyModifierAlt, fyne.KeyV)
		}, "View", nil},
		{"Alt may be held for the entry too", func(m *menuWindow) {
			m.shortcut(fyne.KeyModifierAlt, fyne.KeyF)
			m.shortcut(fyne.KeyModifierAlt, fyne.KeyE)
		}, "", []string{"Exit"}},
		{"a shortcut acts at once", func(m *menuWindow) { m.shortcut(fyne.KeyModifierControl, fyne.KeyQ) }, "", []string{"Exit"}},
		{"a shortcut does not act below a menu", func(m *menuWindow) {
			m.keys(fyne.KeyF10)
			m.shortcut(fyne.KeyModifierControl, fyne.KeyQ)
		}, "File", nil},
		{"no menu opens below a dialog", func(m *menuWindow) {
			widgets.AddOverlay(m.Canvas(), canvas.NewRectangle(nil))
			m.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyF10})
			m.shortcut(fyne.KeyModifierAlt, fyne.KeyF)
		}, "", nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m := newMenuWindow(t)
			c.do(m)
			widgettest.Equal(t, "open menu", m.opened(), c.opened)
			if !slices.Equal(m.did, c.did) {
				t.Errorf("did %v, want %v", m.did, c.did)
			}
		})
	}
}

func TestMenuBarTakesAltAlone(t *testing.T) {
	m := newMenuWindow(t)
	alt, other := &fyne.KeyEvent{Name: desktop.KeyAltLeft}, &fyne.KeyEvent{Name: fyne.KeyTab}
	m.bar.keyDown(alt)
	m.bar.keyUp(alt)
	widgettest.Equal(t, "menu after Alt", m.opened(), "File")
	m.bar.keyDown(alt)
	m.bar.keyUp(alt)
	widgettest.Equal(t, "menu after Alt once more", m.opened(), "")
	m.bar.keyDown(alt)
	m.bar.keyDown(other)
	m.bar.keyUp(other)
	m.bar.keyUp(alt)
	widgettest.Equal(t, "menu after Alt with another key", m.opened(), "")
}

func TestMenuBarGivesTheFocusBack(t *testing.T) {
	m := newMenuWindow(t)
	m.keys(fyne.KeyF10, fyne.KeyRight, fyne.KeyEscape)
	widgettest.Equal(t, "focus", m.Canvas().Focused(), fyne.Focusable(m.button))
}

func TestMenuBarWithTheMouse(t *testing.T) {
	m := newMenuWindow(t)
	file, view := widgettest.Center(m.bar.titles[0]), widgettest.Center(m.bar.titles[1])
	test.TapCanvas(m.Canvas(), file)
	widgettest.Equal(t, "menu after a click on File", m.opened(), "File")
	test.MoveMouse(m.Canvas(), view)
	widgettest.Equal(t, "menu under the pointer", m.opened(), "View")
	test.TapCanvas(m.Canvas(), view)
	widgettest.Equal(t, "menu after a click on its name", m.opened(), "")
	test.TapCanvas(m.Canvas(), view)
	menu, _ := menuOn(m)
	test.TapCanvas(m.Canvas(), widgettest.Center(menu.items[0]))
	widgettest.Equal(t, "menu after a click on an entry", m.opened(), "")
	if !slices.Equal(m.did, []string{"Light Colors"}) {
		t.Errorf("did %v", m.did)
	}
	test.TapCanvas(m.Canvas(), file)
	test.TapCanvas(m.Canvas(), fyne.NewPos(390, 290))
	widgettest.Equal(t, "menu after a click beside it", m.opened(), "")
}

func TestMenuBarAsksBeforeItOpens(t *testing.T) {
	m := newMenuWindow(t)
	m.bar.OnOpen = func() { m.bar.titles[0].menu.Items[0].Disabled = true }
	m.keys(fyne.KeyF10, fyne.KeyReturn)
	if !slices.Equal(m.did, []string{"Exit"}) {
		t.Errorf("did %v, want the first entry that is not disabled", m.did)
	}
}

func TestMenuShowsItsKeys(t *testing.T) {
	m := newMenuWindow(t)
	m.keys(fyne.KeyF10)
	menu, _ := menuOn(m)
	texts := strings.Join(widgettest.Texts(menu), "|")
	for _, want := range []string{"Save", "Ctrl+S", "Exit", "Ctrl+Q"} {
		if !strings.Contains(texts, want) {
			t.Errorf("the menu shows %q, not %q", texts, want)
		}
	}
}
