// Package folder looks at the folder that holds the program's secrets before anything
// in it is touched: whose it is, whether others can write to it, what stands in it in
// place of plain files and folders, and whether its file system can be relied on.
package folder

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"inventorybeacon/connector"
)

// Kind is what may stand at a path.
type Kind int

// The kinds. What is foreign is not looked at.
const (
	Foreign Kind = iota
	Anything
	File
	Folder
)

// Kinds says what belongs to a path in a folder, relative to it.
type Kinds func(path string) Kind

// Check looks at a folder, and at everything in it that is not foreign; in the folders
// in it at everything. The folder itself may be reached through links. It changes
// nothing. The error may be an [OwnerError]. What [Mend] mends is no error.
func Check(dir string, kinds Kinds) error {
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
	return walk(place, kinds, func(path string, kind Kind, info fs.FileInfo) error {
		if path != place {
			if err := checkPart(dir, path, kind, info); err != nil {
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
// use it. The error may be an [OwnerError].
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
// under a umask of 002 have let write to them, and on Windows the folder from everybody
// who may read it, and returns their paths.
func Mend(dir string, kinds Kinds) (mended []string, err error) {
	place, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil, err
	}
	if closed, err := mendFolder(place); err != nil {
		return nil, err
	} else if closed {
		mended = append(mended, place)
	}
	err = walk(place, kinds, func(path string, _ Kind, info fs.FileInfo) error {
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

// walk follows no links, and passes over what goes away meanwhile. The error may be a
// [ClosedError].
func walk(place string, kinds Kinds, look func(path string, kind Kind, info fs.FileInfo) error) error {
	return filepath.WalkDir(place, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return closed(place, path, err)
		}
		name, err := filepath.Rel(place, path)
		if err != nil {
			return err
		}
		kind := kinds(name)
		if filepath.Dir(path) == place && kind == Foreign {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		info, err := entry.Info()
		if err != nil {
			return closed(place, filepath.Dir(path), err)
		}
		return look(path, kind, info)
	})
}

// closed is an error of looking into a folder at a path in the one at place, or into that.
func closed(place, folder string, err error) error {
	name, failed := filepath.Rel(place, folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case failed != nil || name == ".":
		return err
	}
	return &ClosedError{Name: name, Err: err}
}

// checkPart refuses what is not a plain file or folder of this account, or the one
// where the other belongs.
func checkPart(dir, path string, kind Kind, info fs.FileInfo) error {
	stands := info.Mode().Type()
	switch {
	case stands != 0 && stands != fs.ModeDir:
		return linkError(path, stands&fs.ModeSymlink != 0)
	case kind == Folder && !info.IsDir():
		return connector.NewError(connector.Message{ID: "folder.not-a-folder", Data: connector.Data{"Path": path}}, nil)
	case kind == File && info.IsDir():
		return connector.NewError(connector.Message{ID: "folder.not-a-file", Data: connector.Data{"Path": path}}, nil)
	}
	return checkPartOwner(dir, path, info)
}
