package publish

import "slices"

// byDay counts by day. The days that occur lie within a few hundred, so that a
// list takes a fraction of the time of a map. Day 0, "none", is counted apart.
type byDay struct {
	none   int64
	first  uint16 // the day of counts[0]
	counts []int64
}

func (b *byDay) add(day uint16, n int64) {
	if day == 0 {
		b.none += n
		return
	}
	switch {
	case len(b.counts) == 0:
		b.first = day
	case day < b.first:
		b.counts = slices.Insert(b.counts, 0, make([]int64, b.first-day)...)
		b.first = day
	}
	if missing := int(day-b.first) + 1 - len(b.counts); missing > 0 {
		b.counts = append(b.counts, make([]int64, missing)...)
	}
	b.counts[day-b.first] += n
}

// all calls yield with every day that has a count.
func (b *byDay) all(yield func(day uint16, n int64) bool) {
	if b.none != 0 && !yield(0, b.none) {
		return
	}
	for i, n := range b.counts {
		if n != 0 && !yield(b.first+uint16(i), n) {
			return
		}
	}
}

// on is the count of a day.
func (b *byDay) on(day uint16) int64 {
	switch at := int(day) - int(b.first); {
	case day == 0:
		return b.none
	case at < 0 || at >= len(b.counts):
		return 0
	default:
		return b.counts[at]
	}
}

func (b *byDay) sum() int64 {
	sum := b.none
	for _, n := range b.counts {
		sum += n
	}
	return sum
}
