// Package checks shows a test while it runs, one check a line.
package checks

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/dialog"
)

// Verdicts are what the checks of a test come to: all have passed, some with warnings, or one has failed.
type Verdicts struct{ Passed, Warning, Failed string }

// Run shows a dialog that fills while test reports its checks, and counts the seconds of the one
// under way; closing it ends the test. ended gets what the test has returned, on the window's goroutine.
func Run[T any](
	s *session.Session, title string, v Verdicts, test func(ctx context.Context, report func(message.Check)) (T, error), ended func(T),
) {
	ctx, cancel := context.WithCancel(s.Context())
	var results []message.Check
	list := newList()
	frame := dialog.New(s.Window, title, list.content)
	frame.SetWidth(640)
	frame.SetHeight(320) // so that nothing moves while checks come in
	closing := widgets.NewButton(lang.L("Close"), nil)
	frame.SetActions(nil, closing)
	frame.SetFocus(closing)
	copyAll := widgets.NewButton(lang.L("Copy"), func() {
		fyne.CurrentApp().Clipboard().SetContent(text(title, results))
	})
	frame.SetExtras(copyAll)
	frame.OnClosed = cancel

	s.EveryUntil(ctx, time.Second, func() {
		list.count(time.Now())
		frame.Relayout()
	})
	session.Go(s, ctx, func(ctx context.Context) (T, error) {
		return test(ctx, func(check message.Check) {
			widgets.Do(func() {
				if check.Result == connector.CheckRunning {
					list.wait(check, time.Now())
				} else {
					results = append(results, check)
					list.add(check)
				}
				frame.Relayout()
			})
		})
	}, func(result T, err error) {
		cancel()
		ended(result)
		list.done(results, v)
		frame.Relayout()
		s.Fail(lang.L("The test could not be finished"), err)
	})
	frame.Show()
}

func statusOf(r connector.CheckResult) theme.Status {
	switch r {
	case connector.CheckPassed:
		return theme.StatusOK
	case connector.CheckWarning:
		return theme.StatusWarning
	case connector.CheckFailed:
		return theme.StatusFailed
	default:
		return theme.StatusNone
	}
}

// text is what support wants to read.
func text(title string, checks []message.Check) string {
	var text strings.Builder
	text.WriteString(title + "\n")
	for _, c := range checks {
		columns := slices.DeleteFunc([]string{string(c.Result), c.Title, c.Meaning, c.Advice, c.Reference},
			func(text string) bool { return text == "" })
		text.WriteString(strings.Join(columns, "\t") + "\n")
	}
	return text.String()
}
