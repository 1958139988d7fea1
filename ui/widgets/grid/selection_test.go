package grid

import (
	"context"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"inventorybeacon/ui/widgets/widgettest"
)

// named is data whose rows have their names as keys.
type named []string

func (n named) Len() int                     { return len(n) }
func (n named) Row(i int) ([]Cell, bool)     { return []Cell{Text(n[i])}, true }
func (n named) Key(i int) (string, bool)     { return n[i], true }
func (n named) RowOf(key string) (int, bool) { i := slices.Index(n, key); return i, i >= 0 }
func (n named) selected(g *Grid) (s []string) {
	for row := range g.chosen.rows() {
		s = append(s, n[row])
	}
	return s
}

func TestTheSelectionStaysWithItsRowsAndNothingScrolls(t *testing.T) {
	many := func(prefix string, n int) (names named) {
		for i := range n {
			names = append(names, prefix+string(rune('a'+i)))
		}
		return names
	}
	before := many("r", 20)
	for _, given := range []struct {
		what     string
		select_  []int
		now      named
		selected []string
		lead     int
	}{
		{"rows come above it", []int{4}, append(many("n", 3), before...), []string{"re"}, 7},
		{"it has gone", []int{4}, slices.Delete(slices.Clone(before), 4, 5), nil, -1},
		{"one of three has gone", []int{2, 4, 6}, slices.Delete(slices.Clone(before), 4, 5), []string{"rc", "rg"}, 5},
		{"everything has gone", []int{2}, nil, nil, -1},
	} {
		t.Run(given.what, func(t *testing.T) {
			g := New(Column{ID: "name", Title: "Name", Width: 100})
			widgettest.NewWindow(t, g, 300, 200)
			g.SetData(before)
			told := 0
			for _, row := range given.select_ {
				g.choose(row, (*selection).toggle)
			}
			g.scrollTo(0, 300)
			at := g.offsetY
			g.OnSelected = func(int) { told++ }
			g.data = given.now
			g.Refresh()
			if got := given.now.selected(g); !slices.Equal(got, given.selected) || g.Selected() != given.lead {
				t.Errorf("%q are selected, the last one is row %d", got, g.Selected())
			}
			if len(given.now) > len(before)-2 && g.offsetY != at {
				t.Errorf("it has scrolled from %v to %v", at, g.offsetY)
			}
			if gone := given.lead < 0; (told == 1) != gone {
				t.Errorf("told %d times that the selection has changed", told)
			}
		})
	}
}

func TestSeveralRowsAreSelectedAndCopied(t *testing.T) {
	g := New(Column{ID: "name", Title: "Name", Width: 100})
	widgettest.NewWindow(t, g, 300, 300)
	rows := named{"a", "b", "c", "d", "e"}
	g.SetData(rows)
	press := func(row int, button desktop.MouseButton, modifier fyne.KeyModifier) {
		at := fyne.NewPos(20, (float32(row)+0.5)*g.rowHeight())
		g.body.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: button, Modifier: modifier})
	}
	const left, right = desktop.MouseButtonPrimary, desktop.MouseButtonSecondary
	for _, step := range []struct {
		what string
		do   func()
		want string
	}{
		{"a click", func() { press(1, left, 0) }, "b"},
		{"Ctrl adds one", func() { press(3, left, fyne.KeyModifierShortcutDefault) }, "b\nd"},
		{"Ctrl takes one away", func() { press(1, left, fyne.KeyModifierShortcutDefault) }, "d"},
		{"Shift goes up to one", func() { press(1, left, fyne.KeyModifierShift) }, "b\nc\nd"},
		{"the other button leaves them", func() { press(2, right, 0) }, "b\nc\nd"},
		{"the other button beside them", func() { press(4, right, 0) }, "e"},
		{"Ctrl+A", func() { g.TypedShortcut(&fyne.ShortcutSelectAll{}) }, "a\nb\nc\nd\ne"},
		{"a key", func() { g.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome}) }, "a"},
	} {
		step.do()
		g.TypedShortcut(&fyne.ShortcutCopy{})
		if got := fyne.CurrentApp().Clipboard().Content(); got != step.want {
			t.Errorf("%s: copied is %q, want %q", step.what, got, step.want)
		}
	}
}

func TestASortShowsTheFirstRows(t *testing.T) {
	g, w := newTestGrid(t, 300)
	g.Select(200)
	test.TapCanvas(w.Canvas(), fyne.NewPos(20, g.rowHeight()/2))
	if g.offsetY != 0 {
		t.Errorf("after a sort it is at %v", g.offsetY)
	}
}

// Rows that are counted before they are loaded have no keys for a moment.
func TestTheSelectionStaysWithItsRowWhileRowsAreLoadedAgain(t *testing.T) {
	for given, now := range map[string]struct {
		rows     []string
		selected []string
	}{
		"a row comes above it": {[]string{"new", "a", "b", "c", "d"}, []string{"c"}},
		"it has gone":          {[]string{"a", "b", "d"}, nil},
		"nothing has changed":  {[]string{"a", "b", "c", "d"}, []string{"c"}},
	} {
		t.Run(given, func(t *testing.T) {
			rows := []string{"a", "b", "c", "d"}
			data := NewPaged(t.Context(), Source[string]{
				Count: func(context.Context) (int, error) { return len(rows), nil },
				Load: func(_ context.Context, offset, limit int) ([]string, error) {
					return rows[offset:min(offset+limit, len(rows))], nil
				},
				Key:   func(row string) string { return row },
				Cells: func(row string) []Cell { return []Cell{Text(row)} },
			})
			t.Cleanup(data.Close)
			var waiting []func()
			data.Run = func(load func()) { waiting = append(waiting, load) }
			load := func() {
				for len(waiting) > 0 {
					next := waiting[0]
					waiting = waiting[1:]
					next()
				}
			}
			g := New(Column{ID: "name", Title: "Name", Width: 100})
			widgettest.NewWindow(t, g, 300, 300)
			g.SetData(data)
			data.Reload()
			load()
			g.Select(2)
			rows = now.rows
			data.Reload()
			g.Refresh()
			load()
			var got []string
			for row := range g.SelectedRows() {
				got = append(got, rows[row])
			}
			if !slices.Equal(got, now.selected) {
				t.Errorf("%q are selected, want %q", got, now.selected)
			}
		})
	}
}
