package export

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"inventorybeacon/connector"
)

// bufferSize is how many bytes are written at once.
const bufferSize = 1 << 16

// buffer collects what is written: rows are appended to its bytes, which needs no call and
// no copy for each piece of a cell.
type buffer struct {
	out   io.Writer
	bytes []byte
}

func newBuffer(w io.Writer) buffer { return buffer{out: w} }

// flushFull writes the bytes when they are many.
func (b *buffer) flushFull() error {
	if len(b.bytes) < bufferSize {
		return nil
	}
	return b.flush()
}

func (b *buffer) flush() error {
	_, err := b.out.Write(b.bytes)
	b.bytes = b.bytes[:0]
	return err
}

// appendPlain appends a value as text.
func appendPlain(to []byte, value any) []byte {
	switch v := value.(type) {
	case nil:
		return to
	case string:
		return append(to, v...)
	case bool:
		return strconv.AppendBool(to, v)
	case int64:
		return strconv.AppendInt(to, v, 10)
	case float64:
		return strconv.AppendFloat(to, v, 'f', -1, 64)
	case Fixed:
		return strconv.AppendFloat(to, v.Number, 'f', v.Decimals, 64)
	case connector.Date:
		if v == 0 {
			return to
		}
		return v.Time().AppendFormat(to, time.DateOnly)
	case time.Time:
		return v.Local().AppendFormat(to, time.DateTime)
	case []string:
		for i, one := range v {
			if i > 0 {
				to = append(to, "; "...)
			}
			to = append(to, one...)
		}
		return to
	default:
		return fmt.Append(to, v)
	}
}
