package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/dialog"
)

// word is one that the pages use without saying what it means.
type word struct{ text, meaning string }

// words are explained in the order of the pages on which they are met; docs/numbers.md and docs/reclaim.md say more.
func words() []word {
	return []word{
		{
			lang.L("Removal limit (percent)"),
			lang.L("An import that would take away more than this share of what is there changes nothing and waits on Tasks, until somebody publishes or discards it."),
		},
		{lang.L("Active"), lang.L("The holder was active in any application within the chosen 30, 90 or 180 days before the usage report.")},
		{
			lang.L("Inactive"),
			lang.L("The holder was not active within these days, got the license before them, and is in the report that would have shown it."),
		},
		{lang.L("New"), lang.L("The holder was not active, and got the license within these days: it is too early to tell.")},
		{
			lang.L("Unknown"),
			lang.L("The holder is in no usage report that could tell: names are concealed, or reports are missing. It is never counted as inactive."),
		},
		{lang.L("Unused"), lang.L("Units that could be given to somebody else today: those that nobody has, and those of inactive holders.")},
		{lang.L("Reducible"), lang.L("Unused units beyond what was committed to: the next renewal can do without them.")},
		{
			lang.L("Costs"),
			lang.L("What the licenses cost that users hold, by the department or whatever else these users have in common. Units that nobody holds are named below the list."),
		},
		{lang.L("Certain"), lang.L("What was imported leaves no doubt, as for a disabled account.")},
		{lang.L("Probable"), lang.L("What was imported speaks for it. Why says what that is, and what remains open.")},
		{
			lang.L("To be reviewed"),
			lang.L("Somebody has to look: no report tells of everything in the license, or some people need it all the same, such as guests."),
		},
		{
			lang.L("Generation"),
			lang.L("The number of a publish of a tenant into the central database. It grows with each one that has changed something."),
		},
	}
}

// showWords explains the words of the pages, and the keys of the menu.
func (s *shell) showWords() {
	text := func(text string) fyne.CanvasObject {
		return widgets.NewWrapText(text, fynetheme.ColorNameForeground, fynetheme.SizeNameText)
	}
	title := func(text string) fyne.CanvasObject {
		return widgets.NewBoldText(text, fynetheme.SizeNameText)
	}
	rows := widgets.NewColumn(3)
	for _, w := range words() {
		rows.Add(title(w.text))
		rows.Add(text(w.meaning))
		rows.Add(widgets.AtLeast(container.NewWithoutLayout(), 4))
	}
	keys := container.New(layout.NewFormLayout())
	for _, menu := range s.menu() {
		for _, command := range menu.Commands {
			if command.Key != "" {
				keys.Add(widgets.NewTelling(command.Keys(), theme.ColorNameMutedText))
				keys.Add(widgets.NewTelling(command.Text, fynetheme.ColorNameForeground))
			}
		}
	}
	rows.Add(title(lang.L("Keys")))
	rows.Add(keys)
	d := dialog.New(s.window, lang.L("Words and Keys"), rows)
	d.SetActions(widgets.NewPrimaryButton(lang.L("Close"), nil), nil)
	d.SetWidth(620)
	d.Show()
}
