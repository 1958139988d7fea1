package overview

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/chart"
)

// renewals are the days to come on which subscriptions end or are renewed.
type renewals struct {
	page   *Page
	panel  *widgets.Panel
	line   *chart.TimeLine
	listed []app.Renewal
	// rows are those at which units can be dropped.
	rows *fyne.Container
}

// mostRenewals is how many rows there are room for; the line has all.
const mostRenewals = 5

func newRenewals(p *Page) *renewals {
	r := &renewals{page: p, line: chart.NewTimeLine(), rows: widgets.NewColumn(1)}
	r.line.Title = lang.L("Renewals")
	r.line.Empty = lang.L("No subscription ends or is renewed in these days")
	r.line.OnOpen = func(mark int) { p.ways.License(r.listed[mark].Connection, r.listed[mark].SKUID) }
	r.line.OnReveal = func(top, height float32) { p.reveal(r.line, top, height) }
	title := lang.L("Renewals in the next {{.Days}} days", map[string]any{"Days": app.RenewalDays})
	r.panel = widgets.NewPanel(title, widgets.NewColumn(6, widgets.AtLeast(r.line, 130), r.rows))
	return r
}

// soonDays is within how many days a renewal is marked as one that has to be looked at.
const soonDays = 30

func (r *renewals) show(data overviewData) {
	r.listed = data.Renewals
	now := time.Now()
	var marks []chart.Mark
	for _, renewal := range data.Renewals {
		status := theme.StatusRunning
		if renewal.Day.Time().Before(now.AddDate(0, 0, soonDays)) {
			status = theme.StatusWarning
		}
		marks = append(marks, chart.Mark{
			At: renewal.Day.Time(), Text: renewal.Product, Status: status,
			Tip: lang.L("{{.Units}} units", map[string]any{"Units": message.Number(renewal.Units)}) + droppedText(renewal, "\n"),
		})
	}
	r.showRows()
	today := time.Date(now.UTC().Year(), now.UTC().Month(), now.UTC().Day(), 0, 0, 0, 0, time.UTC)
	r.line.Set(today, today.AddDate(0, 0, app.RenewalDays), marks)
}

// showRows lists the renewals at which units can be dropped, the first ones.
func (r *renewals) showRows() {
	r.rows.Objects = nil
	for _, renewal := range r.listed {
		if renewal.Reducible == 0 || len(r.rows.Objects) == 2*mostRenewals {
			continue
		}
		link := widgets.NewLink()
		link.Set(renewal.Day.String()+" \u00b7 "+renewal.Product, lang.L("Shows the license"), func() {
			r.page.ways.License(renewal.Connection, renewal.SKUID)
		})
		r.rows.Add(link)
		r.rows.Add(widgets.NewWrapText(droppedText(renewal, ""), theme.ColorNameMutedText, fynetheme.SizeNameCaptionText))
	}
	widgets.SetVisible(r.rows, len(r.rows.Objects) > 0)
	r.panel.Refresh()
}

// droppedText says how many units need not be renewed, and what that saves a year, behind something; nothing where none can go.
func droppedText(r app.Renewal, behind string) string {
	if r.Reducible == 0 {
		return ""
	}
	text := lang.L("{{.Number}} of {{.Units}} can be dropped", map[string]any{
		"Number": message.Number(r.Reducible), "Units": message.Number(r.Units),
	})
	if r.Price != nil {
		text += ": " + format.Yearly(r.Price.Times(r.Reducible), r.Price.Currency)
	}
	return behind + text
}

// lastImports say what the last import of each tenant has changed, and how old its parts are.
type lastImports struct {
	page  *Page
	panel *widgets.Panel
	rows  *fyne.Container
	// changes lead to what the imports of the tenants have changed.
	changes []*widgets.Link
}

func newLastImports(p *Page) *lastImports {
	i := &lastImports{page: p, rows: widgets.NewColumn(4)}
	i.panel = widgets.NewPanel(lang.L("What the last import has changed"), i.rows)
	return i
}

const importNameWidth = 190

func (i *lastImports) show(data overviewData) {
	i.rows.Objects, i.changes = nil, nil
	for _, t := range data.published {
		name := widgets.NewLink()
		open := func() { i.page.ways.Task(t.last.Task) }
		name.Set(i.page.tenant.Named(t.Connection), lang.L("Shows the task of the import"), open)
		lines := append([]string{format.When(t.At, time.Now())}, page.Counts(t.last.Counts)...)
		lines = append(lines, reportText(t.Published)...)
		texts := widgets.NewColumn(1)
		for at, line := range lines {
			color := fynetheme.ColorNameForeground
			if at == 0 || at > len(lines)-len(reportText(t.Published))-1 {
				color = theme.ColorNameMutedText
			}
			texts.Add(widgets.NewWrapText(line, color, fynetheme.SizeNameText))
		}
		changes := widgets.NewLink()
		changes.Set(lang.L("Changes of users and licenses"), lang.L("Shows what imports have changed, the newest first"),
			func() { i.page.ways.Changes(t.Tenant.ID) })
		i.changes = append(i.changes, changes)
		texts.Add(changes)
		for _, older := range app.OlderParts(t.Published, ^app.Part(0)) {
			texts.Add(widgets.NewStatusDot(theme.StatusWarning, lang.L("{{.Part}} of {{.Day}}, older than the import",
				map[string]any{"Part": lang.L(older.Name), "Day": older.Day().String()})))
		}
		i.rows.Add(container.NewBorder(nil, nil, container.NewGridWrap(fyne.NewSize(importNameWidth, name.MinSize().Height), name), nil, texts))
	}
	i.rows.Refresh()
	i.panel.Refresh()
}

// reportText says up to which day the usage reports tell.
func reportText(p app.Published) (lines []string) {
	if day := max(p.ActiveUsersDate, p.AppUsersDate); day != 0 {
		lines = append(lines, lang.L("Usage reports up to {{.Day}}", map[string]any{"Day": day.String()}))
	} else {
		lines = append(lines, lang.L("No usage report was imported: nothing is known of activity"))
	}
	if p.Concealed {
		lines = append(lines, lang.L("The usage reports conceal names: nothing is known of activity"))
	}
	return lines
}
