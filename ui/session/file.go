package session

import (
	"context"
	"io"
	"path/filepath"
	"strings"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/driver"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/storage"

	"inventorybeacon/ui/filechooser"
	"inventorybeacon/ui/widgets"
)

// FileChooser asks for files with the dialogs of the system, as [filechooser.System] does.
type FileChooser interface {
	Open(ctx context.Context, r filechooser.Request) (path string, err error)
	Save(ctx context.Context, r filechooser.Request) (path string, err error)
}

// OpenFile asks for a file with one of the extensions, such as ".json", or for any
// file when there are none, and hands it to opened, which closes it.
func (s *Session) OpenFile(title string, extensions []string, opened func(file fyne.URIReadCloser)) {
	request := filechooser.Request{Title: title, Extensions: extensions}
	s.chooseFile(request, FileChooser.Open, func(path string) {
		file, err := storage.Reader(storage.NewFileURI(path))
		if err != nil {
			s.Fail(lang.L("The file could not be opened"), err)
			return
		}
		opened(file)
	}, func() { s.openInWindow(title, extensions, opened) })
}

// chooseFile asks with the dialog of the system, over the window, which takes no input
// meanwhile. Where the system has none, the window shows one itself.
func (s *Session) chooseFile(request filechooser.Request, ask func(FileChooser, context.Context, filechooser.Request) (string, error), chosen func(path string), inWindow func()) {
	if s.Files == nil {
		inWindow()
		return
	}
	request.Parent = handleOf(s.Window)
	uncover := widgets.Cover(s.Window)
	Go(s, s.ctx, func(ctx context.Context) (string, error) { return ask(s.Files, ctx, request) }, func(path string, err error) {
		uncover()
		switch {
		case err != nil:
			s.Beacon.Log().Info("the window asks for a file itself", "because", err)
			inWindow()
		case path != "":
			chosen(path)
		}
	})
}

// handleOf is the window as the system knows it; 0 where a dialog cannot be put over it
// by that.
func handleOf(w fyne.Window) (handle uintptr) {
	native, ok := w.(driver.NativeWindow)
	if !ok {
		return 0
	}
	native.RunNative(func(window any) {
		switch known := window.(type) {
		case driver.WindowsWindowContext:
			handle = known.HWND
		case driver.X11WindowContext:
			handle = known.WindowHandle
		}
	})
	return handle
}

// openInWindow asks with Fyne's dialog.
func (s *Session) openInWindow(title string, extensions []string, opened func(file fyne.URIReadCloser)) {
	returnKeys := s.lendKeys()
	open := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		returnKeys()
		switch {
		case err != nil:
			s.Fail(lang.L("The file could not be opened"), err)
		case file != nil:
			opened(file)
		}
	}, s.Window)
	if len(extensions) > 0 {
		upper := strings.ToUpper(strings.Join(extensions, " "))
		open.SetFilter(storage.NewExtensionFileFilter(append(strings.Fields(upper), extensions...)))
	}
	s.showFiles(open, title, returnKeys)
}

// SaveFile asks where a file is to be written, with a name to begin with, and
// writes it beside the window. failed is the title of what is said when that
// fails; saved is called with the file's path when it is complete.
func (s *Session) SaveFile(title, name, failed string, write func(ctx context.Context, out io.Writer) error, saved func(path string)) {
	into := func(file fyne.URIWriteCloser, err error) {
		switch {
		case err != nil:
			s.Fail(lang.L("The file could not be written"), err)
		case file != nil:
			s.Do(failed, func(ctx context.Context) error {
				err := write(ctx, file)
				if closing := file.Close(); err == nil {
					err = closing
				}
				return err
			}, func() { saved(file.URI().Path()) })
		}
	}
	request := filechooser.Request{Title: title, Name: name, Extensions: []string{filepath.Ext(name)}}
	s.chooseFile(request, FileChooser.Save, func(path string) { into(storage.Writer(storage.NewFileURI(path))) },
		func() { s.saveInWindow(title, name, into) })
}

// saveInWindow asks with Fyne's dialog.
func (s *Session) saveInWindow(title, name string, into func(fyne.URIWriteCloser, error)) {
	returnKeys := s.lendKeys()
	save := dialog.NewFileSave(func(file fyne.URIWriteCloser, err error) {
		returnKeys()
		into(file, err)
	}, s.Window)
	save.SetFileName(name)
	s.showFiles(save, title, returnKeys)
}

// lendKeys returns what gives the keys of the window, and of the dialog that is
// open in it, back. Only its first call does: Fyne says that a dialog for files is
// closed before it hands over the file, but after it where one is overwritten, and
// a message may have taken the keys by then.
func (s *Session) lendKeys() (giveBack func()) {
	c := s.Window.Canvas()
	take := c.OnTypedKey()
	return sync.OnceFunc(func() { c.SetOnTypedKey(take) })
}

// showFiles shows Fyne's dialog for files as large as the window allows. Esc
// closes it, which Fyne leaves out; so nothing has the focus at first. No other
// key that it leaves reaches the dialog beneath, where Enter would accept.
func (s *Session) showFiles(files *dialog.FileDialog, title string, returnKeys func()) {
	c := s.Window.Canvas()
	files.SetTitleText(title)
	files.SetOnClosed(returnKeys)
	files.Show()
	files.SetView(dialog.ListView)
	files.Resize(fyne.NewSize(min(760, c.Size().Width-40), min(560, c.Size().Height-40)))
	c.Unfocus()
	c.SetOnTypedKey(func(key *fyne.KeyEvent) {
		if key.Name == fyne.KeyEscape {
			files.Dismiss()
		}
	})
}
