//go:build linux

package journey

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"inventorybeacon/connector/displaytest"
)

// box stands for a program with which desktops show messages.
const box = `#!/bin/sh
printf '%s\n' "$@" >"$HOME/told"
`

// Without a window, the program says so, in a box where there is one, and ends, before
// it touches its data.
func TestWithoutOpenGLTheProgramSaysSo(t *testing.T) {
	program, err := build()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ given, display, want string }{
		{"a display without OpenGL", displaytest.Start(t, 800, 600, "-extension", "GLX"), "this computer has no OpenGL 2.1"},
		{"a display that does not exist", ":7321", "the display cannot be reached"},
	} {
		t.Run("given "+c.given, func(t *testing.T) {
			h := newHome(t)
			if err := os.WriteFile(filepath.Join(h.dir, "zenity"), []byte(box), 0o700); err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			command := exec.CommandContext(ctx, program, "--data", h.data)
			command.Env = append(h.environment(c.display), "PATH="+h.dir+":"+os.Getenv("PATH"))
			var said bytes.Buffer
			command.Stderr = &said
			err := command.Run()
			var ended *exec.ExitError
			if !errors.As(err, &ended) || ended.ExitCode() != 1 {
				t.Errorf("it ended with %v", err)
			}
			told, err := os.ReadFile(filepath.Join(h.dir, "told"))
			if err != nil {
				t.Error(err)
			}
			for _, text := range []string{said.String(), string(told)} {
				if !strings.Contains(text, c.want) || !strings.Contains(text, h.data+" --help") && !strings.Contains(text, "inventory-beacon --help") ||
					strings.Contains(text, "goroutine ") {
					t.Errorf("it said %q", text)
				}
			}
			if _, err := os.Stat(h.data); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("it has touched its data: %v", err)
			}
		})
	}
}
