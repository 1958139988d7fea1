package export

import (
	"io"
	"time"

	"github.com/parquet-go/parquet-go"

	"inventorybeacon/connector"
)

// rowGroup is how many rows are kept in memory and written together.
const rowGroup = 50_000

// parquetWriter writes an Apache Parquet file. Days are dates, moments have their
// milliseconds, lists are texts with a semicolon between two, and what is not known is
// null. Columns have their keys as names.
type parquetWriter struct {
	out   *parquet.GenericWriter[any]
	w     io.Writer
	kinds []Kind
	rows  []parquet.Row
}

func newParquetWriter(w io.Writer) *parquetWriter { return &parquetWriter{w: w} }

func (p *parquetWriter) begin(keys, _ []string) error {
	group := orderedGroup{Group: parquet.Group{}}
	for i, key := range keys {
		node := parquet.Optional(parquet.Compressed(nodeOf(p.kinds[i]), &parquet.Snappy))
		group.Group[key] = node
		group.keys = append(group.keys, key)
	}
	p.out = parquet.NewGenericWriter[any](p.w, parquet.NewSchema("rows", group), parquet.MaxRowsPerRowGroup(rowGroup))
	return nil
}

// orderedGroup has its fields in the order of the columns; a [parquet.Group] sorts them.
type orderedGroup struct {
	parquet.Group
	keys []string
}

// Fields implements [parquet.Node].
func (g orderedGroup) Fields() []parquet.Field {
	byName := map[string]parquet.Field{}
	for _, field := range g.Group.Fields() {
		byName[field.Name()] = field
	}
	fields := make([]parquet.Field, len(g.keys))
	for i, key := range g.keys {
		fields[i] = byName[key]
	}
	return fields
}

func nodeOf(kind Kind) parquet.Node {
	switch kind {
	case Number:
		return parquet.Int(64)
	case Amount:
		return parquet.Leaf(parquet.DoubleType)
	case Flag:
		return parquet.Leaf(parquet.BooleanType)
	case Day:
		return parquet.Date()
	case Moment:
		return parquet.Timestamp(parquet.Millisecond)
	default:
		return parquet.String()
	}
}

func (p *parquetWriter) row(values []any) error {
	row := make(parquet.Row, len(values))
	for i, value := range values {
		row[i] = parquetValue(value, p.kinds[i]).Level(0, 1, i)
		if row[i].IsNull() {
			row[i] = row[i].Level(0, 0, i)
		}
	}
	if p.rows = append(p.rows, row); len(p.rows) < 1000 {
		return nil
	}
	return p.flush()
}

func (p *parquetWriter) flush() error {
	_, err := p.out.WriteRows(p.rows)
	p.rows = p.rows[:0]
	return err
}

func (p *parquetWriter) end() error {
	if err := p.flush(); err != nil {
		return err
	}
	return p.out.Close()
}

// parquetValue is a value of a column; one of another kind is text where the column is, and
// else nothing.
func parquetValue(value any, kind Kind) parquet.Value {
	switch kind {
	case Words, List:
		if value == nil {
			return parquet.NullValue()
		}
		return parquet.ByteArrayValue(appendPlain(nil, value))
	default:
		if value == nil || KindOf(value) != kind {
			return parquet.NullValue()
		}
	}
	switch v := value.(type) {
	case bool:
		return parquet.BooleanValue(v)
	case int64:
		return parquet.Int64Value(v)
	case float64:
		return parquet.DoubleValue(v)
	case Fixed:
		return parquet.DoubleValue(v.Number)
	case connector.Date:
		if v == 0 {
			return parquet.NullValue()
		}
		return parquet.Int32Value(int32(v))
	case time.Time:
		return parquet.Int64Value(v.UnixMilli())
	default:
		return parquet.NullValue()
	}
}
