package session

import (
	"context"

	"inventorybeacon/ui/widgets/dialog"
)

// Check is [Go] for what a dialog checks or stores of what is entered in it: one thing at a time. Enter counts when that is done.
func (s *Session) Check(d *dialog.Dialog, work func(ctx context.Context) error, then func(error)) {
	if !d.Begin() {
		return
	}
	Go(s, s.ctx, func(ctx context.Context) (struct{}, error) { return struct{}{}, work(ctx) }, func(_ struct{}, err error) {
		then(err)
		d.End()
	})
}
