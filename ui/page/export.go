package page

import (
	"context"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/export"
	"inventorybeacon/app/message"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/dialog"
	"inventorybeacon/ui/widgets/form"
	"inventorybeacon/ui/widgets/grid"
)

const (
	preferenceFormat = "exportFormat"
	rowFormat        = "format"
	exportWidth      = 420
)

// ExportFormats are the formats of files with lists, in the order in which they are offered.
func ExportFormats() []export.Format {
	return []export.Format{export.CSV, export.XLSX, export.JSON, export.Parquet}
}

// FormatName is what a format is called by people.
func FormatName(f export.Format) string {
	switch f {
	case export.XLSX:
		return lang.L("Excel workbook (.xlsx)")
	case export.JSON:
		return lang.L("JSON (.json)")
	case export.Parquet:
		return lang.L("Parquet (.parquet)")
	default:
		return lang.L("CSV (.csv)")
	}
}

// exported says which rows are exported: so many of all.
func exported(rows, all int64) string {
	data := map[string]any{"Rows": message.Count("count.rows", int(rows)), "All": message.Number(all)}
	if rows < all {
		return lang.L("{{.Rows}} of {{.All}}: what is selected, as it is shown, in this order, with these columns.", data)
	}
	return lang.L("{{.Rows}}, as they are shown: filtered, in this order, with these columns.", data)
}

// askForFormat opens the dialog of the formats, which begins with the one of before, and
// calls chosen with one of them. It says what is exported.
func askForFormat(s *session.Session, hint string, unseen []string, chosen func(f export.Format)) {
	preferences := fyne.CurrentApp().Preferences()
	var names []string
	for _, f := range ExportFormats() {
		names = append(names, FormatName(f))
	}
	format := form.NewSelect(names, nil)
	format.SetSelected(FormatName(export.Format(preferences.String(preferenceFormat))))
	form := form.New(form.NewRow(rowFormat, lang.L("Format"), format))
	if unseen != nil {
		hint += " " + lang.L("Also with those for which the window has no room now: {{.Columns}}.",
			map[string]any{"Columns": strings.Join(unseen, ", ")})
	}
	form.Row(rowFormat).SetHint(hint)
	d := dialog.New(s.Window, lang.L("Export the List"), form)
	d.SetActions(widgets.NewPrimaryButton(lang.L("Choose a File..."), func() {
		f := ExportFormats()[format.SelectedIndex()]
		preferences.SetString(preferenceFormat, string(f))
		d.Close()
		chosen(f)
	}), widgets.NewButton(lang.L("Cancel"), nil))
	d.SetWidth(exportWidth)
	d.SetFocus(format)
	d.Show()
}

// export writes the rows as they are shown.
func (l *List) export() {
	spans, each, drawn := l.several(), l.rows(), l.grid.Drawn()
	rows := l.CountOf(spans)
	var unseen []string
	for _, c := range l.grid.Columns() {
		if c.NoRoom {
			unseen = append(unseen, c.Title)
		}
	}
	askForFormat(l.session, exported(rows, l.CountOf(nil)), unseen, func(f export.Format) {
		l.session.Save(session.Saving{
			Title: lang.L("Export the List"), Name: l.name + "." + string(f), Failed: lang.L("The list could not be exported"), Rows: rows,
			Write: func(ctx context.Context, path string, out io.Writer, written func(int64)) error {
				return writeRows(ctx, out, formatOf(path, f), drawn, spans, each, written)
			},
			Saved: func(path string) {
				l.session.TellSaved(theme.StatusOK, lang.L("Export the List"), lang.L("The list is in {{.File}}.", map[string]any{"File": path}), path)
			},
		})
	})
}

// formatOf tells the format from the path of a file, where somebody has given it another
// ending than that of the format that was chosen.
func formatOf(path string, chosen export.Format) export.Format {
	ending := export.Format(strings.ToLower(strings.TrimPrefix(filepath.Ext(path), ".")))
	if slices.Contains(ExportFormats(), ending) {
		return ending
	}
	return chosen
}

// toldEvery is how many rows are written between two times that it is told how many were.
const toldEvery = 1000

func writeRows(
	ctx context.Context, out io.Writer, format export.Format, drawn []grid.DrawnColumn, spans []grid.Span, each Each, written func(int64),
) error {
	columns := exportColumns(drawn)
	switch format {
	case export.CSV:
		if _, err := io.WriteString(out, export.ByteOrderMark); err != nil {
			return err
		}
	case export.Parquet:
		if err := findKinds(ctx, columns, spans, each); err != nil {
			return err
		}
	}
	n := int64(0)
	_, err := export.Write(out, format, columns, func(yield func([]grid.Cell) error) error {
		return each(ctx, spans, func(cells []grid.Cell) error {
			if n++; n%toldEvery == 0 {
				written(n)
			}
			return yield(cells)
		})
	})
	return err
}

// findKinds looks at all rows for what the columns hold, which a Parquet file says before
// its first row: what is not the same in all rows is written as text.
func findKinds(ctx context.Context, columns []export.Column[[]grid.Cell], spans []grid.Span, each Each) error {
	known := make([]bool, len(columns))
	err := each(ctx, spans, func(cells []grid.Cell) error {
		for i := range columns {
			value := columns[i].Value(cells)
			switch kind := export.KindOf(value); {
			case value == nil:
			case !known[i]:
				known[i], columns[i].Kind = true, kind
			case columns[i].Kind != kind:
				columns[i].Kind = export.Words
			}
		}
		return nil
	})
	return err
}

func exportColumns(drawn []grid.DrawnColumn) []export.Column[[]grid.Cell] {
	columns := make([]export.Column[[]grid.Cell], len(drawn))
	for i, c := range drawn {
		columns[i] = export.Column[[]grid.Cell]{Key: c.ID, Title: c.Title, Value: func(cells []grid.Cell) any {
			if c.Cell >= len(cells) {
				return nil
			}
			return value(cells[c.Cell])
		}}
	}
	return columns
}

// value is what a file holds of a cell.
func value(cell grid.Cell) any {
	switch v := cell.Value.(type) {
	case nil:
		return export.Text(cell.Text)
	case grid.Nothing:
		return nil
	default:
		return v
	}
}
