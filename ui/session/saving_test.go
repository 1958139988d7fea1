package session_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"inventorybeacon/ui/filechooser"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/session/sessiontest"
)

// savingAMillion begins to write a million rows over a file, of which it has written some
// when it waits until the test goes on.
func savingAMillion(t *testing.T) (w *sessiontest.Window, path string, goOn chan error, saved *string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "users.csv")
	w = sessiontest.Open(t, sessiontest.Options{})
	w.Must(os.WriteFile(path, []byte("of before"), 0o600))
	w.Files = chooserOf(func(filechooser.Request) (string, error) { return path, nil })
	goOn, saved = make(chan error), new(string)
	w.Save(session.Saving{
		Title: "Export", Name: "users.csv", Failed: "Not written", Rows: 1_000_000,
		Write: func(ctx context.Context, _ string, out io.Writer, rows func(int64)) error {
			rows(120_000)
			if _, err := io.WriteString(out, "the half of it"); err != nil {
				return err
			}
			select {
			case err := <-goOn:
				return err
			case <-ctx.Done():
				return ctx.Err()
			}
		},
		Saved: func(path string) { *saved = path },
	})
	w.Await("120,000 of 1,000,000 rows")
	return w, path, goOn, saved
}

func content(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAFileThatIsCanceledLeavesTheFormerOne(t *testing.T) {
	w, path, _, saved := savingAMillion(t)
	w.Press("Cancel")
	if w.Dialogs() != 0 {
		t.Errorf("it goes on to say:\n%s", w.Text())
	}
	w.End() // waits for what was begun
	if got := content(t, path); got != "of before" || *saved != "" {
		t.Errorf("the file holds %q, saved is %q", got, *saved)
	}
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != 1 {
		t.Errorf("the folder holds %v, %v", left, err)
	}
}

func TestAFileThatIsWrittenTakesThePlaceOfTheFormerOne(t *testing.T) {
	w, path, goOn, saved := savingAMillion(t)
	if got := content(t, path); got != "of before" {
		t.Errorf("before the end the file holds %q", got)
	}
	goOn <- nil
	w.Until("the end", func() bool { return *saved != "" && w.Dialogs() == 0 })
	if got := content(t, path); got != "the half of it" || *saved != path {
		t.Errorf("the file holds %q, saved is %q", got, *saved)
	}
}

func TestAFileThatFailsLeavesTheFormerOneAndSaysWhy(t *testing.T) {
	w, path, goOn, saved := savingAMillion(t)
	goOn <- io.ErrUnexpectedEOF
	w.Await("Not written")
	if got := content(t, path); got != "of before" || *saved != "" || w.Dialogs() != 1 {
		t.Errorf("the file holds %q, saved is %q; it says:\n%s", got, *saved, w.Text())
	}
}

func TestAFolderThatCannotBeWrittenIsNamed(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{})
	path := filepath.Join(t.TempDir(), "gone", "users.csv")
	w.Files = chooserOf(func(filechooser.Request) (string, error) { return path, nil })
	w.SaveFile("Export", "users.csv", "Not written", func(context.Context, io.Writer) error { return nil }, func(string) {})
	w.Await("Not written")
	if !w.Says(path) {
		t.Errorf("it says:\n%s", w.Text())
	}
}
