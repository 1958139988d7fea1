package configuration

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"inventorybeacon/connector"
	"inventorybeacon/schedule"
)

// maxFile bounds what is read of a file; thousands of connections fit.
const maxFile = 16 << 20

// standardInput stands for standard input where a path is asked for.
const standardInput = "-"

// Read reads files of YAML or JSON, folders of them, or standard input for "-", as one
// configuration. The error is an [Error] when something in them is wrong.
func Read(paths []string, in io.Reader) (File, error) {
	all := File{Version: Version}
	var problems []Problem
	for _, path := range paths {
		files, err := filesOf(path)
		if err != nil {
			return File{}, err
		}
		for _, name := range files {
			content, err := contentOf(name, in)
			if err != nil {
				return File{}, err
			}
			file, wrong := parse(name, content)
			problems = append(append(problems, wrong...), all.add(file)...)
		}
	}
	if problems = append(problems, all.repeated()...); len(problems) > 0 {
		return File{}, &Error{Problems: problems}
	}
	if all.Empty() {
		return File{}, refuse(Place{File: strings.Join(paths, ", ")}, connector.Message{ID: "configuration.nothing"})
	}
	return all, nil
}

// filesOf are the files of a folder by name, or the file itself.
func filesOf(path string) ([]string, error) {
	if path == standardInput {
		return []string{path}, nil
	}
	info, err := os.Stat(path)
	if err != nil || !info.IsDir() {
		return []string{path}, err
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, err
	}
	var files []string
	for _, e := range entries {
		if extension := strings.ToLower(filepath.Ext(e.Name())); !e.IsDir() && slices.Contains([]string{".yaml", ".yml", ".json"}, extension) {
			files = append(files, filepath.Join(path, e.Name()))
		}
	}
	if len(files) == 0 {
		return nil, refuse(Place{File: path}, connector.Message{ID: "configuration.folder-empty"})
	}
	return files, nil
}

func contentOf(path string, in io.Reader) ([]byte, error) {
	if path != standardInput {
		file, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer func() { _ = file.Close() }()
		in = file
	}
	content, err := io.ReadAll(io.LimitReader(in, maxFile+1))
	if err == nil && len(content) > maxFile {
		err = refuse(Place{File: path}, connector.Message{ID: "configuration.too-large", Data: connector.Data{"Size": connector.Size(maxFile)}})
	}
	return content, err
}

// parse reads the documents of a file.
func parse(name string, content []byte) (all File, problems []Problem) {
	d := &decoder{file: name}
	if wrong, is := notUTF8(name, content); is {
		return all, []Problem{wrong}
	}
	for documents := yaml.NewDecoder(bytes.NewReader(content)); ; {
		var document yaml.Node
		err := documents.Decode(&document)
		if errors.Is(err, io.EOF) {
			return all, d.problems
		}
		if err != nil {
			return all, append(d.problems, notYAML(name, err))
		}
		if len(document.Content) == 0 {
			continue
		}
		root := document.Content[0]
		if root.Kind == yaml.ScalarNode && root.Tag == "!!null" { // nothing but comments
			continue
		}
		file := File{Version: Version}
		d.value(root, reflect.ValueOf(&file).Elem(), nil, "")
		if file.Version != Version {
			d.complain(root, connector.Message{ID: "configuration.version", Data: connector.Data{
				"Version": connector.Digits(file.Version), "Known": connector.Digits(Version),
			}})
		}
		for i := range file.Schedules {
			file.Schedules[i].complete()
		}
		if file.Notifications != nil {
			file.Notifications.complete()
		}
		for i := range file.Connections {
			file.Connections[i].complete()
		}
		d.problems = append(d.problems, all.add(file)...)
	}
}

// notUTF8 says where a file is in an encoding other than UTF-8 and UTF-16, such as that of older editors on Windows. The
// parser does not say where.
func notUTF8(name string, content []byte) (Problem, bool) {
	if utf8.Valid(content) || bytes.HasPrefix(content, []byte("\xff\xfe")) || bytes.HasPrefix(content, []byte("\xfe\xff")) {
		return Problem{}, false
	}
	place := Place{File: name, Line: 1, Column: 1}
	for len(content) > 0 {
		r, size := utf8.DecodeRune(content)
		if r == utf8.RuneError && size == 1 {
			break
		}
		if place.Column++; r == '\n' {
			place.Line, place.Column = place.Line+1, 1
		}
		content = content[size:]
	}
	return Problem{place, connector.Message{ID: "configuration.no-utf8"}}, true
}

var yamlError = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)`)

// notYAML says where a file stops being YAML. The parser's reasons quote nothing.
func notYAML(name string, err error) Problem {
	place, reason := Place{File: name}, ""
	if said := yamlError.FindStringSubmatch(err.Error()); said != nil {
		reason = said[2]
		for _, digit := range said[1] {
			place.Line, place.Column = place.Line*10+int(digit-'0'), 1
		}
	}
	return Problem{place, connector.Message{ID: "configuration.no-yaml", Data: connector.Data{"Reason": reason}}}
}

// complete fills in what a schedule leaves out, as schedule add does.
func (s *Schedule) complete() {
	usual := schedule.Default()
	switch {
	case s.At.Given("kind"):
	case s.At.Given("every"):
		s.Kind = schedule.Minutes
	case s.At.Given("days"):
		s.Kind = schedule.Weekly
	case s.At.Given("day"):
		s.Kind = schedule.Monthly
	default:
		s.Kind = usual.Kind
	}
	if !s.At.Given("time") {
		s.Time = usual.Time
	}
	if !s.At.Given("catchUp") {
		s.CatchUp = usual.CatchUp
	}
}

// complete fills in what a connection leaves out and its cloud does not say.
func (c *Connection) complete() {
	if !c.At.Given("sourceType") {
		c.SourceType = connector.Microsoft365
	}
	if !c.At.Given("cloud") {
		c.Cloud = connector.CloudGlobal
	}
	if !c.At.Given("proxy.from") && c.Proxy.Server == "" && c.Proxy.Script != "" {
		c.Proxy.From = connector.ProxyByScript
	}
	if !c.At.Given("proxy.use") {
		c.Proxy.Use = c.Proxy.Server != "" || c.Proxy.From != connector.ProxyAsEntered
	}
}
