package workspace

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/connector/textfile"
)

// maxConnectionsFile bounds what is read of a file with connections; thousands of
// them fit.
const maxConnectionsFile = 16 << 20

// readConnectionsFile reads the whole file strictly: what is not understood is
// refused, so that nothing is lost unnoticed. Its errors quote nothing of the file but
// names of fields.
func readConnectionsFile(in io.Reader) (connectionsFile, error) {
	var file connectionsFile
	content, err := io.ReadAll(io.LimitReader(in, maxConnectionsFile+1))
	switch {
	case err != nil:
		return file, fmt.Errorf("reading the connections: %w", err)
	case len(content) > maxConnectionsFile:
		return file, refusal(connector.Message{ID: "workspace.file.too-large", Data: connector.Data{"Size": connector.Size(maxConnectionsFile)}})
	}
	if decoded, err := textfile.Decode(content); err == nil { // else what is wrong is told below
		content = decoded
	}
	var head struct {
		Format  string `json:"format"`
		Version int    `json:"version"`
	}
	// A head that cannot be read is told below.
	if err := json.Unmarshal(content, &head); err == nil {
		switch {
		case head.Format != connectionsFormat:
			return file, refusal(connector.Message{ID: "workspace.file.something-else"})
		case head.Version > connectionsVersion:
			return file, refusal(connector.Message{ID: "workspace.file.newer", Data: connector.Data{"Version": strconv.Itoa(head.Version)}})
		case head.Version < 1:
			return file, refusal(connector.Message{ID: "workspace.file.no-version"})
		}
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&file); err != nil {
		return file, explainJSON(err, content, decoder.InputOffset())
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return file, refusal(connector.Message{ID: "workspace.file.no-end", Data: connector.Data{"Line": lineAt(content, decoder.InputOffset())}})
	}
	return file, nil
}

// explainJSON says where a file is wrong. The decoder's own sentences could quote
// what stands there.
func explainJSON(err error, content []byte, offset int64) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return refusal(connector.Message{ID: "workspace.file.no-json", Data: connector.Data{"Line": lineAt(content, syntax.Offset)}})
	case errors.As(err, &kind):
		return refusal(connector.Message{
			ID: "workspace.file.wrong-kind", Data: connector.Data{"Field": kind.Field, "Line": lineAt(content, kind.Offset)},
		})
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return refusal(connector.Message{ID: "workspace.file.cut-off"})
	}
	if name, unknown := strings.CutPrefix(err.Error(), "json: unknown field "); unknown {
		return refusal(connector.Message{
			ID: "workspace.file.unknown-field", Data: connector.Data{"Field": strings.Trim(name, `"`)},
		})
	}
	return refusal(connector.Message{ID: "workspace.file.unreadable-value", Data: connector.Data{"Line": lineAt(content, offset)}})
}

func refusal(m connector.Message) error { return connector.NewError(m, nil) }

// lineAt counts lines from 1.
func lineAt(content []byte, offset int64) int {
	return 1 + bytes.Count(content[:min(max(offset, 0), int64(len(content)))], []byte("\n"))
}
