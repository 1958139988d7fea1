package widgets

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"inventorybeacon/ui/theme"
)

func TestButtonIsPressed(t *testing.T) {
	ways := map[string]func(w fyne.Window, b *Button){
		"by a click":  func(w fyne.Window, b *Button) { test.TapCanvas(w.Canvas(), center(b)) },
		"by Enter":    func(_ fyne.Window, b *Button) { press(b, fyne.KeyReturn) },
		"by KP_Enter": func(_ fyne.Window, b *Button) { press(b, fyne.KeyEnter) },
		"by Space":    func(_ fyne.Window, b *Button) { press(b, fyne.KeySpace) },
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			pressed := 0
			b := NewButton("Test", func() { pressed++ })
			w := newWindow(t, b, 100, 40)
			way(w, b)
			equal(t, "times pressed", pressed, 1)
			b.SetEnabled(false)
			way(w, b)
			equal(t, "times pressed while disabled", pressed, 1)
			b.SetEnabled(true)
			way(w, b)
			equal(t, "times pressed when enabled again", pressed, 2)
		})
	}
}

func TestButtonShowsItsState(t *testing.T) {
	b := NewPrimaryButton("Save", nil)
	w := newWindow(t, b, 100, 40)
	usual := b.box.rect.FillColor
	b.MouseIn(mouseAt(5, 5))
	if b.box.rect.FillColor == usual {
		t.Error("the button does not light up under the pointer")
	}
	b.MouseOut()
	equal(t, "color without the pointer", b.box.rect.FillColor, usual)
	w.Canvas().Focus(b)
	equal(t, "width of the ring with the focus", b.ring.rect.StrokeWidth, 1)
	b.Disable()
	equal(t, "color of the text while disabled", b.label.drawn.Color, theme.Color("disabled"))
	b.SetText("Save all")
	equal(t, "text", b.label.drawn.Text, "Save all")
}

func TestSplitButtonOpensItsMenu(t *testing.T) {
	ways := map[string]func(w fyne.Window, s *SplitButton){
		"by its arrow":             func(w fyne.Window, s *SplitButton) { test.TapCanvas(w.Canvas(), center(s.arrow)) },
		"by Down on its main part": func(_ fyne.Window, s *SplitButton) { press(s.main, fyne.KeyDown) },
		"by Down on its arrow":     func(_ fyne.Window, s *SplitButton) { press(s.arrow, fyne.KeyDown) },
		"by Enter on its arrow":    func(_ fyne.Window, s *SplitButton) { press(s.arrow, fyne.KeyReturn) },
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			var did []string
			s := NewSplitButton("New...", func() { did = append(did, "new") }, fyne.NewMenuItem("PowerShell", func() { did = append(did, "powershell") }))
			w := newWindow(t, NewActionBar(s), 400, 200)
			test.TapCanvas(w.Canvas(), center(s.main))
			way(w, s)
			menu, ok := menuOn(w)
			if !ok {
				t.Fatal("no menu is open")
			}
			press(menu, fyne.KeyDown, fyne.KeyReturn)
			if !slices.Equal(did, []string{"new", "powershell"}) {
				t.Errorf("did %v", did)
			}
		})
	}
}

// menuOn returns the menu that lies over a window.
func menuOn(w fyne.Window) (*popUpMenu, bool) {
	menu, ok := w.Canvas().Focused().(*popUpMenu)
	return menu, ok
}

func TestActionBarWraps(t *testing.T) {
	buttons := []fyne.CanvasObject{NewButton("One button", nil), NewButton("Two button", nil), NewButton("Three button", nil)}
	bar := NewActionBar(buttons...)
	newWindow(t, bar, 1000, 200)
	bar.Resize(fyne.NewSize(1000, 200))
	equal(t, "height of the third button in a wide row", buttons[2].Position().Y, 0)
	oneRow := bar.MinSize().Height
	bar.Resize(fyne.NewSize(200, 200))
	if buttons[2].Position().Y < oneRow {
		t.Errorf("the third button stands at %v", buttons[2].Position())
	}
	equal(t, "left end of the second row", buttons[2].Position().X, 0)
	if got := bar.MinSize().Height; got <= oneRow {
		t.Errorf("the bar is %v high, and was %v as one row", got, oneRow)
	}
	buttons[0].Hide()
	bar.Layout.Layout(buttons, bar.Size())
	equal(t, "left end when the first is hidden", buttons[1].Position().X, 0)
}

