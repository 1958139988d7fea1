package form

import (
	"time"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

// SearchEntry is a field for a filter with a cross that empties it. OnSearch is called a moment after the last letter was typed,
// and at once for Enter, the cross and Esc, which empties it too.
type SearchEntry struct {
	Entry
	OnSearch func(text string)
	// Delay is how long to wait for another letter; 0 does not wait.
	Delay time.Duration

	pause    widgets.Delayed
	searched string
	cross    *fieldIcon
}

// NewSearchEntry returns an empty field that waits 200 ms for another letter.
func NewSearchEntry(placeholder string, search func(text string)) *SearchEntry {
	e := &SearchEntry{OnSearch: search, Delay: 200 * time.Millisecond}
	e.cross = newFieldIcon(lang.L("Empty the filter"), func() {
		e.Clear()
		widgets.FocusOn(e)
	}, e.showCross)
	e.ActionItem = e.cross
	e.extend(e)
	e.SetPlaceHolder(placeholder)
	e.OnChanged = func(string) {
		e.cross.Refresh()
		e.wait()
	}
	e.OnSubmitted = func(string) { e.search() }
	e.OnEscape = e.Clear
	return e
}

// LeadTo has Down and Enter lead to what was found, after the last letter was searched for.
func (e *SearchEntry) LeadTo(found func()) {
	e.OnDown = func() {
		e.search()
		found()
	}
	e.OnSubmitted = func(string) { e.OnDown() }
}

// SetValue shows a text by which the list is searched already.
func (e *SearchEntry) SetValue(text string) {
	e.pause.Stop()
	e.Entry.SetValue(text)
	e.searched = text
	e.cross.Refresh()
}

// Clear empties the field and searches at once.
func (e *SearchEntry) Clear() {
	e.Entry.SetValue("")
	e.cross.Refresh()
	e.search()
}

func (e *SearchEntry) wait() {
	if e.Delay == 0 {
		e.search()
		return
	}
	e.pause.Start(e.Delay, e.search)
}

func (e *SearchEntry) search() {
	e.pause.Stop()
	if e.Text != e.searched && e.OnSearch != nil {
		e.searched = e.Text
		e.OnSearch(e.Text)
	}
}

// showCross draws the glass of an empty field and the cross of one with text.
func (e *SearchEntry) showCross(cross *widgets.Icon) {
	name := "clear"
	if e.Text == "" {
		name = "search"
	}
	cross.Set(name, theme.ColorNameMutedText)
}
