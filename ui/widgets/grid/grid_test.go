package grid

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/widgettest"
)

// countedRows is data whose rows say their own number.
type countedRows int

func (r countedRows) Len() int { return int(r) }

func (r countedRows) Row(i int) ([]Cell, bool) {
	return []Cell{Text(fmt.Sprintf("row %d", i)), Text("second"), Text("third")}, true
}

var threeColumns = []Column{
	{ID: "a", Title: "Alpha", Width: 150, Sortable: true},
	{ID: "b", Title: "Beta", Width: 100, Sortable: true, MinWidth: 60},
	{ID: "c", Title: "Gamma", Width: 100},
}

func newTestGrid(t testing.TB, rows int) (*Grid, fyne.Window) {
	g := New(threeColumns...)
	w := widgettest.NewWindow(t, g, 400, 300)
	g.SetData(countedRows(rows))
	return g, w
}

// drawnRows returns the text of the first cell and the height of each row that is drawn.
func drawnRows(g *Grid) map[string]float32 {
	drawn := map[string]float32{}
	for _, row := range g.body.renderer.rows {
		if row.number >= 0 {
			drawn[row.cells[0].text.Text] = row.back.Position().Y
		}
	}
	return drawn
}

func TestGridReachesTheLastOfAMillionRows(t *testing.T) {
	ways := map[string]func(g *Grid){
		"by the End key":    func(g *Grid) { widgettest.Press(g, fyne.KeyEnd) },
		"by selecting it":   func(g *Grid) { g.Select(999_999) },
		"by scrolling down": func(g *Grid) { g.body.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -1e9)}) },
		"by the scroll bar": func(g *Grid) {
			start, length := g.vertical.thumb()
			g.vertical.MouseDown(widgettest.MouseAt(5, start+length/2))
			g.vertical.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(5, g.vertical.Size().Height+50)}})
			g.vertical.DragEnd()
		},
	}
	for name, scroll := range ways {
		t.Run(name, func(t *testing.T) {
			g, _ := newTestGrid(t, 1_000_000)
			scroll(g)
			y, ok := drawnRows(g)["row 999999"]
			if !ok {
				t.Fatalf("the last row is not drawn, but %v", drawnRows(g))
			}
			if got, want := y+g.rowHeight(), g.body.Size().Height; got < want-0.5 || got > want+0.5 {
				t.Errorf("the last row ends at %v, want the bottom of the grid at %v", got, want)
			}
		})
	}
}

func TestGridDrawsNeighboringRowsSideBySideAnywhere(t *testing.T) {
	g, _ := newTestGrid(t, 1_000_000)
	for _, row := range []int{0, 1, 17, 4_999, 524_287, 777_777, 999_990} {
		g.scrollTo(0, float64(row)*float64(g.rowHeight()))
		drawn := drawnRows(g)
		for i := range 5 {
			want := float32(i) * g.rowHeight()
			if got, ok := drawn[fmt.Sprintf("row %d", row+i)]; !ok || got != want {
				t.Errorf("scrolled to %d: row %d stands at %v (%v), want %v", row, row+i, got, ok, want)
			}
		}
	}
}

func TestGridSelectsWithTheMouse(t *testing.T) {
	g, w := newTestGrid(t, 100)
	var selected []int
	g.OnSelected = func(row int) { selected = append(selected, row) }
	at := widgettest.Center(g.body)
	test.TapCanvas(w.Canvas(), at)
	want := int((at.Y - 1 - g.rowHeight()) / g.rowHeight())
	widgettest.Equal(t, "selected row", g.Selected(), want)
	widgettest.Equal(t, "focus", w.Canvas().Focused(), fyne.Focusable(g))
	test.TapCanvas(w.Canvas(), at)
	if !slices.Equal(selected, []int{want}) {
		t.Errorf("OnSelected was called with %v, want once with %d", selected, want)
	}
}

func TestGridSelectsBeforeTheButtonIsLetGo(t *testing.T) {
	g, _ := newTestGrid(t, 100)
	g.body.MouseDown(widgettest.MouseAt(10, g.rowHeight()*2.5))
	widgettest.Equal(t, "selected row", g.Selected(), 2)
}

