package checks

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

// list shows checks as they come in, each with what it means and what to do, and
// above them what the one under way waits for and, at the end, what they come to.
type list struct {
	rows    *widgets.Aligned
	waiting *widgets.WrapText
	content *fyne.Container
	// running is the check under way; it has no name while none is known. since
	// is when it began to wait.
	running message.Check
	since   time.Time
}

func newList() *list {
	l := &list{
		rows:    widgets.NewAligned(nameWidth),
		waiting: widgets.NewWrapText(lang.L("Testing..."), fynetheme.ColorNameForeground, fynetheme.SizeNameText),
	}
	l.content = container.NewVBox(l.waiting, l.rows) // above them, where it stays in sight
	return l
}

// wait shows which check is under way and what it waits for.
func (l *list) wait(check message.Check, now time.Time) {
	if check.Title != l.running.Title {
		l.since = now
	}
	l.running = check
	l.count(now)
}

// count shows for how long the check under way has waited.
func (l *list) count(now time.Time) {
	if l.running.Title == "" {
		return
	}
	text := l.running.Title + ": " + l.running.Meaning
	if seconds := int(now.Sub(l.since).Seconds()); seconds > 0 {
		text += fmt.Sprintf(" %d s", seconds)
	}
	l.waiting.SetText(text)
}

const nameWidth = 190

// add shows a check that is finished.
func (l *list) add(check message.Check) {
	l.running = message.Check{}
	l.waiting.SetText(lang.L("Testing..."))
	text := container.NewVBox(widgets.NewWrapText(check.Meaning, fynetheme.ColorNameForeground, fynetheme.SizeNameText))
	if check.Advice != "" {
		text.Add(widgets.NewWrapText(check.Advice, theme.ColorNameMutedText, fynetheme.SizeNameText))
	}
	if check.Reference != "" {
		text.Add(widgets.NewWrapText(check.Reference, theme.ColorNameMutedText, fynetheme.SizeNameCaptionText))
	}
	title := check.Title
	if check.Optional {
		title = lang.L("{{.Check}} (optional)", map[string]any{"Check": title})
	}
	name := widgets.NewStatusDot(statusOf(check.Result), title)
	l.rows.Add(name, text)
}

// done says what the checks come to.
func (l *list) done(checks []message.Check, v Verdicts) {
	l.running = message.Check{}
	switch verdict := message.Verdict(checks); {
	case len(checks) == 0:
		l.waiting.Hide()
	case verdict == connector.CheckFailed:
		l.waiting.SetText(v.Failed)
	case verdict == connector.CheckWarning:
		l.waiting.SetText(v.Warning)
	default:
		l.waiting.SetText(v.Passed)
	}
}
