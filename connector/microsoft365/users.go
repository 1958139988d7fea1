package microsoft365

import (
	"context"
	"fmt"
	"strings"
	"time"

	"inventorybeacon/connector"
)

// users reads the users, of which Graph has counted total before, -1 when it could
// not: side by side where there are many, one page after another where there are
// few or where Graph cannot do better.
func (im *importer) users(ctx context.Context, tenant string, total int64) error {
	reader := newUserReader(im.graph, im.sink, tenant, func(rows int64) { im.progressUsers(rows, max(total, 0)) })
	reader.note, reader.warn = im.observer.Note, im.warnAdvised
	if strings.EqualFold(im.had.ID, tenant) {
		reader.before = im.hadUsers
	}
	reader.wrote(0)
	var err error
	if total < im.many {
		err = reader.readInOrder(ctx, total)
	} else {
		err = im.usersInParts(ctx, reader, total)
	}
	if err != nil {
		return err
	}
	if err := im.sink.Counted(ctx, reader.leastUsers()); err != nil {
		return err
	}
	im.observer.Note(fmt.Sprintf("%s.", plural(int(reader.rows), "user")))
	im.finish(connector.PhaseUsers, reader.rows)
	return nil
}

func (im *importer) progressUsers(done, total int64) {
	im.observer.Progress(connector.Progress{Phase: connector.PhaseUsers, Done: done, Total: total})
}

// usersInParts reads the users side by side, and one page after another when
// that does not work out.
func (im *importer) usersInParts(ctx context.Context, reader *userReader, total int64) error {
	reader.total = total
	side := &partsReader{userReader: reader, now: time.Now().UTC(), uncut: im.many / pagesFrom, counting: newSlots(countsAtOnce)}
	err := side.readParts(ctx, total)
	if ctx.Err() != nil || !indivisible(err) {
		return reader.forget(ctx, err, side.begun...)
	}
	im.log.Warn("the users cannot be read side by side", "error", err)
	im.observer.Note("The users cannot be read side by side in this tenant (" + err.Error() + "); they are read one page after another.")
	if err := side.abandonParts(ctx); err != nil {
		return err
	}
	return reader.readInOrder(ctx, total)
}

// readInOrder reads all users, of which there are about total, one page after another.
func (r *userReader) readInOrder(ctx context.Context, total int64) error {
	r.total = total
	r.rows = 0
	r.wrote(0)
	r.pages, r.degree = newPagePool(), newDegree() // nothing is left of what was given up
	all := make(chan userListing, 1)
	all <- userListing{}
	close(all)
	return r.forget(ctx, r.readAll(ctx, all, r.verifyWhole), userListing{})
}
