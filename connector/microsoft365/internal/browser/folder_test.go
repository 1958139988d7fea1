package browser

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"inventorybeacon/connector/connectortest"
)

// folderIn is the variable with which this test runs itself, as a process that has a sign-in window open.
const folderIn = "INVENTORY_BEACON_TEST_FOLDER"

func TestTheFolderOfAKilledSignInIsRemovedByTheNext(t *testing.T) {
	log := connectortest.Logger(t)
	if in := os.Getenv(folderIn); in != "" {
		f, err := newFolder(in, log)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(f.path, "Cookies"), []byte("a session"), 0o600); err != nil {
			t.Fatal(err)
		}
		_, _ = os.Stdout.WriteString("ready\n")
		select {} // until it is killed
	}
	in := t.TempDir()
	open, err := newFolder(in, log)
	if err != nil {
		t.Fatal(err)
	}
	killed := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	killed.Env = append(os.Environ(), folderIn+"="+in)
	output, err := killed.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := killed.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(output).ReadString('\n'); line != "ready\n" {
		t.Errorf("it said %q, %v", line, err)
	}
	if n := len(entriesOf(t, in)); n != 4 { // two folders, two locks
		t.Errorf("%d entries while both are open", n)
	}
	_ = killed.Process.Kill()
	_ = killed.Wait()

	next, err := newFolder(in, log)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []*folder{open, next} {
		if _, err := os.Stat(f.path); err != nil {
			t.Errorf("what is in use was removed: %v", err)
		}
	}
	if n := len(entriesOf(t, in)); n != 4 {
		t.Errorf("%d entries after the next one has begun", n)
	}
	open.remove()
	next.remove()
	if left := entriesOf(t, in); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

func entriesOf(t *testing.T, dir string) []os.DirEntry {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	return entries
}
