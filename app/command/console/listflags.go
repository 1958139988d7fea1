package console

import (
	"cmp"

	"inventorybeacon/app/lists"
)

// FilterFlag chooses rows by conditions; each one that is given has to hold.
type FilterFlag struct {
	Filter []string `help:"Only rows for which this holds, such as \"department = 'Sales' and license = SPE_E5\"; the operators are = != ~ (contains) < > and in (a, b)." placeholder:"EXPR" sep:"none"`
}

// ListFlags say what of a list is wanted.
type ListFlags struct {
	Search *string `help:"Only rows that contain this text; \"\" for all of those of --view." placeholder:"TEXT" empty:"view"`
	FilterFlag
	Columns []string   `help:"Columns in their order, with commas between them; a name that is none is answered with all there are." placeholder:"COLUMNS"`
	Sort    SortColumn `help:"Column to sort by; with - before it from the greatest down." placeholder:"COLUMN"`
	GroupBy *string    `help:"Count the rows by this column instead of listing them; \"\" to list those that --view counts." placeholder:"COLUMN" empty:"view"`
}

// Condition is the filter for which all those that were given hold.
func (f FilterFlag) Condition() (all string) {
	for _, one := range f.Filter {
		all = lists.Both(all, one)
	}
	return all
}

// Wanted adds what the options ask for to what a view does.
func (f ListFlags) Wanted(q lists.Query) lists.Query {
	q.Filter = lists.Both(q.Filter, f.Condition())
	if len(f.Columns) > 0 {
		q.Columns = f.Columns
	}
	if f.GroupBy != nil && q.GroupBy != *f.GroupBy { // columns and order were those of the rows, or of other groups
		q.GroupBy, q.Columns, q.Sort = *f.GroupBy, f.Columns, ""
	}
	if f.Search != nil {
		q.Search = *f.Search
	}
	q.Sort = cmp.Or(string(f.Sort), q.Sort)
	return q
}

// CheckLimit refuses a --limit that is none.
func CheckLimit(limit int) error {
	if limit < 0 {
		return UsageErrorf("--limit takes a number from 0")
	}
	return nil
}
