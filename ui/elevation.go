package ui

import (
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/message"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/dialog"
)

// elevation offers to start the program again as an administrator where it cannot do without.
type elevation struct {
	window      fyne.Window
	work        *sync.WaitGroup // of the program
	title, text string          // why
	restart     func() error
	exit        func()
}

// offer asks. When nobody consents, it does so again: the program ends only when another one has begun, or when that is chosen.
func (e elevation) offer() {
	dialog.Confirm(e.window, e.title, e.text,
		dialog.Choice{Text: lang.L("Restart as Administrator"), Primary: true, Action: func() {
			e.work.Go(func() { // it takes until somebody has answered
				err := e.restart()
				widgets.Do(func() { e.restarted(err) })
			})
		}},
		dialog.Choice{Text: lang.L("Exit"), Cancel: true, Action: e.exit})
}

func (e elevation) restarted(err error) {
	if err == nil {
		e.exit()
		return
	}
	advice := message.Explain(err)
	dialog.Message(e.window, theme.StatusFailed, lang.L("Inventory Beacon could not be started as an administrator"),
		advice.Message+"\n\n"+advice.Action, advice.Reference).OnClosed = e.offer
}
