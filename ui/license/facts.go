package license

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/app"
	"inventorybeacon/app/lists"
	"inventorybeacon/app/message"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/inventory"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/chart"
)

// licenseFacts say what there is to know of a license beside its holders.
func licenseFacts(l app.License, ownName string) []widgets.Fact {
	facts := []widgets.Fact{
		{Label: lang.L("Status"), Text: lists.StatusText(l.Status) + ", " + lists.KindText(l.Kind), Status: inventory.LicenseStatus(l.Status)},
		{
			Label: lang.L("Microsoft's admin center"),
			Text: lang.L("{{.Purchased}} purchased, {{.Assigned}} assigned, {{.Available}} available", map[string]any{
				"Purchased": message.Number(l.Purchased), "Assigned": message.Number(l.Assigned), "Available": message.Number(l.Available),
			}),
		},
		{Label: lang.L("Own name"), Text: ownName},
		{Label: lang.L("How assigned"), Text: strings.Join(wayTexts(l), "\n")},
		{Label: lang.L("Subscriptions"), Text: strings.Join(subscriptionTexts(l.Subscriptions), "\n")},
		{Label: lang.L("Plans"), Text: strings.Join(planTexts(l.Plans), "\n")},
		{Label: lang.L("SKU ID"), Text: l.SKUID},
	}
	if l.Failed > 0 {
		facts = append(facts[:4], append([]widgets.Fact{{
			Label: lang.L("Failed"), Text: lang.L("{{.Number}} users should have it and do not", format.Counted(l.Failed)),
			Status: theme.StatusFailed,
		}}, facts[4:]...)...)
	}
	var known []widgets.Fact
	for _, f := range facts {
		if f.Text != "" {
			known = append(known, f)
		}
	}
	return known
}

// wayTexts say how many holders got the license in which way.
func wayTexts(l app.License) (texts []string) {
	for _, w := range l.Ways {
		name := lang.L("directly")
		if w.Group.ID != "" {
			name = lang.L("through group {{.Name}}", map[string]any{"Name": w.Group.DisplayName})
		}
		texts = append(texts, message.Number(w.Holders)+" "+name)
	}
	if l.SeveralWays > 0 {
		texts = append(texts, lang.L("{{.Number}} of them in several ways", format.Counted(l.SeveralWays)))
	}
	return texts
}

func subscriptionTexts(subscriptions []app.Subscription) (texts []string) {
	for _, s := range subscriptions {
		text := lang.L("{{.Number}} units", format.Counted(s.Units)) + ", " + s.Status
		if s.Trial {
			text += ", " + lang.L("Trial")
		}
		if s.Next != 0 {
			text += ", " + lang.L("until {{.Day}}", map[string]any{"Day": s.Next.String()})
		}
		texts = append(texts, text)
	}
	return texts
}

// planTexts name the plans, and of how many holders they are switched off.
func planTexts(plans []app.LicensePlan) (texts []string) {
	for _, p := range plans {
		text := p.Name
		if p.Off > 0 {
			text += " (" + lang.L("switched off of {{.Number}}", format.Counted(p.Off)) + ")"
		}
		texts = append(texts, text)
	}
	return texts
}

// showFacts writes facts below each other, each below its name.
func showFacts(column *fyne.Container, facts []widgets.Fact) {
	column.Objects = nil
	for _, f := range facts {
		color := fynetheme.ColorNameForeground
		if f.Status == theme.StatusFailed {
			color = theme.ColorNameErrorText
		}
		column.Add(widgets.NewWrapText(f.Label, theme.ColorNameMutedText, fynetheme.SizeNameCaptionText))
		column.Add(widgets.NewWrapText(f.Text, color, fynetheme.SizeNameText))
		column.Add(widgets.AtLeast(container.NewWithoutLayout(), 4))
	}
	column.Refresh()
}

const (
	trendHeight = 136 // at which its values have an axis
	trendLeast  = 210 // the width at which its legend takes two lines
)

// besideHolders are the numbers over time, and below them the facts, which are scrolled together. Where the lines would have hardly any
// room beside their legend, the facts stand alone.
func besideHolders(trend *chart.Lines, facts fyne.CanvasObject) fyne.CanvasObject {
	over := widgets.NewColumn(2, widgets.NewWrapText(trend.Title, theme.ColorNameMutedText, fynetheme.SizeNameCaptionText),
		widgets.AtLeast(trend, trendHeight), widgets.AtLeast(container.NewWithoutLayout(), 4))
	scroll := container.NewVScroll(widgets.Padded(0, 0, 0, page.ScrollRoom, widgets.NewColumn(2, over, facts)))
	scroll.OnScrolled = func(fyne.Position) { trend.MouseOut() }
	trend.OnReveal = func(float32, float32) { scroll.ScrollToTop() }
	return container.New(widgets.Arranged(scroll.MinSize, func(size fyne.Size) {
		widgets.SetVisible(over, size.Width-page.ScrollRoom >= trendLeast)
		scroll.Resize(size)
	}), scroll)
}
