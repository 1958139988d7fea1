package reclaim

import (
	"context"
	"io"
	"slices"
	"strings"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets/grid"
)

// each reads recommendations for the clipboard and files: those of groups whether these are open or not, and no line for the group.
func (p *Page) each() page.Each {
	lines, read := p.lines.Load(), p.reader()
	return func(ctx context.Context, spans []grid.Span, use func([]grid.Cell) error) error {
		return read(ctx, spans, func(r app.Recommendation) error {
			return use(lines.cells(reclaimLine{Recommendation: r}, p.tenant.Named(r.Connection)))
		})
	}
}

// reader returns what calls use with the recommendations of the lines of spans as they are shown now, each once and those of a whole
// group where the group is, and with all when there are no spans.
func (p *Page) reader() func(ctx context.Context, spans []grid.Span, use func(app.Recommendation) error) error {
	lines, source := p.lines.Load(), p.data.Source()
	return func(ctx context.Context, spans []grid.Span, use func(app.Recommendation) error) error {
		if len(spans) == 0 {
			return lines.recommender.Each(ctx, lines.query, use)
		}
		taken := map[string]bool{} // groups that were taken whole
		return page.Explained(source.Each(ctx, spans, func(line reclaimLine) error {
			switch {
			case line.group != nil:
				taken[line.group.GroupID] = true
				return lines.recommender.Each(ctx, lines.within(line.group.Key), use)
			case lines.by != "" && taken[line.GroupID(lines.by)]:
				return nil
			default:
				return use(line.Recommendation)
			}
		}))
	}
}

// count is how many recommendations spans stand for, in all without.
func (p *Page) count(spans []grid.Span) (n int64, known bool) {
	if p.data.Loading() {
		return 0, false
	}
	return p.lines.Load().chosen(spans), true
}

// scripted are the lines that a script is for: those that are selected, none for all.
func (p *Page) scripted() []grid.Span { return slices.Clone(p.grid.Selection()) }

func (p *Page) scriptText() string {
	spans := p.scripted()
	lines := map[string]any{"Count": message.Number(p.list.CountOf(spans))}
	if len(spans) > 0 {
		return lang.L("Script for Selected ({{.Count}})...", lines)
	}
	return lang.L("Script for All ({{.Count}})...", lines)
}

// scriptExtension is that of PowerShell.
const scriptExtension = ".ps1"

// script writes the script for the selected lines, or for all.
func (p *Page) script() {
	spans, read := p.scripted(), p.reader()
	var counts app.ScriptCounts
	p.session.SaveFile(lang.L("Write the Script"), "reclaim"+scriptExtension, lang.L("The script could not be written"),
		func(ctx context.Context, out io.Writer) (err error) {
			counts, err = p.session.Inventory().Reclaim.WriteScript(out, func(use func(app.Recommendation) error) error {
				return read(ctx, spans, use)
			})
			return err
		},
		func(path string) { p.tellScript(path, counts) })
}

// tellScript says what is in a script that was written.
func (p *Page) tellScript(path string, counts app.ScriptCounts) {
	const groups = 6
	status, said := theme.StatusOK, lang.L("Read it before you run it; without -Apply it changes nothing.")
	if counts.Assignments == 0 {
		status, said = theme.StatusWarning, lang.L("It takes no license back: it has nothing but comments.")
	}
	text := strings.Join([]string{path, strings.Join(counts.Lines(groups), "\n"), said}, "\n\n")
	p.session.TellSaved(status, lang.L("Write the Script"), text, path)
}
