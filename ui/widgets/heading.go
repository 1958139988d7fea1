package widgets

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

// Heading is the title of a page that is reached through another one: where it belongs, which leads there, and what it is about.
type Heading struct {
	Composite
	from  *Link
	about *tellingLabel
	more  *tellingLabel
}

// NewHeading returns a heading; open leads to where the page belongs.
func NewHeading(from string, open func()) *Heading {
	h := &Heading{
		from:  newLink(fynetheme.SizeNameHeadingText, theme.ColorNameMutedText),
		about: newTellingLabel("", fynetheme.ColorNameForeground, fynetheme.SizeNameText),
		more:  newTellingLabel("", theme.ColorNameMutedText, fynetheme.SizeNameText),
	}
	h.about.TextSize = fynetheme.SizeNameHeadingText
	h.about.Drawn.TextStyle.Bold = true
	h.from.Set(from, "", open)
	arrow := NewLabel("›", theme.ColorNameMutedText, fynetheme.SizeNameHeadingText)
	h.Compose(h, Arranged(func() fyne.Size {
		return fyne.NewSize(200, max(ControlHeight(), h.from.MinSize().Height))
	}, func(size fyne.Size) {
		x := float32(0)
		for _, part := range []struct {
			object fyne.CanvasObject
			width  float32
		}{{h.from, h.from.MinSize().Width + 6}, {arrow, arrow.MinSize().Width + 4}, {h.about, h.about.wholeSize().Width + 8}, {
			h.more,
			h.more.wholeSize().Width + 2,
		}} {
			width := min(part.width, max(0, size.Width-x))
			Put(part.object, x, 0, width, size.Height)
			x += width
		}
	}), h.from, arrow, h.about, h.more)
	return h
}

// Set changes what the page is about, and what is said of it in gray.
func (h *Heading) Set(about, more string) {
	h.about.SetText(about)
	h.more.SetText(more)
	h.Body.Layout.Layout(nil, h.Size())
	h.Refresh()
}

// Aside lays two objects out side by side. The second is as wide as Width, and gives way down to Narrow as long as the first is narrower
// than Least. Where that would have to be much narrower, the second goes below it, and the first is as high as High where it can be.
type Aside struct{ Gap, Width, Narrow, Least, High float32 }

// Layout implements [fyne.Layout].
func (a Aside) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	main, beside := objects[0], objects[1]
	const much = 0.75
	width := max(a.Narrow, min(a.Width, size.Width-a.Gap-a.Least))
	if size.Width-a.Gap-width < much*a.Least {
		height := size.Height - a.Gap
		high := max(height*0.6, min(a.High, height*0.8))
		Put(main, 0, 0, size.Width, high)
		Put(beside, 0, high+a.Gap, size.Width, height-high)
		return
	}
	Put(main, 0, 0, size.Width-width-a.Gap, size.Height)
	Put(beside, size.Width-width, 0, width, size.Height)
}

// MinSize implements [fyne.Layout].
func (a Aside) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(a.Least, max(objects[0].MinSize().Height, min(120, objects[1].MinSize().Height)))
}
