package grid

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"inventorybeacon/ui/widgets/widgettest"
)

func TestLogStaysWhereItsReaderIs(t *testing.T) {
	v := NewLog()
	widgettest.NewWindow(t, v, 300, 100)
	for range 1000 {
		v.Append(Muted("a line"))
	}
	if _, last := v.grid.VisibleRows(); last != 999 {
		t.Errorf("the last line that is seen is %d", last)
	}
	v.grid.ScrollTo(10)
	first, _ := v.grid.VisibleRows()
	v.Append(Muted("another line"))
	if got, _ := v.grid.VisibleRows(); got != first {
		t.Errorf("the log moved from line %d to %d while it was read", first, got)
	}
	widgettest.Equal(t, "lines", strings.Count(v.Text(), "\n"), 1001)
	v.Clear()
	widgettest.Equal(t, "text", v.Text(), "")
}

func TestALongLineOfALogIsBrokenAndCopiedWhole(t *testing.T) {
	v := NewLog()
	w := widgettest.NewWindow(t, v, 300, 200)
	long := "09:05:07 the users could not be read because the server answered with status 503 and asks to wait"
	v.Append(Muted("09:05:06 first"), Muted(long), Muted("09:05:08 last"))
	narrow := v.grid.data.Len()
	for row := range narrow {
		if drawn := v.grid.body.renderer.rows[row].cells[0].text.Text; strings.HasSuffix(drawn, "…") {
			t.Errorf("it is cut: %s", drawn)
		}
	}
	if narrow < 4 || v.Text() != "09:05:06 first\n"+long+"\n09:05:08 last\n" {
		t.Errorf("%d rows; the text is:\n%s", narrow, v.Text())
	}
	w.Resize(fyne.NewSize(1200, 200))
	widgettest.Equal(t, "rows of a wide log", v.grid.data.Len(), 3)
}
