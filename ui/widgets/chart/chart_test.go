package chart

import (
	"math"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/widgettest"
)

// on returns the day after so many days.
func on(days int) time.Time { return time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, days) }

// points are values of days in a row.
func points(values ...float64) (points []Point) {
	for i, value := range values {
		points = append(points, Point{on(i), value})
	}
	return points
}

// shown shows a chart in a window of our own, with tooltips.
func shown(t *testing.T, chart fyne.CanvasObject, width, height float32) fyne.Window {
	t.Helper()
	return widgettest.NewWindow(t, widgets.NewTooltipHost(container.NewStack(chart)), width, height)
}

// license is a bar of a license.
func license(name string, active, inactive, fresh, unknown, free float64) Bar {
	return Bar{Name: name, Parts: []Part{
		{Name: "Active", Value: active, Look: Strong},
		{Name: "Inactive", Value: inactive, Look: Pale},
		{Name: "New", Value: fresh, Look: Dotted},
		{Name: "Unknown", Value: unknown, Look: Striped},
		{Name: "Free", Value: free, Look: Free},
	}}
}

func TestChartsAreReadAtEachSizeAndInEachTheme(t *testing.T) {
	e5 := license("Microsoft 365 E5 (Government Community Cloud High)", 201, 63, 16, 9, 26)
	e5.Limit, e5.Note = Limit{"Purchased", 315}, "26 free"
	e3 := license("رخصة الأعمال", 1e15, 5e14, 0, 1, 0)
	e3.Limit, e3.Alert, e3.Note = Limit{"Purchased", 1e15}, "410,000,000,000 over-assigned", "4,310 unused"
	long := []Series{
		{Name: "Active", Points: points(1, 5, 3, math.NaN(), 8)},
		{Name: "Assigned", Points: points(9e15, 8e15)},
		{Name: "Ліцензії, що придбані", Points: points(7), Stepped: true},
	}
	for what, given := range map[string]func() fyne.CanvasObject{
		"bars": func() fyne.CanvasObject { b := NewBars(); b.Set([]Bar{e5, e3, {}}); return b },
		"one bar without anything beside it": func() fyne.CanvasObject {
			b := NewBars()
			b.Set([]Bar{{Parts: e5.Parts}})
			return b
		},
		"bars of nothing": func() fyne.CanvasObject { b := NewBars(); b.Set([]Bar{license("None", 0, 0, 0, 0, 0)}); return b },
		"no bars": func() fyne.CanvasObject {
			b := NewBars()
			b.Empty = "Nothing was imported yet, and so there is nothing to be seen"
			return b
		},
		"lines":           func() fyne.CanvasObject { l := NewLines(); l.Set(long); return l },
		"a line of a day": func() fyne.CanvasObject { l := NewLines(); l.Set(long[2:]); return l },
		"a line of nothing": func() fyne.CanvasObject {
			l := NewLines()
			l.Set([]Series{{Name: "Active", Points: points(0, 0, 0)}})
			return l
		},
		"no line": func() fyne.CanvasObject {
			l := NewLines()
			l.Set([]Series{{Name: "Active", Points: points(math.NaN())}})
			l.Empty = "None"
			return l
		},
		"a time line": func() fyne.CanvasObject {
			l := NewTimeLine()
			l.Set(on(0), on(90),
				[]Mark{
					{At: on(1), Text: "Microsoft 365 E5"},
					{At: on(2), Text: "Office 365 E3"},
					{At: on(3), Text: "Visio"},
					{At: on(89), Text: "Power BI Pro"},
				})
			return l
		},
		"no marks": func() fyne.CanvasObject {
			l := NewTimeLine()
			l.Set(on(0), on(90), nil)
			l.Empty = "No renewals"
			return l
		},
	} {
		t.Run(what, func(t *testing.T) {
			chart := given()
			w := shown(t, chart, 500, 200)
			for _, size := range []fyne.Size{fyne.NewSize(900, 240), fyne.NewSize(260, 90), fyne.NewSize(330, 130)} {
				w.Resize(size)
				for _, mode := range []theme.Mode{theme.Light, theme.Dark, theme.HighContrast} {
					fyne.CurrentApp().Settings().SetTheme(theme.New(mode))
					chart.Refresh()
					if texts := widgettest.Texts(chart); what[:2] != "no" && len(texts) == 0 && what != "one bar without anything beside it" {
						t.Errorf("%v: nothing is written", size)
					}
					for _, found := range widgettest.Illegible(w.Canvas()) {
						t.Errorf("%v: %s", size, found)
					}
				}
			}
		})
	}
}

