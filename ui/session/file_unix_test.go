//go:build unix

package session_test

import (
	"path/filepath"
	"syscall"
	"testing"

	"fyne.io/fyne/v2"

	"inventorybeacon/ui/filechooser"
	"inventorybeacon/ui/session/sessiontest"
)

// Whoever opens a pipe waits until somebody writes into it.
func TestAPipeIsRefusedAndTheWindowGoesOn(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{})
	pipe := filepath.Join(t.TempDir(), "pipe.json")
	w.Must(syscall.Mkfifo(pipe, 0o600))
	w.Files = chooserOf(func(filechooser.Request) (string, error) { return pipe, nil })
	w.OpenFile("Open", []string{".json"}, func(fyne.URIReadCloser) { t.Error("it is opened") })
	w.Await("The file could not be opened", pipe+" is not a file.")
}

func TestAPipeThatWasTypedIsRefusedBesideItsField(t *testing.T) {
	a := openFiles(t)
	a.Must(syscall.Mkfifo(filepath.Join(a.home, "pipe.json"), 0o600))
	a.open()
	if a.Says("pipe.json") {
		t.Errorf("it is listed:\n%s", a.Text())
	}
	a.types("pipe.json")
	a.Key(fyne.KeyReturn)
	a.Await("pipe.json is not a file.")
}
