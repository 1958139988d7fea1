// Package users reads the users of a tenant, many side by side, and sees to it that all come.
package users

import (
	"context"
	"time"
)

// Read reads the users, of which Graph has counted total before, -1 when it could
// not: side by side where there are many, one page after another where there are
// few or where Graph cannot do better.
func (r *Reader) Read(ctx context.Context, total int64) error {
	r.wrote(0)
	if total < r.SideBySideFrom {
		return r.readInOrder(ctx, total)
	}
	return r.readSideBySide(ctx, total)
}

// readSideBySide reads the users side by side, and one page after another when
// that does not work out.
func (r *Reader) readSideBySide(ctx context.Context, total int64) error {
	r.total = total
	side := &partsReader{Reader: r, now: time.Now().UTC(), least: r.SideBySideFrom / pagesFrom, counting: newSemaphore(countsAtOnce)}
	err := side.readParts(ctx, total)
	if ctx.Err() != nil || !readableInOrder(err) {
		return r.forget(ctx, err, side.begun...)
	}
	r.Log.Warn("the users cannot be read side by side", "error", err)
	r.Note("The users cannot be read side by side in this tenant (" + err.Error() + "); they are read one page after another.")
	if err := side.abandonParts(ctx); err != nil {
		return err
	}
	return r.readInOrder(ctx, total)
}

// readInOrder reads all users, of which there are about total, one page after another.
func (r *Reader) readInOrder(ctx context.Context, total int64) error {
	r.total = total
	r.Rows = 0
	r.wrote(0)
	r.pages, r.limiter = newPagePool(), newLimiter() // nothing is left of what was given up
	all := make(chan listing, 1)
	all <- listing{}
	close(all)
	return r.forget(ctx, r.readAll(ctx, all, r.verifyInOrder), listing{})
}
