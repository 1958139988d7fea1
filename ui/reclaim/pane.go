package reclaim

import (
	"strings"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/ui/widgets"
)

// follow has the buttons and the pane follow the selection.
func (p *Page) follow() {
	p.bar.Update()
	p.leave()
	if r, is := p.selected(); is {
		p.pane.Set(r.DisplayName, recommendationFacts(r))
		return
	}
	title, text := lang.L("No license is selected"), lang.L("Select one to see who has it, and why it can be taken back.")
	if n := p.grid.SelectionCount(); n > 1 {
		title = lang.L("{{.Licenses}} selected",
			map[string]any{"Licenses": message.Count("count.licenses", int(p.list.CountOf(p.grid.Selection())))})
		p.sumSelected(title)
		return
	} else if line, loaded := p.record(p.grid.Selected()); loaded && line.group != nil {
		lines := p.lines.Load()
		title, text = groupText(lines.by, *line.group), totalOf(*line.group, 0)
	}
	p.pane.Set(title, []widgets.Fact{{Text: text}})
}

// recommendationFacts are what there is to know of a recommendation.
func recommendationFacts(r app.Recommendation) []widgets.Fact {
	saves := lang.L("Nothing by itself")
	switch {
	case r.Saved.Currency != "":
		saves = lang.L("{{.Amount}} a month", map[string]any{"Amount": r.Saved.In(r.Saved.Currency) + " " + r.Saved.Currency})
	case r.Reason.Saves():
		saves = lang.L("Not known: the license has no price")
	}
	facts := []widgets.Fact{
		{Label: lang.L("User"), Text: r.UserPrincipalName},
		{Label: lang.L("License"), Text: r.Product + " (" + r.SKUPartNumber + ")"},
		{Label: lang.L("Why"), Text: r.Why(), Status: certaintyStatus(r.Certainty)},
		{Label: lang.L("Certainty"), Text: app.CertaintyText(r.Certainty)},
		{Label: lang.L("Evidence"), Text: r.Evidence()},
		{Label: lang.L("Saves"), Text: saves},
	}
	var of []string
	for _, text := range []string{r.Department, r.CompanyName, r.Country} {
		if text != "" {
			of = append(of, text)
		}
	}
	if of != nil {
		facts = append(facts, widgets.Fact{Label: lang.L("Of"), Text: strings.Join(of, ", ")})
	}
	return facts
}
