package ui

import (
	"runtime"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	listing "inventorybeacon/ui/page"

	"inventorybeacon/ui/widgets/menu"
)

// ownMenu says that the system shows the menu of a window itself.
const ownMenu = runtime.GOOS == "darwin"

// installMenu gives the window its menu: macOS shows it at the top of the screen, elsewhere it is a bar in the window, which is
// returned. That of macOS does not tell when it opens, so it is kept as it has to be with all that happens.
func (s *shell) installMenu(ofSystem bool) fyne.CanvasObject {
	all, update := menu.Main(s.window.Canvas(), s.menu()...)
	if ofSystem {
		s.window.SetMainMenu(all)
		s.updateMenu = func() {
			if update() {
				s.window.SetMainMenu(all)
			}
		}
		s.session.Every(time.Second, func() { s.updateMenu() }) // what is selected decides, too
		return container.NewWithoutLayout()
	}
	bar := menu.NewBar(s.window, all)
	bar.OnOpen = func() { update() }
	return bar.Row
}

// finder is a page with a field that searches or filters its list.
type finder interface{ Find() }

// refresher is a page that can be read again.
type refresher interface{ Refresh() }

// readAgain reads every page again that has been opened.
func (s *shell) readAgain() {
	for _, p := range s.pages {
		if p, is := p.(refresher); is {
			p.Refresh()
		}
	}
}

// lister is a page with a list.
type lister interface{ List() *listing.List }

// listCommands are those of the page in front and its list.
func (s *shell) listCommands() []menu.Command {
	can := func(is func(page) bool) func() bool { return func() bool { return is(s.pages[s.current]) } }
	isFinder := func(p page) bool { _, is := p.(finder); return is }
	isRefresher := func(p page) bool { _, is := p.(refresher); return is }
	ofList := func(text string, key fyne.KeyName, choose func(*listing.List) menu.Command) menu.Command {
		return menu.Command{
			Text: text, Key: key,
			TextNow: func() string {
				if l, is := s.pages[s.current].(lister); is {
					return choose(l.List()).Label()
				}
				return text
			},
			Action: func() {
				if l, is := s.pages[s.current].(lister); is {
					choose(l.List()).Action()
				}
			},
			Enabled: func() bool { l, is := s.pages[s.current].(lister); return is && choose(l.List()).Possible() },
		}
	}
	return []menu.Command{
		{Text: lang.L("Find"), Key: fyne.KeyF, Enabled: can(isFinder), Action: func() {
			if p, is := s.pages[s.current].(finder); is {
				p.Find()
			}
		}},
		{Text: lang.L("Refresh"), Key: fyne.KeyF5, Enabled: can(isRefresher), Action: func() {
			if p, is := s.pages[s.current].(refresher); is {
				p.Refresh()
			}
		}},
		ofList(lang.L("Export..."), fyne.KeyO, func(l *listing.List) menu.Command { return l.Export }),
		ofList(lang.L("Columns..."), fyne.KeyK, func(l *listing.List) menu.Command { return l.Columns }),
	}
}

// on is commands of a page, which comes to the front first.
func (s *shell) on(page string, commands ...menu.Command) []menu.Command {
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

// inFront is commands on what is selected on a page, which act only while that is in front: elsewhere their keys would
// change or start what nobody sees.
func (s *shell) inFront(page string, commands ...menu.Command) []menu.Command {
	front := func() bool { return s.current == page }
	for i, c := range commands {
		if c.Action == nil {
			continue
		}
		commands[i].Enabled = func() bool { return front() && c.Possible() }
		commands[i].Action = func() {
			if front() {
				c.Action()
			}
		}
	}
	return commands
}
