package page

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/form"
	"inventorybeacon/ui/widgets/menu"
)

func TestTheFiltersOfAPageGiveWayToANarrowWindow(t *testing.T) {
	test.NewTempApp(t)
	tenant, state, search := form.NewSelect(nil, nil), form.NewSelect(nil, nil), form.NewSearchEntry("Search", nil)
	content := container.NewWithoutLayout()
	page := New("Users", content, Filter{tenant, 190, 110}, Filter{state, 190, 115}, Filter{search, 240, 120})
	const edge = 18 // left and right of a page
	for _, given := range []struct {
		what    string
		width   float32
		tenants bool
		beside  bool
		search  float32 // how wide it is; 0 for between its least and its greatest width
	}{
		{"a wide window", 1000, true, true, 240},
		{"a window in which they give way", 680, true, true, 0},
		{"a narrow window", 540, true, false, 0},
		{"a narrow window and one tenant", 540, false, true, 0},
		{"a window in which they stand below each other", 330, true, false, 240},
		{"a window narrower than their least widths", 120, false, false, 0},
	} {
		t.Run(given.what, func(t *testing.T) {
			tenant.Hidden = !given.tenants
			if least := page.MinSize().Width; least > 200 {
				t.Errorf("the page asks for %g", least)
			}
			page.Resize(fyne.NewSize(given.width, 400))
			page.Refresh()
			right, line := float32(0), float32(0)
			for _, filter := range []fyne.CanvasObject{tenant, state, search} {
				if !filter.Visible() {
					continue
				}
				if filter.Position().Y > line {
					right, line = 0, filter.Position().Y
				}
				left := filter.Position().X
				if left < right || filter.Size().Width < 40 {
					t.Errorf("a filter is at %g, %g wide; the one before it ends at %g", left, filter.Size().Width, right)
				}
				right = left + filter.Size().Width
				if room := given.width - 2*edge; right > room+0.01 {
					t.Errorf("a filter ends at %g of %g", right, room)
				}
			}
			if given.search != 0 && search.Size().Width != given.search {
				t.Errorf("the search is %g wide", search.Size().Width)
			}
			if bottom := search.Position().Y + search.Size().Height; bottom > content.Position().Y {
				t.Errorf("the filters end at %g, the content begins at %g", bottom, content.Position().Y)
			}
			if beside := search.Position().Y < 20; beside != given.beside {
				t.Errorf("beside the heading is %v", beside)
			}
		})
	}
}

// A part that was folded is laid out anew when there is room again, though it keeps its size.
func TestPartsOfAPageGiveWayToItsList(t *testing.T) {
	test.NewTempApp(t)
	main, cards := container.NewWithoutLayout(), widgets.AtLeast(container.NewWithoutLayout(), 100)
	bar := menu.NewCommandBar(nil, menu.Command{Text: "Open User..."}, menu.Command{Text: "Kept Licenses..."}, menu.Command{Text: "Export..."})
	column := Column(main, bar.Row, Yielding(cards), main)
	for _, given := range []struct {
		height      float32
		rows, cards bool
	}{{500, true, true}, {200, false, false}, {201, false, false}, {320, false, true}, {500, true, true}} {
		column.Resize(fyne.NewSize(230, given.height))
		if rows := bar.Row.Size().Height > widgets.ControlHeight(); rows != given.rows || cards.Visible() != given.cards {
			t.Errorf("in %g the bar has rows: %v; the cards are shown: %v", given.height, rows, cards.Visible())
		}
		if end := main.Position().Y + main.Size().Height; end > given.height+0.01 {
			t.Errorf("in %g the list ends at %g", given.height, end)
		}
	}
}
