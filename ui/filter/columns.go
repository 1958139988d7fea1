package filter

import (
	"slices"
	"strings"

	"inventorybeacon/app/lists"
)

// Columns names the columns of a list of the window as the console and views do. A column that is not among them has its id for a name.
type Columns struct {
	// Names are those of columns, by their ids.
	Names map[string]string
	// Sorts are what columns are sorted by that are sorted by another one than themselves, by their ids.
	Sorts map[string]string
}

// Name is what the column of an id is called.
func (c Columns) Name(id string) string {
	if name, other := c.Names[id]; other {
		return name
	}
	return id
}

// ID is that of the column of a name.
func (c Columns) ID(name string) string {
	for id, other := range c.Names {
		if other == name {
			return id
		}
	}
	return name
}

// Sort is the name by which the column of an id is sorted.
func (c Columns) Sort(id string) string {
	if by, other := c.Sorts[id]; other {
		return by
	}
	return c.Name(id)
}

// SortID is the id of the column that is sorted by a name.
func (c Columns) SortID(by string) string {
	for id, other := range c.Sorts {
		if other == by {
			return id
		}
	}
	return c.ID(by)
}

// Asked is what the list shows now, as a query of the console.
func (b *Bar) Asked() lists.Query {
	q, known := b.Query(), b.list.Columns()
	for _, c := range b.rows.Grid().Drawn() {
		if name := b.columns.Name(c.ID); slices.Contains(known, name) {
			q.Columns = append(q.Columns, name)
		}
	}
	id, descending := b.rows.Grid().Sort()
	if by := b.columns.Sort(id); slices.Contains(known, by) {
		q.Sort = by
		if descending {
			q.Sort = "-" + by
		}
	}
	return q
}

// AskedColumns are the ids of the columns of which conditions speak.
func (b *Bar) AskedColumns() (ids []string) {
	for _, c := range b.conditions {
		if !byMore(c.Property) {
			ids = append(ids, b.columns.ID(c.Property))
		}
	}
	return ids
}

// byMore reports whether a property is asked for by more than what its column says.
func byMore(property string) bool {
	return slices.Contains([]string{"license", "licenses", "reason"}, property)
}

// arrange has the list show the columns and the order of a view, which may have others than the window where the console has kept it.
func (b *Bar) arrange(v lists.View) {
	if len(v.Columns) > 0 {
		ids := make([]string, len(v.Columns))
		for i, name := range v.Columns {
			ids[i] = b.columns.ID(name)
		}
		b.rows.ShowColumns(ids)
	}
	if by, descending := strings.CutPrefix(v.Sort, "-"); by != "" {
		b.rows.Grid().SetSort(b.columns.SortID(by), descending)
	}
}

// title is what a property is called: as its column, if it has one and is not asked for by more than that.
func (b *Bar) title(property string) string {
	if byMore(property) {
		return PropertyTitle(property)
	}
	id := b.columns.ID(property)
	for _, c := range b.rows.Grid().Columns() {
		if c.ID == id {
			return c.Title
		}
	}
	return PropertyTitle(property)
}
