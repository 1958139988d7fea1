package widgets

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets/widgettest"
)

func TestButtonIsPressed(t *testing.T) {
	ways := map[string]func(w fyne.Window, b *Button){
		"by a click":  func(w fyne.Window, b *Button) { test.TapCanvas(w.Canvas(), widgettest.Center(b)) },
		"by Enter":    func(_ fyne.Window, b *Button) { widgettest.Press(b, fyne.KeyReturn) },
		"by KP_Enter": func(_ fyne.Window, b *Button) { widgettest.Press(b, fyne.KeyEnter) },
		"by Space":    func(_ fyne.Window, b *Button) { widgettest.Press(b, fyne.KeySpace) },
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			pressed := 0
			b := NewButton("Test", func() { pressed++ })
			w := widgettest.NewWindow(t, b, 100, 40)
			way(w, b)
			widgettest.Equal(t, "times pressed", pressed, 1)
			b.SetEnabled(false)
			way(w, b)
			widgettest.Equal(t, "times pressed while disabled", pressed, 1)
			b.SetEnabled(true)
			way(w, b)
			widgettest.Equal(t, "times pressed when enabled again", pressed, 2)
		})
	}
}

func TestButtonShowsItsState(t *testing.T) {
	b := NewPrimaryButton("Save", nil)
	w := widgettest.NewWindow(t, b, 100, 40)
	usual := b.box.Rect.FillColor
	b.MouseIn(widgettest.MouseAt(5, 5))
	if b.box.Rect.FillColor == usual {
		t.Error("the button does not light up under the pointer")
	}
	b.MouseOut()
	widgettest.Equal(t, "color without the pointer", b.box.Rect.FillColor, usual)
	w.Canvas().Focus(b)
	widgettest.Equal(t, "width of the ring with the focus", b.ring.Rect.StrokeWidth, 1)
	b.Disable()
	widgettest.Equal(t, "color of the text while disabled", b.label.Drawn.Color, theme.Color("disabled"))
	b.SetText("Save all")
	widgettest.Equal(t, "text", b.label.Drawn.Text, "Save all")
}

func TestSplitButtonOpensItsMenu(t *testing.T) {
	ways := map[string]func(w fyne.Window, s *SplitButton){
		"by its arrow":             func(w fyne.Window, s *SplitButton) { test.TapCanvas(w.Canvas(), widgettest.Center(s.end)) },
		"by Down on its main part": func(_ fyne.Window, s *SplitButton) { widgettest.Press(s.main, fyne.KeyDown) },
		"by Down on its arrow":     func(_ fyne.Window, s *SplitButton) { widgettest.Press(s.end, fyne.KeyDown) },
		"by Enter on its arrow":    func(_ fyne.Window, s *SplitButton) { widgettest.Press(s.end, fyne.KeyReturn) },
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			var did []string
			do := func(what string) func() { return func() { did = append(did, what) } }
			var below fyne.CanvasObject
			s := NewSplitButton("New...", do("new"), func(button fyne.CanvasObject) {
				do("more")()
				below = button
			})
			w := widgettest.NewWindow(t, container.NewHBox(s), 400, 200)
			test.TapCanvas(w.Canvas(), widgettest.Center(s.main))
			way(w, s)
			if !slices.Equal(did, []string{"new", "more"}) || below != s {
				t.Errorf("did %v, below %v", did, below)
			}
		})
	}
}

func TestStatusBarShowsHowThingsStand(t *testing.T) {
	save := NewPrimaryButton("Save", nil)
	b := NewStatusBar(save, NewButton("Exit", nil))
	widgettest.NewWindow(t, b.Row, 500, 44)
	b.SetStatus(theme.StatusWarning, Phrase{Tail: "2 unsaved changes"})
	widgettest.Equal(t, "status", b.status.Text(), "2 unsaved changes")
	widgettest.Equal(t, "dot is shown", b.status.dot.Visible(), true)
	widgettest.Equal(t, "color of the dot", b.status.dot.FillColor, theme.Color(theme.ColorNameStatusWarning))
	b.SetStatus(theme.StatusUnset, Phrase{Tail: strings.Repeat("Last import of Contoso M365 ", 10)})
	widgettest.Equal(t, "dot is shown without a status", b.status.dot.Visible(), false)
	driver := fyne.CurrentApp().Driver()
	left := driver.AbsolutePositionForObject(save).X
	if right := b.status.label.Drawn.MinSize().Width + driver.AbsolutePositionForObject(b.status).X; right > left {
		t.Errorf("a long status ends at %v, over the buttons at %v", right, left)
	}
}

func TestNoticeSaysSomethingUntilItIsClosed(t *testing.T) {
	n := NewNotice()
	closed := false
	n.OnClosed = func() { closed = true }
	w := widgettest.NewWindow(t, n, 600, 200)
	widgettest.Equal(t, "an empty notice is shown", n.Visible(), false)
	n.Say(theme.StatusWarning, "The report hides names.", NewButton("How...", nil))
	widgettest.Equal(t, "a notice is shown", n.Visible(), true)
	test.TapCanvas(w.Canvas(), widgettest.Center(n.cross))
	widgettest.Equal(t, "a closed notice is shown", n.Visible(), false)
	widgettest.Equal(t, "OnClosed was called", closed, true)
}

