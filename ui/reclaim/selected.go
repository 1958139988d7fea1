package reclaim

import (
	"context"
	"slices"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets"
)

// sumSelected says in the pane what the selected licenses save together. They are read beside the window, for they may be any number,
// until others are selected.
func (p *Page) sumSelected(title string) {
	ctx, leave := context.WithCancel(p.session.Context())
	p.leave = leave
	say := func(text string) { p.pane.Set(title, []widgets.Fact{{Text: text}}) }
	spans, read, all := slices.Clone(p.grid.Selection()), p.reader(), p.lines.Load().all
	if p.list.CountOf(spans) == all.Count && !p.data.Loading() {
		say(totalOf(all, 0))
		return
	}
	say(lang.L("Counting..."))
	session.Go(p.session, ctx, func(ctx context.Context) (sum app.ReclaimSum, err error) {
		err = read(ctx, spans, func(r app.Recommendation) error {
			sum.Add(r)
			return ctx.Err()
		})
		return sum, err
	}, func(sum app.ReclaimSum, err error) {
		switch {
		case ctx.Err() != nil:
		case err != nil: // the list has changed, and shows that
			say("")
		default:
			say(totalOf(sum, 0))
		}
	})
}
