package workspace

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"inventorybeacon/connector"
)

// maxConnectionsFile bounds what is read of a file with connections; thousands of
// them fit.
const maxConnectionsFile = 16 << 20

// ConnectionsFileError says why a file with connections cannot be imported. It
// quotes nothing of the file but names of fields.
type ConnectionsFileError struct{ message, action string }

func (e *ConnectionsFileError) Error() string { return e.message }

// Advice implements [connector.Advised].
func (e *ConnectionsFileError) Advice() connector.Advice {
	return connector.Advice{Message: e.message, Action: e.action}
}

func fileProblem(format string, arguments ...any) error {
	return &ConnectionsFileError{
		message: fmt.Sprintf(format, arguments...),
		action:  "Export the connections again, or correct the file; none was imported.",
	}
}

// readConnectionsFile reads the whole file strictly: what is not understood is
// refused, so that nothing is lost unnoticed.
func readConnectionsFile(in io.Reader) (connectionsFile, error) {
	var file connectionsFile
	content, err := io.ReadAll(io.LimitReader(in, maxConnectionsFile+1))
	switch {
	case err != nil:
		return file, fmt.Errorf("reading the connections: %w", err)
	case len(content) > maxConnectionsFile:
		return file, fileProblem("The file is larger than 16 MiB, which no file with exported connections is.")
	}
	content = bytes.TrimPrefix(content, []byte("\ufeff")) // Windows editors add it
	var head struct {
		Format  string `json:"format"`
		Version int    `json:"version"`
	}
	// A head that cannot be read is told below.
	if err := json.Unmarshal(content, &head); err == nil {
		switch {
		case head.Format != connectionsFormat:
			return file, fileProblem("The file holds no connections that were exported by Inventory Beacon.")
		case head.Version > connectionsVersion:
			return file, &ConnectionsFileError{
				message: fmt.Sprintf("The file was written by a newer version of Inventory Beacon (format version %d).", head.Version),
				action:  "Update Inventory Beacon on this computer, then import the file again.",
			}
		case head.Version < 1:
			return file, fileProblem("The file does not say the version of its format.")
		}
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&file); err != nil {
		return file, explainJSON(err, content, decoder.InputOffset())
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return file, fileProblem("The file goes on after its end, in line %d.", lineAt(content, decoder.InputOffset()))
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
		return fileProblem("The file is no valid JSON: it goes wrong in line %d.", lineAt(content, syntax.Offset))
	case errors.As(err, &kind):
		return fileProblem("The field %q in line %d has a value of the wrong kind.", kind.Field, lineAt(content, kind.Offset))
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fileProblem("The file is empty or ends too early.")
	}
	if name, unknown := strings.CutPrefix(err.Error(), "json: unknown field "); unknown {
		return fileProblem("The file has the field %s, which this version of Inventory Beacon does not know.", name)
	}
	return fileProblem("A value in the file cannot be read, near line %d.", lineAt(content, offset))
}

// lineAt counts lines from 1.
func lineAt(content []byte, offset int64) int {
	return 1 + bytes.Count(content[:min(max(offset, 0), int64(len(content)))], []byte("\n"))
}