// fixedLines stands in for a log.
type fixedLines struct{ *WrapText }

func (fixedLines) LineHeight() float32 { return 19 }

func TestProgressPanelShowsItsPhasesAndWholeLines(t *testing.T) {
	canceled := false
	log := fixedLines{NewWrapText("a line", theme.ColorNameMutedText, fynetheme.SizeNameText)}
	p := NewProgressPanel(log, func() { canceled = true })
	w := widgettest.NewWindow(t, p, 700, 200)
	p.SetTitle("Contoso M365", "task 214")
	p.SetPhases(Phase{Label: "Users", Done: 0.5, Text: "500 of 1,000"}, Phase{Label: "Reports", Done: -1})
	texts := widgettest.Texts(p)
	for _, want := range []string{"Contoso M365", "task 214", "Users", "500 of 1,000", "Reports"} {
		if !slices.Contains(texts, want) {
			t.Errorf("the panel shows %v, without %q", texts, want)
		}
	}
	if height := log.Size().Height; height < log.LineHeight() || int(height)%int(log.LineHeight()) != 0 {
		t.Errorf("the log is %v high, with lines of %v", height, log.LineHeight())
	}
	half, wandering := p.rows[0].bar, p.rows[1].bar
	widgettest.Equal(t, "half of the bar is filled", half.fill.Size().Width, half.track.Size().Width/2)
	before := wandering.fill.Position()
	p.SetPhases(Phase{Label: "Users", Done: 1, Text: "1,000"}, Phase{Label: "Reports", Done: -1})
	if wandering.fill.Position() == before {
		t.Error("a bar without an end does not move when something has happened")
	}
	test.TapCanvas(w.Canvas(), widgettest.Center(p.cancel))
	widgettest.Equal(t, "canceled", canceled, true)
	p.SetPhases()
	widgettest.Equal(t, "phases", len(p.rows), 0)
}

func TestPanelsInEachOthersPlaceAskForTheSameHeight(t *testing.T) {
	lines := func() Lines {
		return fixedLines{NewWrapText("a line", theme.ColorNameMutedText, fynetheme.SizeNameText)}
	}
	log := lines()
	facts, progress := NewFactsPanel(lines()), NewProgressPanel(log, func() {})
	widgettest.NewWindow(t, progress, 700, 130)
	for phases := range 6 {
		progress.SetPhases(make([]Phase, phases)...)
		widgettest.Equal(t, "least height", progress.MinSize().Height, facts.MinSize().Height)
	}
	if content, seen := progress.scroll.Content.Size().Height, progress.scroll.Size().Height; content <= seen {
		t.Errorf("of a content of %v, %v are seen, and it does not scroll", content, seen)
	}
	if height := log.Size().Height; height < 3*log.LineHeight() {
		t.Errorf("the log is %v high", height)
	}
}

func TestTheProgressPanelFollowsWhatGoesOnUntilSomebodyScrolls(t *testing.T) {
	log := fixedLines{NewWrapText("a line", theme.ColorNameMutedText, fynetheme.SizeNameText)}
	p := NewProgressPanel(log, func() {})
	widgettest.NewWindow(t, p, 700, 130)
	phases := make([]Phase, 5)
	seen := func(i int) bool {
		top := float32(i)*ControlHeight() - p.scroll.Offset.Y
		return top >= -0.01 && top+ControlHeight() <= p.scroll.Size().Height+0.01
	}
	p.SetPhases(phases...)
	for i := range phases {
		if !seen(i) {
			t.Errorf("phase %d goes on and is not seen", i)
		}
		phases[i].Status = theme.StatusOK
		p.SetPhases(phases...)
	}
	phases[4].Status = theme.StatusRunning
	p.scroll.ScrollToTop()
	p.followed = 1 // somebody has scrolled away from there
	p.SetPhases(phases...)
	widgettest.Equal(t, "offset after somebody has scrolled", p.scroll.Offset.Y, 0)
	p.SetPhases()
	p.SetPhases(phases...)
	if !seen(4) {
		t.Error("of the next job what goes on is not seen")
	}
}

func TestPanelShowsItsTitle(t *testing.T) {
	content := canvas.NewText("content", nil)
	p := NewPanel("", content)
	p.SetTitle("Licenses", "purchased · assigned")
	widgettest.NewWindow(t, p, 300, 200)
	texts := widgettest.Texts(p)
	slices.Sort(texts)
	if !slices.Equal(texts, []string{"Licenses", "content", "purchased · assigned"}) {
		t.Errorf("the panel shows %v", texts)
	}
	driver := fyne.CurrentApp().Driver()
	top := driver.AbsolutePositionForObject(content).Y
	if bottom := driver.AbsolutePositionForObject(p.title).Y + p.title.Size().Height; top < bottom {
		t.Errorf("the content at %v lies over the title that ends at %v", top, bottom)
	}
}