// chooser is what the charts can do by pointer and keyboard.
type chooser interface {
	fyne.CanvasObject
	fyne.Focusable
	desktop.Hoverable
	fyne.Tappable
	fyne.Accessible
}

func TestThePointerAndTheKeysChooseAndOpen(t *testing.T) {
	opened := []int{-9, -9}
	bars := NewBars()
	bars.OnOpen = func(bar, part int) { opened = []int{bar, part} }
	bars.Set([]Bar{license("E5", 3, 0, 0, 1, 0), license("E3", 1, 0, 0, 0, 9)})
	line := NewTimeLine()
	line.OnOpen = func(mark int) { opened = []int{mark, 0} }
	line.Set(on(0), on(10), []Mark{{At: on(8), Text: "last", Tip: "9 units"}, {At: on(11), Text: "beyond"}, {At: on(2), Text: "first"}})
	over := NewLines()
	over.OnOpen = func(at time.Time) { opened = []int{at.Day(), 0} }
	over.Set([]Series{{Name: "Active", Points: points(5, 6, 7)}})
	for _, given := range []struct {
		what  string
		chart chooser
		keys  []fyne.KeyName
		says  string
		opens []int
	}{
		{"a bar", bars, []fyne.KeyName{fyne.KeyDown}, "E5; Active: 3; Inactive: 0; New: 0; Unknown: 1; Free: 0", []int{0, -1}},
		{"the part of a bar that is something", bars, []fyne.KeyName{fyne.KeyDown, fyne.KeyRight, fyne.KeyRight}, "E5; Unknown: 1", []int{0, 3}},
		{
			"no part behind the last", bars,
			[]fyne.KeyName{fyne.KeyHome, fyne.KeyRight, fyne.KeyRight, fyne.KeyRight},
			"E5; Unknown: 1",
			[]int{0, 3},
		},
		{"the same part of the bar below", bars, []fyne.KeyName{fyne.KeyDown, fyne.KeyRight, fyne.KeyDown}, "E3; Active: 1", []int{1, 0}},
		{
			"a bar that does not have the part", bars,
			[]fyne.KeyName{fyne.KeyDown, fyne.KeyRight, fyne.KeyRight, fyne.KeyDown, fyne.KeyDown},
			"E3; Active: 1; Inactive: 0; New: 0; Unknown: 0; Free: 9",
			[]int{1, -1},
		},
		{
			"the bar of a part", bars,
			[]fyne.KeyName{fyne.KeyEnd, fyne.KeyRight, fyne.KeyLeft, fyne.KeyUp},
			"E5; Active: 3; Inactive: 0; New: 0; Unknown: 1; Free: 0",
			[]int{0, -1},
		},
		{"the first mark", line, []fyne.KeyName{fyne.KeyRight}, "2026-03-03; first", []int{2, 0}},
		{"the last mark", line, []fyne.KeyName{fyne.KeyRight, fyne.KeyRight, fyne.KeyRight}, "2026-03-09; last; 9 units", []int{0, 0}},
		{"the last time", over, []fyne.KeyName{fyne.KeyLeft}, "2026-03-03; Active: 7", []int{3, 0}},
		{"the first time", over, []fyne.KeyName{fyne.KeyEnd, fyne.KeyHome, fyne.KeyLeft}, "2026-03-01; Active: 5", []int{1, 0}},
	} {
		t.Run(given.what, func(t *testing.T) {
			w := shown(t, given.chart, 400, 200)
			w.Canvas().Focus(given.chart)
			widgettest.Press(given.chart, given.keys...)
			widgettest.Equal(t, "what is said", given.chart.AccessibilityLabel(), given.says)
			widgettest.Press(given.chart, fyne.KeyReturn)
			if opened[0] != given.opens[0] || opened[1] != given.opens[1] {
				t.Errorf("%v was opened, want %v", opened, given.opens)
			}
			w.Canvas().Unfocus()
			if told := given.chart.AccessibilityLabel(); told == given.says {
				t.Errorf("without the focus %q is said", told)
			}
		})
	}
}