func TestSelectKeys(t *testing.T) {
	options := []string{"Global", "US Government GCC High", "US Government DoD", "China"}
	cases := map[string]struct {
		from string
		do   func(s *Select)
		want string
	}{
		"Down":                      {"Global", func(s *Select) { press(s, fyne.KeyDown) }, options[1]},
		"Down from nothing":         {"", func(s *Select) { press(s, fyne.KeyDown) }, options[0]},
		"Up stops at the first":     {"Global", func(s *Select) { press(s, fyne.KeyUp) }, options[0]},
		"Down stops at the last":    {"China", func(s *Select) { press(s, fyne.KeyDown) }, options[3]},
		"End":                       {"Global", func(s *Select) { press(s, fyne.KeyEnd) }, options[3]},
		"Home":                      {"China", func(s *Select) { press(s, fyne.KeyHome) }, options[0]},
		"a letter":                  {"Global", func(s *Select) { s.TypedRune('c') }, options[3]},
		"a letter again goes on":    {"US Government GCC High", func(s *Select) { s.TypedRune('U') }, options[2]},
		"a letter goes round":       {"US Government DoD", func(s *Select) { s.TypedRune('u') }, options[1]},
		"a letter that none begins": {"Global", func(s *Select) { s.TypedRune('x') }, options[0]},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var told []string
			s := NewSelect(options, func(option string) { told = append(told, option) })
			newWindow(t, s, 200, 40)
			s.SetSelected(c.from)
			c.do(s)
			equal(t, "selected", s.Selected(), c.want)
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
	w := newWindow(t, NewActionBar(s), 300, 200)
	for name, open := range map[string]func(){
		"by a click":  func() { test.Tap(s) },
		"by Space":    func() { press(s, fyne.KeySpace) },
		"by Alt+Down": func() { s.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyDown, Modifier: fyne.KeyModifierAlt}) },
	} {
		open()
		menu, ok := menuOn(w)
		if !ok {
			t.Fatalf("%s: no menu is open", name)
		}
		press(menu, fyne.KeyDown, fyne.KeyReturn)
		equal(t, name+": selected", s.Selected(), "Two")
		equal(t, name+": told", told, "Two")
		equal(t, name+": focus", w.Canvas().Focused(), fyne.Focusable(s))
		s.SetSelected("One")
	}
	s.SetOptions([]string{"Three"})
	equal(t, "selected once it is no longer offered", s.Selected(), "")
	s.Disable()
	test.Tap(s)
	if _, ok := menuOn(w); ok {
		t.Error("a disabled field opens its menu")
	}
}

func TestCheckIsTicked(t *testing.T) {
	var told []bool
	c := NewCheck("Use Proxy", func(checked bool) { told = append(told, checked) })
	w := newWindow(t, c, 200, 40)
	test.Tap(c)
	press(c, fyne.KeySpace)
	c.SetChecked(true)
	c.Disable()
	test.Tap(c)
	if !slices.Equal(told, []bool{true, false}) {
		t.Errorf("OnChanged was told %v", told)
	}
	equal(t, "checked", c.Checked(), true)
	equal(t, "the tick is drawn", c.tick.Visible(), true)
	_ = w
}

func TestSearchEntryWaitsForAnotherLetter(t *testing.T) {
	var searched []string
	clock := &clock{}
	e := NewSearchEntry("Filter", func(text string) { searched = append(searched, text) })
	e.pause.after = clock.after
	newWindow(t, e, 200, 40)
	test.Type(e, "con")
	if searched != nil {
		t.Errorf("searched %v while letters were typed", searched)
	}
	clock.fire()
	test.Type(e, "t")
	press(e, fyne.KeyReturn)
	clock.fire()
	press(e, fyne.KeyEscape)
	press(e, fyne.KeyEscape)
	test.Type(e, "x")
	test.Tap(e.cross)
	clock.fire()
	if want := []string{"con", "cont", ""}; !slices.Equal(searched, want) {
		t.Errorf("searched %q, want %q", searched, want)
	}
	equal(t, "text", e.Text, "")
}

func TestSearchEntryWithoutDelaySearchesAtOnce(t *testing.T) {
	searched := ""
	e := NewSearchEntry("Filter", func(text string) { searched = text })
	e.Delay = 0
	newWindow(t, e, 200, 40)
	test.Type(e, "abc")
	equal(t, "searched", searched, "abc")
}

