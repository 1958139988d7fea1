package filter

import (
	"context"
	"strings"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/lists"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/dialog"
	"inventorybeacon/ui/widgets/form"
	"inventorybeacon/ui/widgets/grid"
)

const rowFolder = "folder"

// exportsDialog is one showing of the dialog of the views that are written after every import.
type exportsDialog struct {
	session *session.Session
	frame   *dialog.Dialog
	form    *form.Form
	view    *form.Select
	format  *form.Select
	folder  *form.Entry
	grid    *grid.Grid
	exports []lists.ViewExport
	remove  *widgets.Button
}

// showExports opens the dialog for the views of this list.
func (b *Bar) showExports(own []lists.View) {
	d := &exportsDialog{session: b.session}
	d.makeFields(own)
	d.makeList()
	// The list is below the fields: it gives way to what is said of them, and they stay where they are.
	d.frame = dialog.New(b.session.Window, lang.L("Automatic Exports"), dialog.NewAround(10, d.grid, 160, d.form, d.grid))
	add := widgets.NewPrimaryButton(lang.L("Write After Every Import"), d.add)
	add.SetEnabled(len(own) > 0)
	d.remove = widgets.NewButton(lang.L("Remove"), d.removeSelected)
	d.frame.SetExtras(d.remove)
	d.frame.SetActions(add, widgets.NewButton(lang.L("Close"), nil))
	d.frame.SetWidth(600)
	d.frame.Guard(d.form)
	d.follow()
	d.refresh()
	d.frame.Show()
}

func (d *exportsDialog) makeFields(own []lists.View) {
	names := make([]string, len(own))
	for i, v := range own {
		names[i] = v.Name
	}
	var formats []string
	for _, f := range page.ExportFormats() {
		formats = append(formats, page.FormatName(f))
	}
	d.view, d.format, d.folder = form.NewSelect(names, nil), form.NewSelect(formats, nil), form.NewEntry()
	if len(names) > 0 {
		d.view.SetSelected(names[0])
	}
	d.format.SetSelected(formats[0])
	choose := widgets.NewButton(lang.L("Choose..."), func() {
		d.session.ChooseFolder(lang.L("Choose a Folder"), d.folder.SetText)
	})
	d.form = form.New(form.NewRow("view", lang.L("View"), d.view), form.NewRow("format", lang.L("Format"), d.format),
		form.NewRow(rowFolder, lang.L("Folder"), d.folder, choose))
}

func (d *exportsDialog) makeList() {
	d.grid = grid.New(grid.Column{ID: "view", Title: lang.L("View"), Width: 160, MinWidth: 120, Stretch: 1},
		grid.Column{ID: rowFolder, Title: lang.L("Folder"), Width: 220, MinWidth: 140, Stretch: 2},
		grid.Column{ID: "format", Title: lang.L("Format"), Width: 110})
	d.grid.Fits = true
	d.grid.OnSelected = func(int) { d.follow() }
}

// selected is the export that is selected in the list.
func (d *exportsDialog) selected() (lists.ViewExport, bool) {
	row := d.grid.Selected()
	if row < 0 || row >= len(d.exports) {
		return lists.ViewExport{}, false
	}
	return d.exports[row], true
}

// follow has the button follow the selection.
func (d *exportsDialog) follow() {
	_, is := d.selected()
	d.remove.SetEnabled(is)
}

func (d *exportsDialog) refresh() {
	session.Go(d.session, d.session.Context(), d.session.Beacon.History.Exports, func(found []lists.ViewExport, err error) {
		if err != nil {
			d.session.FailReading(d.grid, lang.L("The views could not be read"), err)
			return
		}
		d.exports = found
		rows := make(grid.Rows, len(found))
		for i, e := range found {
			folder := grid.Text(e.Folder)
			folder.Tooltip = e.Folder
			rows[i] = []grid.Cell{grid.Text(e.View), folder, grid.Text(formatName(e.Format))}
		}
		d.grid.SetEmpty(lang.L("Nothing is written after imports"), lang.L("Choose a view and a folder above."), nil)
		d.grid.SetData(rows)
		d.follow()
	})
}

// add keeps the export that the fields say, and writes it for the first time.
func (d *exportsDialog) add() {
	beacon := d.session.Beacon
	e := lists.ViewExport{
		View: d.view.Selected(), Folder: strings.TrimSpace(d.folder.Text), Format: string(page.ExportFormats()[d.format.SelectedIndex()]),
	}
	session.Go(d.session, d.session.Context(), func(ctx context.Context) (struct{}, error) {
		if err := beacon.AddExport(ctx, e); err != nil {
			return struct{}{}, err
		}
		_, _, err := beacon.ExportView(ctx, e, nil)
		return struct{}{}, err
	}, func(_ struct{}, err error) {
		d.form.ClearProblems()
		if err != nil {
			d.form.SetProblem(rowFolder, problemText(err))
			d.frame.Relayout()
			d.form.FocusFirstProblem()
		} else {
			d.form.Settle()
		}
		d.refresh()
	})
}

func (d *exportsDialog) removeSelected() {
	doomed, is := d.selected()
	if !is {
		return
	}
	d.session.Do(lang.L("The export could not be removed"), func(ctx context.Context) error {
		return d.session.Beacon.History.RemoveExports(ctx, doomed)
	}, d.refresh)
}

// formatName is what the format of an export is called by people.
func formatName(format string) string {
	for _, f := range page.ExportFormats() {
		if string(f) == format {
			return page.FormatName(f)
		}
	}
	return format
}
