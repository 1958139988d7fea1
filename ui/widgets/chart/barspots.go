package chart

import (
	"strings"

	"fyne.io/fyne/v2"
)

func (b *Bars) area(spot int) (fyne.Position, fyne.Size) { return b.spots[spot].at, b.spots[spot].size }

// spotAt prefers a part to the bar as a whole.
func (b *Bars) spotAt(at fyne.Position) int {
	found := -1
	for i, s := range b.spots {
		if within(at.X, s.at.X, s.size.Width) && within(at.Y, s.at.Y, s.size.Height) {
			found = i
		}
	}
	return found
}

func within(value, from, length float32) bool { return value >= from && value < from+length }

func (b *Bars) step(from int, key fyne.KeyName) int {
	if len(b.spots) == 0 {
		return -1
	}
	if from < 0 {
		switch key {
		case fyne.KeyDown, fyne.KeyRight, fyne.KeyHome:
			return 0
		case fyne.KeyUp, fyne.KeyLeft, fyne.KeyEnd:
			return b.spotOf(len(b.bars)-1, -1)
		}
		return -1
	}
	s := b.spots[from]
	switch key {
	case fyne.KeyRight:
		if from+1 < len(b.spots) && b.spots[from+1].bar == s.bar {
			return from + 1
		}
		return from
	case fyne.KeyLeft:
		if s.part >= 0 {
			return from - 1
		}
		return from
	case fyne.KeyDown:
		return b.spotOf(min(s.bar+1, len(b.bars)-1), s.part)
	case fyne.KeyUp:
		return b.spotOf(max(s.bar-1, 0), s.part)
	case fyne.KeyHome:
		return 0
	case fyne.KeyEnd:
		return b.spotOf(len(b.bars)-1, -1)
	}
	return -1
}

// spotOf is the spot of a part, or that of its bar where the part is nothing.
func (b *Bars) spotOf(bar, part int) int {
	whole := -1
	for i, s := range b.spots {
		if s.bar == bar && s.part == part {
			return i
		}
		if s.bar == bar && s.part < 0 {
			whole = i
		}
	}
	return whole
}

// tip says the part, or all of the bar.
func (b *Bars) tip(spot int) string {
	s := b.spots[spot]
	bar := b.bars[s.bar]
	said := []string{bar.Name}
	for i, part := range bar.Parts {
		if s.part == i || s.part < 0 {
			said = append(said, b.named(part.Name, part.Value))
		}
		if s.part == i {
			said = append(said, part.Meaning)
		}
	}
	if bar.Limit.Name != "" {
		said = append(said, b.named(bar.Limit.Name, bar.Limit.Value))
	}
	return lines(append(said, bar.Alert, bar.Note, bar.Hint)...)
}

func (b *Bars) text() string {
	var said []string
	for _, bar := range b.bars {
		var of []string
		for _, part := range bar.Parts {
			of = append(of, b.named(part.Name, part.Value))
		}
		if bar.Limit.Name != "" {
			of = append(of, b.named(bar.Limit.Name, bar.Limit.Value))
		}
		if note := bar.note(); note != "" {
			of = append(of, note)
		}
		row := strings.Join(of, ", ")
		if bar.Name != "" {
			row = bar.Name + ": " + row
		}
		said = append(said, row)
	}
	return lines(said...)
}

func (b *Bars) open(spot int) {
	if b.OnOpen != nil {
		b.OnOpen(b.spots[spot].bar, b.spots[spot].part)
	}
}
