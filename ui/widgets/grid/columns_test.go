package grid

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/widgettest"
)

func TestGridSortsByItsTitles(t *testing.T) {
	g, w := newTestGrid(t, 3)
	var sorted []string
	g.OnSort = func(id string, descending bool) { sorted = append(sorted, fmt.Sprint(id, " ", descending)) }
	tap := func(column int) {
		x := g.columns.left(column) + g.columns.width(column)/2
		test.TapCanvas(w.Canvas(), fyne.NewPos(x+1, g.rowHeight()/2))
	}
	tap(0)
	tap(0)
	tap(1)
	tap(2) // not sortable
	tap(0)
	want := []string{"a false", "a true", "b false", "a false"}
	if !slices.Equal(sorted, want) {
		t.Errorf("sorted %v, want %v", sorted, want)
	}
	g.SetSort("b", true)
	if id, descending := g.Sort(); id != "b" || !descending || len(sorted) != len(want) {
		t.Errorf("SetSort shows %s %v and called OnSort %d times", id, descending, len(sorted)-len(want))
	}
}

func TestGridColumnIsDraggedWider(t *testing.T) {
	cases := map[string]struct{ by, want float32 }{
		"wider":                     {40, 140},
		"narrower":                  {-20, 80},
		"not below its least width": {-90, 60},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			g, _ := newTestGrid(t, 3)
			border := g.columns.left(2) // right border of the second column
			for i := float32(1); i <= 4; i++ {
				g.header.Dragged(&fyne.DragEvent{
					PointEvent: fyne.PointEvent{Position: fyne.NewPos(border+c.by*i/4, 10)}, Dragged: fyne.NewDelta(c.by/4, 0),
				})
			}
			g.header.DragEnd()
			widgettest.Equal(t, "width of the column", g.columns.width(1), c.want)
			widgettest.Equal(t, "chosen width", g.columns.chosen["b"], c.want)
			widgettest.Equal(t, "width of the column before", g.columns.width(0), 150)
		})
	}
}

func TestGridColumnFitsItsRowsAfterADoubleClickOnItsBorder(t *testing.T) {
	g := New(Column{ID: "a", Title: "A", Width: 400}, Column{ID: "b", Title: "A rather long title", Width: 40})
	widgettest.NewWindow(t, g, 600, 300)
	g.SetData(Rows{{Text("short"), Text("x")}, {{Text: "a longer text", Bold: true, Status: theme.StatusOK}, Text("y")}})
	for i, text := range []string{"a longer text", "A rather long title"} {
		border := &fyne.PointEvent{Position: fyne.NewPos(g.columns.left(i+1), 10)}
		before := g.columns.width(i)
		g.header.Tapped(border)
		widgettest.Equal(t, "width after one click", g.columns.width(i), before)
		g.header.Tapped(border)
		least := fyne.MeasureText(text, 13, fyne.TextStyle{Bold: true}).Width + 2*cellPad
		if got := g.columns.width(i); got < least || got > least+widgets.DotSpace+2 {
			t.Errorf("column %d is %v wide, want at least %v and little more", i, got, least)
		}
	}
}

func TestGridColumnsShareTheWidth(t *testing.T) {
	cases := map[string]struct {
		columns []Column
		view    float32
		want    []float32
	}{
		"what is left over goes to columns that stretch": {
			[]Column{{ID: "a", Width: 100, Stretch: 1}, {ID: "b", Width: 100}, {ID: "c", Width: 100, Stretch: 3}}, 500, []float32{150, 100, 250},
		},
		"nothing stretches": {[]Column{{ID: "a", Width: 100}, {ID: "b", Width: 100}}, 500, []float32{100, 100}},
		"a column that stretches gives way down to its least width": {
			[]Column{{ID: "a", Width: 200, MinWidth: 120, Stretch: 1}, {ID: "b", Width: 100}}, 250, []float32{150, 100},
		},
		"and no further": {
			[]Column{{ID: "a", Width: 200, MinWidth: 120, Stretch: 1}, {ID: "b", Width: 100}},
			150,
			[]float32{120, 100},
		},
		"the widest gives way at first, so that short texts stay whole": {
			[]Column{
				{ID: "a", Width: 100, MinWidth: 40, Stretch: 1},
				{ID: "b", Width: 300, MinWidth: 40, Stretch: 1},
				{ID: "c", Width: 220, MinWidth: 40, Stretch: 1},
			},
			500,
			[]float32{100, 200, 200},
		},
		"a width below the least is raised": {[]Column{{ID: "a", Width: 10, MinWidth: 50}}, 50, []float32{50}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			test.NewTempApp(t)
			var columns columns
			columns.set(c.columns)
			columns.layout(c.view)
			for i, want := range c.want {
				widgettest.Equal(t, "width of column "+c.columns[i].ID, columns.width(i), want)
			}
		})
	}
}