func TestSidebarLeadsToItsPages(t *testing.T) {
	var told []string
	s := NewSidebar([]SidebarGroup{
		{Title: "Data collection", Entries: []SidebarEntry{{"systems", "Inventory Systems"}, {"scheduling", "Scheduling"}}},
		{Title: "Activity", Entries: []SidebarEntry{{"tasks", "Tasks"}}},
	}, func(id string) { told = append(told, id) })
	w := newWindow(t, s, 200, 400)
	equal(t, "chosen at the start", s.selected, "systems")
	test.TapCanvas(w.Canvas(), center(s.items[2]))
	press(s, fyne.KeyUp, fyne.KeyUp, fyne.KeyUp, fyne.KeyEnd, fyne.KeyHome)
	s.Select("tasks")
	if want := []string{"tasks", "scheduling", "systems", "tasks", "systems"}; !slices.Equal(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
	equal(t, "chosen by the program", s.selected, "tasks")
	if texts := shownTexts(s); !slices.Contains(texts, "DATA COLLECTION") || slices.Contains(texts, "3") {
		t.Errorf("the sidebar shows %v", texts)
	}
	s.SetBadge("tasks", 3)
	if texts := shownTexts(s); !slices.Contains(texts, "3") {
		t.Errorf("the sidebar shows %v, without its badge", texts)
	}
	s.SetBadge("tasks", 0)
	if texts := shownTexts(s); slices.Contains(texts, "0") {
		t.Errorf("the sidebar shows %v, with an empty badge", texts)
	}
}

func TestStatusBarShowsHowThingsStand(t *testing.T) {
	save := NewPrimaryButton("Save", nil)
	b := NewStatusBar(save, NewButton("Exit", nil))
	newWindow(t, b, 500, 44)
	b.SetStatus(theme.StatusWarning, "2 unsaved changes")
	equal(t, "status", b.status.Text(), "2 unsaved changes")
	equal(t, "dot is shown", b.status.dot.Visible(), true)
	equal(t, "color of the dot", b.status.dot.FillColor, theme.Color(theme.ColorNameStatusWarning))
	b.SetStatus(theme.StatusUnset, strings.Repeat("Last import of Contoso M365 ", 10))
	equal(t, "dot is shown without a status", b.status.dot.Visible(), false)
	if right := b.status.label.drawn.MinSize().Width + b.status.Position().X; right > save.Position().X {
		t.Errorf("a long status ends at %v, over the buttons at %v", right, save.Position().X)
	}
}

func TestNoticeSaysSomethingUntilItIsClosed(t *testing.T) {
	n := NewNotice()
	closed := false
	n.OnClosed = func() { closed = true }
	w := newWindow(t, n, 600, 200)
	equal(t, "an empty notice is shown", n.Visible(), false)
	n.Say(theme.StatusWarning, "The report hides names.", NewButton("How...", nil))
	equal(t, "a notice is shown", n.Visible(), true)
	test.TapCanvas(w.Canvas(), center(n.cross))
	equal(t, "a closed notice is shown", n.Visible(), false)
	equal(t, "OnClosed was called", closed, true)
}

func TestProgressPanelShowsItsPhasesAndTheLastLines(t *testing.T) {
	canceled := false
	p := NewProgressPanel(func() { canceled = true })
	w := newWindow(t, p, 700, 200)
	p.SetTitle("Contoso M365", "task 214")
	p.SetPhases(Phase{Label: "Users", Done: 0.5, Text: "500 of 1,000"}, Phase{Label: "Reports", Done: -1})
	for i := range 1000 {
		p.Log().Append(Muted(strings.Repeat("x", i%7) + " line " + string(rune('a'+i%26))))
	}
	texts := shownTexts(p)
	for _, want := range []string{"Contoso M365", "task 214", "Users", "500 of 1,000", "Reports"} {
		if !slices.Contains(texts, want) {
			t.Errorf("the panel shows %v, without %q", texts, want)
		}
	}
	if _, last := p.Log().grid.VisibleRows(); last != 999 {
		t.Errorf("the last line that is seen is %d", last)
	}
	half, wandering := p.rows[0].bar, p.rows[1].bar
	equal(t, "half of the bar is filled", half.fill.Size().Width, half.track.Size().Width/2)
	before := wandering.fill.Position()
	p.SetPhases(Phase{Label: "Users", Done: 1, Text: "1,000"}, Phase{Label: "Reports", Done: -1})
	if wandering.fill.Position() == before {
		t.Error("a bar without an end does not move when something has happened")
	}
	test.TapCanvas(w.Canvas(), center(p.cancel))
	equal(t, "canceled", canceled, true)
	p.SetPhases()
	equal(t, "phases", len(p.rows), 0)
}

func TestLogStaysWhereItsReaderIs(t *testing.T) {
	v := NewLogView()
	newWindow(t, v, 300, 100)
	for range 100 {
		v.Append(Muted("a line"))
	}
	v.grid.ScrollTo(10)
	first, _ := v.grid.VisibleRows()
	v.Append(Muted("another line"))
	if got, _ := v.grid.VisibleRows(); got != first {
		t.Errorf("the log moved from line %d to %d while it was read", first, got)
	}
	equal(t, "lines", strings.Count(v.Text(), "\n"), 101)
	v.Clear()
	equal(t, "text", v.Text(), "")
}

func TestPanelShowsItsTitle(t *testing.T) {
	content := canvas.NewText("content", nil)
	p := NewPanel("", content)
	p.SetTitle("Licenses", "purchased · assigned")
	newWindow(t, p, 300, 200)
	if texts := shownTexts(p); !slices.Equal(texts, []string{"Licenses", "purchased · assigned", "content"}) {
		t.Errorf("the panel shows %v", texts)
	}
	if bottom := p.title.Position().Y + p.title.Size().Height; content.Position().Y < bottom {
		t.Errorf("the content at %v lies over the title that ends at %v", content.Position().Y, bottom)
	}
}
