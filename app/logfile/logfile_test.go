package logfile

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// writerVariable makes the test binary a process that writes lines: its name.
const writerVariable = "LOGFILE_TEST_WRITER"

const (
	linesEach = 20_000
	sizeEach  = 512 << 10
)

func TestMain(m *testing.M) {
	if name := os.Getenv(writerVariable); name != "" {
		os.Exit(writeLines(os.Getenv("LOGFILE_TEST_DIR"), name))
	}
	os.Exit(m.Run())
}

// lineOf is a line that tells when a part of it is missing.
func lineOf(name string, number int) string {
	return fmt.Sprintf("begin %s %d %s end\n", name, number, strings.Repeat("x", 20+number%60))
}

func writeLines(dir, name string) int {
	file := New(filepath.Join(dir, "test.log"), optionsOf(dir, 1000))
	for number := range linesEach {
		if _, err := file.Write([]byte(lineOf(name, number))); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	if err := file.Close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func optionsOf(dir string, kept int) Options {
	return Options{Lock: filepath.Join(dir, "locks", "log.lock"), Size: sizeEach, Kept: kept, Age: 90 * 24 * time.Hour}
}

func logsIn(t *testing.T, dir string) (names []string) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "test*.log"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		names = append(names, filepath.Base(path))
	}
	return names
}

func TestThreeProcessesLoseNoLine(t *testing.T) {
	// When three processes write to one log at once,
	dir := t.TempDir()
	var running []*exec.Cmd
	for _, name := range []string{"window", "service", "console"} {
		cmd := exec.CommandContext(t.Context(), os.Args[0])
		cmd.Env = append(os.Environ(), writerVariable+"="+name, "LOGFILE_TEST_DIR="+dir)
		cmd.Stderr = t.Output()
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		running = append(running, cmd)
	}
	for _, cmd := range running {
		if err := cmd.Wait(); err != nil {
			t.Error(err)
		}
	}
	// then every line is there once and whole, in several files of about the size.
	found := map[string]int{}
	logs := logsIn(t, dir)
	for _, name := range logs {
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if len(content) > sizeEach+sizeEach/2 {
			t.Errorf("%s holds %d bytes", name, len(content))
		}
		for line := range bytes.Lines(content) {
			found[string(line)]++
		}
	}
	if len(logs) < 5 {
		t.Errorf("the log was renamed too seldom: %v", logs)
	}
	for _, name := range []string{"window", "service", "console"} {
		for number := range linesEach {
			if n := found[lineOf(name, number)]; n != 1 {
				t.Fatalf("line %d of the %s is there %d times", number, name, n)
			}
		}
	}
	if len(found) != 3*linesEach {
		t.Errorf("%d different lines, want %d", len(found), 3*linesEach)
	}
}

