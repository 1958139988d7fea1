package grid

import (
	"iter"
	"slices"
)

// Span is the rows from First to Last.
type Span struct{ First, Last int }

func (s Span) has(row int) bool { return row >= s.First && row <= s.Last }

// keyed is Data whose rows are known by keys, so that the selection stays with its rows while others come and go.
type keyed interface {
	// Key returns the key of a row, or false while that is not loaded.
	Key(row int) (key string, ok bool)
	// RowOf returns where the row of a key stands, as far as it is known.
	RowOf(key string) (row int, ok bool)
}

// keysKept bounds the rows of a selection that are followed by their keys. A greater one ends when its rows may have moved.
const keysKept = 200

// selection is the rows that are selected. Keys start from the lead, and ranges from the anchor.
type selection struct {
	lead, anchor int // -1 for none
	spans        []Span
	keys         []string // of the rows in their order, where the data has keys; the lead's comes first
	length       int      // of the data when it was made
}

func newSelection() selection { return selection{lead: -1, anchor: -1} }

func (s *selection) has(row int) bool {
	return slices.ContainsFunc(s.spans, func(span Span) bool { return span.has(row) })
}

func (s *selection) count() int {
	count := 0
	for _, span := range s.spans {
		count += span.Last - span.First + 1
	}
	return count
}

// rows goes through the selected rows in their order.
func (s *selection) rows() iter.Seq[int] {
	return func(yield func(int) bool) {
		for _, span := range s.spans {
			for row := span.First; row <= span.Last; row++ {
				if !yield(row) {
					return
				}
			}
		}
	}
}

// only selects one row, -1 none.
func (s *selection) only(row int) {
	*s = selection{lead: row, anchor: row}
	if row >= 0 {
		s.spans = []Span{{row, row}}
	}
}

// extend selects the rows between the anchor and a row.
func (s *selection) extend(row int) {
	if s.anchor < 0 {
		s.only(row)
		return
	}
	s.lead = row
	s.spans = []Span{{min(s.anchor, row), max(s.anchor, row)}}
}

// toggle selects a row beside the others, or no longer.
func (s *selection) toggle(row int) {
	if s.has(row) {
		s.remove(row)
		return
	}
	s.lead, s.anchor = row, row
	s.spans = joined(append(s.spans, Span{row, row}))
}

func (s *selection) remove(row int) {
	var left []Span
	for _, span := range s.spans {
		if !span.has(row) {
			left = append(left, span)
			continue
		}
		for _, part := range []Span{{span.First, row - 1}, {row + 1, span.Last}} {
			if part.First <= part.Last {
				left = append(left, part)
			}
		}
	}
	s.spans = left
	if s.lead = -1; len(left) > 0 {
		s.lead = left[0].First
	}
	s.anchor = s.lead
}

// joined sorts spans and makes one of those that touch.
func joined(spans []Span) []Span {
	slices.SortFunc(spans, func(a, b Span) int { return a.First - b.First })
	var result []Span
	for _, span := range spans {
		if n := len(result); n > 0 && span.First <= result[n-1].Last+1 {
			result[n-1].Last = max(result[n-1].Last, span.Last)
		} else {
			result = append(result, span)
		}
	}
	return result
}

// remember notes the keys of the selected rows.
func (s *selection) remember(data Data) {
	s.keys, s.length = nil, data.Len()
	known, ok := data.(keyed)
	if !ok || s.lead < 0 || s.count() > keysKept {
		return
	}
	note := func(row int) {
		key, _ := known.Key(row)
		s.keys = append(s.keys, key)
	}
	note(s.lead)
	for row := range s.rows() {
		note(row)
	}
}

// follow moves the selection to where its rows stand now; those that are gone are no longer selected.
func (s *selection) follow(data Data) {
	known, ok := data.(keyed)
	switch {
	case s.lead < 0:
		return
	case !ok || s.keys == nil:
		if s.lead >= data.Len() || s.count() > 1 && s.length != data.Len() {
			s.only(-1)
		}
		return
	}
	var rows []int
	was := map[int]string{} // the keys of rows that are not loaded yet
	i := 0
	for row := range s.rows() {
		i++
		if now, found := place(known, data.Len(), row, s.keys[i]); found {
			rows = append(rows, now)
			was[now] = s.keys[i]
		}
	}
	lead, found := place(known, data.Len(), s.lead, s.keys[0])
	s.of(rows, lead, found)
	s.remember(data)
	s.keep(was)
}

// keep remembers the keys that rows had which have none now, because they are not loaded.
func (s *selection) keep(was map[int]string) {
	if s.keys == nil {
		return
	}
	known := func(i, row int) {
		if s.keys[i] == "" {
			s.keys[i] = was[row]
		}
	}
	known(0, s.lead)
	i := 0
	for row := range s.rows() {
		i++
		known(i, row)
	}
}

// of selects rows.
func (s *selection) of(rows []int, lead int, found bool) {
	if !found && len(rows) > 0 {
		lead, found = rows[0], true
	}
	if !found {
		s.only(-1)
		return
	}
	s.lead, s.anchor, s.spans = lead, lead, nil
	for _, row := range rows {
		s.spans = append(s.spans, Span{row, row})
	}
	s.spans = joined(s.spans)
}

// place returns where a row stands that had a key: a row that is not loaded yet stays.
func place(data keyed, length, row int, key string) (int, bool) {
	if row < length {
		if now, loaded := data.Key(row); !loaded || now == key || key == "" {
			return row, true
		}
	}
	return data.RowOf(key)
}
