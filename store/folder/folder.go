// Package folder looks at the folder that holds the program's secrets before anything
// in it is touched: whose it is, whether others can write to it, what stands in it in
// place of plain files and folders, and whether its file system can be relied on.
package folder

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Check looks at a folder, and at everything in it whose name is ours; in the folders
// in it at everything. The folder itself may be reached through links. It changes
// nothing. The error may be an [OwnerError], a [PartOwnerError], a [LinkError], a
// [KindError], an [OpenToOthersError] or a [NetworkError]. What [Mend] mends is no error.
func Check(dir string, ours func(name string) bool) error {
	place, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return err
	}
	info, err := os.Lstat(place)
	if err != nil {
		return err
	}
	if err := checkOwner(dir, info); err != nil {
		return err
	}
	insisted, err := checkDrive(dir, place)
	if err != nil {
		return err
	}
	return walk(place, ours, func(path string, info fs.FileInfo) error {
		if path != place {
			if err := checkPart(dir, path, info); err != nil {
				return err
			}
		}
		if insisted { // the modes are the mount's, and a chmod has no effect
			return nil
		}
		return checkAccess(path, info)
	})
}

// CheckParent looks at the place in which a folder is to be made, with those above it
// that are not there either: root would make it where the owner of the place could not
// use it. The error may be an [OwnerError] or a [NetworkError].
func CheckParent(dir string) error {
	parent := filepath.Dir(dir)
	for {
		place, err := filepath.EvalSymlinks(parent)
		if err == nil {
			if err := checkMaker(dir, parent); err != nil {
				return err
			}
			_, err := checkDrive(dir, place)
			return err
		}
		above := filepath.Dir(parent)
		if !errors.Is(err, fs.ErrNotExist) || above == parent {
			return err
		}
		parent = above
	}
}

// Mend takes files that [Check] has looked at from their group, which earlier versions
// under a umask of 002 have let write to them, and returns their paths.
func Mend(dir string, ours func(name string) bool) (mended []string, err error) {
	place, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil, err
	}
	err = walk(place, ours, func(path string, info fs.FileInfo) error {
		if !mendable(info) {
			return nil
		}
		if err := os.Chmod(path, info.Mode().Perm()&^0o022); err != nil {
			return err
		}
		mended = append(mended, path)
		return nil
	})
	return mended, err
}

// walk follows no links, and passes over what goes away meanwhile.
func walk(place string, ours func(name string) bool, look func(path string, info fs.FileInfo) error) error {
	return filepath.WalkDir(place, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		if path != place && filepath.Dir(path) == place && !ours(entry.Name()) {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		return look(path, info)
	})
}

// checkPart refuses what is not a plain file or folder of this account, or the one
// where the other belongs.
func checkPart(dir, path string, info fs.FileInfo) error {
	kind := info.Mode().Type()
	if kind != 0 && kind != fs.ModeDir {
		return &LinkError{Path: path, Link: kind&fs.ModeSymlink != 0}
	}
	if wanted := kindOf(filepath.Base(path)); wanted != "" && (wanted == aFolder) != info.IsDir() {
		return &KindError{Path: path, Wanted: wanted}
	}
	return checkPartOwner(dir, path, info)
}

// What may stand at a path.
const (
	aFile   = "a file"
	aFolder = "a folder"
)

// kindOf is what belongs to a name; empty when anything may have it.
func kindOf(name string) string {
	switch strings.TrimSuffix(strings.TrimSuffix(name, "-wal"), "-shm") {
	case "locks", "backups", "staging":
		return aFolder
	case "beacon.db", "beacon.key", "beacon.key.next", "inventory.db", "inventory-beacon.log":
		return aFile
	}
	if filepath.Ext(name) == ".lock" {
		return aFile
	}
	return ""
}
