package execution

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/ui/session"
)

// Cancel cancels the import of a task, of this program or of another one such as
// the service. failed is called when it cannot be.
func Cancel(s *session.Session, task int64, failed func()) {
	session.Go(s, s.Context(), func(ctx context.Context) (struct{}, error) {
		return struct{}{}, s.Beacon.CancelImport(ctx, task)
	}, func(_ struct{}, err error) {
		if err != nil {
			s.Fail(lang.L("The import could not be cancelled"), err)
			failed()
		}
	})
}
