package ui

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"inventorybeacon/ui/widgets"
)

// installMenu gives the window its menu: macOS shows it at the top of the
// screen, elsewhere it is a bar in the window, which is returned.
func (s *shell) installMenu() fyne.CanvasObject {
	menu, update := widgets.MainMenu(s.window.Canvas(), s.menu()...)
	if runtime.GOOS == "darwin" {
		s.window.SetMainMenu(menu)
		return container.NewWithoutLayout()
	}
	bar := widgets.NewMenuBar(s.window, menu)
	bar.OnOpen = update
	return bar.Row
}

// on is commands of a page, which comes to the front first.
func (s *shell) on(page string, commands ...widgets.Command) []widgets.Command {
	for i, c := range commands {
		if c.Action != nil {
			commands[i].Action = func() {
				s.show(page)
				c.Action()
			}
		}
	}
	return commands
}

// inFront is a command that deletes what is selected on a page, and does so only while
// that is in front: its keys would delete elsewhere what nobody sees.
func (s *shell) inFront(page string, c widgets.Command) []widgets.Command {
	act, can := c.Action, c.Enabled
	c.Enabled = func() bool { return s.current == page && can() }
	c.Action = func() {
		if s.current == page {
			act()
		}
	}
	return []widgets.Command{c}
}
