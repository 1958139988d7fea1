package session

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/message"
	"inventorybeacon/ui/filechooser"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/dialog"
	"inventorybeacon/ui/widgets/form"
	"inventorybeacon/ui/widgets/grid"
)

// fileDialog asks for a file, or a folder, where the system has no dialog for that: a folder is listed, and names and paths can be typed.
// Fyne's own dialog knows no keys and takes no path.
type fileDialog struct {
	session *Session
	request filechooser.Request
	save    bool
	chosen  func(path string)

	dialog *dialog.Dialog
	above  *form.Form // the folder
	below  *form.Form // the file
	folder *form.Entry
	file   *form.Entry
	list   *grid.Grid
	shown  string // the folder that is listed
	items  []fileItem
}

const (
	keyFolder  = "folder"
	keyFile    = "file"
	filesWide  = 640
	filesHigh  = 270
	parentName = ".."
)

func (s *Session) askForFile(request filechooser.Request, save bool, chosen func(path string)) {
	d := &fileDialog{session: s, request: request, save: save, chosen: chosen, folder: form.NewEntry(), file: form.NewEntry()}
	d.list = grid.New(fileColumns()...)
	d.list.OnSelected = d.selected
	d.list.OnActivate = d.activate
	d.above = form.New(form.NewRow(keyFolder, lang.L("Folder"), d.folder))
	d.below = form.New(form.NewRow(keyFile, lang.L("File name"), d.file))
	d.folder.OnSubmitted = func(string) { d.enter(d.resolve(d.folder.Text)) }
	d.file.SetValue(request.Name)
	d.dialog = dialog.New(s.Window, request.Title, dialog.NewAround(10, d.list, filesHigh, d.above, d.list, d.below))
	accept := widgets.NewPrimaryButton(lang.L("Open"), d.accept)
	if save {
		accept = widgets.NewPrimaryButton(lang.L("Save"), d.accept)
	}
	first := d.file
	if request.Folder {
		d.below.Hide()
		accept, first = widgets.NewPrimaryButton(lang.L("Choose"), d.acceptFolder), d.folder
	}
	d.dialog.SetActions(accept, widgets.NewButton(lang.L("Cancel"), nil))
	d.dialog.SetWidth(filesWide)
	d.dialog.SetFocus(first)
	d.dialog.Show()
	d.enter(s.startFolder())
}

// startFolder is where the last file was, and at first the home of the account.
func (s *Session) startFolder() string {
	if s.folder != "" {
		return s.folder
	}
	if home, err := os.UserHomeDir(); err == nil {
		return home
	}
	here, err := filepath.Abs(".")
	if err != nil {
		return "."
	}
	return here
}

// resolve makes a whole path of what was typed.
func (d *fileDialog) resolve(typed string) string {
	typed = strings.TrimSpace(typed)
	if rest, ofHome := strings.CutPrefix(typed, "~"); ofHome && (rest == "" || os.IsPathSeparator(rest[0])) {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, rest)
		}
	}
	if filepath.IsAbs(typed) {
		return filepath.Clean(typed)
	}
	return filepath.Join(d.shown, typed)
}

// enter lists a folder.
func (d *fileDialog) enter(folder string) {
	Go(d.session, d.session.ctx, func(ctx context.Context) ([]fileItem, error) {
		return answered(ctx, func() ([]fileItem, error) { return filesIn(folder, d.request) })
	}, func(items []fileItem, err error) {
		d.above.ClearProblems()
		if err != nil {
			d.above.SetProblem(keyFolder, message.Explain(err).Message)
			if d.shown == "" {
				d.list.SetEmpty(lang.L("No folder is shown"), lang.L("Type the path of another folder above."), nil)
				d.list.SetData(nil)
			}
			return
		}
		d.shown, d.items = folder, items
		d.folder.SetValue(folder)
		d.folder.CaretToEnd()
		d.list.SetEmpty(lang.L("There is no such file here"), "", nil)
		d.list.SetData(fileRows(items))
	})
}

// selected puts the name of a file into the field.
func (d *fileDialog) selected(row int) {
	if row >= 0 && row < len(d.items) && !d.items[row].folder {
		d.file.SetValue(d.items[row].name)
		d.below.ClearProblems()
	}
}

// activate is Enter or a double click in the list.
func (d *fileDialog) activate(row int) {
	if item := d.items[row]; item.folder {
		d.enter(filepath.Join(d.shown, item.name))
		return
	}
	d.accept()
}

// accept looks at what was typed: a folder is entered, a file is taken.
func (d *fileDialog) accept() {
	if strings.TrimSpace(d.file.Text) == "" {
		d.problem(lang.L("Choose a file in the list, or type its name or path."))
		return
	}
	path := d.resolve(d.file.Text)
	Go(d.session, d.session.ctx, func(ctx context.Context) (fs.FileInfo, error) {
		return answered(ctx, func() (fs.FileInfo, error) { return os.Stat(path) })
	}, func(info fs.FileInfo, err error) {
		if err == nil && !d.save && !info.IsDir() {
			err = regular(path, info)
		}
		switch {
		case err == nil && info.IsDir():
			d.file.SetValue(d.request.Name)
			d.enter(path)
		case d.save:
			d.into(path)
		case err != nil:
			d.problem(message.Explain(err).Message)
		default:
			d.take(path)
		}
	})
}

// acceptFolder takes the folder that is listed. One that was typed is listed before.
func (d *fileDialog) acceptFolder() {
	if typed := d.resolve(d.folder.Text); typed != d.shown {
		d.enter(typed)
		return
	}
	d.take(d.shown)
}

// into writes to a file: into a folder that there is, and over another file only after a question.
func (d *fileDialog) into(path string) {
	if filepath.Ext(path) == "" {
		path += filepath.Ext(d.request.Name)
	}
	Go(d.session, d.session.ctx, func(ctx context.Context) (bool, error) {
		return answered(ctx, func() (exists bool, err error) {
			if _, err := os.Stat(filepath.Dir(path)); err != nil {
				return false, err
			}
			_, err = os.Lstat(path)
			return err == nil, nil
		})
	}, func(exists bool, err error) {
		switch {
		case err != nil:
			d.problem(message.Explain(err).Message)
		case exists:
			d.session.ConfirmLoss(lang.L("Replace {{.Name}}?", map[string]any{"Name": filepath.Base(path)}),
				lang.L("There is a file of this name in {{.Folder}}. What is in it is lost.", map[string]any{"Folder": filepath.Dir(path)}),
				lang.L("Replace"), func() { d.take(path) })
		default:
			d.take(path)
		}
	})
}

func (d *fileDialog) problem(text string) {
	d.below.SetProblem(keyFile, text)
	d.session.Window.Canvas().Focus(d.file)
}

func (d *fileDialog) take(path string) {
	if d.session.folder = path; !d.request.Folder {
		d.session.folder = filepath.Dir(path)
	}
	d.dialog.Close()
	d.chosen(path)
}
