package atomicfile

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"testing"
)

var errNo = errors.New("no")

func TestAFileIsThereAsAWholeOrAsItWas(t *testing.T) {
	for given, tt := range map[string]struct {
		write      func(draft string) error
		file       error // of bringing the file to the disk
		folder     error // of bringing its name there
		want       string
		wantFailed error
	}{
		"nothing fails": {write: content("new"), want: "new"},
		"half of it is written": {
			write: func(draft string) error { return errors.Join(content("ne")(draft), errNo) },
			want:  "former", wantFailed: errNo,
		},
		"the disk does not take it":          {write: content("new"), file: errNo, want: "former", wantFailed: errNo},
		"the disk does not take the name":    {write: content("new"), folder: errNo, want: "new", wantFailed: errNo},
		"the file system brings no folders":  {write: content("new"), folder: &os.PathError{Op: "sync", Err: syscall.EINVAL}, want: "new"},
		"the file system knows no such call": {write: content("new"), folder: &os.PathError{Op: "sync", Err: errors.ErrUnsupported}, want: "new"},
	} {
		t.Run("given "+given, func(t *testing.T) {
			if runtime.GOOS == "windows" && tt.folder != nil {
				return // where no folder is brought to the disk
			}
			dir := t.TempDir()
			path := filepath.Join(dir, "file")
			must(t, content("former")(path))
			var synced []string
			w := Writer{Prefix: ".draft-", Sync: func(path string) error {
				if path == dir {
					synced = append(synced, "folder")
					return tt.folder
				}
				synced = append(synced, "file")
				return errors.Join(tt.file, Sync(path))
			}}
			if err := w.Write(path, tt.write); !errors.Is(err, tt.wantFailed) {
				t.Errorf("it ended with %v", err)
			}
			got, err := os.ReadFile(path)
			must(t, err)
			if string(got) != tt.want {
				t.Errorf("the file holds %q, want %q", got, tt.want)
			}
			if left, err := w.Unfinished(dir); err != nil || len(left) > 0 {
				t.Errorf("left: %q, %v", left, err)
			}
			if runtime.GOOS != "windows" && tt.wantFailed == nil && !slices.Equal(synced, []string{"file", "folder"}) {
				t.Errorf("brought to the disk: %q", synced)
			}
		})
	}
}

func TestOnlyItsOwnerReadsAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	must(t, Writer{Sync: Sync}.Write(path, content("secret")))
	info, err := os.Stat(path)
	must(t, err)
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %o", info.Mode().Perm())
	}
}

func TestWhatIsUnfinishedIsKnownByItsName(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "[a pattern]*")
	must(t, os.Mkdir(dir, 0o700))
	for _, name := range []string{".draft-1", ".draft-2", "draft-3", "kept"} {
		must(t, content("")(filepath.Join(dir, name)))
	}
	w := Writer{Prefix: ".draft-", Sync: Sync}
	found, err := w.Unfinished(dir)
	must(t, err)
	must(t, w.RemoveUnfinished(dir))
	left, err := Beginning(dir, "")
	must(t, err)
	if len(found) != 2 || len(left) != 2 {
		t.Errorf("found %q, left %q", found, left)
	}
	if err := w.RemoveUnfinished(filepath.Join(dir, "gone")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
}

func TestSyncOfNothing(t *testing.T) {
	if err := Sync(filepath.Join(t.TempDir(), "gone")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("it ended with %v", err)
	}
}

// content writes a file.
func content(text string) func(path string) error {
	return func(path string) error { return os.WriteFile(path, []byte(text), 0o600) }
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