func TestGridDoubleClickActivates(t *testing.T) {
	cases := map[string]struct {
		rows  [2]int
		pause time.Duration
		want  int
	}{
		"two quick clicks on a row":     {[2]int{3, 3}, 100 * time.Millisecond, 1},
		"two slow clicks on a row":      {[2]int{3, 3}, 2 * time.Second, 0},
		"two quick clicks on two rows":  {[2]int{3, 4}, 100 * time.Millisecond, 0},
		"two clicks at the same moment": {[2]int{3, 3}, 0, 1},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			g, _ := newTestGrid(t, 100)
			now, activated := time.Now(), 0
			g.body.taps.now = func() time.Time { return now }
			g.OnActivate = func(int) { activated++ }
			for _, row := range c.rows {
				g.body.Tapped(&fyne.PointEvent{Position: fyne.NewPos(10, (float32(row)+0.5)*g.rowHeight())})
				widgettest.Equal(t, "row selected at once", g.Selected(), row)
				now = now.Add(c.pause)
			}
			widgettest.Equal(t, "activations", activated, c.want)
		})
	}
}

func TestGridKeys(t *testing.T) {
	const page = (300-2-28)/28 - 1 // rows that are seen whole, less the one that stays
	cases := map[string]struct {
		from int
		keys []fyne.KeyName
		want int
	}{
		"Down selects the first row when none is": {-1, []fyne.KeyName{fyne.KeyDown}, 0},
		"Up selects the first row when none is":   {-1, []fyne.KeyName{fyne.KeyUp}, 0},
		"Down and Up":                             {5, []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyUp}, 6},
		"Up stops at the first row":               {1, []fyne.KeyName{fyne.KeyUp, fyne.KeyUp, fyne.KeyUp}, 0},
		"Down stops at the last row":              {98, []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyDown}, 99},
		"PageDown moves by a page":                {0, []fyne.KeyName{fyne.KeyPageDown}, page},
		"PageUp moves by a page":                  {50, []fyne.KeyName{fyne.KeyPageUp}, 50 - page},
		"PageDown stops at the end":               {95, []fyne.KeyName{fyne.KeyPageDown}, 99},
		"Home":                                    {50, []fyne.KeyName{fyne.KeyHome}, 0},
		"End":                                     {50, []fyne.KeyName{fyne.KeyEnd}, 99},
		"a letter moves nothing":                  {50, []fyne.KeyName{fyne.KeyA}, 50},
		"Left and Right move no row":              {50, []fyne.KeyName{fyne.KeyRight, fyne.KeyLeft}, 50},
		"End, then PageUp, then Down":             {0, []fyne.KeyName{fyne.KeyEnd, fyne.KeyPageUp, fyne.KeyDown}, 99 - page + 1},
		"PageUp from none is the first":           {-1, []fyne.KeyName{fyne.KeyPageUp}, 0},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			g, _ := newTestGrid(t, 100)
			g.Select(c.from)
			widgettest.Press(g, c.keys...)
			widgettest.Equal(t, "selected row", g.Selected(), c.want)
			first, last := g.VisibleRows()
			if c.want < first || c.want > last {
				t.Errorf("row %d is selected but rows %d to %d are seen", c.want, first, last)
			}
		})
	}
}

func TestGridActsOnTheSelectedRow(t *testing.T) {
	g, w := newTestGrid(t, 100)
	var did []string
	g.OnActivate = func(row int) { did = append(did, fmt.Sprint("activate ", row)) }
	g.OnDelete = func(row int) { did = append(did, fmt.Sprint("delete ", row)) }
	g.OnContextMenu = func(row int, at fyne.Position) { did = append(did, fmt.Sprint("menu ", row)) }
	widgettest.Press(g, fyne.KeyReturn, fyne.KeyDelete) // nothing is selected
	g.Select(4)
	widgettest.Press(g, fyne.KeyReturn, fyne.KeyEnter, fyne.KeyDelete, "Menu")
	test.TapSecondaryAt(g.body, fyne.NewPos(20, g.rowHeight()*6.5))
	w.Canvas().Focus(g)
	want := []string{"activate 4", "activate 4", "delete 4", "menu 4", "menu 6"}
	if !slices.Equal(did, want) {
		t.Errorf("the grid did %v, want %v", did, want)
	}
	widgettest.Equal(t, "row selected by the right click", g.Selected(), 6)
}

