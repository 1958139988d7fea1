package app

import "context"

// carryOutDeletions does [workspace.Workspace.FinishDeletions] beside everything else: what
// cannot be removed now is tried again later.
func (b *Beacon) carryOutDeletions(ctx context.Context) (some bool) {
	some, err := b.FinishDeletions(ctx)
	if err != nil && ctx.Err() == nil {
		b.log.Error("carrying out deletions that were cut short", "error", err)
	}
	return some
}

// retryDeletions shows what has come of it.
func (b *Beacon) retryDeletions(ctx context.Context) {
	if !b.carryOutDeletions(ctx) {
		return
	}
	if err := b.Workspace.Reload(ctx); err != nil && ctx.Err() == nil {
		b.log.Error("reading the connections after a deletion", "error", err)
	}
}

// settle does [imports.Runner.Settle] beside everything else: what cannot be recorded or
// removed now, as on a full disk, is at the next start.
func (b *Beacon) settle(ctx context.Context) {
	if _, err := b.Settle(ctx); err != nil && ctx.Err() == nil {
		b.log.Error("recording how imports have ended that were cut short", "error", err)
	}
}
