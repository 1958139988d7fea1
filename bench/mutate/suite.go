package main

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// slow is what a test takes that waits until those that are quicker have seen nothing.
const slow = time.Second

// suite is the tests of a package.
type suite struct {
	folder  string
	slow    []string      // the names of the tests that are slow
	timeout time.Duration // of all its tests
}

// suite measures the tests of a package without any change, once. It is nil when there are none.
func (w workshop) suite(ctx context.Context, folder string) (*suite, error) {
	if s, known := w.suites[folder]; known {
		return s, nil
	}
	w.suites[folder] = nil
	if tests, err := filepath.Glob(filepath.Join(folder, "*_test.go")); err != nil || len(tests) == 0 {
		return nil, err
	}
	program, output, err := w.build(ctx, folder)
	if err != nil {
		return nil, fmt.Errorf("the tests of %s: %w\n%s", folder, err, output)
	}
	began := time.Now()
	s := &suite{folder: folder, timeout: 30 * time.Minute}
	if output, err = w.test(ctx, *s, program, w.run, "-test.v"); err != nil {
		return nil, fmt.Errorf("the tests of %s fail without any change: %w\n%s", folder, err, output)
	}
	s.timeout = time.Minute + 5*time.Since(began)
	s.slow = slowIn(output)
	w.suites[folder] = s
	return s, nil
}

var passed = regexp.MustCompile(`(?m)^--- PASS: (\w+) \(([0-9.]+)s\)$`)

// slowIn returns the names of the tests that were slow, from what they have written.
func slowIn(output string) []string {
	var names []string
	for _, test := range passed.FindAllStringSubmatch(output, -1) {
		if seconds, err := strconv.ParseFloat(test[2], 64); err == nil && seconds >= slow.Seconds() {
			names = append(names, test[1])
		}
	}
	return names
}

// build makes the program that runs the tests of a package.
func (w workshop) build(ctx context.Context, folder string, flags ...string) (program, output string, err error) {
	program = filepath.Join(w.temporary, "tests.exe")
	build := exec.CommandContext(ctx, "go", append(append([]string{"test", "-c", "-tags", w.tags, "-o", program}, flags...), ".")...)
	build.Dir = folder
	written, err := build.CombinedOutput()
	return program, string(written), err
}

// ask runs the tests until one fails, the quick ones first.
func (w workshop) ask(ctx context.Context, s suite, program string) verdict {
	if len(s.slow) == 0 {
		return judge(w.test(ctx, s, program, w.run))
	}
	names := "^(" + strings.Join(s.slow, "|") + ")$"
	if verdict := judge(w.test(ctx, s, program, w.run, "-test.skip", names)); verdict != undetected {
		return verdict
	}
	return judge(w.test(ctx, s, program, names))
}

// judge says what it means how tests have ended: who had no time for them knows nothing of the change.
func judge(output string, err error) verdict {
	switch {
	case err == nil:
		return undetected
	case strings.Contains(output, "panic: test timed out after "):
		return timedOut
	default:
		return detected
	}
}

func (w workshop) test(ctx context.Context, s suite, program, run string, flags ...string) (output string, err error) {
	args := append([]string{program, "-test.failfast", "-test.timeout", s.timeout.String(), "-test.run", run}, flags...)
	if w.memory > 0 && runtime.GOOS == "linux" {
		// What is written counts, not what is reserved: browsers and Go's runtime reserve far more addresses than they fill.
		args = append([]string{"prlimit", fmt.Sprintf("--data=%d", w.memory<<20), "--"}, args...)
	}
	test := exec.CommandContext(ctx, args[0], args[1:]...)
	test.Dir = s.folder
	written, err := test.CombinedOutput()
	return string(written), err
}
