package folder

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"inventorybeacon/store/storetest"
)

// ours are the names of the tests.
func ours(path string) Kind {
	switch {
	case path == "locks":
		return Folder
	case strings.HasPrefix(path, "beacon"), filepath.Ext(path) == ".lock":
		return File
	default:
		return Foreign
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// newFolder makes a data directory with a file and a folder with a file.
func newFolder(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "a data directory")
	must(t, os.MkdirAll(filepath.Join(dir, "locks"), 0o700))
	for _, name := range []string{"beacon.db", "locks/id.lock"} {
		must(t, os.WriteFile(filepath.Join(dir, name), nil, 0o600))
	}
	return dir
}

func TestAnOrdinaryFolder(t *testing.T) {
	dir := newFolder(t)
	must(t, Check(dir, ours))
	if mended, err := Mend(dir, ours); err != nil || len(mended) != 0 {
		t.Errorf("mended %v, %v", mended, err)
	}
	must(t, CheckParent(filepath.Join(dir, "not", "there", "yet")))
	link := filepath.Join(t.TempDir(), "link")
	must(t, os.Symlink(dir, link))
	must(t, Check(link, ours)) // as homes often are
}

func TestAFileAmongThoseAboveIsRefused(t *testing.T) {
	path := filepath.Join(newFolder(t), "beacon.db", "below", "a data directory")
	if err := CheckParent(path); err == nil {
		t.Error("a folder can be made below a file")
	}
}

func TestALinkInTheFolderIsRefused(t *testing.T) {
	for _, name := range []string{"beacon.db", "beacon.db-wal", "beacon.key", "locks", "locks/id.lock", "locks/another.lock"} {
		t.Run(name, func(t *testing.T) {
			dir := newFolder(t)
			path, target := filepath.Join(dir, name), filepath.Join(t.TempDir(), "target")
			must(t, errors.Join(os.RemoveAll(path), os.Mkdir(target, 0o700), os.Symlink(target, path)))
			storetest.WantMessage(t, Check(dir, ours), "folder.link", path)
		})
	}
	dir := newFolder(t)
	must(t, os.Symlink("nowhere", filepath.Join(dir, "somebody's own")))
	must(t, Check(dir, ours))
}
