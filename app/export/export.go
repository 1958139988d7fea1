// Package export writes tables of any size as JSON, CSV, Excel workbook or
// aligned text, row by row, so that a million rows need no memory.
package export

import (
	"fmt"
	"io"
	"slices"
	"time"

	"inventorybeacon/connector"
)

// Format is a file format; its value is what the console's --format takes.
type Format string

// The formats.
const (
	Table Format = "table"
	CSV   Format = "csv"
	JSON  Format = "json"
	XLSX  Format = "xlsx"
	// Parquet is Apache Parquet, for programs that evaluate many rows.
	Parquet Format = "parquet"
)

// Kind is what the values of a column are. Formats that declare their columns before the
// first row, and filters, go by it.
type Kind int

// The kinds of columns.
const (
	Words  Kind = iota // string
	Number             // int64
	Amount             // float64, or Fixed
	Day                // connector.Date
	Moment             // time.Time
	Flag               // bool
	List               // []string
)

// Fixed is a number that is always written with so many decimals, as an amount of money is.
type Fixed struct {
	Number   float64
	Decimals int
}

// KindOf returns the kind of a value; nothing is Words.
func KindOf(value any) Kind {
	switch value.(type) {
	case int64:
		return Number
	case float64, Fixed:
		return Amount
	case connector.Date:
		return Day
	case time.Time:
		return Moment
	case bool:
		return Flag
	case []string:
		return List
	default:
		return Words
	}
}

// Column is a column of rows of type T.
type Column[T any] struct {
	// Key is the column's name in JSON, Title its heading everywhere else.
	Key, Title string
	// Kind says what Value returns where there is something.
	Kind Kind
	// Value returns a string, bool, int64, float64, Fixed, connector.Date, time.Time, []string,
	// or nil where there is none.
	Value func(T) any
	// Spare columns are left out of a terminal that is too narrow: that of 1 first,
	// that of 0 never.
	Spare int
}

// writer writes one table in one format.
type writer interface {
	begin(keys, titles []string) error
	row(values []any) error
	end() error
}

// Write writes all rows that each yields and returns how many there were. Columns are asked
// for their values on another goroutine, after the row was yielded, which stays as it is.
func Write[T any](w io.Writer, format Format, columns []Column[T], each func(yield func(T) error) error) (rows int64, err error) {
	out, err := newWriter(w, format)
	if err != nil {
		return 0, err
	}
	keys, titles := make([]string, len(columns)), make([]string, len(columns))
	for i, c := range columns {
		keys[i], titles[i] = c.Key, c.Title
	}
	switch out := out.(type) {
	case *tableWriter:
		out.spare = spare(columns)
	case *parquetWriter:
		for _, c := range columns {
			out.kinds = append(out.kinds, c.Kind)
		}
	}
	if err := out.begin(keys, titles); err != nil {
		return 0, err
	}
	values := make([]any, len(columns))
	err = beside(each, func(row T) error {
		for i, c := range columns {
			values[i] = c.Value(row)
		}
		rows++
		return out.row(values)
	})
	if err != nil {
		return rows, err
	}
	return rows, out.end()
}

// Rows yields the rows of a short list to [Write].
func Rows[T any](list func() ([]T, error)) func(yield func(T) error) error {
	return func(yield func(T) error) error {
		found, err := list()
		if err != nil {
			return err
		}
		for _, row := range found {
			if err := yield(row); err != nil {
				return err
			}
		}
		return nil
	}
}

// spare are the spare columns, in the order in which they are left out.
func spare[T any](columns []Column[T]) []int {
	var list []int
	for i, c := range columns {
		if c.Spare > 0 {
			list = append(list, i)
		}
	}
	slices.SortFunc(list, func(a, b int) int { return columns[a].Spare - columns[b].Spare })
	return list
}

func newWriter(w io.Writer, format Format) (writer, error) {
	switch format {
	case Table:
		return newTableWriter(w), nil
	case CSV:
		return newCSVWriter(w), nil
	case JSON:
		return newJSONWriter(w), nil
	case XLSX:
		return newXLSXWriter(w), nil
	case Parquet:
		return newParquetWriter(w), nil
	default:
		return nil, fmt.Errorf("no format %q", format)
	}
}

// Text returns s, or nothing for an empty text: JSON then says null.
func Text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// Int returns n's value, or nothing for nil.
func Int(n *int64) any {
	if n == nil {
		return nil
	}
	return *n
}

// plain returns a value as text.
func plain(value any) string {
	if text, is := value.(string); is {
		return text
	}
	return string(appendPlain(nil, value))
}
