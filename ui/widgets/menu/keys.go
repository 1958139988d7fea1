package menu

import (
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"inventorybeacon/ui/widgets"
)

// handleKeys has the window give the keys of the menu to the bar.
func (b *Bar) handleKeys() {
	plain := map[fyne.KeyName]func(){}
	for _, title := range b.titles {
		if letter := mnemonicAt(title.menu.Label, title.label.at); letter != 0 {
			key := &desktop.CustomShortcut{KeyName: fyne.KeyName(unicode.ToUpper(letter)), Modifier: fyne.KeyModifierAlt}
			widgets.AddShortcut(b.canvas, key, func() { b.openMenu(title, true) })
		}
		for _, item := range title.menu.Items {
			if key, ok := item.Shortcut.(*desktop.CustomShortcut); ok && key.Modifier == 0 {
				plain[key.KeyName] = item.Action // Fyne's shortcuts need something that is held with the key
			} else if item.Shortcut != nil {
				widgets.AddShortcut(b.canvas, item.Shortcut, item.Action)
			}
		}
	}
	widgets.HandleKeys(b.canvas, func(key *fyne.KeyEvent) {
		if key.Name == fyne.KeyF10 && widgets.Modifiers() == 0 {
			b.openMenu(b.titles[0], true)
		} else if act := plain[key.Name]; act != nil && widgets.Modifiers() == 0 {
			act()
		}
	})
	if c, ok := b.canvas.(desktop.Canvas); ok {
		c.SetOnKeyDown(b.keyDown)
		c.SetOnKeyUp(b.keyUp)
		// Alt+Tab leaves the window with Alt held, and Fyne then says that it was released.
		fyne.CurrentApp().Lifecycle().SetOnExitedForeground(func() { b.onlyAlt = false })
	}
}

func (b *Bar) keyDown(key *fyne.KeyEvent) { b.onlyAlt = key.Name == desktop.KeyAltLeft }

// keyUp opens the first menu, or closes the open one, when nothing but Alt was pressed.
func (b *Bar) keyUp(key *fyne.KeyEvent) {
	onlyAlt := b.onlyAlt && key.Name == desktop.KeyAltLeft
	b.onlyAlt = false
	switch {
	case !onlyAlt:
	case b.open != nil:
		b.Close()
	default:
		b.openMenu(b.titles[0], true)
	}
}
