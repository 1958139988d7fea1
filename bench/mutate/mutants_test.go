package main

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestMutantsOf(t *testing.T) {
	const source = "package p\n\nfunc f(a, b int, g func() error) error {\n\tif a < b && b > 1 {\n\t\treturn nil\n\t}\n" +
		"\terr := g()\n\tdefer g()\n\tquery(`SELECT a FROM b WHERE c <= 2 AND d`, true)\n\treturn err\n}\n"
	path := filepath.Join(t.TempDir(), "p.go")
	if err := os.WriteFile(path, []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	mutants, err := mutantsOf(path)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, m := range mutants {
		changed := source[:m.begin] + m.text + source[m.end:]
		for i, line := range strings.Split(changed, "\n") {
			if i == m.line-1 {
				lines = append(lines, line)
			}
		}
	}
	for _, want := range []string{
		"\tif false && (a < b && b > 1) {", "\tif true || (a < b && b > 1) {", "\tif a < b || b > 1 {", "\tif a < b {", "\tif b > 1 {",
		"\tif a <= b && b > 1 {", "\tif a < b && b >= 1 {", "\tif a < b && b > 2 {", "\t", "\treturn nil",
		"\tquery(`SELECT a FROM b WHERE c < 2 AND d`, true)", "\tquery(`SELECT a FROM b WHERE c <= 2 OR d`, true)",
		"\tquery(`SELECT a FROM b WHERE c <= 2 AND d`, false)",
	} {
		if !slices.Contains(lines, want) {
			t.Errorf("%q is not among %q", want, lines)
		}
	}
}

func TestSlowIn(t *testing.T) {
	const output = "=== RUN   TestA\n    --- PASS: TestA/part (4.00s)\n--- PASS: TestA (4.00s)\n--- PASS: TestB (0.99s)\n--- PASS: TestC (1.00s)\nPASS\n"
	if got, want := slowIn(output), []string{"TestA", "TestC"}; !slices.Equal(got, want) {
		t.Errorf("slow are %q, want %q", got, want)
	}
}

func TestJudge(t *testing.T) {
	failed := errors.New("exit status 2")
	for _, c := range []struct {
		name, output string
		err          error
		want         verdict
	}{
		{"given tests that pass", "PASS\n", nil, undetected},
		{"given one that fails", "--- FAIL: TestA (0.00s)\nFAIL\n", failed, detected},
		{"given a panic", "panic: index out of range\n", failed, detected},
		{"given tests that have not ended", "panic: test timed out after 1m28s\n\trunning tests:\n", failed, timedOut},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := judge(c.output, c.err); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}
