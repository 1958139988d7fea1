package lists

import (
	"cmp"
	"context"
	"io"
	"slices"
	"strings"

	"inventorybeacon/app/export"
	"inventorybeacon/connector"
	"inventorybeacon/store/inventory"
	"inventorybeacon/store/inventory/filter"
)

// listed is a list with rows of type T.
type listed[T any] struct {
	// columns are all of them, of which the first so many are the usual ones.
	columns []export.Column[T]
	first   int
	filters []filter.Property
	// called are the names of a row, where a property is asked for by what the row is called and not by its column alone.
	called map[string]func(row T) []string
	// sortable are the columns that rows are sorted by; nil for all.
	sortable []string
	// grouped are those that they are counted by; nil for all.
	grouped []string
	// tenantID is the id of a row's tenant, of those by the connections through which they were imported; nil of rows that are of
	// several tenants.
	tenantID func(row T, byConnection map[string]string) string
	// each yields the rows of a query in their order, groups counts them.
	each   func(ctx context.Context, of *Lists, q preparedList, yield func(T) error) error
	groups func(ctx context.Context, of *Lists, q preparedList) ([]inventory.Group, error)
}

// betweenProgress is how many rows are written between two looks at who waits for them.
const betweenProgress = 1000

func (l *listed[T]) properties() []filter.Property { return l.filters }

func (l *listed[T]) names() []string { return keys(l.columns) }

func (l *listed[T]) sorts() []string {
	if l.sortable != nil {
		return l.sortable
	}
	return l.names()
}

func (l *listed[T]) groupings() []string {
	if l.grouped != nil {
		return l.grouped
	}
	return l.names()
}

func (l *listed[T]) counted(by string) []string { return []string{by, CountColumn} }

func keys[T any](columns []export.Column[T]) []string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Key
	}
	return names
}

// usual are the columns of a query that names none.
func (l *listed[T]) usual(q Query) []string {
	names := keys(l.columns[:l.first])
	if q.Failed {
		names = append(names, failedColumn().Key)
	}
	return names
}

func (l *listed[T]) column(name string) export.Column[T] {
	return l.columns[slices.IndexFunc(l.columns, func(c export.Column[T]) bool { return c.Key == name })]
}

func (l *listed[T]) count(ctx context.Context, of *Lists, q preparedList) ([]inventory.Group, error) {
	return l.groups(ctx, of, q)
}

// title is the column's own name for what is no column, but can be filtered by.
func (l *listed[T]) title(column string) string {
	for _, c := range l.columns {
		if c.Key == column {
			return c.Title
		}
	}
	return column
}

func (l *listed[T]) write(ctx context.Context, of *Lists, w io.Writer, format export.Format, q preparedList) (int64, error) {
	if q.GroupBy != "" {
		groups, err := l.groups(ctx, of, q)
		if err != nil {
			return 0, err
		}
		by := l.column(q.GroupBy)
		return export.Write(w, format, groupColumns(by.Key, by.Title, by.Kind, q.Columns), export.Rows(func() ([]inventory.Group, error) {
			return orderGroups(groups, q), nil
		}))
	}
	columns := make([]export.Column[T], len(q.Columns))
	for i, name := range q.Columns {
		columns[i] = l.column(name)
	}
	if q.tenantIDs != nil {
		columns = append(columns, export.Column[T]{
			Key: TenantIDColumn, Title: "Tenant ID", Value: func(row T) any { return export.Text(l.tenantID(row, q.tenantIDs)) },
		})
	}
	written := int64(0)
	return export.Write(w, format, columns, func(yield func(T) error) error {
		return l.each(ctx, of, q, func(row T) error {
			if written++; written%betweenProgress == 0 {
				if err := context.Cause(ctx); err != nil {
					return err
				}
				if q.Progress != nil {
					q.Progress(written)
				}
			}
			return yield(row)
		})
	})
}

// groupColumns are those of groups by a column.
func groupColumns(key, title string, kind export.Kind, wanted []string) []export.Column[inventory.Group] {
	if kind == export.List {
		kind = export.Words // one of them
	}
	both := map[string]export.Column[inventory.Group]{
		key:         {Key: key, Title: title, Kind: kind, Value: func(g inventory.Group) any { return g.Value }},
		CountColumn: {Key: CountColumn, Title: "Count", Kind: export.Number, Value: func(g inventory.Group) any { return g.Count }},
	}
	columns := make([]export.Column[inventory.Group], len(wanted))
	for i, name := range wanted {
		columns[i] = both[name]
	}
	return columns
}

// orderGroups sorts groups, the largest first unless something else is asked for, and
// cuts them to the limit.
func orderGroups(groups []inventory.Group, q preparedList) []inventory.Group {
	slices.SortStableFunc(groups, func(a, b inventory.Group) int {
		count, value := cmp.Compare(a.Count, b.Count), compareValues(a.Value, b.Value)
		switch {
		case q.sort == "":
			return cmp.Or(-count, value)
		case q.sort == CountColumn && q.descending:
			return cmp.Or(-count, value)
		case q.sort == CountColumn:
			return cmp.Or(count, value)
		case q.descending:
			return -value
		default:
			return value
		}
	})
	if q.Limit > 0 {
		groups = groups[:min(q.Limit, len(groups))]
	}
	return groups
}

