package central

import (
	"context"
	"io"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/app/centralsettings"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/dialog"
	"inventorybeacon/ui/widgets/grid"
)

const (
	schemaWidth  = 680
	schemaHeight = 260
)

// schemaDialog shows the SQL of the schema, which is saved to a file or run.
type schemaDialog struct {
	session  *session.Session
	settings centralsettings.Settings
	changes  centralsettings.SecretChanges
	sql      string
	frame    *dialog.Dialog
	state    *widgets.StatusDot
	run      *widgets.Button
}

// showSchema shows the SQL for what the fields say.
func (d *showing) showSchema() {
	d.checked(func(s centralsettings.Settings, changes centralsettings.SecretChanges) {
		sql, err := centralsettings.SchemaSQL(s.Schema)
		if err != nil {
			d.session.Fail(lang.L("The schema could not be shown"), err)
			return
		}
		newSchemaDialog(d.session, s, changes, sql).frame.Show()
	})
}

func newSchemaDialog(
	s *session.Session, settings centralsettings.Settings, changes centralsettings.SecretChanges, sql string,
) *schemaDialog {
	d := &schemaDialog{session: s, settings: settings, changes: changes, sql: sql}
	about := widgets.NewWrapText(lang.L("These statements make the tables and views. They can be run again and lose nothing. A user who may not run them has the administrator of the database do it: save them to a file."),
		fynetheme.ColorNameForeground, fynetheme.SizeNameText)
	list := grid.New(grid.Column{ID: "sql", Title: lang.L("SQL"), Stretch: 1})
	list.SetData(lines(sql))
	d.state = widgets.NewStatusDot(theme.StatusUnset, lang.L("Nothing was run yet."))
	d.run = widgets.NewPrimaryButton(lang.L("Run"), d.create)
	d.frame = dialog.New(s.Window, lang.L("Create Schema"), dialog.NewAround(10, list, schemaHeight, about, list, d.state))
	d.frame.SetExtras(widgets.NewButton(lang.L("Save to a File..."), d.save), widgets.NewButton(lang.L("Copy"), func() {
		fyne.CurrentApp().Clipboard().SetContent(sql)
	}))
	d.frame.SetActions(d.run, widgets.NewButton(lang.L("Close"), nil))
	d.frame.SetWidth(schemaWidth)
	d.frame.SetFocus(list)
	return d
}

// lines are those of a text, as rows of a list.
func lines(text string) (rows grid.Rows) {
	for line := range strings.Lines(text) {
		rows = append(rows, []grid.Cell{grid.Text(strings.ReplaceAll(strings.TrimRight(line, "\n"), "\t", "    "))})
	}
	return rows
}

func (d *schemaDialog) save() {
	d.session.SaveFile(lang.L("Save the SQL of the Schema"), d.settings.Schema+".sql", lang.L("The SQL could not be saved"),
		func(_ context.Context, out io.Writer) error {
			_, err := io.WriteString(out, d.sql)
			return err
		},
		func(path string) {
			d.state.Set(theme.StatusOK, lang.L("Saved as {{.File}}.", map[string]any{"File": path}))
			d.frame.Relayout()
		})
}

// create runs the statements.
func (d *schemaDialog) create() {
	d.run.SetEnabled(false)
	d.state.Set(theme.StatusRunning, lang.L("Running..."))
	session.Go(d.session, d.session.Context(), func(ctx context.Context) (struct{}, error) {
		return struct{}{}, d.session.Beacon.CentralSettings.CreateSchema(ctx, d.settings, d.changes)
	}, func(_ struct{}, err error) {
		d.run.SetEnabled(true)
		if err != nil {
			d.state.Set(theme.StatusFailed, lang.L("The schema was not made."))
			d.session.Fail(lang.L("The schema was not made"), err)
			return
		}
		d.state.Set(theme.StatusOK, lang.L("The schema is there."))
	})
}
