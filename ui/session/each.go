package session

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets/dialog"
)

// DoEach is [Session.Do] for each of several things, one after another. What goes wrong with one does not keep the others from it: it is
// said for all in one message, by their names, and then is called in any case. title is that message's where there is one thing, titles
// where there are several.
func DoEach[T any](
	s *Session, title, titles string, things []T, name func(T) string, work func(ctx context.Context, thing T) error, then func(),
) {
	Go(s, s.ctx, func(ctx context.Context) (failed []failure, err error) {
		for _, thing := range things {
			if err := work(ctx, thing); err != nil && !errors.Is(err, context.Canceled) {
				failed = append(failed, failure{name(thing), err})
			}
		}
		return failed, nil
	}, func(failed []failure, _ error) {
		if len(things) > 1 {
			title = titles
		}
		s.failEach(title, failed, len(things) > 1)
		if then != nil {
			then()
		}
	})
}

// failure is what went wrong with one of several things.
type failure struct {
	name string
	err  error
}

func (s *Session) failEach(title string, failed []failure, several bool) {
	for _, f := range failed {
		if !several || app.SecretsLost(f.err) { // which is the same for all
			s.Fail(title, f.err)
			return
		}
	}
	if len(failed) == 0 {
		return
	}
	var said []string
	for _, f := range failed {
		s.Beacon.Log().Error(title, "name", f.name, "error", f.err)
		advice := message.Explain(f.err)
		said = append(said, strings.TrimSpace(f.name+": "+advice.Message+" "+advice.Action))
	}
	text, details := said, ""
	if len(said) > mostFailures {
		text = append(said[:mostFailures:mostFailures], lang.L("and {{.Count}} more", map[string]any{"Count": len(said) - mostFailures}))
		details = strings.Join(said, "\n")
	}
	lines := strings.Join(text, "\n\n")
	s.tell(title+lines, func() *dialog.Dialog {
		return dialog.Message(s.Window, theme.StatusFailed, title, lines, details)
	})
}

// mostFailures are shown at once; all of them stand in the details.
const mostFailures = 4
