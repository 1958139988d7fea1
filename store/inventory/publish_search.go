package inventory

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"

	"inventorybeacon/connector/panics"
	"inventorybeacon/store/sqlite"
)

// searchBuild makes the full-text index of a first import on a second core, while
// the users, their indexes and their usage are written on the first. The index
// takes as long as all indexes of the users together, and a transaction has one
// writer only; so it is made in a file of its own and then copied, which takes a
// tenth of the time.
type searchBuild struct {
	path   string
	cancel context.CancelFunc
	twice  chan []int64 // the places of users that are in the index and do not belong there
	done   chan struct{}
	err    error // good after done
}

func searchPath(staging string) string { return strings.TrimSuffix(staging, ".db") + ".search.db" }

// beginSearch begins to index the users of a large first import and those that
// other connections have published.
func (p *publishing) beginSearch(ctx context.Context) error {
	if !p.first || p.replaces || p.users.staged*reloadFraction <= p.users.inventory || !p.inv.fullText {
		return nil
	}
	ctx, cancel := context.WithCancel(ctx)
	b := &searchBuild{path: searchPath(p.path), cancel: cancel, twice: make(chan []int64, 1), done: make(chan struct{})}
	p.search = b
	staged := fmt.Sprintf("SELECT %d + seq AS uid, %s AS text FROM staging.user", p.id(0), searchedText)
	go func() {
		defer close(b.done)
		if err := panics.Try(func() error { return b.run(ctx, p.path, p.inv.db.Path, staged) }); err != nil {
			b.err = fmt.Errorf("build the full-text index: %w", err)
		}
	}()
	return nil
}

// finishSearch tells which users do not belong into the index, because they were
// staged again later.
func (p *publishing) finishSearch() {
	if p.search != nil {
		p.search.twice <- p.twice
	}
}

// run makes the index; staged selects uid and text of the staged users.
func (b *searchBuild) run(ctx context.Context, staging, inventory, staged string) error {
	schema, err := fs.Sub(schemas, "search")
	if err != nil {
		return err
	}
	if err := removeFile(b.path); err != nil { // of an import that was killed
		return err
	}
	db, err := sqlite.Open(ctx, b.path, sqlite.Options{ApplicationID: searchApplicationID, Migrations: schema, PageSize: stagingPage, Scratch: true})
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	conn, err := db.Write.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	for _, text := range []string{
		// Segments are merged when users change later; here it would take as long as
		// a fifth of the whole, and a search in twenty of them is as fast.
		"INSERT INTO user_search (user_search, rank) VALUES ('automerge', 0)",
		"INSERT INTO user_search (user_search, rank) VALUES ('hashsize', " + searchHash + ")",
		"ATTACH DATABASE " + quote(staging) + " AS staging",
		"ATTACH DATABASE " + quote(inventory) + " AS inventory",
		"BEGIN",
		"INSERT INTO main.user_search (rowid, text) SELECT uid, text FROM inventory.search_text ORDER BY uid",
		"INSERT INTO main.user_search (rowid, text) " + staged + " ORDER BY uid",
	} {
		if _, err := conn.ExecContext(ctx, text); err != nil {
			return sqlite.Explain(b.path, err)
		}
	}
	if err := b.dropTwice(ctx, conn, staged); err != nil {
		return sqlite.Explain(b.path, err)
	}
	_, err = conn.ExecContext(ctx, "COMMIT")
	return sqlite.Explain(b.path, err)
}

// dropTwice takes users out of the index that were staged again later, which is
// known when the users have been compared.
func (b *searchBuild) dropTwice(ctx context.Context, conn *sql.Conn, staged string) error {
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case twice := <-b.twice:
		if len(twice) == 0 {
			return nil
		}
		places, err := json.Marshal(twice)
		if err != nil {
			return err
		}
		_, err = conn.ExecContext(ctx, "INSERT INTO main.user_search (user_search, rowid, text) SELECT 'delete', uid, text FROM ("+
			staged+" WHERE seq IN (SELECT value FROM json_each(?)))", string(places))
		return err
	}
}

// searchHash is how many bytes FTS5 gathers in memory before it writes a segment.
const searchHash = "4194304"

// searchedText is what is searched of a staged user, as the view search_text has
// it of a published one.
const searchedText = `coalesce(folded, display_name || char(10) || user_principal_name ||
	iif(mail = user_principal_name COLLATE NOCASE, '', char(10) || mail))`

// takeSearchBuild waits for the index and makes it the inventory's.
func (p *publishing) takeSearchBuild(ctx context.Context) error {
	<-p.search.done
	if p.search.err != nil {
		return p.search.err
	}
	if err := p.exec(ctx, "ATTACH DATABASE "+quote(p.search.path)+" AS search"); err != nil {
		return err
	}
	p.searchAttached = true
	return p.exec(ctx, `
		DELETE FROM main.user_search_data;
		INSERT INTO main.user_search_data SELECT * FROM search.user_search_data ORDER BY id;
		DELETE FROM main.user_search_idx;
		INSERT INTO main.user_search_idx SELECT * FROM search.user_search_idx ORDER BY segid, term;
		UPDATE main.search_state SET stale = 0 WHERE stale <> 0;`)
}

// stopSearchBuild ends a build that nobody needs any more.
func (p *publishing) stopSearchBuild() {
	if p.search != nil {
		p.search.cancel()
		<-p.search.done
	}
}
