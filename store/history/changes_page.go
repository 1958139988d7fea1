package history

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"inventorybeacon/store/sqlite"
)

// changePage is a part of the changes that are wanted: so many of those for which more
// conditions hold, after others of these.
type changePage struct {
	conditions    []string
	limit, offset int
	order         string // of the query when it is empty
}

// pages returns the parts of a page, found without reading what comes before it where that
// can be.
func (q ChangeQuery) pages(ctx context.Context, db sqlite.Querier) ([]changePage, error) {
	switch {
	case q.Limit > 0 && q.ofPublishes() && changeSorts[q.Sort] == "":
		return q.pageOfPublishes(ctx, db)
	case q.Limit > 0 && q.ofPublishes() && q.Sort == "skuPartNumber":
		return q.pagesOfLicenses(ctx, db)
	default:
		return []changePage{{limit: q.Limit, offset: q.Offset}}, nil
	}
}

// pageOfPublishes begins a page by time with the publish in which its first change is: of
// each it is known how many there are.
func (q ChangeQuery) pageOfPublishes(ctx context.Context, db sqlite.Querier) ([]changePage, error) {
	type published struct {
		publish int64
		changes int
	}
	down, from := " DESC", "c.publish <= %d"
	if q.Ascending {
		down, from = "", "c.publish >= %d"
	}
	conditions, args := q.published()
	all, err := sqlite.Collect(ctx, db, func(p *published) []any { return []any{&p.publish, &p.changes} },
		"SELECT publish, changes FROM publish AS p WHERE changes > 0 AND "+strings.Join(conditions, " AND ")+" ORDER BY publish"+down, args...)
	page := changePage{limit: q.Limit, offset: max(q.Offset, 0)}
	for _, p := range all {
		if page.offset < p.changes {
			page.conditions = []string{fmt.Sprintf(from, p.publish)}
			return []changePage{page}, err
		}
		page.offset -= p.changes
	}
	return nil, err
}

// pagesOfLicenses begins a page by license with the one in which its first change is, and
// goes on with the next ones. Licenses of one name come together.
func (q ChangeQuery) pagesOfLicenses(ctx context.Context, db sqlite.Querier) ([]changePage, error) {
	type counted struct {
		part    sql.NullString
		skus    sql.NullString
		changes int
	}
	// Of each license no more are counted than lie before the end of the page.
	where, args := q.where("c.sku IS s.sku")
	all, err := sqlite.Collect(ctx, db, func(c *counted) []any { return []any{&c.part, &c.skus, &c.changes} }, fmt.Sprintf(
		`SELECT n.part_number, group_concat(n.sku), sum(n.changes) FROM (SELECT s.sku, s.part_number,
			(SELECT count(*) FROM (SELECT 1 FROM change AS c%s LIMIT %d)) AS changes
			FROM (SELECT sku, part_number FROM sku UNION ALL SELECT NULL, NULL) AS s) AS n
		GROUP BY n.part_number COLLATE NOCASE ORDER BY n.part_number COLLATE NOCASE`, where, max(q.Offset, 0)+q.Limit), args...)
	order := " ORDER BY c.publish, c.number"
	if q.Descending {
		slices.Reverse(all)
		order = " ORDER BY c.publish DESC, c.number DESC"
	}
	var pages []changePage
	skip, left := max(q.Offset, 0), q.Limit
	for _, c := range all {
		if skip >= c.changes {
			skip -= c.changes
			continue
		}
		of := "c.sku IS NULL"
		if c.skus.Valid {
			of = "c.sku IN (" + c.skus.String + ")"
		}
		page := changePage{conditions: []string{of}, limit: min(left, c.changes-skip), offset: skip, order: order}
		pages = append(pages, page)
		if left -= page.limit; left == 0 {
			break
		}
		skip = 0
	}
	return pages, err
}
