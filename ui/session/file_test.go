package session_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"inventorybeacon/ui/filechooser"
	"inventorybeacon/ui/session/sessiontest"
	"inventorybeacon/ui/widgets/form"
)

// chooserOf is a system whose person decides what a test says.
type chooserOf func(r filechooser.Request) (path string, err error)

// Open implements [session.FileChooser].
func (c chooserOf) Open(_ context.Context, r filechooser.Request) (string, error) { return c(r) }

// Save implements [session.FileChooser].
func (c chooserOf) Save(_ context.Context, r filechooser.Request) (string, error) { return c(r) }

func TestTheSystemIsAskedForFiles(t *testing.T) {
	dir := t.TempDir()
	there := filepath.Join(dir, "connections.json")
	if err := os.WriteFile(there, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	open := func(w *sessiontest.Window) (got func() string) {
		said := ""
		w.OpenFile("Open", []string{".json"}, func(file fyne.URIReadCloser) {
			said = file.URI().Path()
			w.Must(file.Close())
		})
		return func() string { return said }
	}
	save := func(w *sessiontest.Window) (got func() string) {
		said := ""
		w.SaveFile("Save", "users.csv", "Not written", func(_ context.Context, out io.Writer) error {
			_, err := io.WriteString(out, "name\n")
			return err
		}, func(path string) { said = path })
		return func() string { return said }
	}
	for _, given := range []struct {
		what string
		ask  func(w *sessiontest.Window) (got func() string)
		path string
		err  error
		own  bool
	}{
		{"a file to open is chosen", open, there, nil, false},
		{"a file to write is chosen", save, filepath.Join(dir, "users.csv"), nil, false},
		{"nobody chooses", open, "", nil, false},
		{"the system has no dialog", open, "", filechooser.ErrNone, true},
		{"it has none to write", save, "", filechooser.ErrNone, true},
	} {
		t.Run(given.what, func(t *testing.T) {
			w := sessiontest.Open(t, sessiontest.Options{})
			field := form.NewEntry()
			w.Window.SetContent(field)
			w.Window.Canvas().Focus(field)
			decided := make(chan struct{})
			w.Files = chooserOf(func(filechooser.Request) (string, error) {
				<-decided
				return given.path, given.err
			})
			got := given.ask(w)
			// While it stands, the window takes no keys.
			if w.Dialogs() != 1 || w.Window.Canvas().Focused() != nil {
				t.Errorf("%d layers lie over the window, the focus is on %v", w.Dialogs(), w.Window.Canvas().Focused())
			}
			w.Key(fyne.KeyEscape, fyne.KeyReturn)
			close(decided)
			if given.own {
				w.Await("Folder", "File name") // of the window's own dialog
				return
			}
			w.Until("the answer", func() bool { return w.Dialogs() == 0 && got() == given.path })
			if w.Window.Canvas().Focused() != fyne.Focusable(field) {
				t.Error("the focus is not where it was")
			}
		})
	}
}
