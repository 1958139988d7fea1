package datadir

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"inventorybeacon/store/storetest"
)

func TestDataDirIsChosen(t *testing.T) {
	base := t.TempDir()
	in := func(names ...string) string { return filepath.Join(append([]string{base}, names...)...) }
	t.Setenv("HOME", in("home"))
	t.Setenv("XDG_DATA_HOME", "")
	platform, err := platformDir()
	storetest.Must(t, err)
	t.Run("the flag wins", func(t *testing.T) {
		t.Setenv(Variable, in("variable"))
		wantDir(t, in("a flag", "below"), in("a flag", "below"))
	})
	t.Run("else the variable", func(t *testing.T) {
		t.Setenv(Variable, in("variable"))
		wantDir(t, "", in("variable"))
	})
	t.Run("a relative one is made absolute", func(t *testing.T) {
		t.Chdir(base)
		wantDir(t, "relative", in("relative"))
	})
	if runtime.GOOS == "windows" { // whose own place is not to be moved by a test
		return
	}
	t.Run("else the platform's place", func(t *testing.T) {
		t.Setenv(Variable, "")
		wantDir(t, "", platform)
	})
}

func wantDir(t *testing.T, flag, want string) {
	t.Helper()
	for range 2 { // made, then found
		got, err := Find(flag)
		if err != nil || got != want {
			t.Fatalf("Find(%q) = %q, %v; want %q", flag, got, err, want)
		}
	}
	info, err := os.Stat(want)
	storetest.Must(t, err)
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o700 {
		t.Errorf("mode %o", info.Mode().Perm())
	}
	storetest.Must(t, CheckWritable(want))
	if entries, err := os.ReadDir(want); err != nil || len(entries) != 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

func TestWithoutAHomeItIsSaidHowToNameADataDir(t *testing.T) {
	if runtime.GOOS == "windows" { // which asks the system
		return
	}
	for _, name := range []string{"HOME", "XDG_DATA_HOME", Variable} {
		t.Setenv(name, "")
	}
	_, err := Find("")
	if m := storetest.WantMessage(t, err, "store.no-place", Variable); m.Reference == "" {
		t.Errorf("%+v", m)
	}
}

func TestDataDirThatIsAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	storetest.Must(t, os.WriteFile(file, nil, 0o600))
	for _, dir := range []string{file, filepath.Join(file, "below")} {
		_, err := Find(dir)
		storetest.WantError[*NotWritableError](t, err)
	}
}

func TestADataDirWithAPathTooLongForSQLiteIsNotMade(t *testing.T) {
	if runtime.GOOS == "windows" { // whose own limit is another one
		return
	}
	dir := t.TempDir()
	long := filepath.Join(dir, strings.Repeat("x", 200), strings.Repeat("y", 250))
	storetest.WantMessage(t, Make(long), "store.directory", "too long for SQLite")
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
		t.Errorf("made: %v, %v", entries, err)
	}
}

func TestCheckWritableOfNothing(t *testing.T) {
	if m := storetest.WantMessage(t, CheckWritable(filepath.Join(t.TempDir(), "gone")), "store.directory"); m.Reference == "" {
		t.Errorf("%+v", m)
	}
}
