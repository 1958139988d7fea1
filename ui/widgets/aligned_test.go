package widgets

import (
	"strings"
	"testing"

	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets/widgettest"
)

func TestAlignedNamesTakeTheWidthThatTheyNeedUpToHalf(t *testing.T) {
	const room = 600
	for _, given := range []struct {
		what     string
		name     string
		from, to float32 // where what stands beside it begins
		whole    bool
	}{
		{"a short name", "Network", 120, 120, true},
		{"a longer one", "Refresh token of the connection (optional)", 200, room / 2, true},
		{"one that is too long", strings.Repeat("Refresh token ", 12), room / 2, room / 2, false},
	} {
		t.Run("given "+given.what, func(t *testing.T) {
			list := NewAligned(120)
			widgettest.NewWindow(t, list, room, 400)
			first, name := NewStatusDot(theme.StatusOK, "DNS"), NewStatusDot(theme.StatusOK, given.name)
			text := func() *WrapText {
				return NewWrapText(strings.Repeat("It can be reached. ", 20), fynetheme.ColorNameForeground, fynetheme.SizeNameText)
			}
			texts := []*WrapText{text(), text()}
			list.Add(first, texts[0])
			list.Add(name, texts[1])
			if whole := name.label.Whole() == ""; whole != given.whole {
				t.Errorf("the name is whole: %v", whole)
			}
			for _, beside := range texts {
				if left := beside.Position().X; left < given.from || left > given.to || beside.Size().Width != room-left {
					t.Errorf("beside it begins at %g, %g wide, not between %g and %g", left, beside.Size().Width, given.from, given.to)
				}
			}
			if end := texts[0].Position().Y + texts[0].MinSize().Height; texts[1].Position().Y < end {
				t.Errorf("the second begins at %g, the first ends at %g", texts[1].Position().Y, end)
			}
			if least := list.MinSize().Height; least < texts[1].Position().Y+texts[1].MinSize().Height {
				t.Errorf("the list needs %g for lines that end at %g", least, texts[1].Position().Y+texts[1].MinSize().Height)
			}
		})
	}
}