func TestGridWithoutRowsSaysSo(t *testing.T) {
	g := New(threeColumns...)
	tapped := false
	button := widgets.NewPrimaryButton("New...", func() { tapped = true })
	g.SetEmpty("No connections yet", "Make one.", button)
	g.SetData(nil)
	w := widgettest.NewWindow(t, g, 400, 300)
	texts := strings.Join(widgettest.Texts(g), "|")
	if !strings.Contains(texts, "No connections yet") || !strings.Contains(texts, "New...") {
		t.Errorf("an empty grid shows %q", texts)
	}
	test.TapCanvas(w.Canvas(), widgettest.Center(button))
	widgettest.Equal(t, "the button is pressed", tapped, true)
	// Where its height follows from its content, there is room for all that it says.
	top, edge := g.frame()
	g.Resize(fyne.NewSize(400, top+g.empty.HeightFor(g.Size().Width)+edge))
	if bottom := button.Position().Y + button.Size().Height; bottom > g.empty.Size().Height {
		t.Errorf("the button ends at %g of %g", bottom, g.empty.Size().Height)
	}
	g.SetData(countedRows(1))
	widgettest.Equal(t, "a grid with a row still says that it is empty", g.empty.Visible(), false)
}

func TestGridForgetsASelectionBeyondItsRows(t *testing.T) {
	g, _ := newTestGrid(t, 100)
	g.Select(50)
	last := 50
	g.OnSelected = func(row int) { last = row }
	rows := make(Rows, 10)
	for i := range rows {
		rows[i] = []Cell{Text("x")}
	}
	g.data = rows
	g.Refresh()
	widgettest.Equal(t, "selected row", g.Selected(), -1)
	widgettest.Equal(t, "row told", last, -1)
	g.Select(10)
	widgettest.Equal(t, "row selected beyond the end", g.Selected(), -1)
}

func TestGridCellStyles(t *testing.T) {
	g := New(Column{ID: "a", Title: "A", Width: 200}, Column{ID: "n", Title: "N", Width: 100, AlignRight: true})
	widgettest.NewWindow(t, g, 400, 200)
	g.SetData(Rows{
		{{Text: "bold", Bold: true, Status: theme.StatusFailed}, Text("12")},
		{{Text: "gone", Italic: true, Muted: true}},
		{{Text: "wrong", Error: true, Icon: "warning"}, Text("1\n2")},
	})
	rows := g.body.renderer.rows
	bold, muted, wrong, number := rows[0].cells[0], rows[1].cells[0], rows[2].cells[0], rows[0].cells[1]
	widgettest.Equal(t, "bold", bold.text.TextStyle.Bold, true)
	widgettest.Equal(t, "dot shown", bold.dot.Visible(), true)
	widgettest.Equal(t, "color of the dot", bold.dot.FillColor, theme.Color(theme.ColorNameStatusFailed))
	widgettest.Equal(t, "italic", muted.text.TextStyle.Italic, true)
	widgettest.Equal(t, "color of a muted text", muted.text.Color, theme.Color(theme.ColorNameMutedText))
	widgettest.Equal(t, "color of a wrong text", wrong.text.Color, theme.Color(theme.ColorNameErrorText))
	widgettest.Equal(t, "icon shown", wrong.icon.Visible(), true)
	widgettest.Equal(t, "right end of a number", number.text.Position().X+number.text.Size().Width, 300-cellPad)
	widgettest.Equal(t, "second line of a text", rows[2].cells[1].text.Text, "1 …")
	widgettest.Equal(t, "cell that is missing", rows[1].cells[1].text.Visible(), false)
}

func TestGridTellsACutTextInATooltip(t *testing.T) {
	g := New(Column{ID: "a", Title: "A", Width: 80}, Column{ID: "b", Title: "B", Width: 80})
	widgettest.NewWindow(t, g, 300, 200)
	long := "a text that is far too long for its column"
	g.SetData(Rows{{Text(long), {Text: "short", Tooltip: "more about it"}}, {Text("short"), Text("x")}})
	widgettest.Equal(t, "tooltip of a cut text", g.body.tipAt(0, 10), long)
	widgettest.Equal(t, "tooltip of its own", g.body.tipAt(0, 90), "more about it")
	widgettest.Equal(t, "tooltip of a whole text", g.body.tipAt(1, 10), "")
	widgettest.Equal(t, "tooltip beside the columns", g.body.tipAt(0, 290), "")
	widgettest.Equal(t, "tooltip below the rows", g.body.tipAt(-1, 10), "")
	shown := g.body.renderer.rows[0].cells[0].text
	if !strings.HasSuffix(shown.Text, "…") || shown.MinSize().Width > 80-2*cellPad {
		t.Errorf("the cell shows %q", shown.Text)
	}
}

func TestGridCopiesTheSelectedRow(t *testing.T) {
	g, _ := newTestGrid(t, 5)
	g.TypedShortcut(&fyne.ShortcutCopy{})
	widgettest.Equal(t, "clipboard without a selection", fyne.CurrentApp().Clipboard().Content(), "")
	g.Select(3)
	g.TypedShortcut(&fyne.ShortcutCopy{})
	widgettest.Equal(t, "clipboard", fyne.CurrentApp().Clipboard().Content(), "row 3\tsecond\tthird")
}

