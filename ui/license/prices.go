package license

import (
	"context"
	"errors"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/app"
	"inventorybeacon/app/licensing"
	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/dialog"
	"inventorybeacon/ui/widgets/grid"
)

// ImportPrices asks for a list of prices, shows what it would set, and sets it when that is wanted.
func ImportPrices(s *session.Session) {
	s.OpenFile(lang.L("Choose a List of Prices with the Headings SKU, Price and Currency"), []string{".csv", ".xlsx"},
		func(file fyne.URIReadCloser) {
			_ = file.Close() // it is read by its path
			path := file.URI().Path()
			session.Go(s, s.Context(), func(ctx context.Context) ([]licensing.SetPrice, error) {
				return s.Beacon.ReadPrices(ctx, "", path)
			}, func(set []licensing.SetPrice, err error) { previewPrices(s, file.URI().Name(), set, err) })
		})
}

// previewPrices shows what would be set, or every line that is wrong.
func previewPrices(s *session.Session, name string, set []licensing.SetPrice, err error) {
	var refused *workspace.ProblemsError
	if err != nil && !errors.As(err, &refused) {
		s.Fail(lang.L("The prices could not be read"), err)
		return
	}
	list, about := pricesGrid(set), lang.L("{{.File}} sets these prices. Nothing is set yet.", map[string]any{"File": name})
	if refused != nil {
		list, about = problemsGrid(refused.Problems),
			lang.L("{{.File}} has lines that are wrong, so nothing was set. Mend them in the file, and import it again.",
				map[string]any{"File": name})
	}
	text := widgets.NewWrapText(about, fynetheme.ColorNameForeground, fynetheme.SizeNameText)
	d := dialog.New(s.Window, lang.L("Import Prices"), dialog.NewAround(10, list, pricesHeight, text, list))
	d.SetWidth(760)
	d.SetFocus(list)
	if refused != nil {
		d.SetActions(nil, widgets.NewButton(lang.L("Close"), nil))
		d.Show()
		return
	}
	d.SetActions(widgets.NewPrimaryButton(lang.L("Set the Prices"), func() {
		s.Do(lang.L("The prices could not be set"), func(ctx context.Context) error { return s.Beacon.SetPrices(ctx, set) }, d.Close)
	}), widgets.NewButton(lang.L("Cancel"), nil))
	d.Show()
}

const pricesHeight = 260

func pricesGrid(set []licensing.SetPrice) *grid.Grid {
	g := grid.New(
		grid.Column{ID: "line", Title: lang.L("Line"), Width: 48, AlignRight: true},
		grid.Column{ID: "product", Title: lang.L("Product"), Width: 220, MinWidth: 120, Stretch: 1},
		grid.Column{ID: "price", Title: lang.L("Price"), Width: 150},
		grid.Column{ID: "from", Title: lang.L("From"), Width: 90},
		grid.Column{ID: "before", Title: lang.L("Before"), Width: 150},
	)
	rows := make(grid.Rows, len(set))
	for i, p := range set {
		from, before := p.Since.String(), grid.Muted("–")
		if p.Since == 0 {
			from = lang.L("always")
		}
		switch {
		case p.Unchanged():
			before = grid.Muted(lang.L("unchanged"))
		case p.Before != nil:
			before = grid.Text(message.Price(*p.Before))
		}
		product := grid.Text(p.SKU.Product)
		product.Tooltip = p.SKU.PartNumber
		rows[i] = []grid.Cell{grid.Text(strconv.Itoa(p.Line)), product, grid.Text(message.Price(p.Price.Price)), grid.Text(from), before}
	}
	g.SetData(rows)
	return g
}

func problemsGrid(problems []app.Problem) *grid.Grid {
	g := grid.New(grid.Column{ID: "problem", Title: lang.L("What is wrong"), Width: 400, Stretch: 1})
	rows := make(grid.Rows, len(problems))
	for i, p := range problems {
		rows[i] = []grid.Cell{{Text: p.Message, Tooltip: p.Message, Status: theme.StatusFailed}}
	}
	g.SetData(rows)
	return g
}
