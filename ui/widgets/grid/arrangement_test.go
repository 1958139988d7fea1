package grid

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"inventorybeacon/ui/widgets/widgettest"
)

func fitting(t *testing.T, width float32) *Grid {
	t.Helper()
	g := New(
		Column{ID: "name", Title: "Name", Width: 300, MinWidth: 60, Stretch: 1},
		Column{ID: "type", Title: "Type", Width: 90, Constant: true},
		Column{ID: "mail", Title: "Mail", Width: 40, MinWidth: 60, Stretch: 1},
		Column{ID: "day", Title: "Day", Width: 120},
	)
	g.Fits = true
	widgettest.NewWindow(t, g, width, 300)
	g.SetData(Rows{
		{Text("Short"), Text("Member"), Text("somebody.with.a.long.name@contoso.example"), Text("1 Jan")},
		{Text("Shorter"), Text("Member"), Text("me@contoso.example"), Text("2 Jan")},
	})
	return g
}

// shown lists the columns that are drawn.
func shown(g *Grid) string {
	var ids []string
	for i, column := range g.columns.columns {
		if g.columns.width(i) > 0 {
			ids = append(ids, column.ID)
		}
	}
	return strings.Join(ids, " ")
}

func TestColumnsFitWhatTheyHold(t *testing.T) {
	g := fitting(t, 480)
	for row := range 2 {
		for i := range g.columns.columns {
			drawn := g.body.renderer.rows[row]
			if cell := drawn.cells[i]; strings.HasSuffix(cell.text.Text, "…") {
				t.Errorf("%q is cut in %v", cell.text.Text, g.columns.lefts)
			}
		}
	}
	if got := g.columns.total(); got > g.body.Size().Width+0.5 {
		t.Errorf("the columns are %v wide", got)
	}
}

func TestAColumnInWhichAllRowsSayTheSameIsLeftOut(t *testing.T) {
	g := fitting(t, 600)
	if got := shown(g); got != "name mail day" {
		t.Errorf("shown are %s", got)
	}
	rows := g.data.(Rows)
	g.data = append(slices.Clone(rows), []Cell{Text("Other"), Text("Guest"), Text(""), Text("")})
	g.Refresh()
	if got := shown(g); got != "name type mail day" {
		t.Errorf("shown are %s", got)
	}
	g.data = rows
	g.ShowColumn("type", true)
	if got := shown(g); got != "name type mail day" {
		t.Errorf("of somebody's choice shown are %s", got)
	}
}

func TestColumnsThatSomebodyHasChosenStayWithoutRoom(t *testing.T) {
	given := func(t *testing.T) *Grid {
		t.Helper()
		g := New(
			Column{ID: "name", Title: "Name", Width: 150},
			Column{ID: "type", Title: "Type", Width: 100, Spare: 1},
			Column{ID: "kind", Title: "Kind", Width: 100, Spare: 2},
			Column{ID: "note", Title: "Note", Width: 100, Spare: 3},
		)
		g.SetData(Rows{{Text("n"), Text("t"), Text("k"), Text("o")}})
		widgettest.NewWindow(t, g, 270, 200)
		return g
	}
	for _, then := range []struct {
		what          string
		choose        func(g *Grid)
		narrow, wider string
		lacking       int
		scrolls       bool
	}{
		{"nobody chooses", func(*Grid) {}, "name note", "name type kind note", 2, false},
		{"one more is shown", func(g *Grid) { g.ShowColumn("type", true) }, "name type", "name type kind note", 2, false},
		{"all are shown", func(g *Grid) {
			for _, id := range []string{"type", "kind", "note"} {
				g.ShowColumn(id, true)
			}
		}, "name type kind note", "name type kind note", 0, true},
		{"one is hidden", func(g *Grid) { g.ShowColumn("note", false) }, "name kind", "name type kind", 1, false},
		{"all is reset", func(g *Grid) { g.ShowColumn("type", true); g.ResetColumns() }, "name note", "name type kind note", 2, false},
	} {
		t.Run(then.what, func(t *testing.T) {
			g := given(t)
			then.choose(g)
			lacking := 0
			for _, column := range g.Columns() {
				if column.NoRoom {
					lacking++
				}
			}
			if got := shown(g); got != then.narrow || lacking != then.lacking || g.across.Visible() != then.scrolls {
				t.Errorf("shown are %s, %d lack room, it scrolls: %v", got, lacking, g.across.Visible())
			}
			g.Resize(fyne.NewSize(600, 200))
			if got := shown(g); got != then.wider {
				t.Errorf("with more room shown are %s", got)
			}
		})
	}
}

func TestAColumnWithoutRoomHasNoArrow(t *testing.T) {
	g := New(Column{ID: "name", Title: "Name", Width: 150}, Column{ID: "kind", Title: "Kind", Width: 100, Sortable: true, Spare: 1})
	g.SetSort("kind", true)
	widgettest.NewWindow(t, g, 400, 200)
	arrow := test.WidgetRenderer(g.header).(*headerRenderer).arrow
	for _, given := range []struct {
		width float32
		shown bool
	}{{400, true}, {200, false}, {400, true}} {
		g.Resize(fyne.NewSize(given.width, 200))
		if arrow.Visible() != given.shown {
			t.Errorf("in a width of %v the arrow is shown: %v", given.width, arrow.Visible())
		}
	}
}

func TestColumnsAreArrangedRememberedAndReset(t *testing.T) {
	g := fitting(t, 700)
	var remembered Arrangement
	g.OnArranged = func() { remembered = g.Arrangement() }
	for _, step := range []struct {
		what string
		do   func()
		want string
	}{
		{"to the left", func() { g.MoveColumn("day", -1) }, "name day mail"},
		{"beyond the end", func() { g.MoveColumn("mail", 1) }, "name day mail"},
		{"hidden", func() { g.ShowColumn("name", false) }, "day mail"},
		{"hidden, too", func() { g.ShowColumn("day", false) }, "mail"},
		{"not the last one", func() { g.ShowColumn("mail", false) }, "mail"},
		{"shown again", func() { g.ShowColumn("name", true) }, "name mail"},
		{"wider", func() { g.header.resize(1, 333) }, "name mail"},
	} {
		step.do()
		if got := shown(g); got != step.want {
			t.Errorf("%s: shown are %s, want %s", step.what, got, step.want)
		}
	}
	g.CopySelected()
	again := fitting(t, 700)
	again.Arrange(remembered)
	if got := shown(again); got != "name mail" || again.columns.width(1) != 333 {
		t.Errorf("shown are %s, %v", got, again.columns.lefts)
	}
	again.ResetColumns()
	if got := shown(again); got != "name mail day" || !again.Arrangement().IsZero() {
		t.Errorf("shown are %s; %+v", got, again.Arrangement())
	}
	again.Arrange(Arrangement{Order: []string{"gone", "day"}, Hidden: map[string]bool{"name": true, "mail": true, "day": true, "type": true}})
	if got := shown(again); got != "name" {
		t.Errorf("shown are %s", got)
	}
}
