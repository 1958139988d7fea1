//go:build !windows

package localtime

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestAChangedZoneIsNoticed(t *testing.T) {
	dir := t.TempDir()
	folder := filepath.Join(dir, "zoneinfo")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	write := func(path, zone string) {
		t.Helper()
		if err := os.WriteFile(path, zoneFile(zone), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(filepath.Join(folder, "Paris"), "<CET>-1<CEST>,M3.5.0,M10.5.0/3")
	write(filepath.Join(folder, "Tokyo"), "<JST>-9")
	local := filepath.Join(dir, "localtime")
	point := func(zone string) {
		t.Helper()
		_ = os.Remove(local)
		if err := os.Symlink(filepath.Join(folder, zone), local); err != nil {
			t.Fatal(err)
		}
	}
	z := &Zone{place: time.UTC, read: func(known any) (*time.Location, any, error) { return readZone(local, known) }}
	noon := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	shows := func(what, want string) {
		t.Helper()
		place := z.Place()
		if got := noon.In(place).Format("15:04"); got != want {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
		if place != z.Place() {
			t.Errorf("%s: it changes by being looked at", what)
		}
	}

	shows("no file", "12:00")
	point("Paris")
	if _, mark, err := z.read(nil); err != nil {
		t.Fatal(err)
	} else {
		z.mark = mark
	}
	shows("as it was at the start", "12:00")
	point("Tokyo")
	shows("another link", "21:00")
	if err := os.Remove(local); err != nil {
		t.Fatal(err)
	}
	shows("no file any more", "21:00")
	write(local, "<CET>-1<CEST>,M3.5.0,M10.5.0/3")
	shows("a copy", "14:00")
	if err := os.WriteFile(local, []byte("no zone"), 0o600); err != nil {
		t.Fatal(err)
	}
	shows("no zone", "14:00")
	if place := New().Place(); place != time.Local {
		t.Errorf("this computer: %s", place)
	}
}
