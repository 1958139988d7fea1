package outputfile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"inventorybeacon/store/atomicfile"
)

// unfinishedPrefix begins the names of files in which an output grows. It is what
// those are known by that a killed process left.
const unfinishedPrefix = ".inventory-beacon-output-"

// unfinishedFile is an output that has not taken its name yet. Only its owner can
// read it. Where the system can do that, it has no name at all, so that nothing of
// it outlives a process that is killed.
type unfinishedFile struct {
	*os.File
	name string // empty while it has none
}

func createUnfinished(dir string) (*unfinishedFile, error) {
	if file, err := createUnnamed(dir); err == nil {
		return &unfinishedFile{File: file}, nil
	}
	file, err := os.CreateTemp(dir, unfinishedPrefix+"*")
	if err != nil {
		return nil, err
	}
	claim(file)
	return &unfinishedFile{File: file, name: file.Name()}, nil
}

// publish gives the complete file its name and mode, in the place of a former one.
func (f *unfinishedFile) publish(path string, mode fs.FileMode) error {
	if err := errors.Join(f.Chmod(mode), f.Sync()); err != nil {
		return err
	}
	if f.name == "" {
		name, err := nameUnnamed(f.File, filepath.Dir(path))
		if err != nil {
			return err
		}
		f.name = name
	}
	if err := closeBeforeRename(f.File); err != nil {
		return err
	}
	err := atomicfile.Rename(f.name, path)
	var held *atomicfile.HeldError
	if errors.As(err, &held) { // by a program that may let others write it
		return f.overwrite(path, held)
	}
	if err != nil {
		return err
	}
	f.name = ""
	return nil
}

// overwrite writes the content into the file that another program holds, which it would
// not if that could be replaced: who reads it meanwhile may see a part.
func (f *unfinishedFile) overwrite(path string, held error) error {
	content, err := os.Open(f.name)
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }()
	to, err := os.OpenFile(path, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return held
	}
	_, err = io.Copy(to, content)
	return errors.Join(err, to.Sync(), to.Close()) // what is unfinished is discarded
}

// discard closes the file, and removes it unless it was published.
func (f *unfinishedFile) discard() {
	_ = f.Close() // it may be closed
	if f.name != "" {
		_ = os.Remove(f.name)
	}
}

// removeUnfinished removes from a folder what processes that were killed have left
// of their outputs. Those of processes that run are kept, and those of others.
func removeUnfinished(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return // creating the output says what is wrong
	}
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), unfinishedPrefix) && entry.Type().IsRegular() {
			removeUnclaimed(filepath.Join(dir, entry.Name()))
		}
	}
}
