package inventory

import (
	"context"
	"errors"
	"strings"
	"time"

	"inventorybeacon/connector/panics"
)

// firstPath is where the first inventory is written, beside the staging file.
func firstPath(staging string) string { return strings.TrimSuffix(staging, ".db") + ".first.db" }

// runFirst writes a whole inventory into a file of its own, which then takes the
// place of one that holds nothing yet. That needs no write-ahead log, so everything
// is written once instead of three times: into the log, out of it and into the file.
//
// It says false when the inventory must be changed where it is, because there is
// something in it or somebody else may be looking.
func (p *publishing) runFirst(ctx context.Context, progress func(done int64)) (done bool, err error) {
	nothing := func() error { return nil }
	if done, err := p.replaceEmpty(ctx, nothing); !done || err != nil {
		return false, err
	}
	path := firstPath(p.path)
	if err := removeFile(path); err != nil { // of an import that was killed
		return false, err
	}
	if p.db, err = openInventory(ctx, path, true); err != nil {
		return false, err
	}
	if err = p.writeFirst(ctx, progress); err == nil {
		done, err = p.replaceEmpty(ctx, func() error { return p.inv.db.Take(context.WithoutCancel(ctx), path) })
	}
	if err != nil || !done {
		return false, errors.Join(err, removeFile(path))
	}
	return true, nil
}

// writeFirst writes the file and closes it. The disk has it then, unless it failed.
func (p *publishing) writeFirst(ctx context.Context, progress func(done int64)) error {
	if err := p.inv.makeFullText(ctx, p.db); err != nil {
		return errors.Join(err, p.db.Close())
	}
	stop := p.db.FlushMeanwhile(time.Second)
	err := panics.Try(func() error { return p.run(ctx, progress) })
	stop()
	if err != nil {
		return errors.Join(err, p.db.Close())
	}
	return errors.Join(p.db.Finish(), ctx.Err())
}

// replaceEmpty runs replace when the inventory holds nothing and nobody but this
// import uses it, else it says false.
func (p *publishing) replaceEmpty(ctx context.Context, replace func() error) (done bool, err error) {
	var empty bool
	done, err = p.inv.custody.undisturbed(p.inv.custody.onlyImport, func() error {
		err := p.inv.db.Read.QueryRowContext(ctx, "SELECT NOT EXISTS (SELECT 1 FROM source)").Scan(&empty)
		if err != nil || !empty {
			return err
		}
		return replace()
	})
	return done && empty, err
}
