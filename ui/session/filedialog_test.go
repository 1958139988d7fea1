package session_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"inventorybeacon/ui/session/sessiontest"
	"inventorybeacon/ui/widgets/form"
)

// asked is a window that asks for a file, without a dialog of the system, in a home with some files.
type asked struct {
	*sessiontest.Window
	home  string
	path  string // of the file that was chosen
	saved string // what was written
}

func openFiles(t *testing.T) *asked {
	t.Helper()
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	a := &asked{Window: sessiontest.Open(t, sessiontest.Options{}), home: home}
	a.Must(os.Mkdir(filepath.Join(home, "exports"), 0o700))
	for _, name := range []string{"a.json", "B.JSON", "notes.txt", ".hidden.json", "exports/c.json"} {
		a.Must(os.WriteFile(filepath.Join(home, name), []byte("{}"), 0o600))
	}
	return a
}

func (a *asked) open() {
	a.OpenFile("Import", []string{".json"}, func(file fyne.URIReadCloser) {
		a.path = filepath.FromSlash(file.URI().Path())
		a.Must(file.Close())
	})
	a.Await("a.json")
}

func (a *asked) save() {
	a.SaveFile("Export", "users.csv", "Not written", func(_ context.Context, out io.Writer) error {
		_, err := io.WriteString(out, "name\n")
		return err
	}, func(path string) { a.saved = filepath.FromSlash(path) })
	a.Await("exports")
}

// types puts a text in place of what the focused field holds.
func (a *asked) types(text string) {
	a.Window.Window.Canvas().Focused().(*form.Entry).SetText(text)
}

func TestAFileIsChosenWithKeysAlone(t *testing.T) {
	in := func(a *asked, name ...string) string { return filepath.Join(append([]string{a.home}, name...)...) }
	for _, given := range []struct {
		what string
		keys func(a *asked)
		want func(a *asked) string
	}{
		{"a name is typed", func(a *asked) { a.types("a.json"); a.Key(fyne.KeyReturn) }, func(a *asked) string { return in(a, "a.json") }},
		{
			"a whole path is typed", func(a *asked) { a.types(in(a, "exports", "c.json")); a.Key(fyne.KeyReturn) },
			func(a *asked) string { return in(a, "exports", "c.json") },
		},
		{
			"a path from home is typed", func(a *asked) { a.types("~/exports/c.json"); a.Key(fyne.KeyReturn) },
			func(a *asked) string { return in(a, "exports", "c.json") },
		},
		{
			"a folder is typed, and then a name", func(a *asked) {
				a.types("exports")
				a.Key(fyne.KeyReturn)
				a.Await("c.json")
				a.types("c.json")
				a.Key(fyne.KeyReturn)
			},
			func(a *asked) string { return in(a, "exports", "c.json") },
		},
		{
			"it is chosen in the list", func(a *asked) {
				a.Window.Window.Canvas().FocusPrevious()
				a.Key(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
			},
			func(a *asked) string { return in(a, "B.JSON") },
		},
		{
			"a folder is entered in the list, and left again", func(a *asked) {
				a.Window.Window.Canvas().FocusPrevious()
				a.Key(fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
				a.Await("c.json")
				a.Key(fyne.KeyHome, fyne.KeyReturn)
				a.Await("a.json")
				a.Key(fyne.KeyEnd, fyne.KeyReturn)
			},
			func(a *asked) string { return in(a, "B.JSON") },
		},
		{"Esc in the field", func(a *asked) { a.Key(fyne.KeyEscape) }, func(*asked) string { return "" }},
		{
			"Esc in the list", func(a *asked) { a.Window.Window.Canvas().FocusPrevious(); a.Key(fyne.KeyEscape) },
			func(*asked) string { return "" },
		},
	} {
		t.Run(given.what, func(t *testing.T) {
			a := openFiles(t)
			a.open()
			if a.Says("notes.txt") || a.Says(".hidden.json") {
				t.Errorf("listed is what cannot be chosen:\n%s", a.Text())
			}
			given.keys(a)
			a.Until("the choice", func() bool { return a.Dialogs() == 0 && a.path == given.want(a) })
		})
	}
}

func TestNoFileIsDeniedBeforeTheFolderIsRead(t *testing.T) {
	a := openFiles(t)
	a.OpenFile("Import", []string{".none"}, func(fyne.URIReadCloser) {})
	if !a.Says("Loading...") || a.Says("There is no such file here") {
		t.Errorf("it says:\n%s", a.Text())
	}
	a.Await("exports")
}

func TestWhatIsWrongWithATypedPathIsSaidBesideIt(t *testing.T) {
	for typed, says := range map[string]string{
		"":                "Choose a file in the list, or type its name or path.",
		"none.json":       "none.json",
		"nowhere/at.json": "at.json",
	} {
		t.Run(typed, func(t *testing.T) {
			a := openFiles(t)
			a.open()
			a.types(typed)
			a.Key(fyne.KeyReturn)
			a.Await(says)
			if _, field := a.Window.Window.Canvas().Focused().(*form.Entry); !field || a.Dialogs() != 1 {
				t.Errorf("the focus is on %v; it says:\n%s", a.Window.Window.Canvas().Focused(), a.Text())
			}
		})
	}
}

func TestAFileIsReplacedOnlyAfterAQuestion(t *testing.T) {
	a := openFiles(t)
	there := filepath.Join(a.home, "users.csv")
	a.save()
	a.Key(fyne.KeyReturn)
	a.Until("it to be written", func() bool { return a.saved == there })
	a.saved = ""
	a.save()
	a.Key(fyne.KeyReturn)
	a.Await("Replace users.csv?")
	if got := a.Enabled(); !slices.Equal(got, []string{"Replace", "Cancel"}) {
		t.Errorf("%q can be pressed", got)
	}
	a.Key(fyne.KeyReturn) // which is the safe button
	if a.saved != "" || a.Dialogs() != 1 {
		t.Fatalf("after Enter it says:\n%s", a.Text())
	}
	a.types("exports/more") // a name without an ending gets the one of its kind
	a.Key(fyne.KeyReturn)
	a.Until("it to be written", func() bool { return a.saved == filepath.Join(a.home, "exports", "more.csv") })
	// The next file is looked for where this one was.
	a.SaveFile("Export", "users.csv", "Not written", func(context.Context, io.Writer) error { return nil }, func(string) {})
	a.Await("more.csv")
}

func TestAFolderIsChosen(t *testing.T) {
	exports := func(a *asked) string { return filepath.Join(a.home, "exports") }
	for what, choose := range map[string]func(a *asked){
		"it is entered in the list": func(a *asked) {
			a.Window.Window.Canvas().FocusNext()
			a.Key(fyne.KeyEnd, fyne.KeyReturn)
			a.Until("the folder", func() bool { return a.Says(exports(a)) })
			a.Press("Choose")
		},
		"its path is typed": func(a *asked) {
			a.types("exports")
			a.Press("Choose") // which shows what it holds
			a.Until("the folder", func() bool { return a.Says(exports(a)) })
			a.Press("Choose")
		},
	} {
		t.Run(what, func(t *testing.T) {
			a := openFiles(t)
			a.ChooseFolder("Where to", func(path string) { a.path = path })
			a.Await("exports")
			if a.Says("notes.txt") {
				t.Errorf("a file is listed:\n%s", a.Text())
			}
			choose(a)
			a.Until("the choice", func() bool { return a.Dialogs() == 0 && a.path == exports(a) })
		})
	}
}
