package logfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// timeLayout stands in the names of renamed files, in UTC; it sorts as text.
const timeLayout = "2006-01-02T15-04-05.000"

// freeName is a name for the file that no other has: now's, or the next
// millisecond's that is free.
func (f *File) freeName() string {
	base, extension := f.nameParts()
	for at := time.Now().UTC(); ; at = at.Add(time.Millisecond) {
		path := filepath.Join(filepath.Dir(f.path), base+at.Format(timeLayout)+extension)
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
			return path
		} else if err != nil {
			return path // renaming will fail with the reason
		}
	}
}

func (f *File) nameParts() (base, extension string) {
	extension = filepath.Ext(f.path)
	return strings.TrimSuffix(filepath.Base(f.path), extension) + "-", extension
}

// prune removes the renamed files that are too many or too old. What cannot be
// removed now is removed with a later one.
func (f *File) prune() {
	base, extension := f.nameParts()
	entries, err := os.ReadDir(filepath.Dir(f.path)) // sorted by name, so the newest last
	if err != nil {
		return
	}
	oldest := time.Now().Add(-f.options.Age)
	kept := 0
	for _, entry := range slices.Backward(entries) {
		text, ours := strings.CutPrefix(entry.Name(), base)
		text, named := strings.CutSuffix(text, extension)
		at, err := time.Parse(timeLayout, text)
		if !ours || !named || err != nil {
			continue
		}
		if kept++; kept > f.options.Kept || at.Before(oldest) {
			_ = os.Remove(filepath.Join(filepath.Dir(f.path), entry.Name()))
		}
	}
}
