package session

import (
	"context"
	"net/url"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/ui/reveal"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/dialog"
)

// opened are the endings of files that everybody's computer opens to be read.
var opened = []string{".csv", ".html", ".xlsx"}

// TellSaved says what was written into a file, and leads to it.
//
// What is opened runs with the rights of this program, so an administrator's does not open a file, and that of root asks no file manager
// for it. The Explorer is another matter: it hands the folder to the desktop of whoever has signed in.
func (s *Session) TellSaved(status theme.Status, title, text, path string) {
	d := dialog.Message(s.Window, status, title, text, "")
	leave := func(lead func(path string)) func() {
		return func() {
			d.Close()
			lead(path)
		}
	}
	var ways []fyne.CanvasObject
	if !s.Elevated && slices.Contains(opened, strings.ToLower(filepath.Ext(path))) {
		ways = append(ways, widgets.NewButton(lang.L("Open"), leave(s.openFile)))
	}
	if !s.Elevated || runtime.GOOS == "windows" {
		ways = append(ways, widgets.NewButton(lang.L("Show in Folder"), leave(s.showInFolder)))
	}
	d.SetExtras(append(ways, widgets.NewButton(lang.L("Copy Path"), func() { fyne.CurrentApp().Clipboard().SetContent(path) }))...)
}

func (s *Session) openFile(path string) {
	if err := fyne.CurrentApp().OpenURL(fileURL(path)); err != nil {
		s.Fail(lang.L("The file could not be opened"), err)
	}
}

// showInFolder has the folder opened where no file manager shows a file in it.
func (s *Session) showInFolder(path string) {
	Go(s, s.ctx, func(ctx context.Context) (struct{}, error) { return struct{}{}, reveal.InFolder(ctx, path) },
		func(_ struct{}, err error) {
			if err == nil {
				return
			}
			s.Beacon.Log().Info("the folder of a file is opened", "because", err)
			s.openFile(filepath.Dir(path))
		})
}

// fileURL is the address of a path.
func fileURL(path string) *url.URL {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") { // it begins with a drive
		path = "/" + path
	}
	return &url.URL{Scheme: "file", Path: path}
}
