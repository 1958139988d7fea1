//go:build !windows

package display

import (
	"context"
	"os/exec"
)

// Tell shows a text in a box of the desktop, and reports whether there is a program that
// does so. It returns when the text was read, or when ctx ends.
func Tell(ctx context.Context, title, text string) bool {
	for _, box := range [][]string{
		{"zenity", "--error", "--no-markup", "--width=460", "--title=" + title, "--text=" + text},
		{"kdialog", "--title", title, "--error", text},
		{
			"osascript", "-e", "on run texts", "-e", "display alert (item 1 of texts) message (item 2 of texts) as critical", "-e", "end run", title,
			text,
		},
	} {
		if path, err := exec.LookPath(box[0]); err == nil {
			return exec.CommandContext(ctx, path, box[1:]...).Run() == nil
		}
	}
	return false
}
