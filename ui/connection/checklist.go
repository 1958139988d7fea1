package connection

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/connector"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

// checkList shows checks as they come in, each with what it means and what to do.
type checkList struct {
	rows    *fyne.Container
	waiting *widgets.WrapText
	content *fyne.Container
}

func newCheckList(waiting string) *checkList {
	l := &checkList{rows: container.NewVBox(), waiting: widgets.NewWrapText(waiting, fynetheme.ColorNameForeground, fynetheme.SizeNameText)}
	l.content = container.NewVBox(l.rows, l.waiting)
	return l
}

const checkNameWidth = 190

func (l *checkList) add(check connector.Check) {
	text := container.NewVBox(widgets.NewWrapText(check.Meaning, fynetheme.ColorNameForeground, fynetheme.SizeNameText))
	if check.Advice != "" {
		text.Add(widgets.NewWrapText(check.Advice, theme.ColorNameMutedText, fynetheme.SizeNameText))
	}
	if check.Reference != "" {
		text.Add(widgets.NewWrapText(check.Reference, theme.ColorNameMutedText, fynetheme.SizeNameCaptionText))
	}
	title := check.Name
	if check.Optional {
		title += " (" + lang.L("optional") + ")"
	}
	name := widgets.NewStatusDot(checkStatus(check.Result), title)
	l.rows.Add(session.Beside(name, checkNameWidth, text))
}

// done says what the checks mean for an import.
func (l *checkList) done(checks []connector.Check) {
	switch verdict := connector.Verdict(checks); {
	case len(checks) == 0:
		l.waiting.Hide()
	case verdict == connector.CheckFailed:
		l.waiting.SetText(lang.L("An import would fail."))
	case verdict == connector.CheckWarning:
		l.waiting.SetText(lang.L("An import can run. Mind the warnings."))
	default:
		l.waiting.SetText(lang.L("An import can run."))
	}
}