func TestGridColumnsGiveWayToTitlesAtFirst(t *testing.T) {
	test.NewTempApp(t)
	var columns columns
	columns.set([]Column{
		{ID: "a", Title: "Connection Name", Width: 220, MinWidth: 40, Stretch: 1, Sortable: true},
		{ID: "b", Title: "B", Width: 220, MinWidth: 60, Stretch: 1},
	})
	title := columns.titleWidth(0)
	columns.layout(title + 60)
	widgettest.Equal(t, "column with the long title", columns.width(0), title)
	widgettest.Equal(t, "column with the short one", columns.width(1), 60)
	columns.layout(110)
	widgettest.Equal(t, "column with the long title where there is no room for that", columns.width(0), 50)
	widgettest.Equal(t, "column with the short one then", columns.width(1), 60)
}

// fittedTo makes columns that hold something of a width.
func fittedTo(widths []float32, all ...Column) *columns {
	c := &columns{}
	c.set(all)
	for i, width := range widths {
		c.fit[all[i].ID] = width
	}
	return c
}

func TestAUsualNameIsSeenWholeBeforeColumnsThatCanBeSpared(t *testing.T) {
	test.NewTempApp(t)
	c := fittedTo([]float32{200, 90}, Column{ID: "name", MinWidth: 80, Stretch: 1}, Column{ID: "number", Spare: 1})
	c.layout(280)
	widgettest.Equal(t, "the name", c.width(0), 280)
	widgettest.Equal(t, "the number", c.width(1), 0)
	// A very long one is cut for it.
	c = fittedTo([]float32{420, 90}, Column{ID: "name", MinWidth: 80, Stretch: 1}, Column{ID: "number", Spare: 1})
	c.layout(420)
	widgettest.Equal(t, "the long name", c.width(0), 330)
	widgettest.Equal(t, "the number beside it", c.width(1), 90)
}

func TestASentenceIsSeenWholeBeforeColumnsThatAreSparedBeforeIt(t *testing.T) {
	test.NewTempApp(t)
	c := fittedTo([]float32{120, 520, 100}, Column{ID: "name"}, Column{ID: "evidence", MinWidth: 110, Stretch: 3, Spare: 3},
		Column{ID: "currency", Spare: 1})
	for _, given := range []struct{ view, evidence, currency float32 }{
		{660, 540, 0},
		{760, 540, 100},
		{440, 320, 0}, // too narrow for all of it, it is cut
	} {
		c.layout(given.view)
		widgettest.Equal(t, "the evidence", c.width(1), given.evidence)
		widgettest.Equal(t, "the currency", c.width(2), given.currency)
	}
}

func TestAListOfNamesYieldsToWhatTellsRowsApart(t *testing.T) {
	test.NewTempApp(t)
	name := Column{ID: "name", MinWidth: 80, Stretch: 4}
	licenses := Column{ID: "licenses", Width: 180, MinWidth: 72, Stretch: 1, Yields: true}
	for _, given := range []struct{ fitted, view, name, licenses float32 }{
		{260, 600, 260, 340}, // there is more room than the list needs before it is seen whole
		{260, 480, 260, 220},
		{400, 480, 300, 180}, // then the name is cut
		{400, 300, 150, 150}, // and then the widest
	} {
		c := fittedTo([]float32{given.fitted, 400}, name, licenses)
		c.layout(given.view)
		widgettest.Equal(t, "the name", c.width(0), given.name)
		widgettest.Equal(t, "the licenses", c.width(1), given.licenses)
	}
}

func TestALongNameDoesNotPushOtherColumnsFarOutOfAGridThatScrolls(t *testing.T) {
	test.NewTempApp(t)
	c := fittedTo([]float32{420, 150, 300}, Column{ID: "tenant", MinWidth: 100, Stretch: 1}, Column{ID: "name", MinWidth: 150, Stretch: 1},
		Column{ID: "number"})
	c.layout(500)
	for i, want := range []float32{widestScrolled, 150, 300} {
		widgettest.Equal(t, "width of column "+c.columns[i].ID, c.width(i), want)
	}
}

func TestWhatIsLeftOverGoesAtFirstToWhatIsCut(t *testing.T) {
	test.NewTempApp(t)
	c := fittedTo([]float32{100, widestFit + 200}, Column{ID: "name", MinWidth: 80, Stretch: 1},
		Column{ID: "evidence", MinWidth: 80, Stretch: 1})
	for _, given := range []struct{ view, name, evidence float32 }{
		{100 + widestFit, 100, widestFit},
		{100 + widestFit + 150, 100, widestFit + 150},
		{100 + widestFit + 300, 150, widestFit + 250},
	} {
		c.layout(given.view)
		widgettest.Equal(t, "the name", c.width(0), given.name)
		widgettest.Equal(t, "the long evidence", c.width(1), given.evidence)
	}
}

