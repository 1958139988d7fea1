package systems

import "fyne.io/fyne/v2"

const gap = 10

// stack lays out the list, the buttons below it, and the progress of an import
// below them. The list is as high as its rows while there is progress to see.
type stack struct{ page *Page }

// Layout implements [fyne.Layout].
func (s *stack) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	grid, bar, progress := objects[0], objects[1], objects[2]
	bar.Resize(fyne.NewSize(size.Width, bar.MinSize().Height))
	barHeight := bar.MinSize().Height
	gridHeight := size.Height - barHeight - gap
	if progress.Visible() {
		most := gridHeight - gap - progress.MinSize().Height
		gridHeight = max(grid.MinSize().Height, min(most, s.page.grid.ContentHeight()))
	}
	grid.Move(fyne.NewPos(0, 0))
	grid.Resize(fyne.NewSize(size.Width, gridHeight))
	bar.Move(fyne.NewPos(0, gridHeight+gap))
	top := gridHeight + gap + barHeight + gap
	progress.Move(fyne.NewPos(0, top))
	progress.Resize(fyne.NewSize(size.Width, max(progress.MinSize().Height, size.Height-top)))
}

// MinSize implements [fyne.Layout].
func (s *stack) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var least fyne.Size
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		size := o.MinSize()
		least.Width = max(least.Width, size.Width)
		least.Height += size.Height
		if i > 0 {
			least.Height += gap
		}
	}
	return least
}
