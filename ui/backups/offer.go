package backups

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/connector"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/dialog"
)

// Offer says why the connections cannot be opened, and offers the backups to
// choose from: restore is called with the path of one, or exit.
func Offer(
	ctx context.Context, window fyne.Window, advice connector.Advice, dir string, backups []app.Backup, restore func(path string), exit func(),
) {
	chosen := newList()
	d := dialog.New(window, lang.L("Inventory Beacon cannot start"), frame(advice.Message+" "+advice.Action, chosen.grid))
	leave := true
	again := widgets.NewPrimaryButton(lang.L("Restore"), func() {
		if backup, usable := chosen.selected(); usable {
			leave = false
			d.Close()
			restore(backup.Path)
		}
	})
	again.SetEnabled(false)
	chosen.grid.OnSelected = func(int) {
		_, usable := chosen.selected()
		again.SetEnabled(usable)
	}
	d.SetActions(again, widgets.NewButton(lang.L("Exit"), nil))
	d.SetWidth(620)
	d.OnClosed = func() {
		if leave {
			exit()
		}
	}
	go func() {
		rows := check(ctx, dir, backups)
		widgets.Do(func() { chosen.show(rows, time.Now()) })
	}()
	d.Show()
}
