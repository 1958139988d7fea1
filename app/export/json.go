package export

import (
	"encoding/json"
	"io"
	"strconv"

	"inventorybeacon/connector"
)

// jsonWriter writes an array with one object a line, keys in column order.
type jsonWriter struct {
	buffer
	keys    [][]byte // `"key":`
	encoder *json.Encoder
	any     bool
}

func newJSONWriter(w io.Writer) *jsonWriter {
	j := &jsonWriter{buffer: newBuffer(w)}
	j.encoder = json.NewEncoder(j)
	j.encoder.SetEscapeHTML(false)
	return j
}

// Write takes what the encoder writes: a value with a line break behind it.
func (j *jsonWriter) Write(value []byte) (int, error) {
	j.bytes = append(j.bytes, value[:len(value)-1]...)
	return len(value), nil
}

func (j *jsonWriter) begin(keys, _ []string) error {
	for _, key := range keys {
		quoted, err := json.Marshal(key)
		if err != nil {
			return err
		}
		j.keys = append(j.keys, append(quoted, ':'))
	}
	j.bytes = append(j.bytes, '[')
	return nil
}

func (j *jsonWriter) row(values []any) error {
	if j.any {
		j.bytes = append(j.bytes, ',')
	}
	j.any = true
	j.bytes = append(j.bytes, "\n{"...)
	for i, value := range values {
		if i > 0 {
			j.bytes = append(j.bytes, ',')
		}
		j.bytes = append(j.bytes, j.keys[i]...)
		if err := j.value(value); err != nil {
			return err
		}
	}
	j.bytes = append(j.bytes, '}')
	return j.flushFull()
}

// value appends a value; most are so plain that they need no encoder.
func (j *jsonWriter) value(value any) error {
	switch v := value.(type) {
	case nil:
		j.bytes = append(j.bytes, "null"...)
	case bool:
		j.bytes = strconv.AppendBool(j.bytes, v)
	case int64:
		j.bytes = strconv.AppendInt(j.bytes, v, 10)
	case Fixed:
		j.bytes = appendPlain(j.bytes, v)
	case connector.Date:
		if v == 0 {
			j.bytes = append(j.bytes, "null"...)
			return nil
		}
		j.bytes = append(appendPlain(append(j.bytes, '"'), v), '"')
	case string:
		if !needsNoEscape(v) {
			return j.encoder.Encode(v)
		}
		j.bytes = append(append(append(j.bytes, '"'), v...), '"')
	default:
		return j.encoder.Encode(v)
	}
	return nil
}

// needsNoEscape reports whether a text stands in JSON as it is.
func needsNoEscape(text string) bool {
	for i := range len(text) {
		if b := text[i]; b < ' ' || b > '~' || b == '"' || b == '\\' {
			return false
		}
	}
	return true
}

func (j *jsonWriter) end() error {
	j.bytes = append(j.bytes, "\n]\n"...)
	return j.flush()
}
