package inventory

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"inventorybeacon/connector"
)

// LicenseQuery says which licenses are wanted, and in which order. The zero value
// means all by product.
type LicenseQuery struct {
	Connections []string
	// Search finds licenses with every one of its words in product or part number.
	Search string
	// Sort is a column's name in JSON.
	Sort          string
	Descending    bool
	Limit, Offset int
	// Window is the number of days before the report date in which a holder was
	// active; DefaultWindow when it is 0.
	Window int
}

// LicenseRow is a license of one tenant as the page Licenses and the console show it.
type LicenseRow struct {
	SKUID         string `json:"skuId"`
	SKUPartNumber string `json:"skuPartNumber"`
	Product       string `json:"product"`
	Status        string `json:"status"`
	// Purchased units can be assigned, those of a grace period too.
	Purchased int64 `json:"purchased"`
	Suspended int64 `json:"suspended"`
	Assigned  int64 `json:"assigned"`
	// Available is negative when more units are assigned than were purchased.
	Available int64 `json:"available"`
	// Active and Inactive are holders with and without activity in any
	// application in the window; nil when no usage is known.
	Active   *int64 `json:"active"`
	Inactive *int64 `json:"inactive"`
	// Renewal is the earliest day to come on which an enabled subscription ends
	// or is renewed.
	Renewal connector.Date `json:"renewal"`

	Connection string `json:"-"`
	LockedOut  int64  `json:"-"`
	// ReportDate is the day up to which activity is known.
	ReportDate connector.Date `json:"-"`
}

var licenseSorts = map[string]func(a, b LicenseRow) int{
	"product":       func(a, b LicenseRow) int { return compareNames(a.Product, b.Product) },
	"skuPartNumber": func(a, b LicenseRow) int { return compareNames(a.SKUPartNumber, b.SKUPartNumber) },
	"skuId":         func(a, b LicenseRow) int { return cmp.Compare(a.SKUID, b.SKUID) },
	"status":        func(a, b LicenseRow) int { return compareNames(a.Status, b.Status) },
	"purchased":     func(a, b LicenseRow) int { return cmp.Compare(a.Purchased, b.Purchased) },
	"suspended":     func(a, b LicenseRow) int { return cmp.Compare(a.Suspended, b.Suspended) },
	"assigned":      func(a, b LicenseRow) int { return cmp.Compare(a.Assigned, b.Assigned) },
	"available":     func(a, b LicenseRow) int { return cmp.Compare(a.Available, b.Available) },
	"active":        func(a, b LicenseRow) int { return compareKnown(a.Active, b.Active) },
	"inactive":      func(a, b LicenseRow) int { return compareKnown(a.Inactive, b.Inactive) },
	"renewal":       func(a, b LicenseRow) int { return cmp.Compare(a.Renewal, b.Renewal) },
	"connection":    func(a, b LicenseRow) int { return cmp.Compare(a.Connection, b.Connection) },
}

// Licenses returns a page of licenses, one row for each tenant and SKU.
func (inv *Inventory) Licenses(ctx context.Context, q LicenseQuery) ([]LicenseRow, error) {
	compare, known := licenseSorts[cmp.Or(q.Sort, "product")]
	if !known {
		return nil, fmt.Errorf("sort by %q: %w", q.Sort, ErrUnknownColumn)
	}
	rows, err := inv.matchingLicenses(ctx, q)
	if err != nil {
		return nil, err
	}
	return sortAndCut(rows, compare, q.Descending, q.Limit, q.Offset), nil
}

// CountLicenses returns how many licenses there are, whatever Limit and Offset say.
func (inv *Inventory) CountLicenses(ctx context.Context, q LicenseQuery) (int64, error) {
	rows, err := inv.matchingLicenses(ctx, q)
	return int64(len(rows)), err
}

