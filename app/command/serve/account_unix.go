//go:build !windows

package serve

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"runtime"
	"strconv"
	"strings"
	"syscall"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/command/key"
	"inventorybeacon/app/message"
	"inventorybeacon/connector"
)

// ownerOf is the account that a folder belongs to.
func ownerOf(dir string) string {
	info, err := os.Stat(dir)
	if err != nil {
		return currentAccount()
	}
	owner, is := info.Sys().(*syscall.Stat_t)
	if !is {
		return currentAccount()
	}
	account, err := user.LookupId(strconv.Itoa(int(owner.Uid)))
	if err != nil {
		return currentAccount()
	}
	return account.Username
}

func currentAccount() string {
	account, err := user.Current()
	if err != nil {
		return ""
	}
	return account.Username
}

// another says whether an account is not the one that runs this program.
func another(account string) bool { return account != "" && account != currentAccount() }

func checkInstaller(account string) error {
	if os.Geteuid() != 0 {
		return connector.NewError(connector.Message{ID: "console.not-root"}, nil)
	}
	if _, err := user.Lookup(account); err != nil {
		return console.UsageErrorf("there is no account %q on this computer", account)
	}
	return nil
}

// keyAs does with the key what [key.Place] does, as another account, in a process of
// that account.
func keyAs(ctx context.Context, c *console.Console, account, dir, action string) (key.Row, error) {
	who, err := user.Lookup(account)
	if err != nil {
		return key.Row{}, err
	}
	command, err := commandAs(ctx, who, dir, action)
	if err != nil {
		return key.Row{}, err
	}
	var out, complaint bytes.Buffer
	command.Stdout, command.Stderr = &out, &complaint
	as := connector.Data{"Account": account, "Program": console.ProgramOn(dir)}
	var failed *exec.ExitError
	switch err := command.Run(); {
	case errors.As(err, &failed):
		return key.Row{}, connector.NewError(connector.Message{
			ID: "console.account-refused", Data: as, Reference: strings.TrimSpace(complaint.String()),
		}, err)
	case err != nil:
		return key.Row{}, fmt.Errorf("running the program as %s: %w", account, err)
	}
	var keyAt key.Row
	if err := json.Unmarshal(out.Bytes(), &keyAt); err != nil {
		return key.Row{}, fmt.Errorf("reading where the key of %s is: %w", account, err)
	}
	if keyAt.File == "" && keyAt.Place != key.NoPlace {
		return key.Row{}, connector.NewError(connector.Message{ID: "console.key-of-account-unreachable", Data: as}, nil)
	}
	return keyAt, nil
}

func commandAs(ctx context.Context, who *user.User, dir, action string) (*exec.Cmd, error) {
	uid, uidErr := strconv.ParseUint(who.Uid, 10, 32)
	gid, gidErr := strconv.ParseUint(who.Gid, 10, 32)
	program, err := os.Executable()
	if err := errors.Join(uidErr, gidErr, err); err != nil {
		return nil, err
	}
	command := exec.CommandContext(ctx, program, "--data", dir, "key", "--json", action)
	command.Args[0] = os.Args[0]
	command.Dir = "/"
	// Nothing of root's session, whose keyring is another one.
	command.Env = []string{"HOME=" + who.HomeDir, "USER=" + who.Username, "PATH=" + os.Getenv("PATH")}
	for _, name := range []string{app.KeyVariable, app.AllowNetworkVariable} {
		if value, set := os.LookupEnv(name); set {
			command.Env = append(command.Env, name+"="+value)
		}
	}
	command.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	return command, nil
}

// beyondLogOff says how the services of an account go on after it logs off.
func beyondLogOff(account string) string {
	if runtime.GOOS == "darwin" {
		return message.L("To go on after log-off, install the service of the computer with sudo.")
	}
	return fmt.Sprintf(message.L("To go on after log-off and from the start of the computer on, run: loginctl enable-linger %s"), account)
}