// writeSums writes groups with what they cost or save, of whose columns a query wants some.
func writeSums[T any](w io.Writer, format export.Format, all []export.Column[T], q preparedList, sums func() ([]T, error)) (int64, error) {
	column := func(name string) export.Column[T] {
		return all[slices.IndexFunc(all, func(c export.Column[T]) bool { return c.Key == name })]
	}
	columns := make([]export.Column[T], len(q.Columns))
	for i, name := range q.Columns {
		columns[i] = column(name)
	}
	return export.Write(w, format, columns, export.Rows(func() ([]T, error) {
		rows, err := sums()
		if q.sort != "" {
			sortRows(rows, column(q.sort).Value, q.descending)
		}
		if q.Limit > 0 {
			rows = rows[:min(q.Limit, len(rows))]
		}
		return rows, err
	}))
}

// inMemory are the rows of a short list as a query wants them: filtered, sorted and cut.
func inMemory[T any](l *listed[T], rows []T, q preparedList, today connector.Date) []T {
	rows = slices.DeleteFunc(rows, func(row T) bool {
		return !l.matches(q.expression, row, today)
	})
	if q.sort != "" {
		sortRows(rows, l.column(q.sort).Value, q.descending)
	}
	if q.Limit > 0 && q.GroupBy == "" {
		rows = rows[:min(q.Limit, len(rows))]
	}
	return rows
}

// sortRows sorts rows by a value.
func sortRows[T any](rows []T, value func(T) any, descending bool) {
	slices.SortStableFunc(rows, func(a, b T) int {
		order := compareValues(value(a), value(b))
		if descending {
			return -order
		}
		return order
	})
}

// matches reports whether a row is what an expression asks for. Where a property is a
// number of users, a state asks whether anybody is in it.
func (l *listed[T]) matches(e filter.Expression, row T, today connector.Date) bool {
	value := func(property string) any { return l.column(property).Value(row) }
	for _, c := range e {
		if names := l.called[c.Property]; names != nil && c.Operator != filter.Before && c.Operator != filter.After {
			if !c.Matches(today, names(row)) {
				return false
			}
			continue
		}
		property, _ := filter.Named(l.filters, c.Property)
		if len(property.Values) == 0 || property.Kind != filter.Number {
			if !c.Matches(today, value(c.Property)) {
				return false
			}
			continue
		}
		found := slices.ContainsFunc(c.Values, func(wanted string) bool {
			if column, is := stateColumns[strings.ToLower(wanted)]; is {
				n, _ := value(column).(int64)
				return n > 0
			}
			return Is(c.Property, wanted).Matches(today, value(c.Property)) &&
				(c.Operator == filter.Is || c.Operator == filter.IsNot || c.Operator == filter.OneOf) ||
				(c.Operator == filter.Before || c.Operator == filter.After) && c.Matches(today, value(c.Property))
		})
		if found == (c.Operator == filter.IsNot) {
			return false
		}
	}
	return true
}

// stateColumns are the columns with the number of users in a state of activity.
var stateColumns = map[string]string{"yes": "active", "no": "inactive", "new": "new", "unknown": "unknown"}

// countRows counts rows by a column. One with several values is counted with each.
func countRows[T any](l *listed[T], rows []T, by string) []inventory.Group {
	var groups inventory.Grouping
	for _, row := range rows {
		switch v := l.column(by).Value(row).(type) {
		case []string:
			for _, one := range v {
				groups.Add(one, 1)
			}
		default:
			groups.Add(v, 1)
		}
	}
	return groups.Groups
}

// compareValues sorts values of columns: first those that are not known, texts without
// regard to case.
func compareValues(a, b any) int {
	if a == nil || b == nil {
		known := func(v any) int {
			if v == nil {
				return 0
			}
			return 1
		}
		return known(a) - known(b)
	}
	switch v := a.(type) {
	case string:
		other, _ := b.(string)
		return cmp.Or(strings.Compare(strings.ToLower(v), strings.ToLower(other)), strings.Compare(v, other))
	case int64:
		other, _ := b.(int64)
		return cmp.Compare(v, other)
	case float64:
		other, _ := b.(float64)
		return cmp.Compare(v, other)
	case export.Fixed:
		other, _ := b.(export.Fixed)
		return cmp.Compare(v.Number, other.Number)
	case connector.Date:
		other, _ := b.(connector.Date)
		return cmp.Compare(v, other)
	case bool:
		other, _ := b.(bool)
		switch {
		case v == other:
			return 0
		case other:
			return -1
		default:
			return 1
		}
	case []string:
		other, _ := b.([]string)
		return slices.Compare(v, other)
	default:
		return 0
	}
}

// propertiesOf are the properties of a list that is filtered by its columns.
func propertiesOf[T any](columns []export.Column[T]) []filter.Property {
	kinds := map[export.Kind]filter.Kind{
		export.Words: filter.Text, export.Number: filter.Number, export.Amount: filter.Number, export.Day: filter.Day, export.Flag: filter.Flag,
		export.List: filter.Names,
	}
	properties := make([]filter.Property, len(columns))
	for i, c := range columns {
		properties[i] = filter.Property{Name: c.Key, Kind: kinds[c.Kind]}
	}
	return properties
}
