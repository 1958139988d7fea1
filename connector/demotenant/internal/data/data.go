// Package data holds the files with what is invented for the offline tenant and what Microsoft
// calls things, and reads them.
package data

import (
	"embed"
	"encoding/json"
)

//go:embed *.json
var dataFiles embed.FS

// Read reads one of the embedded files; a malformed one is a mistake of this package.
func Read[T any](name string) T {
	var data T
	text, err := dataFiles.ReadFile(name)
	if err == nil {
		err = json.Unmarshal(text, &data)
	}
	if err != nil {
		panic("demotenant: " + name + ": " + err.Error())
	}
	return data
}

// JSON returns the JSON of strings, numbers and lists of them.
func JSON(value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return text
}
