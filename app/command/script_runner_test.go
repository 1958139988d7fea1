package command

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestScripts runs the files of testdata, each in a folder of its own. They are
// written as for github.com/rogpeppe/go-internal/testscript: a command a line,
// # before what it is for, and then the files that it needs. A ! before a
// command means that it must not hold. Of testscript's own commands there are
// stdout, stderr, grep, exists, env, stdin, cp, rm and mkdir; same compares two
// files byte by byte.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			newScript(t, file).run(string(content))
		})
	}
}

// script is a script on its way.
type script struct {
	t              *testing.T
	file           string
	line           int
	dir            string
	env            map[string]string
	input          []byte
	stdout, stderr string
	tenant         *tenant
}

func newScript(t *testing.T, file string) *script {
	dir := t.TempDir()
	return &script{t: t, file: file, dir: dir, env: map[string]string{
		"WORK": dir, "HOME": dir, "PATH": os.Getenv("PATH"), "TMPDIR": os.TempDir(), "SYSTEMROOT": os.Getenv("SYSTEMROOT"),
		"INVENTORY_BEACON_KEY": "file", "GORACE": os.Getenv("GORACE"), "INVENTORY_BEACON_DATA": filepath.Join(dir, "data"),
		"LONG100": strings.Repeat("é", 100), "LONG101": strings.Repeat("é", 101),
	}}
}

func (s *script) run(content string) {
	commands, files, _ := strings.Cut("\n"+content, "\n-- ")
	s.writeFiles(files)
	for i, line := range strings.Split(commands[1:], "\n") {
		s.line = i + 1
		words := s.words(line)
		if len(words) > 0 {
			s.do(words)
		}
	}
}

// writeFiles unpacks what follows the commands: "name --", then the content.
func (s *script) writeFiles(text string) {
	if text == "" {
		return
	}
	for part := range strings.SplitSeq(text, "\n-- ") {
		head, content, _ := strings.Cut(part, "\n")
		if part != "" && !strings.HasSuffix(content, "\n") {
			content += "\n"
		}
		s.Check(os.WriteFile(s.MkAbs(strings.TrimSuffix(head, " --")), []byte(content), 0o600))
	}
}

// words splits a line at blanks that are not between single quotes, and replaces
// $NAME outside of them.
func (s *script) words(line string) []string {
	if strings.HasPrefix(strings.TrimSpace(line), "#") {
		return nil
	}
	var words []string
	word, started := "", false
	for i, part := range strings.Split(line, "'") {
		if i%2 == 1 { // between quotes
			word, started = word+part, true
			continue
		}
		for _, c := range os.Expand(part, s.Getenv) {
			if c != ' ' && c != '\t' {
				word, started = word+string(c), true
			} else if started {
				words, word, started = append(words, word), "", false
			}
		}
	}
	if started {
		words = append(words, word)
	}
	return words
}

// do carries one command out.
func (s *script) do(words []string) {
	s.t.Helper()
	not := words[0] == "!"
	if not {
		words = words[1:]
	}
	name, args := words[0], words[1:]
	switch name {
	case "stdout", "stderr":
		s.grep(not, append(args, name))
	case "grep":
		s.grep(not, args)
	case "exists":
		if _, err := os.Stat(s.MkAbs(args[0])); (err == nil) == not {
			s.Fatalf("%v", err)
		}
	case "same":
		if (s.ReadFile(args[0]) == s.ReadFile(args[1])) == not {
			s.Fatalf("%s and %s are the same: %v", args[0], args[1], not)
		}
	case "env":
		key, value, _ := strings.Cut(args[0], "=")
		s.Setenv(key, value)
	case "stdin":
		s.input = []byte(s.ReadFile(args[0]))
	case "cp":
		s.Check(os.WriteFile(s.MkAbs(args[1]), []byte(s.ReadFile(args[0])), 0o600))
	case "rm":
		s.Check(os.RemoveAll(s.MkAbs(args[0])))
	case "mkdir":
		s.Check(os.MkdirAll(s.MkAbs(args[0]), 0o700))
	default:
		command, known := scriptCommands[name]
		if !known || not {
			s.Fatalf("there is no command %q", strings.Join(words, " "))
		}
		command(s, args)
	}
}

// grep looks for a pattern in a file: [-count=N] PATTERN FILE
func (s *script) grep(not bool, args []string) {
	s.t.Helper()
	want := -1
	if text, counted := strings.CutPrefix(args[0], "-count="); counted {
		var err error
		want, err = strconv.Atoi(text)
		s.Check(err)
		args = args[1:]
	}
	if len(args) != 2 {
		s.Fatalf("a pattern with blanks stands between quotes: %q", args)
	}
	text := s.ReadFile(args[1])
	found := len(regexp.MustCompile("(?m)"+args[0]).FindAllString(text, -1))
	if (found > 0) == not || want >= 0 && found != want {
		s.Fatalf("%q found %d times in %s:\n%s", args[0], found, args[1], text)
	}
}

// Exec runs the program and keeps its output for the commands that follow.
func (s *script) Exec(args ...string) error {
	var stdout, stderr bytes.Buffer
	cmd := process(s.Context(), s.Getenv("INVENTORY_BEACON_DATA"), args...)
	cmd.Dir, cmd.Env = s.dir, s.environment()
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(s.input), &stdout, &stderr
	s.input = nil
	err := cmd.Run()
	s.stdout, s.stderr = stdout.String(), stderr.String()
	return err
}

func (s *script) environment() []string {
	var list []string
	for key, value := range s.env {
		list = append(list, key+"="+value)
	}
	return list
}

func (s *script) Context() context.Context { return s.t.Context() }

func (s *script) Getenv(key string) string { return s.env[key] }

func (s *script) Setenv(key, value string) { s.env[key] = value }

func (s *script) Defer(f func()) { s.t.Cleanup(f) }

// MkAbs returns the path of a file of the script.
func (s *script) MkAbs(file string) string {
	if filepath.IsAbs(file) {
		return file
	}
	return filepath.Join(s.dir, file)
}

// ReadFile returns a file's content, or the program's last output.
func (s *script) ReadFile(file string) string {
	switch file {
	case "stdout":
		return s.stdout
	case "stderr":
		return s.stderr
	}
	content, err := os.ReadFile(s.MkAbs(file))
	s.Check(err)
	return string(content)
}

func (s *script) Check(err error) {
	s.t.Helper()
	if err != nil {
		s.Fatalf("%v", err)
	}
}

func (s *script) Fatalf(format string, args ...any) {
	s.t.Helper()
	s.t.Fatalf("%s:%d: %s\nstandard output:\n%s\nstandard error:\n%s", s.file, s.line, fmt.Sprintf(format, args...), s.stdout, s.stderr)
}
