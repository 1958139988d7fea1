package tasks

import (
	"context"
	"io"
	"time"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
)

// ExportSupportBundle asks for a file and writes what helps to find a fault.
func ExportSupportBundle(s *session.Session) {
	name := "inventory-beacon-support-" + time.Now().Format("2006-01-02-1504") + ".zip"
	s.SaveFile(lang.L("Support Bundle"), name, lang.L("The support bundle could not be written"),
		func(ctx context.Context, out io.Writer) error { return s.Beacon.WriteSupportBundle(ctx, out) },
		func(path string) {
			s.TellSaved(theme.StatusOK, lang.L("Support Bundle"),
				lang.L("The support bundle is in {{.File}}. It holds logs, versions, settings and the last tasks, and no secret.",
					map[string]any{"File": path}), path)
		})
}
