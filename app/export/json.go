package export

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
)

// jsonWriter writes an array with one object a line, keys in column order.
type jsonWriter struct {
	out  *bufio.Writer
	keys [][]byte // `"key":`
	line bytes.Buffer
	any  bool
}

func newJSONWriter(w io.Writer) *jsonWriter { return &jsonWriter{out: bufio.NewWriter(w)} }

func (j *jsonWriter) begin(keys, _ []string) error {
	for _, key := range keys {
		quoted, err := json.Marshal(key)
		if err != nil {
			return err
		}
		j.keys = append(j.keys, append(quoted, ':'))
	}
	_, err := j.out.WriteString("[")
	return err
}

func (j *jsonWriter) row(values []any) error {
	j.line.Reset()
	if j.any {
		j.line.WriteByte(',')
	}
	j.any = true
	j.line.WriteString("\n{")
	encoder := json.NewEncoder(&j.line)
	encoder.SetEscapeHTML(false)
	for i, value := range values {
		if i > 0 {
			j.line.WriteByte(',')
		}
		j.line.Write(j.keys[i])
		if err := encoder.Encode(value); err != nil {
			return err
		}
		j.line.Truncate(j.line.Len() - 1) // Encode ends with a line break
	}
	j.line.WriteByte('}')
	_, err := j.out.Write(j.line.Bytes())
	return err
}

func (j *jsonWriter) end() error {
	if _, err := j.out.WriteString("\n]\n"); err != nil {
		return err
	}
	return j.out.Flush()
}