func TestTheNameOfAGroupGoesOnOverEmptyCells(t *testing.T) {
	g := New(Column{ID: "name", Title: "Name", Width: 80}, Column{ID: "b", Title: "B", Width: 200}, Column{ID: "sum", Title: "Sum", Width: 80})
	g.Fits = true
	const name = "A group of a long name"
	g.SetData(Rows{
		{{Text: name, Wide: true, Bold: true}, {}, Text("12")},
		{Text(name), {}, Text("1")},
		{{Text: name, Wide: true}, Text("not empty"), {}},
	})
	g.columns.chosen["name"], g.columns.chosen["b"] = 80, 200
	widgettest.NewWindow(t, g, 500, 200)
	for i, whole := range []bool{true, false, false} {
		shown := g.body.renderer.rows[i].cells[0].text.Text
		if (shown == name) != whole {
			t.Errorf("row %d shows %q", i, shown)
		}
		if told := g.body.tipAt(i, 10); (told == "") != whole {
			t.Errorf("the tooltip of row %d says %q", i, told)
		}
	}
	clear(g.columns.fit)
	g.SetData(Rows{{{Text: name + name, Wide: true}, {}, {}}})
	if fit := g.columns.fit["name"]; fit > 80 {
		t.Errorf("the name of a group makes its column %v wide", fit)
	}
}

func TestGridScrollsSidewaysWhereItsColumnsDoNotFit(t *testing.T) {
	g, w := newTestGrid(t, 3)
	widgettest.Equal(t, "scroll bar of a wide grid is shown", g.across.Visible(), false)
	w.Resize(fyne.NewSize(200, 300))
	widgettest.Equal(t, "scroll bar of a narrow grid is shown", g.across.Visible(), true)
	for range 20 {
		widgettest.Press(g, fyne.KeyRight)
	}
	widgettest.Equal(t, "offset at the right end", g.offsetX, g.columns.total()-g.body.Size().Width)
	w.Resize(fyne.NewSize(400, 300))
	widgettest.Equal(t, "offset once everything fits", g.offsetX, 0)
}

func TestSpareColumnsGiveWay(t *testing.T) {
	g := New(
		Column{ID: "name", Title: "Name", Width: 150, MinWidth: 100, Stretch: 1},
		Column{ID: "type", Title: "Type", Width: 100, Spare: 2},
		Column{ID: "kind", Title: "Kind", Width: 100, Spare: 1},
		Column{ID: "state", Title: "State", Width: 100},
	)
	g.SetData(Rows{{Text("n"), {Text: "t", Icon: "task"}, Text("k"), Text("s")}})
	widgettest.NewWindow(t, g, 600, 200)
	widths := func() (all []float32) {
		for i := range g.columns.columns {
			all = append(all, g.columns.width(i))
		}
		return all
	}
	for _, c := range []struct{ width, typed, kind float32 }{
		{600, 100, 100}, {402, 100, 100}, {390, 100, 0}, {260, 0, 0}, {150, 0, 0}, {600, 100, 100},
	} {
		g.Resize(fyne.NewSize(c.width, 200))
		got := widths()
		if got[1] != c.typed || got[2] != c.kind || got[0] < 100 || got[3] != 100 {
			t.Errorf("in %v the columns are %v wide", c.width, got)
		}
	}
	g.Resize(fyne.NewSize(260, 200))
	for _, row := range g.body.renderer.rows {
		if row.number == 0 && (row.cells[1].text.Visible() || row.cells[1].icon.Visible()) {
			t.Error("a column that is left out is drawn")
		}
	}
	// One whose width was chosen stays, even if the others must scroll.
	g.header.resize(1, 90)
	widgettest.Equal(t, "the chosen width", widths()[1], 90)
}

func TestAColumnThatIsAskedForStaysInPlaceOfOthers(t *testing.T) {
	g := New(Column{ID: "name", Width: 100}, Column{ID: "mail", Width: 100, Spare: 2}, Column{ID: "chat", Width: 100, Spare: 1})
	widgettest.NewWindow(t, g, 220, 200)
	for _, given := range []struct {
		kept       []string
		mail, chat float32
	}{{nil, 100, 0}, {[]string{"chat"}, 0, 100}, {nil, 100, 0}} {
		g.Keep(given.kept...)
		widgettest.Equal(t, "the mail", g.columns.width(1), given.mail)
		widgettest.Equal(t, "the chat", g.columns.width(2), given.chat)
	}
}

func TestAColumnStaysWhileOtherRowsComeAndGoes(t *testing.T) {
	g := New(Column{ID: "name", Title: "Name", MinWidth: 60, Stretch: 1}, Column{ID: "why", Title: "Why", MinWidth: 60, Stretch: 1, Spare: 1})
	g.Fits = true
	widgettest.NewWindow(t, g, 300, 200)
	left := func() bool { return g.Columns()[1].NoRoom }
	// Given rows beside which a column has room,
	g.SetData(Rows{{Text("Anna"), Text("not used")}})
	if left() {
		t.Fatal("there is no room for two short columns")
	}
	// when longer ones come, then it is still there,
	g.SetData(Rows{{Text(strings.Repeat("Wilhelmina ", 6)), Text("not used")}})
	if left() {
		t.Error("a search takes a column away")
	}
	// and in a narrower view it is decided anew.
	g.Resize(fyne.NewSize(200, 200))
	if !left() {
		t.Error("the column takes the room of names in a small window")
	}
}
