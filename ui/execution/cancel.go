package execution

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/ui/session"
)

// Cancel cancels the import of a task, of this program or of another one such as
// the service.
func Cancel(s *session.Session, task int64) {
	s.Do(lang.L("The import could not be cancelled"), func(ctx context.Context) error {
		return s.Beacon.CancelImport(ctx, task)
	}, nil)
}