func TestGridAsksOnlyForRowsThatAreSeen(t *testing.T) {
	g := New(threeColumns...)
	widgettest.NewWindow(t, g, 400, 300)
	data := &askedRows{countedRows: 1_000_000}
	g.SetData(data)
	data.asked = nil
	g.scrollTo(0, g.offsetY+float64(g.rowHeight()))
	if len(data.asked) != 1 {
		t.Errorf("scrolling by one row asked for %v, want one row", data.asked)
	}
	first, last := g.VisibleRows()
	data.asked = nil
	g.Refresh()
	for _, row := range data.asked {
		if row < first || row > last {
			t.Errorf("row %d was asked for but rows %d to %d are seen", row, first, last)
		}
	}
}

type askedRows struct {
	countedRows
	asked []int
}

func (r *askedRows) Row(i int) ([]Cell, bool) {
	r.asked = append(r.asked, i)
	return r.countedRows.Row(i)
}

func TestGridShowsWhereTheFocusIs(t *testing.T) {
	g, w := newTestGrid(t, 5)
	g.Select(1)
	usual := g.border.StrokeColor
	w.Canvas().Focus(g)
	if g.border.StrokeColor == usual {
		t.Error("the border does not show the focus")
	}
	widgettest.Equal(t, "bar at the selected row", g.body.renderer.rows[1].bar.Visible(), true)
	w.Canvas().Unfocus()
	widgettest.Equal(t, "border without the focus", g.border.StrokeColor, usual)
}

func TestGridFollowsTheTheme(t *testing.T) {
	g, _ := newTestGrid(t, 5)
	light := g.body.renderer.rows[0].cells[0].text.Color
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Dark))
	g.Refresh()
	if dark := g.body.renderer.rows[0].cells[0].text.Color; dark == light {
		t.Errorf("the text keeps the color %v", dark)
	}
}

func TestAGridSaysThatNothingIsThereOnlyWhenThatIsKnown(t *testing.T) {
	g := New(threeColumns...)
	g.SetEmpty("Nothing is there", "", nil)
	widgettest.NewWindow(t, g, 400, 300)
	for _, step := range []struct {
		given         string
		do            func()
		loading, none bool
	}{
		{"a new one", func() {}, true, false},
		{"no rows", func() { g.SetData(nil) }, false, true},
		{"rows that are read again", g.Await, true, false},
		{"rows", func() { g.SetData(countedRows(2)) }, false, false},
	} {
		step.do()
		if g.loading.Visible() != step.loading || g.empty.Visible() != step.none {
			t.Errorf("given %s, it loads %v, nothing is there %v", step.given, g.loading.Visible(), g.empty.Visible())
		}
	}
}

func BenchmarkGridRefreshAMillionRows(b *testing.B) {
	g, _ := newTestGrid(b, 1_000_000)
	g.Select(500_000)
	for b.Loop() {
		g.Refresh()
	}
}

func BenchmarkGridScrollAMillionRows(b *testing.B) {
	g, _ := newTestGrid(b, 1_000_000)
	for b.Loop() {
		g.scrollTo(0, g.offsetY+60)
	}
}

func BenchmarkGridJumpInAMillionRows(b *testing.B) {
	g, _ := newTestGrid(b, 1_000_000)
	i := 0
	for b.Loop() {
		i = (i + 104_729) % 1_000_000
		g.Select(i)
	}
}

func TestGridFoldsRows(t *testing.T) {
	g := New(Column{ID: "name", Title: "Name", Width: 200})
	g.SetData(Rows{{{Text: "parent", Icon: "chevron-right"}}, {{Text: "child", Indent: 24}}})
	widgettest.NewWindow(t, g, 300, 200)
	var asked []Fold
	g.OnFold = func(row int, wanted Fold) { asked = append(asked, wanted) }
	widgettest.Press(g, fyne.KeyRight) // nothing is selected
	g.Select(0)
	widgettest.Press(g, fyne.KeyRight)
	widgettest.Press(g, fyne.KeyLeft)
	tap := func(x, y float32) { g.body.Tapped(&fyne.PointEvent{Position: fyne.NewPos(x, y)}) }
	tap(14, 5)               // the icon
	tap(100, 5)              // beside it
	tap(14, g.rowHeight()+5) // a row that does not fold
	want := []Fold{FoldOpen, FoldClosed, FoldOther}
	if !slices.Equal(asked, want) {
		t.Errorf("asked for %v, want %v", asked, want)
	}
}
