package lock

import (
	"os"
	"runtime/debug"
	"testing"

	"inventorybeacon/store/storetest"
)

// openFiles is how many files this process has open.
func openFiles(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	storetest.Must(t, err)
	return len(entries)
}

// The program looks every few seconds, for weeks.
func TestALookLeavesNoFileOpen(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // which closes what was forgotten
	dir := t.TempDir()
	release, err := Scheduler(dir, "serve")
	storetest.Must(t, err)
	defer release()
	before := openFiles(t)
	for range 20 {
		if SchedulerHolder(dir) == nil || ConnectionHeld(dir, "id") {
			t.Fatal("the look finds the wrong ones")
		}
		if _, err := Scheduler(dir, "window"); err == nil {
			t.Fatal("the schedules are run by two")
		}
	}
	if after := openFiles(t); after >= before+20 {
		t.Errorf("%d files were open, and %d are", before, after)
	}
}
