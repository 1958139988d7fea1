package demotenant

import (
	"embed"
	"encoding/json"
)

//go:embed data
var dataFiles embed.FS

// readData reads one of the embedded files; a malformed one is a mistake of this package.
func readData[T any](name string) T {
	var data T
	text, err := dataFiles.ReadFile("data/" + name)
	if err == nil {
		err = json.Unmarshal(text, &data)
	}
	if err != nil {
		panic("demotenant: " + name + ": " + err.Error())
	}
	return data
}
