package overview

import (
	"context"
	"strings"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets"
)

// savings is the sum of what can be taken back. It is read by itself, because that takes longer than everything else on the page.
type savings struct {
	page *Page
	link *widgets.Link
}

func newSavings(p *Page) *savings {
	s := &savings{page: p, link: widgets.NewLink()}
	s.link.Hide()
	return s
}

// read reads the sum for what the page shows, unless something else is wanted meanwhile.
func (s *savings) read(reads int, connections []string, days int) {
	p := s.page
	session.Go(p.session, p.session.Context(), func(ctx context.Context) (app.ReclaimSum, error) {
		all, _, err := p.session.Inventory().Reclaim.Sums(ctx, app.ReclaimQuery{Connections: connections, Window: days}, app.ByReason)
		return all, err
	}, func(all app.ReclaimSum, err error) {
		switch {
		case reads != p.reads:
		case err != nil:
			p.session.Fail(lang.L("The overview could not be read"), err)
		default:
			s.show(all)
		}
	})
}

func (s *savings) show(all app.ReclaimSum) {
	text := message.Count("count.recommendations", int(all.Count))
	var sums []string
	for _, currency := range all.Currencies() {
		sums = append(sums, format.Money(all.Saved[currency], currency))
	}
	if sums != nil {
		text = lang.L("{{.Recommendations}} could save {{.Sums}} a month",
			map[string]any{"Recommendations": text, "Sums": strings.Join(sums, ", ")})
	}
	s.link.Set(text, lang.L("Shows which licenses can be taken back"), func() { s.page.ways.Reclaim(s.page.wanted().Connection) })
	s.link.Show()
	number := ""
	if all.Count > 0 {
		number = lang.L("{{.Number}} can be taken back", format.Counted(all.Count))
	}
	s.page.figures.unused.Set(3, number, lang.L(`Shows which licenses can be taken back: those that somebody has with a reason to take them back, also from
people who are active, because a smaller license would do or another one has the same in it.
So this is no part of the number above, which counts holders who were not active, and either can be the larger one.
"Unused a month" counts units: those of these holders, and those that nobody has.`),
		func() { s.page.ways.Reclaim(s.page.wanted().Connection) })
	s.page.costs.panel.Refresh()
}
