package datadir

import (
	"os"
	"path/filepath"
	"testing"
)

func TestAnAdministratorWritesIntoNothingButOurPipes(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{file, "", `\\.\pipe\other`, `\\.\PhysicalDrive0`, pipePrefix + `..\..\x`, pipePrefix + "../x"} {
		if opened, err := OpenPipe(name); err == nil {
			_ = opened.Close()
			t.Errorf("opened %q", name)
		}
	}
}
