package tasks

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

// ExportSupportBundle asks for a file and writes what helps to find a fault.
func ExportSupportBundle(s *session.Session) {
	save := dialog.NewFileSave(func(file fyne.URIWriteCloser, err error) {
		switch {
		case err != nil:
			s.Fail(lang.L("The file could not be written"), err)
		case file != nil:
			s.Do(lang.L("The support bundle could not be written"), func(ctx context.Context) error {
				err := s.Beacon.WriteSupportBundle(ctx, file)
				if closing := file.Close(); err == nil {
					err = closing
				}
				return err
			}, func() {
				widgets.Message(s.Window, theme.StatusOK, lang.L("Support bundle"),
					lang.L("The support bundle is in {{.File}}. It holds logs, versions, settings and the last tasks, and no secret.",
						map[string]any{"File": file.URI().Path()}), "")
			})
		}
	}, s.Window)
	save.SetFileName("inventory-beacon-support-" + time.Now().Format("2006-01-02-1504") + ".zip")
	save.Show()
}