func TestThePointerChoosesWhatLiesUnderIt(t *testing.T) {
	bars := NewBars()
	opened := 0
	bars.OnOpen = func(bar, part int) { opened = 10*bar + part }
	bars.Set([]Bar{license("E5", 50, 50, 0, 0, 0), license("E3", 1, 0, 0, 0, 99)})
	w := shown(t, bars, 400, 200)
	at, size := bars.area(bars.spotOf(1, 4))
	middle := widgettest.MouseAt(at.X+size.Width/2, at.Y+size.Height/2)
	bars.MouseIn(middle)
	widgettest.Equal(t, "what is said", bars.Tooltip(), "E3\nFree: 99")
	bars.Tapped(&middle.PointEvent)
	widgettest.Equal(t, "what was opened", opened, 14)
	bars.MouseMoved(widgettest.MouseAt(1, 1))
	widgettest.Equal(t, "chosen by the name", bars.chosen, 0)
	bars.MouseMoved(widgettest.MouseAt(1, 190))
	widgettest.Equal(t, "chosen below the bars", bars.chosen, -1)
	w.Canvas().Focus(bars)
	widgettest.Press(bars, fyne.KeyEnd)
	bars.MouseOut()
	widgettest.Equal(t, "chosen when the pointer has left", bars.chosen, -1)
}

func TestTheKeyboardShowsATooltipAtOnce(t *testing.T) {
	bars := NewBars()
	bars.Set([]Bar{license("E5", 3, 0, 0, 1, 0)})
	w := shown(t, bars, 400, 200)
	w.Canvas().Focus(bars)
	widgettest.Press(bars, fyne.KeyDown, fyne.KeyRight)
	widgettest.Contains(t, "the window", widgettest.Texts(w.Canvas().Content()), "Active: 3")
	revealed := float32(-1)
	bars.OnReveal = func(top, _ float32) { revealed = top }
	widgettest.Press(bars, fyne.KeyHome)
	widgettest.Equal(t, "what the page scrolls to", revealed, 0)
}

func TestOtherKeysGoToTheWindowAndCopyIsTheText(t *testing.T) {
	lines := NewLines()
	lines.Title = "Microsoft 365 E5"
	lines.Number = func(v float64) string { return "#" + string(rune('0'+int(v))) }
	lines.Set([]Series{{Name: "Active", Points: points(5, 2, 9, math.NaN(), 7)}, {Name: "Nothing"}})
	w := shown(t, lines, 400, 200)
	var passed fyne.KeyName
	w.Canvas().SetOnTypedKey(func(key *fyne.KeyEvent) { passed = key.Name })
	w.Canvas().Focus(lines)
	widgettest.Press(lines, fyne.KeyF5)
	widgettest.Equal(t, "the key that the window got", passed, fyne.KeyF5)
	lines.TypedShortcut(&fyne.ShortcutCopy{})
	widgettest.Equal(t, "what was copied", fyne.CurrentApp().Clipboard().Content(),
		"Microsoft 365 E5\nActive, 2026-03-01: #5, 2026-03-02: #2, 2026-03-03: #9, 2026-03-05: #7")
}
