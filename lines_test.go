package main

import (
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestLinesCanBeReadBesideAnother holds the lines of Go to a width at which two files stand
// beside each other. A text that is one thing, such as a sentence, a query or an address, may
// make its line longer.
func TestLinesCanBeReadBesideAnother(t *testing.T) {
	const longest, longText = 140, 60
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(name) != ".go" {
			return err
		}
		source, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		texts := longestTexts(source)
		number := 0
		for line := range strings.Lines(string(source)) {
			number++
			line = strings.TrimSuffix(line, "\n")
			if width := utf8.RuneCountInString(line); width > longest && texts[number] <= longText {
				t.Errorf("%s:%d has %d characters; break it after a comma or an operator", name, number, width)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// longestTexts returns, of each line of Go, how many characters the longest text in it has: a
// string, a line of one, or a word of a comment.
func longestTexts(source []byte) map[int]int {
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(source))
	s.Init(file, source, nil, scanner.ScanComments)
	texts := map[int]int{}
	for {
		at, kind, literal := s.Scan()
		var parts []string
		switch kind {
		case token.EOF:
			return texts
		case token.STRING:
			parts = strings.Split(literal, "\n")
		case token.COMMENT:
			parts = strings.Fields(literal)
		}
		for i, part := range parts {
			line := file.Line(at)
			if kind == token.STRING {
				line += i
			}
			texts[line] = max(texts[line], utf8.RuneCountInString(part))
		}
	}
}
