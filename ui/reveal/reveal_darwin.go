package reveal

import (
	"context"
	"os/exec"
)

// InFolder asks the Finder.
func InFolder(ctx context.Context, path string) error {
	return exec.CommandContext(ctx, "/usr/bin/open", "-R", path).Run()
}
