package form

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"inventorybeacon/ui/widgets/widgettest"
)

func TestSearchEntryWaitsForAnotherLetter(t *testing.T) {
	var searched []string
	clock := &widgettest.Clock{}
	e := NewSearchEntry("Filter", func(text string) { searched = append(searched, text) })
	e.pause.After = clock.After
	widgettest.NewWindow(t, e, 200, 40)
	test.Type(e, "con")
	if searched != nil {
		t.Errorf("searched %v while letters were typed", searched)
	}
	clock.Fire()
	test.Type(e, "t")
	widgettest.Press(e, fyne.KeyReturn)
	clock.Fire()
	widgettest.Press(e, fyne.KeyEscape)
	widgettest.Press(e, fyne.KeyEscape)
	test.Type(e, "x")
	test.Tap(e.cross)
	clock.Fire()
	if want := []string{"con", "cont", ""}; !slices.Equal(searched, want) {
		t.Errorf("searched %q, want %q", searched, want)
	}
	widgettest.Equal(t, "text", e.Text, "")
}

func TestSearchEntryKnowsWhatItsListIsSearchedBy(t *testing.T) {
	var searched []string
	clock := &widgettest.Clock{}
	e := NewSearchEntry("Filter", func(text string) { searched = append(searched, text) })
	e.pause.After = clock.After
	w := widgettest.NewWindow(t, e, 200, 40)
	w.Canvas().Focus(e)
	// Given a text that the list was set to, the cross takes it off.
	e.SetValue("anna")
	test.Tap(e.cross)
	// Given one that was typed and that the list was then set to be without, typing it again searches.
	test.Type(e, "bert")
	clock.Fire()
	e.SetValue("")
	clock.Fire()
	test.Type(e, "bert")
	clock.Fire()
	if want := []string{"", "bert", "bert"}; !slices.Equal(searched, want) {
		t.Errorf("searched %q, want %q", searched, want)
	}
}

func TestSearchEntryWithoutDelaySearchesAtOnce(t *testing.T) {
	searched := ""
	e := NewSearchEntry("Filter", func(text string) { searched = text })
	e.Delay = 0
	widgettest.NewWindow(t, e, 200, 40)
	test.Type(e, "abc")
	widgettest.Equal(t, "searched", searched, "abc")
}
