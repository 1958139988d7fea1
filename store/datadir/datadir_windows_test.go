package datadir

import (
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/windows"

	"inventorybeacon/store/storetest"
)

func TestDataDirIsPrivate(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	storetest.Must(t, makePrivate(dir))
	storetest.Must(t, makePrivate(dir)) // as when another process was faster
	storetest.Must(t, CheckWritable(dir))
	storetest.Must(t, Make(dir))
	security, err := windows.GetNamedSecurityInfo(dir, windows.SE_FILE_OBJECT, windows.DACL_SECURITY_INFORMATION)
	storetest.Must(t, err)
	access := security.String()
	if strings.Count(access, "(A;OICI;FA;;;") != strings.Count(access, "(") {
		t.Errorf("others may enter: %s", access)
	}
}

func TestPlatformsPlace(t *testing.T) {
	dir, err := platformDir()
	if err != nil || !filepath.IsAbs(dir) || filepath.Base(dir) != "Inventory Beacon" {
		t.Errorf("platformDir = %q, %v", dir, err)
	}
}
