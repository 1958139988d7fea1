//go:build !windows

package folder

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"inventorybeacon/store/storetest"
)

const nobody = 65534

func TestTheFolderOfAnotherAccountIsRefused(t *testing.T) {
	dir, owner := "/", "root" // for an ordinary account
	if os.Geteuid() == 0 {
		dir, owner = newFolder(t), nameOf(nobody)
		must(t, os.Chown(dir, nobody, nobody))
	}
	storetest.WantMessage(t, Check(dir, ours), "folder.owner", dir, owner)
	if os.Geteuid() == 0 {
		below := filepath.Join(dir, "not", "there")
		storetest.WantMessage(t, CheckParent(below), "folder.owner.parent", below, dir, owner)
	}
}

func TestAPartOfAnotherAccountIsRefused(t *testing.T) {
	if os.Geteuid() != 0 { // who alone can give files away
		return
	}
	dir := newFolder(t)
	path := filepath.Join(dir, "locks", "id.lock")
	must(t, os.Chown(path, nobody, nobody))
	storetest.WantMessage(t, Check(dir, ours), "folder.part-owner", path, nameOf(nobody), "chown -hR "+nameOf(0)+" '"+dir+"'")
}

func TestWhatOthersCanWriteIsRefusedOrMended(t *testing.T) {
	for _, c := range []struct {
		name    string
		mode    fs.FileMode
		refused bool
		mended  bool
	}{
		{".", 0o755, false, false},
		{".", 0o775, true, false},
		{".", 0o777, true, false},
		{"locks", 0o770, true, false},
		{"locks", 0o702, true, false},
		{"beacon.db", 0o644, false, false},
		{"beacon.db", 0o602, true, false},
		{"beacon.db", 0o666, true, false},
		{"beacon.db", 0o664, false, true},
		{"locks/id.lock", 0o660, false, true},
	} {
		t.Run(c.name+" "+c.mode.String(), func(t *testing.T) {
			dir := newFolder(t)
			path := filepath.Join(dir, c.name)
			must(t, os.Chmod(path, c.mode))
			err := Check(dir, ours)
			if c.refused {
				storetest.WantMessage(t, err, "folder.open-to-others", path, "chmod go-w '"+path+"'")
				return
			}
			must(t, err)
			mended, err := Mend(dir, ours)
			must(t, err)
			info, err := os.Stat(path)
			must(t, err)
			if c.mended != (len(mended) == 1 && mended[0] == path) || info.Mode().Perm()&0o022 != 0 {
				t.Errorf("mended %v, mode %v", mended, info.Mode())
			}
		})
	}
}

func TestANamedPipeIsRefused(t *testing.T) {
	dir := newFolder(t)
	path := filepath.Join(dir, "beacon.key")
	must(t, syscall.Mkfifo(path, 0o600))
	storetest.WantMessage(t, Check(dir, ours), "folder.special-file", path)
}

func TestAFolderThatAnotherAccountCouldReplaceIsFound(t *testing.T) {
	for mode, replaceable := range map[fs.FileMode]bool{
		0o700: false, 0o755: false, 0o775: false, 0o777: true, 0o757: true, 0o777 | fs.ModeSticky: false,
	} {
		dir := newFolder(t)
		above := filepath.Dir(dir)
		must(t, os.Chmod(above, mode))
		want := map[bool]string{true: above}[replaceable]
		if got := Replaceable(dir); got != want {
			t.Errorf("%v: %q, want %q", mode, got, want)
		}
		must(t, os.Chmod(above, 0o700)) // to be removed
	}
}

func TestRootKeepsNoSettingsInAFolderOfAnotherAccount(t *testing.T) {
	own, another := t.TempDir(), t.TempDir()
	t.Setenv("HOME", own)
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(own, "not there yet"))
	must(t, CheckHome())
	if os.Geteuid() != 0 || runtime.GOOS == "darwin" { // who alone can give folders away; where settings lie at home
		return
	}
	must(t, os.Chown(another, nobody, nobody))
	for _, dir := range []string{another, filepath.Join(another, "not there yet")} {
		t.Setenv("XDG_CONFIG_HOME", dir)
		storetest.WantMessage(t, CheckHome(), "folder.home", dir, nameOf(nobody), "XDG_CONFIG_HOME")
	}
	t.Setenv("XDG_CONFIG_HOME", own)
	t.Setenv("HOME", another)
	storetest.WantMessage(t, CheckHome(), "folder.home", another, "Variable:HOME")
}

func TestAFolderThatLeadsIntoOneThatIsCopied(t *testing.T) {
	home := t.TempDir()
	must(t, os.MkdirAll(filepath.Join(home, "OneDrive", "beacon"), 0o700))
	must(t, os.Symlink(filepath.Join(home, "OneDrive"), filepath.Join(home, "here")))
	if got := SynchronizedBy(filepath.Join(home, "here", "beacon")); got != "OneDrive" {
		t.Errorf("it is copied by %q", got)
	}
}
