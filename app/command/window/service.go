package window

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/command/key"
	"inventorybeacon/app/service"
	"inventorybeacon/connector"
)

// windowService installs the service as the command does, in a process of its own,
// because that finds or moves the key as the service will. It is nil where there
// are no services.
func windowService(c *console.Console) *console.WindowService {
	dir, err := app.DataDirPlace(c.DataDir)
	if err != nil || !service.Available() {
		return nil
	}
	w := &console.WindowService{Running: func() bool { return serviceRuns(dir) }}
	arguments := []string{"--data", dir, "service", "install", "--key", "file"}
	if runtime.GOOS == "windows" {
		w.Elevates = true
		w.Install = func(ctx context.Context) (string, error) { return installElevated(ctx, dir, arguments) }
		return w
	}
	if os.Geteuid() != 0 {
		arguments = append(arguments, "--user")
	}
	w.Install = func(ctx context.Context) (string, error) { return runSelf(ctx, arguments) }
	return w
}

// installElevated moves the key as this account, for an administrator with another name
// cannot read its keyring, and installs the service as an administrator.
func installElevated(ctx context.Context, dir string, arguments []string) (said string, err error) {
	if _, err := runSelf(ctx, []string{"--data", dir, "key", key.ToFile}); err != nil {
		return "", err
	}
	said, status, err := app.RunAsAdministrator(ctx, func(pipe string) []string {
		return append(slices.Clone(arguments), "--tell", pipe)
	})
	said = strings.TrimSpace(said)
	if err == nil && status != 0 {
		err = commandFailed(said, fmt.Errorf("it ended with the status %d", status))
	}
	return said, err
}

// serviceRuns says whether the service of the computer runs, or that of the account.
func serviceRuns(dir string) bool {
	for _, user := range []bool{false, true} {
		status, err := service.StatusOf(service.Options{Dir: dir, User: user})
		if err == nil && status == service.Running {
			return true
		}
	}
	return false
}

// runSelf runs this program with a command and returns what it says.
func runSelf(ctx context.Context, arguments []string) (said string, err error) {
	command, err := ownProgram(ctx, arguments...)
	if err != nil {
		return "", err
	}
	var words bytes.Buffer
	command.Stdout, command.Stderr = &words, &words
	err = command.Run()
	said = strings.TrimSpace(words.String())
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		return "", commandFailed(said, err)
	}
	return said, err
}

// ownProgram is this program, to be run with arguments.
func ownProgram(ctx context.Context, arguments ...string) (*exec.Cmd, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("finding the program: %w", err)
	}
	return exec.CommandContext(ctx, program, arguments...), nil
}

func commandFailed(said string, err error) error {
	return connector.NewError(connector.Message{ID: "console.command-failed", Data: connector.Data{"Said": said}}, err)
}
