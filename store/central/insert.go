package central

import (
	"context"
	"fmt"
	"strconv"
	"strings"
)

// insertion writes rows by COPY, or where that is refused, as into tables with row-level security, by INSERT.
type insertion struct {
	d          *Database
	table      *Table
	tenant     string
	generation int64
	// some says that some of the rows may be there already.
	some bool
}

// columns are those in front of a row's own.
var fixedColumns = []string{"tenant_id", "from_generation", "key"}

func (i insertion) columns() string {
	return strings.Join(append(fixedColumns, i.table.columns...), ", ")
}

func (i insertion) run(ctx context.Context, tx *transaction, rows *Rows) error {
	known := i.d.copying.Load()
	if known == copyRefused || i.some {
		return i.each(ctx, tx, rows)
	}
	if known == copyUnknown {
		if _, err := tx.Exec(ctx, "SAVEPOINT copy"); err != nil {
			return err
		}
	}
	source := &prefixed{prefix: fmt.Appendf(nil, "%s\t%d\t", i.tenant, i.generation), rest: rows.buf}
	err := tx.Copy(ctx, i.d.sql("COPY {schema}."+i.table.name+" ("+i.columns()+") FROM STDIN"), source)
	if known == copyUnknown && codeOf(err) == notSupported {
		if _, err := tx.Exec(ctx, "ROLLBACK TO SAVEPOINT copy"); err != nil {
			return err
		}
		i.d.copying.Store(copyRefused)
		return i.each(ctx, tx, rows)
	}
	if err == nil && known == copyUnknown {
		i.d.copying.Store(copyTaken)
	}
	return err
}

// Whether the database takes COPY.
const (
	copyUnknown = iota
	copyTaken
	copyRefused
)

// rowsPerInsert bounds the parameters of a statement, of which there may be 65,535.
const rowsPerInsert = 1000

func (i insertion) each(ctx context.Context, tx *transaction, rows *Rows) error {
	width := len(i.table.columns) + len(fixedColumns)
	var args []any
	flush := func() error {
		if len(args) == 0 {
			return nil
		}
		_, err := tx.Exec(ctx, i.statement(len(args)/width, width), args...)
		args = args[:0]
		return err
	}
	if err := rows.each(func(values []*string) error {
		args = append(args, i.tenant, strconv.FormatInt(i.generation, 10))
		for _, v := range values {
			args = append(args, v)
		}
		if len(args) >= rowsPerInsert*width {
			return flush()
		}
		return nil
	}); err != nil {
		return err
	}
	return flush()
}

// statement inserts so many rows of so many values.
func (i insertion) statement(rows, width int) string {
	var b strings.Builder
	b.WriteString("INSERT INTO {schema}." + i.table.name + " (" + i.columns() + ") VALUES ")
	for n := range rows * width {
		switch {
		case n == 0:
			b.WriteString("(")
		case n%width == 0:
			b.WriteString("), (")
		default:
			b.WriteString(", ")
		}
		b.WriteString("$" + strconv.Itoa(n+1))
	}
	b.WriteString(")")
	if i.some {
		b.WriteString(" ON CONFLICT (tenant_id, key, number) DO NOTHING")
	}
	return i.d.sql(b.String())
}
