//go:build !windows

package service

import (
	"errors"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"testing"

	"inventorybeacon/connector"
)

// stranger is an account and group that nobody trusts.
const stranger = 4242

func TestAProgramThatOthersCanReplaceIsRefused(t *testing.T) {
	self, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	root := os.Geteuid() == 0
	for name, c := range map[string]struct {
		spoil   string // of app, app/bin, app/bin/program, link
		mode    fs.FileMode
		foreign bool // it belongs to somebody else
		through string
		want    string // the reason; empty when it is taken
	}{
		"given nobody else writes":            {},
		"given everybody writes the program":  {spoil: "app/bin/program", mode: 0o757, want: "service.writable.mode"},
		"given everybody writes its folder":   {spoil: "app/bin", mode: 0o757, want: "service.writable.mode"},
		"given everybody writes a parent":     {spoil: "app", mode: 0o757, want: "service.writable.mode"},
		"given a group writes its folder":     {spoil: "app/bin", mode: 0o775, want: "service.writable.group"},
		"given a parent is of somebody else":  {spoil: "app", mode: 0o755, foreign: true, want: "service.owned"},
		"given the program is somebody's":     {spoil: "app/bin/program", mode: 0o755, foreign: true, want: "service.owned"},
		"given a folder with the sticky bit":  {spoil: "app", mode: 0o777 | fs.ModeSticky},
		"given a link into another's folder":  {spoil: "app", mode: 0o757, through: "link", want: "service.writable.mode"},
		"given a link in a folder that is ok": {through: "link"},
	} {
		t.Run(name, func(t *testing.T) {
			dir, account := t.TempDir(), self.Username
			program := filepath.Join(dir, "app", "bin", "program")
			if err := errors.Join(os.MkdirAll(filepath.Dir(program), 0o755), os.WriteFile(program, nil, 0o755),
				os.Symlink(program, filepath.Join(dir, "link"))); err != nil {
				t.Fatal(err)
			}
			spoilt := filepath.Join(dir, c.spoil)
			if c.spoil != "" {
				var err error
				if root {
					uid := -1
					if c.foreign {
						uid = stranger
					}
					err = os.Chown(spoilt, uid, stranger)
				} else if c.foreign {
					account, spoilt = "root", dir // as whose service our own files are another's
				}
				if err = errors.Join(err, os.Chmod(filepath.Join(dir, c.spoil), c.mode)); err != nil {
					t.Fatal(err)
				}
			}
			if c.through != "" {
				program = filepath.Join(dir, c.through)
			}
			err := checkProgram(program, account)
			m, _ := connector.MessageOf(err)
			reason, _ := m.Data["Reason"].(connector.Message)
			switch {
			case c.want == "":
				if err != nil {
					t.Errorf("refused: %v", err)
				}
			case reason.ID != c.want || root && reason.Data["Path"] != spoilt:
				t.Errorf("%v, want %s %s", err, spoilt, c.want)
			}
		})
	}
}