func TestRenamedFilesAreKeptByNumberAndAge(t *testing.T) {
	dir := t.TempDir()
	write := func(name string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("old\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	stamp := func(ago time.Duration) string {
		return "test-" + time.Now().UTC().Add(-ago).Format(timeLayout) + ".log"
	}
	// Given one that is too old, four that are not, and files that only look alike,
	day := 24 * time.Hour
	ancient, recent := stamp(91*day), []string{stamp(4 * day), stamp(3 * day), stamp(2 * day), stamp(day)}
	alike := strings.TrimSuffix(ancient, ".log")
	for _, name := range append([]string{ancient, "test-notes.log", "test-2026.log", alike}, recent...) {
		write(name)
	}
	file := New(filepath.Join(dir, "test.log"), optionsOf(dir, 4))
	line := []byte(strings.Repeat("y", sizeEach/2) + "\n")
	write1 := func() {
		if _, err := file.Write(line); err != nil {
			t.Fatal(err)
		}
	}
	// when the first line is written, then the ancient one is gone;
	write1()
	if logs := logsIn(t, dir); slices.Contains(logs, ancient) || len(logs) != 7 {
		t.Errorf("after the first line: %v", logs)
	}
	// when the file is renamed, then the oldest of more than four is gone.
	write1()
	logs := logsIn(t, dir)
	if slices.Contains(logs, recent[0]) || !slices.Contains(logs, recent[1]) || len(logs) != 7 {
		t.Errorf("after it was renamed: %v", logs)
	}
	for _, name := range []string{"test-notes.log", "test-2026.log", "test.log"} {
		if !slices.Contains(logs, name) {
			t.Errorf("%s is gone", name)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, alike)); err != nil {
		t.Error(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestTwoRenamesInOneMomentAreTwoFiles(t *testing.T) {
	dir := t.TempDir()
	file := New(filepath.Join(dir, "test.log"), Options{Lock: filepath.Join(dir, "log.lock"), Size: 1, Kept: 100, Age: time.Hour})
	for number := range 20 {
		if _, err := file.Write([]byte(strconv.Itoa(number) + "\n")); err != nil {
			t.Fatal(err)
		}
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	if logs := logsIn(t, dir); len(logs) != 20 {
		t.Errorf("20 lines are in %d files", len(logs))
	}
}

// What somebody does to the files does not stop the log.
func TestTheLogNeverStandsStill(t *testing.T) {
	for given, spoil := range map[string]func(dir string) error{
		"the file was removed": func(dir string) error { return os.Remove(filepath.Join(dir, "test.log")) },
		"it was renamed by somebody": func(dir string) error {
			return os.Rename(filepath.Join(dir, "test.log"), filepath.Join(dir, "elsewhere"))
		},
		"a file is in the place of the locks": func(dir string) error { return os.WriteFile(filepath.Join(dir, "locks"), nil, 0o600) },
	} {
		t.Run("given "+given, func(t *testing.T) {
			dir := t.TempDir()
			file := New(filepath.Join(dir, "test.log"),
				Options{Lock: filepath.Join(dir, "locks", "log.lock"), Size: 1 << 10, Kept: 5, Age: time.Hour})
			write := func(text string) {
				if _, err := file.Write([]byte(text + "\n")); err != nil {
					t.Fatal(err)
				}
			}
			if given != "a file is in the place of the locks" {
				write("first")
			}
			if err := spoil(dir); err != nil {
				t.Fatal(err)
			}
			write("second")
			write(strings.Repeat("z", 2<<10))
			write("last")
			if err := file.Close(); err != nil {
				t.Fatal(err)
			}
			var all strings.Builder
			for _, name := range logsIn(t, dir) {
				content, err := os.ReadFile(filepath.Join(dir, name))
				if err != nil {
					t.Fatal(err)
				}
				all.Write(content)
			}
			for _, want := range []string{"second\n", "z\n", "last\n"} {
				if !strings.Contains(all.String(), want) {
					t.Errorf("%q is not in the log", want)
				}
			}
		})
	}
}

// Windows refuses to rename a file that a viewer has open.
func TestAFileThatCannotBeRenamedGrowsOn(t *testing.T) {
	dir := t.TempDir()
	file := New(filepath.Join(dir, "test.log"), Options{Lock: filepath.Join(dir, "log.lock"), Size: 1000, Kept: 5, Age: time.Hour})
	tries, refused := 0, true
	file.rename = func(from, to string) error {
		if tries++; refused {
			return os.ErrPermission
		}
		return os.Rename(from, to)
	}
	line := []byte(strings.Repeat("l", 49) + "\n")
	write := func(n int) {
		for range n {
			if _, err := file.Write(line); err != nil {
				t.Fatal(err)
			}
		}
	}
	write(40) // 2,000 bytes, the second half of which is tried to be put elsewhere at each tenth
	if info, err := os.Stat(file.path); err != nil || info.Size() != 2000 || tries < 5 || tries > 10 {
		t.Errorf("%d bytes after %d tries, %v", info.Size(), tries, err)
	}
	refused = false
	write(3)
	if info, err := os.Stat(file.path); err != nil || info.Size() >= 1000 || len(logsIn(t, dir)) != 2 {
		t.Errorf("once it can be renamed: %v, %v", logsIn(t, dir), err)
	}
	write(20) // the new file may grow as large as any
	if logs := logsIn(t, dir); len(logs) != 3 {
		t.Errorf("after another 1,000 bytes: %v", logs)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}

// Another process may do so between the look at the size and the lock.
func TestAFileThatAnotherProcessHasRenamedIsNotRenamedAgain(t *testing.T) {
	dir := t.TempDir()
	file := New(filepath.Join(dir, "test.log"), optionsOf(dir, 5))
	if _, err := file.Write([]byte("before\n")); err != nil {
		t.Fatal(err)
	}
	err := errors.Join(os.Rename(file.path, filepath.Join(dir, "renamed")), os.WriteFile(file.path, []byte("another's\n"), 0o600))
	if err != nil {
		t.Fatal(err)
	}
	file.rotate(file.next)
	if _, err := file.Write([]byte("after\n")); err != nil {
		t.Fatal(err)
	}
	if content, err := os.ReadFile(file.path); err != nil || string(content) != "another's\nafter\n" {
		t.Errorf("the log is %q, %v", content, err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}
