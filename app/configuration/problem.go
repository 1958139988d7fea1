package configuration

import (
	"fmt"
	"path/filepath"
	"strings"

	"inventorybeacon/connector"
)

// Place is where something stands in a file. Lines and columns are counted from 1.
type Place struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

func (p Place) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// Places are those of an entry's keys, such as "proxy.server"; "" is the entry itself.
type Places map[string]Place

// Given reports whether the entry has a key.
func (p Places) Given(key string) bool {
	_, given := p[key]
	return given
}

// Of is the place of the first of the keys that the entry has, else of the entry.
func (p Places) Of(keys ...string) Place {
	for _, key := range keys {
		if place, given := p[key]; given {
			return place
		}
	}
	return p[""]
}

// Path is a path as it is meant in the file of the entry: beside that file.
func (p Places) Path(path string) string {
	if file := p[""].File; !filepath.IsAbs(path) && file != standardInput {
		path = filepath.Join(filepath.Dir(file), path)
	}
	if absolute, err := filepath.Abs(path); err == nil {
		return absolute
	}
	return path
}

// Problem is one thing that is wrong in a file.
type Problem struct {
	Place
	Message connector.Message
}

// Error is a configuration that was refused as a whole.
type Error struct{ Problems []Problem }

func (e *Error) Error() string {
	texts := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		texts[i] = p.Place.String() + ": " + p.Message.String()
	}
	return strings.Join(texts, "; ")
}

// Message implements [connector.Explained].
func (e *Error) Message() connector.Message {
	return connector.Message{ID: "configuration.refused", Data: connector.Data{"Count": len(e.Problems)}}
}

// refuse is an error about a whole file, or one place in it.
func refuse(place Place, m connector.Message) error {
	return &Error{Problems: []Problem{{Place: place, Message: m}}}
}
