package grid

import (
	"strings"
	"testing"

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
