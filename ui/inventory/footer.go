package inventory

import (
	"context"
	"time"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/message"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
)

// passingPause is how often it is looked whether what the footer says has passed.
const passingPause = 2 * time.Second

// showSum adds what there is to say about all rows.
func (l *List[T]) showSum() {
	if l.source.sum == nil {
		return
	}
	l.leave()
	ctx, leave := context.WithCancel(l.session.Context())
	l.leave = leave
	q, reloads := l.query(), l.reloads
	ask := func(ctx context.Context) (string, error) { return l.source.sum(ctx, q) }
	show := func(sum string, err error) {
		if err == nil && reloads == l.reloads { // the list says what has failed
			l.sum = sum
			l.showFooter()
		}
	}
	session.Go(l.session, ctx, ask, func(sum string, err error) {
		show(sum, err)
		if err == nil && sum != "" && l.source.passing {
			session.Go(l.session, ctx, func(ctx context.Context) (string, error) {
				return "", untilNothing(ctx, passingPause, ask)
			}, show)
		}
	})
}

// untilNothing asks, with a pause before each time, until the answer is nothing.
func untilNothing(ctx context.Context, pause time.Duration, ask func(context.Context) (string, error)) error {
	ticker := time.NewTicker(pause)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			if said, err := ask(ctx); err != nil || said == "" {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// showFooter says how many rows there are, what there is to say about all of them, and
// what of them is older than the import.
func (l *List[T]) showFooter() {
	text, status := l.total, theme.StatusUnset
	if selected := l.selectedText(); selected != "" && l.total != "" {
		text += " · " + selected
	} else if l.sum != "" {
		text += " · " + l.sum
	}
	if l.unknown != "" && l.total != "" {
		text, status = text+" · "+l.unknown, theme.StatusWarning
	}
	if twice := l.tenant.Twice(); twice != "" && l.total != "" {
		text, status = text+" · "+twice, theme.StatusWarning
	}
	text, status = l.tenant.Footer(text, status, l.source.parts)
	l.footer.Set(status, text)
}

// selectedText says how many rows are selected together, and what there is to say about all of them that are in memory.
func (l *List[T]) selectedText() string {
	n := l.grid.SelectionCount()
	if n < 2 {
		return ""
	}
	text := lang.L("{{.Count}} selected", map[string]any{"Count": message.Number(int64(n))})
	if l.source.sumOf == nil {
		return text
	}
	var rows []T
	for at := range l.grid.SelectedRows() {
		row, loaded := l.data.Record(at)
		if !loaded {
			return text
		}
		rows = append(rows, row)
	}
	return text + " · " + l.source.sumOf(rows)
}
