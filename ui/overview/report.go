package overview

import (
	"context"
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/menu"
)

// newReport is the button that writes the overview, and offers to have it sent.
func (p *Page) newReport() *widgets.SplitButton {
	return widgets.NewSplitButton(lang.L("Report..."), p.writeReport, func(below fyne.CanvasObject) {
		menu.Open(fyne.NewMenu("", fyne.NewMenuItem(lang.L("Send Every Week or Month..."), p.ways.SendReport)), below)
	})
}

// writeReport writes the overview, of the tenant and window that are chosen, as one page of HTML.
func (p *Page) writeReport() {
	connections, days := p.tenant.Chosen(), p.days()
	p.session.SaveFile(lang.L("Write the Report"), "overview.html", lang.L("The report could not be written"),
		func(ctx context.Context, out io.Writer) error {
			return p.session.Inventory().WriteOverview(ctx, out, connections, days)
		},
		func(path string) {
			p.session.TellSaved(theme.StatusOK, lang.L("Write the Report"),
				lang.L("The report is in {{.File}}. It opens in any browser and prints on one page.", map[string]any{"File": path}), path)
		})
}
