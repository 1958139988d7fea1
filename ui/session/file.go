package session

import (
	"context"
	"io/fs"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/storage"

	"inventorybeacon/connector"
	"inventorybeacon/ui/filechooser"
	"inventorybeacon/ui/widgets/dialog"
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
	s.chooseFile(request, false, func(path string) {
		Go(s, s.ctx, func(ctx context.Context) (fyne.URIReadCloser, error) {
			return answered(ctx, func() (fyne.URIReadCloser, error) { return openRegular(path) })
		}, func(file fyne.URIReadCloser, err error) {
			if err != nil {
				s.Fail(lang.L("The file could not be opened"), err)
				return
			}
			opened(file)
		})
	})
}

// ChooseFolder asks for a folder.
func (s *Session) ChooseFolder(title string, chosen func(path string)) {
	s.chooseFile(filechooser.Request{Title: title, Folder: true}, false, chosen)
}

// openRegular opens a file to read it. Whoever opens a pipe waits until somebody writes into it.
func openRegular(path string) (fyne.URIReadCloser, error) {
	info, err := os.Stat(path)
	if err == nil {
		err = regular(path, info)
	}
	if err != nil {
		return nil, err
	}
	return storage.Reader(storage.NewFileURI(path))
}

// regular refuses what is no file.
func regular(path string, info fs.FileInfo) error {
	if info.Mode().IsRegular() {
		return nil
	}
	return connector.NewError(connector.Message{ID: "error.file.not-regular", Data: connector.Data{"Path": path}}, nil)
}

// answered asks the file system, and waits no longer than ctx: the share of a server that does not answer would keep
// the window from ending.
func answered[T any](ctx context.Context, ask func() (T, error)) (T, error) {
	type answer struct {
		result T
		err    error
	}
	come := make(chan answer, 1)
	go func() {
		result, err := ask()
		come <- answer{result, err}
	}()
	select {
	case a := <-come:
		return a.result, a.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

// chooseFile asks with the dialog of the system, over the window, which takes no input
// meanwhile. Where the system has none, the window shows one itself.
func (s *Session) chooseFile(request filechooser.Request, save bool, chosen func(path string)) {
	if s.Files == nil {
		s.askForFile(request, save, chosen)
		return
	}
	ask := s.Files.Open
	if save {
		ask = s.Files.Save
	}
	request.Parent = handleOf(s.Window)
	uncover := dialog.Cover(s.Window)
	Go(s, s.ctx, func(ctx context.Context) (string, error) { return ask(ctx, request) }, func(path string, err error) {
		uncover()
		switch {
		case err != nil:
			s.Beacon.Log().Info("the window asks for a file itself", "because", err)
			s.askForFile(request, save, chosen)
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
