package systems

import (
	"bytes"
	"context"
	"io"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/workspace"
	"inventorybeacon/ui/connection"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets/dialog"
)

// duplicate opens the dialog with a copy of the selected connection.
func (p *Page) duplicate() {
	e, ok := p.entry()
	if !ok {
		return
	}
	c, err := p.session.Beacon.Duplicate(e.Connection.ID, "")
	if err != nil {
		p.session.Fail(lang.L("The connection could not be duplicated"), err)
		return
	}
	connection.CreateFrom(p.session, c, p.choose)
}

// export writes all saved connections, without secrets, to a file.
func (p *Page) export() {
	p.session.SaveFile(lang.L("Export Connections"), "connections.json", lang.L("The connections could not be exported"),
		func(ctx context.Context, out io.Writer) error { return p.session.Beacon.ExportConnections(ctx, out) },
		func(path string) {
			p.session.TellSaved(theme.StatusOK, lang.L("Export Connections"),
				lang.L("The saved connections are in {{.File}}, without their secrets.", map[string]any{"File": path}), path)
		})
}

// largestFile is far above any file with connections.
const largestFile = 16 << 20

// importFile adds the connections of a file to those that are there.
func (p *Page) importFile() {
	p.session.OpenFile(lang.L("Import Connections"), []string{".json"}, func(file fyne.URIReadCloser) {
		session.Go(p.session, p.session.Context(), func(ctx context.Context) (workspace.ImportedConnections, error) {
			defer func() { _ = file.Close() }()
			content, err := io.ReadAll(io.LimitReader(file, largestFile))
			if err != nil {
				return workspace.ImportedConnections{}, err
			}
			return p.session.Beacon.ImportConnections(ctx, bytes.NewReader(content))
		}, p.showImported)
	})
}

func (p *Page) showImported(result workspace.ImportedConnections, err error) {
	if err != nil {
		p.session.Fail(lang.L("The connections could not be imported"), err)
		return
	}
	status, text := theme.StatusOK, lang.L("Added: {{.Names}}", map[string]any{"Names": strings.Join(result.Added, ", ")})
	if len(result.Added) == 0 {
		status, text = theme.StatusWarning, lang.L("No connection was added.")
	}
	for _, skipped := range result.Skipped {
		text += "\n\n" + skipped.Name + ": " + strings.Join(skipped.Reasons, " ")
	}
	dialog.Message(p.session.Window, status, lang.L("Import Connections"),
		text+"\n\n"+lang.L("Files hold no secrets: sign in, or enter them, in each connection."), "")
}