// matchingLicenses returns the rows in an order of their own. A tenant has some
// hundred licenses at most, so they are filtered and sorted here.
func (inv *Inventory) matchingLicenses(ctx context.Context, q LicenseQuery) ([]LicenseRow, error) {
	var matching []LicenseRow
	words := searchWords(strings.ToLower(q.Search))
	err := inv.read(ctx, func(tx *sql.Tx) error {
		sources, err := inv.sources(ctx, tx, q.Connections)
		if err != nil {
			return err
		}
		for _, source := range sources {
			rows, err := inv.licensesOf(ctx, tx, source, q.Window)
			if err != nil {
				return err
			}
			for _, row := range rows {
				if containsWords(row.Product+"\n"+row.SKUPartNumber, words) {
					matching = append(matching, row)
				}
			}
		}
		return nil
	})
	return matching, err
}

func (inv *Inventory) licensesOf(ctx context.Context, tx querier, source source, window int) ([]LicenseRow, error) {
	report := source.reportDate()
	rows, err := tx.QueryContext(ctx, `SELECT k.id, k.part_number, l.status, l.enabled + l.warning, l.suspended, l.locked_out, l.assigned,
			coalesce((SELECT sum(holders) FROM license_day AS d WHERE d.source = l.source AND d.sku = l.sku AND d.day >= ?1), 0),
			coalesce((SELECT sum(holders) FROM license_day AS d WHERE d.source = l.source AND d.sku = l.sku AND d.day < ?1), 0),
			coalesce((SELECT min(s.next_lifecycle) FROM subscription AS s WHERE s.source = l.source AND s.sku = l.sku
				AND s.next_lifecycle >= ?2 AND s.status = 'Enabled' COLLATE NOCASE), 0)
		FROM license AS l JOIN sku AS k USING (sku) WHERE l.source = ?3 ORDER BY k.id`,
		since(report, window), connector.DateOf(inv.options.Now()), source.number)
	if err != nil {
		return nil, err
	}
	type counted struct {
		LicenseRow
		active, inactive int64
	}
	all, err := collect(rows, func(r *counted) []any {
		return []any{
			&r.SKUID, &r.SKUPartNumber, &r.Status, &r.Purchased, &r.Suspended, &r.LockedOut, &r.Assigned,
			&r.active, &r.inactive, &r.Renewal,
		}
	})
	if err != nil {
		return nil, err
	}
	licenses := make([]LicenseRow, len(all))
	for i, r := range all {
		row := r.LicenseRow
		row.Connection, row.ReportDate = source.connection, report
		row.Product = inv.product(row.SKUID, row.SKUPartNumber)
		row.Available = row.Purchased - row.Assigned
		if source.usageJoined > 0 {
			row.Active, row.Inactive = &r.active, &r.inactive
		}
		licenses[i] = row
	}
	return licenses, nil
}

// product returns a license's friendly name; its part number, or at last its id,
// where there is none.
func (inv *Inventory) product(skuID, partNumber string) string {
	name := ""
	if inv.options.ProductName != nil {
		name = inv.options.ProductName(skuID, partNumber)
	}
	return cmp.Or(name, partNumber, skuID)
}

// compareNames ignores the case of letters as far as it can.
func compareNames(a, b string) int {
	return cmp.Or(cmp.Compare(strings.ToLower(a), strings.ToLower(b)), cmp.Compare(a, b))
}

// compareKnown puts what is not known first.
func compareKnown(a, b *int64) int {
	number := func(n *int64) int64 {
		if n == nil {
			return -1
		}
		return *n
	}
	return cmp.Compare(number(a), number(b))
}

// sortAndCut sorts rows and returns a page of them.
func sortAndCut[T any](rows []T, compare func(a, b T) int, descending bool, limit, offset int) []T {
	slices.SortStableFunc(rows, func(a, b T) int {
		if descending {
			return compare(b, a)
		}
		return compare(a, b)
	})
	rows = rows[min(max(offset, 0), len(rows)):]
	if limit > 0 {
		rows = rows[:min(limit, len(rows))]
	}
	return rows
}

// containsWords says whether every word, in lower case, is in the text.
func containsWords(text string, words []string) bool {
	text = strings.ToLower(text)
	return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(text, word) })
}
