package connection

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/connector"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

// test tries the connection as the fields stand.
func (d *dialog) test() {
	e := d.collect()
	problems := d.session.Beacon.Validate(e.connection, e.changes)
	if d.showProblems(append(d.fields.problems(), withoutName(problems)...)) {
		return
	}
	runChecks(d.session, e.connection, e.changes, func(rotated connector.Secret) {
		if rotated != "" {
			d.token = &rotated // Microsoft has replaced the token that waits here
		}
	})
}

// withoutName drops problems of the name, which nothing depends on here.
func withoutName(problems []app.Problem) []app.Problem {
	var rest []app.Problem
	for _, p := range problems {
		if p.Field != connector.FieldName {
			rest = append(rest, p)
		}
	}
	return rest
}

// Test tries a saved connection and shows its checks.
func Test(s *session.Session, c connector.Connection) {
	runChecks(s, c, app.SecretChanges{}, func(connector.Secret) {})
}

// runChecks shows a dialog that fills while the checks run, and counts the seconds
// of the one under way; closing it ends them.
func runChecks(s *session.Session, c connector.Connection, changes app.SecretChanges, ended func(rotated connector.Secret)) {
	ctx, cancel := context.WithCancel(s.Context())
	var results []app.Check
	list := newCheckList()
	frame := widgets.NewDialog(s.Window, lang.L("Test Connection {{.Name}}", map[string]any{"Name": c.Name}), list.content)
	frame.SetWidth(640)
	frame.SetHeight(320) // so that nothing moves while checks come in
	closing := widgets.NewButton(lang.L("Close"), nil)
	frame.SetActions(nil, closing)
	frame.SetFocus(closing)
	copyAll := widgets.NewButton(lang.L("Copy"), func() {
		fyne.CurrentApp().Clipboard().SetContent(checksText(c.Name, results))
	})
	frame.SetExtras(copyAll)
	frame.OnClosed = cancel

	s.EveryUntil(ctx, time.Second, func() {
		list.count(time.Now())
		frame.Relayout()
	})
	session.Go(s, ctx, func(ctx context.Context) (connector.Secret, error) {
		return s.Beacon.Test(ctx, c, changes, func(check app.Check) {
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
	}, func(rotated connector.Secret, err error) {
		cancel()
		ended(rotated)
		list.done(results)
		frame.Relayout()
		s.Fail(lang.L("The test could not be finished"), err)
	})
	frame.Show()
}

func checkStatus(r connector.CheckResult) theme.Status {
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

func isEmpty(text string) bool { return text == "" }

// checksText is what support wants to read.
func checksText(name string, checks []app.Check) string {
	var text strings.Builder
	text.WriteString(lang.L("Test Connection {{.Name}}", map[string]any{"Name": name}) + "\n")
	for _, c := range checks {
		columns := slices.DeleteFunc([]string{string(c.Result), c.Title, c.Meaning, c.Advice, c.Reference}, isEmpty)
		text.WriteString(strings.Join(columns, "\t") + "\n")
	}
	return text.String()
}
