package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets/widgettest"
)

func TestScreenReadersAreToldWhatAWidgetIs(t *testing.T) {
	widgettest.NewWindow(t, container.NewWithoutLayout(), 600, 400)
	progress, unknown := NewProgressBar(), NewProgressBar()
	progress.Set(0.5)
	unknown.Set(-1)
	split, link := NewSplitButton("New...", nil, nil), NewStatusLink()
	link.Set(Phrase{Tail: "Contoso: importing"}, "", nil)
	widgettest.Tells(t, NewButton("Save", nil), "Save", fyne.AccessibleRoleButton)
	widgettest.Tells(t, NewIconButton("clear", "Close", nil), "Close", fyne.AccessibleRoleButton)
	widgettest.Tells(t, split.end, "More", fyne.AccessibleRoleButton)
	widgettest.Tells(t, NewCutLabel("a long text", "", fynetheme.SizeNameText), "a long text", fyne.AccessibleRoleText)
	widgettest.Tells(t, NewWrapText("a text", "", fynetheme.SizeNameText), "a text", fyne.AccessibleRoleText)
	widgettest.Tells(t, NewStatusDot(theme.StatusFailed, "Failed"), "Failed", fyne.AccessibleRoleText)
	widgettest.Tells(t, link, "Contoso: importing", fyne.AccessibleRoleButton)
	widgettest.Tells(t, progress, "50 %", fyne.AccessibleRoleText)
	widgettest.Tells(t, unknown, "in progress", fyne.AccessibleRoleText)
}

func TestScreenReadersFindTheWindow(t *testing.T) {
	bar := NewStatusBar(NewButton("Exit", nil))
	bar.SetStatus(theme.StatusWarning, Phrase{Tail: "1 unsaved change"})
	w := widgettest.NewWindow(t, NewTooltipHost(container.NewVBox(bar.Row)), 600, 400)
	for _, want := range []string{"1 unsaved change", "Exit"} {
		widgettest.Contains(t, "the window", widgettest.Heard(w.Canvas().Content()), want)
	}
}
