//go:build !windows

package doctor

import (
	"context"
	"os/exec"
	"strings"
)

// versionOf asks a browser, which opens no window for that.
func versionOf(ctx context.Context, program string) (string, error) {
	said, err := exec.CommandContext(ctx, program, "--version").Output()
	version, _, _ := strings.Cut(strings.TrimSpace(string(said)), "\n")
	return version, err
}
