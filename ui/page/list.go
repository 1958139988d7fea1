package page

import (
	"context"
	"errors"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets/dialog"
	"inventorybeacon/ui/widgets/form"
	"inventorybeacon/ui/widgets/grid"
	"inventorybeacon/ui/widgets/menu"
)

// Each calls use with the cells of the rows of the spans, and of all rows when there are none, until its first error. It runs beside
// the window.
type Each func(ctx context.Context, spans []grid.Span, use func(cells []grid.Cell) error) error

// InMemory reads rows that are all in memory, as they stand when they are asked for.
func InMemory(rows [][]grid.Cell) Each {
	rows = slices.Clone(rows)
	return func(_ context.Context, spans []grid.Span, use func([]grid.Cell) error) error {
		if len(spans) == 0 {
			spans = []grid.Span{{First: 0, Last: len(rows) - 1}}
		}
		for _, span := range spans {
			for row := max(0, span.First); row <= min(span.Last, len(rows)-1); row++ {
				if err := use(rows[row]); err != nil {
					return err
				}
			}
		}
		return nil
	}
}

// Rows reads the rows of a grid as they are shown now.
func Rows[T any](data *grid.Paged[T]) Each {
	rows := data.Source()
	return func(ctx context.Context, spans []grid.Span, use func([]grid.Cell) error) error {
		return Explained(rows.Each(ctx, spans, func(row T) error { return use(rows.Cells(row)) }))
	}
}

// Explained has an error of [grid.Source.Each] say what to do.
func Explained(err error) error {
	if errors.Is(err, grid.ErrMoved) {
		return connector.NewError(connector.Message{ID: "list.moved"}, err)
	}
	return err
}

// List is what every list of the window offers: to copy and to export its rows, and to arrange its columns.
type List struct {
	// Copy, SelectAll and Export act on the rows, Columns on how they are shown.
	Copy, SelectAll, Export, Columns menu.Command

	// Count is how many rows there are to spans, in all without, once that is known; nil where that is how many are shown.
	Count func(spans []grid.Span) (n int64, known bool)
	// Group reports whether a row stands for others, which are meant when it alone is selected; nil for rows that do not.
	Group func(row int) bool
	// OnArranged is called when the columns were arranged in another way; may be nil.
	OnArranged func()

	session *session.Session
	name    string
	grid    *grid.Grid
	rows    func() Each
}

// NewList gives a list what every list offers. name is what preferences and files are named after; rows returns what reads the rows
// as they stand.
func NewList(s *session.Session, name string, g *grid.Grid, rows func() Each) *List {
	l := &List{session: s, name: name, grid: g, rows: rows}
	some := func() bool { return g.SelectionCount() > 0 }
	l.Copy = menu.Command{Text: lang.L("Copy"), Action: g.CopySelected, Enabled: some}
	l.SelectAll = menu.Command{Text: lang.L("Select All"), Action: g.SelectAll, Enabled: func() bool { return !g.Empty() }}
	l.Export = menu.Command{
		Text: lang.L("Export..."), TextNow: l.exportText, Action: l.export, Enabled: func() bool { return !g.Empty() },
	}
	l.Columns = menu.Command{Text: lang.L("Columns..."), Action: func() { chooseColumns(s.Window, g) }}
	g.Fits = true
	g.OnCopy = l.copySelected
	g.OnHeaderMenu = l.headerMenu
	remember := rememberColumns(name, g)
	g.OnArranged = func() {
		remember()
		if l.OnArranged != nil {
			l.OnArranged()
		}
	}
	return l
}

// SearchBy has the keys lead from a search to the rows, and from the first one back.
func (l *List) SearchBy(search *form.SearchEntry) {
	search.LeadTo(l.grid.FocusFirst)
	l.grid.OnAbove = func() { l.session.Window.Canvas().Focus(search) }
}

// Grid are the rows of the list.
func (l *List) Grid() *grid.Grid { return l.grid }

// Menu opens a context menu of commands and of what every list offers.
func (l *List) Menu(at fyne.Position, commands ...menu.Command) {
	if len(commands) > 0 {
		commands = append(commands, menu.Command{})
	}
	menu.ShowCommands(l.session.Window.Canvas(), at, append(commands, l.Copy, l.SelectAll, l.Export, menu.Command{}, l.Columns)...)
}

func (l *List) headerMenu(columnID string, at fyne.Position) {
	column := func() bool { return columnID != "" }
	menu.ShowCommands(l.session.Window.Canvas(), at,
		menu.Command{Text: lang.L("Hide Column"), Enabled: column, Action: func() { l.grid.ShowColumn(columnID, false) }},
		menu.Command{Text: lang.L("Move to the Left"), Enabled: column, Action: func() { l.grid.MoveColumn(columnID, -1) }},
		menu.Command{Text: lang.L("Move to the Right"), Enabled: column, Action: func() { l.grid.MoveColumn(columnID, 1) }},
		menu.Command{},
		menu.Command{Text: lang.L("Fit All Widths"), Action: l.grid.FitColumns},
		menu.Command{Text: lang.L("Reset Columns"), Action: l.grid.ResetColumns},
		l.Columns)
}

// several are the selected rows if there are at least two, or a group; with one other row selected, all rows are meant.
func (l *List) several() []grid.Span {
	n := l.grid.SelectionCount()
	if n > 1 || n == 1 && l.Group != nil && l.Group(l.grid.Selected()) {
		return slices.Clone(l.grid.Selection())
	}
	return nil
}

func (l *List) exportText() string {
	if spans := l.several(); spans != nil {
		return lang.L("Export Selected ({{.Count}})...", map[string]any{"Count": message.Number(l.CountOf(spans))})
	}
	return lang.L("Export...")
}

// CountOf is how many rows there are to spans that are selected, in all without, as far as that is known.
func (l *List) CountOf(spans []grid.Span) int64 {
	if l.Count != nil {
		if n, known := l.Count(spans); known {
			return n
		}
	}
	if len(spans) > 0 {
		return int64(l.grid.SelectionCount())
	}
	return int64(l.grid.Len())
}

// mostCopied bounds what goes on the clipboard; a file takes any number of rows.
const mostCopied = 20_000

// copySelected puts the selected rows on the clipboard, also those that are not loaded.
func (l *List) copySelected() {
	if n := l.CountOf(l.grid.Selection()); n > mostCopied {
		dialog.Message(l.session.Window, theme.StatusWarning, lang.L("Too many rows to copy"),
			lang.L("{{.Count}} rows are selected, and {{.Most}} can be copied. Export... writes any number to a file.",
				map[string]any{"Count": message.Number(n), "Most": message.Number(mostCopied)}), "")
		return
	}
	spans, each, drawn := slices.Clone(l.grid.Selection()), l.rows(), l.grid.Drawn()
	session.Go(l.session, l.session.Context(), func(ctx context.Context) (string, error) {
		var lines []string
		err := each(ctx, spans, func(cells []grid.Cell) error {
			lines = append(lines, grid.Line(drawn, cells))
			return nil
		})
		return strings.Join(lines, "\n"), err
	}, func(text string, err error) {
		if err != nil {
			l.session.Fail(lang.L("The rows could not be copied"), err)
			return
		}
		fyne.CurrentApp().Clipboard().SetContent(text)
	})
}
