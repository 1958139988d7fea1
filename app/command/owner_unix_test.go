//go:build !windows

package command

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"inventorybeacon/app/command/console"
)

// everyCommand are commands that use the data directory, of every kind.
var everyCommand = [][]string{
	{"connection", "list"},
	{"connection", "add", "Other"},
	{"connection", "delete", "Contoso"},
	{"connection", "forget-secrets"},
	{"import", "Contoso"},
	{"task", "list"},
	{"task", "keep", "30"},
	{"schedule", "list"},
	{"schedule", "add", "Nightly", "--time", "02:30"},
	{"serve"},
	{"service", "install", "--user"},
	{"key"},
	{"key", "file"},
	{"inventory", "users"},
	{"support", os.DevNull},
	{"backup", "list"},
	{"backup", "create"},
	{"backup", "restore", "any.db"},
	{"demo", "--console", "--users", "5"},
}

// snapshot tells everything in a folder, with its owner, mode and when it was changed.
func snapshot(t *testing.T, dir string) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		fmt.Fprintln(&all, path, info.Mode(), info.ModTime(), info.Size(), info.Sys().(*syscall.Stat_t).Uid)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

func TestADataDirectoryThatIsNotSafeIsLeftAloneByEveryCommand(t *testing.T) {
	const nobody = 65534
	for _, c := range []struct {
		given string
		spoil func(dir string) error
		says  string
	}{
		{"another account's", func(dir string) error { return giveAway(dir, nobody) }, "Run it as "},
		{"a log that is a link", func(dir string) error {
			return os.Symlink("/tmp/elsewhere", filepath.Join(dir, "inventory-beacon.log"))
		}, "inventory-beacon.log in the data directory is a symbolic link"},
		{"a folder that others can write", func(dir string) error { return os.Chmod(filepath.Join(dir, "locks"), 0o777) }, "chmod go-w "},
		{"itself one that its group can write", func(dir string) error { return os.Chmod(dir, 0o770) }, "chmod go-w "},
	} {
		t.Run("given it is "+c.given, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "data")
			succeed(t, dir, "connection", "add", "Contoso")
			if c.given == "another account's" && os.Geteuid() != 0 {
				return // who alone can give it away
			}
			if err := c.spoil(dir); err != nil {
				t.Fatal(err)
			}
			before := snapshot(t, dir)
			for _, args := range everyCommand {
				status, stdout, stderr := run(t, dir, args...)
				bundle := args[0] == "support" && c.given != "another account's" // which is for such cases
				if status != exitFailed && !bundle || !bundle && !strings.Contains(stderr, c.says) || strings.Contains(stderr, "sudo") {
					t.Errorf("%v: exit status %d, want %q:\n%s%s", args, status, c.says, stdout, stderr)
				}
			}
			if after := snapshot(t, dir); after != before {
				t.Errorf("it was touched:\n%s\nbefore:\n%s", after, before)
			}
		})
	}
}

func firstError(all ...error) error {
	for _, err := range all {
		if err != nil {
			return err
		}
	}
	return nil
}

func giveAway(dir string, uid int) error {
	return filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		return firstError(err, os.Chown(path, uid, uid))
	})
}

func TestAFileOfAUmaskOf002IsMendedWithAWord(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	succeed(t, dir, "connection", "add", "Contoso")
	path := filepath.Join(dir, "inventory-beacon.log")
	if err := firstError(os.WriteFile(path, nil, 0o600), os.Chmod(path, 0o664)); err != nil {
		t.Fatal(err)
	}
	status, _, stderr := run(t, dir, "connection", "list")
	info, err := os.Stat(path)
	if err != nil || status != exitDone || info.Mode().Perm() != 0o644 ||
		!strings.Contains(stderr, "The group of the file "+path+" could write to it") {
		t.Errorf("exit status %d, %v, %v:\n%s", status, info.Mode(), err, stderr)
	}
	if status, _, stderr := run(t, dir, "connection", "list"); status != exitDone || stderr != "" {
		t.Errorf("again: exit status %d:\n%s", status, stderr)
	}
}

func TestRootOpensNoWindowInTheHomeOfAnotherAccount(t *testing.T) {
	const nobody = 65534
	home := t.TempDir()
	if err := os.Chown(home, nobody, nobody); err != nil {
		return // only root can
	}
	t.Setenv("HOME", home)
	t.Setenv("DISPLAY", ":0")
	opened := false
	window := func(context.Context, console.WindowOptions) error {
		opened = true
		return nil
	}
	for _, args := range [][]string{{}, {"demo", "--users", "1"}} {
		var said strings.Builder
		args = append([]string{"--data", filepath.Join(t.TempDir(), "data")}, args...)
		status := Run(t.Context(), args, console.Streams{In: strings.NewReader(""), Out: io.Discard, Err: &said}, window)
		if status != exitFailed || opened || !strings.Contains(said.String(), "Run it as ") {
			t.Errorf("%v: exit status %d, opened %t: %s", args, status, opened, said.String())
		}
	}
	t.Setenv("HOME", t.TempDir())
	if status := Run(t.Context(), []string{"--data", t.TempDir()},
		console.Streams{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard}, window); status != exitDone || !opened {
		t.Errorf("in its own home: exit status %d, opened %t", status, opened)
	}
}

func TestAnArgumentThatIsNoUTF8NamesNothingElse(t *testing.T) {
	place := t.TempDir()
	status, _, said := run(t, filepath.Join(place, "data\xff"), "connection", "list")
	if entries, err := os.ReadDir(place); status != exitWrong || !strings.Contains(said, `data\xff" is no UTF-8`) || err != nil ||
		len(entries) != 0 {
		t.Errorf("exit status %d, made %v, %v: %s", status, entries, err, said)
	}
}
