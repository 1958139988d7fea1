package query

import (
	"inventorybeacon/store/inventory/filter"
	"inventorybeacon/store/inventory/internal/tables"
)

// Group is how many rows of a list have a value in one of its columns.
type Group struct {
	// Value is a string, bool, int64, [connector.Date], or nil where there is none.
	Value any
	Count int64
}

// Grouping counts rows by their values. Texts that differ only in the case of letters are one
// group, as for a filter, which is called as the first of them is.
type Grouping struct {
	Groups []Group
	places map[any]int // in Groups, by value; texts folded
}

// Add counts so many rows more of a value.
func (g *Grouping) Add(value any, count int64) {
	key := value
	if text, is := value.(string); is {
		key = filter.Fold(text)
	}
	place, known := g.places[key]
	if known {
		g.Groups[place].Count += count
		return
	}
	if g.places == nil {
		g.places = map[any]int{}
	}
	g.places[key] = len(g.Groups)
	g.AddOther(value, count)
}

// AddOther adds a group of a value that no other group has.
func (g *Grouping) AddOther(value any, count int64) {
	g.Groups = append(g.Groups, Group{value, count})
}

// AddCollated adds a group of a text as SQL finds it, empty for none: it has put together what
// differs in the case of ASCII letters.
func (g *Grouping) AddCollated(text string, count int64) {
	switch {
	case text == "":
		g.AddOther(nil, count)
	case tables.ASCII(text):
		g.AddOther(text, count)
	default:
		g.Add(text, count)
	}
}
