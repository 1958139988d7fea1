package inventory

import (
	"context"
	"errors"
	"strings"
	"time"
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
	err = p.inv.makeFullText(ctx, p.db)
	if err == nil {
		stop := p.db.FlushMeanwhile(time.Second)
		err = p.run(ctx, progress)
		stop()
	}
	if err = errors.Join(err, p.db.Finish()); err == nil {
		err = ctx.Err()
	}
	if err == nil {
		done, err = p.replaceEmpty(ctx, func() error { return p.inv.db.Take(context.WithoutCancel(ctx), path) })
	}
	if err != nil || !done {
		return false, errors.Join(err, removeFile(path))
	}
	return true, nil
}

// errNotEmpty ends the replacement of an inventory that holds something.
var errNotEmpty = errors.New("the inventory is not empty")

// replaceEmpty runs replace when the inventory holds nothing and nobody but this
// import uses it, else it says false.
func (p *publishing) replaceEmpty(ctx context.Context, replace func() error) (done bool, err error) {
	done, err = p.inv.custody.undisturbed(p.inv.custody.onlyImport, func() error {
		var sources int
		if err := p.inv.db.Read.QueryRowContext(ctx, "SELECT count(*) FROM source").Scan(&sources); err != nil {
			return err
		}
		if sources > 0 {
			return errNotEmpty
		}
		return replace()
	})
	if errors.Is(err, errNotEmpty) {
		return false, nil
	}
	return done, err
}
