package inventory

import (
	"context"
	"time"

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
	if l.sum != "" {
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
