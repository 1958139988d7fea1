package licenses

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/search"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
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

// NotListed is the status of a license that users hold and that is no longer among the
// tenant's products.
const NotListed = "NotListed"

// LicenseRow is a license of one tenant as the page Licenses and the console show it.
type LicenseRow struct {
	SKUID         string `json:"skuId"`
	SKUPartNumber string `json:"skuPartNumber"`
	Product       string `json:"product"`
	// Status is Microsoft's, or [NotListed].
	Status string `json:"status"`
	Kind   Kind   `json:"kind"`
	// Purchased units can be assigned, those of a grace period too.
	Purchased int64 `json:"purchased"`
	Suspended int64 `json:"suspended"`
	Assigned  int64 `json:"assigned"`
	// Available is negative when more units are assigned than were purchased.
	Available int64 `json:"available"`
	// Active, Inactive and New are the holders in these states of [query.Activity] in the
	// window, by the day on which this license was assigned; nil when no usage is known.
	Active   *int64 `json:"active"`
	Inactive *int64 `json:"inactive"`
	New      *int64 `json:"new"`
	// Unknown are the holders of whom nothing is known: all, when no usage is.
	Unknown int64 `json:"unknown"`
	// Failed are users who should have the license and do not.
	Failed int64 `json:"failed"`
	// Renewal is the earliest day to come on which an enabled subscription ends
	// or is renewed.
	Renewal connector.Date `json:"renewal"`
	// Terms are what was entered of the license.
	query.Terms `json:"-"`

	Connection string `json:"-"`
	// Tenant is the id of the tenant.
	Tenant     string `json:"-"`
	TenantName string `json:"-"`
	LockedOut  int64  `json:"-"`
	// ReportDate is the day up to which activity is known.
	ReportDate connector.Date `json:"-"`
	// Unreported is set when no report tells of anything in the license: its holders are
	// active when they use anything of Microsoft 365.
	Unreported bool `json:"-"`
}

// ByProduct compares licenses by the names of their products.
func ByProduct(a, b LicenseRow) int { return query.CompareNames(a.Product, b.Product) }

// Sorts are the columns by which licenses can be sorted.
var Sorts = map[string]func(a, b LicenseRow) int{
	"product":       ByProduct,
	"skuPartNumber": func(a, b LicenseRow) int { return query.CompareNames(a.SKUPartNumber, b.SKUPartNumber) },
	"skuId":         func(a, b LicenseRow) int { return cmp.Compare(a.SKUID, b.SKUID) },
	"status":        func(a, b LicenseRow) int { return query.CompareNames(a.Status, b.Status) },
	"purchased":     func(a, b LicenseRow) int { return cmp.Compare(a.Purchased, b.Purchased) },
	"suspended":     func(a, b LicenseRow) int { return cmp.Compare(a.Suspended, b.Suspended) },
	"assigned":      func(a, b LicenseRow) int { return cmp.Compare(a.Assigned, b.Assigned) },
	"available":     func(a, b LicenseRow) int { return cmp.Compare(a.Available, b.Available) },
	"active":        func(a, b LicenseRow) int { return query.CompareKnown(a.Active, b.Active) },
	"inactive":      func(a, b LicenseRow) int { return query.CompareKnown(a.Inactive, b.Inactive) },
	"new":           func(a, b LicenseRow) int { return query.CompareKnown(a.New, b.New) },
	"unknown":       func(a, b LicenseRow) int { return cmp.Compare(a.Unknown, b.Unknown) },
	"failed":        func(a, b LicenseRow) int { return cmp.Compare(a.Failed, b.Failed) },
	"kind":          func(a, b LicenseRow) int { return query.CompareNames(string(a.Kind), string(b.Kind)) },
	"price":         comparePrices,
	"currency":      func(a, b LicenseRow) int { return cmp.Compare(a.currency(), b.currency()) },
	"spend":         compareSpend(LicenseRow.Spend),
	"unusedSpend":   compareSpend(LicenseRow.UnusedSpend),
	"renewal":       func(a, b LicenseRow) int { return cmp.Compare(a.Renewal, b.Renewal) },
	"connection":    func(a, b LicenseRow) int { return cmp.Compare(a.Connection, b.Connection) },
}

// Licenses returns a page of licenses, one row for each tenant and SKU.
func (inv Reader) Licenses(ctx context.Context, q LicenseQuery) ([]LicenseRow, error) {
	compare, known := Sorts[cmp.Or(q.Sort, "product")]
	if !known {
		return nil, fmt.Errorf("sort by %q: %w", q.Sort, query.ErrUnknownColumn)
	}
	rows, err := inv.matchingLicenses(ctx, q)
	if err != nil {
		return nil, err
	}
	return query.SortAndCut(rows, compare, q.Descending, q.Limit, q.Offset), nil
}

// CountLicenses returns how many licenses there are, whatever Limit and Offset say.
func (inv Reader) CountLicenses(ctx context.Context, q LicenseQuery) (int64, error) {
	rows, err := inv.matchingLicenses(ctx, q)
	return int64(len(rows)), err
}

// TotalLicenses sums up the licenses, whatever Limit and Offset say.
func (inv Reader) TotalLicenses(ctx context.Context, q LicenseQuery) (LicenseTotal, error) {
	var total LicenseTotal
	rows, err := inv.matchingLicenses(ctx, q)
	for _, row := range rows {
		total.Add(row)
	}
	return total, err
}

// matchingLicenses returns the rows in an order of their own. A tenant has some
// hundred licenses at most, so they are filtered and sorted here.
func (inv Reader) matchingLicenses(ctx context.Context, q LicenseQuery) ([]LicenseRow, error) {
	var matching []LicenseRow
	words := search.Words(strings.ToLower(q.Search))
	err := inv.Read(ctx, func(tx *sql.Tx) error {
		sources, err := inv.Sources(ctx, tx, q.Connections)
		if err != nil {
			return err
		}
		for _, source := range sources {
			rows, err := Of(ctx, inv.Inventory, tx, source, q.Window)
			if err != nil {
				return err
			}
			for _, row := range rows {
				if search.ContainsAll(row.Product+"\n"+row.SKUPartNumber, words) {
					matching = append(matching, row)
				}
			}
		}
		return nil
	})
	return matching, err
}

// licenseRecord is a license as it is read.
type licenseRecord struct {
	LicenseRow
	holders, active, inactive, unknown int64
	subscriptions, trials              int64
	anySubscription                    bool // of any license
}

// Of returns the licenses that the tenant lists, and those that it does not and
// users hold all the same.
func Of(ctx context.Context, inv *query.Inventory, tx tables.Querier, source query.Source, window int) ([]LicenseRow, error) {
	report := source.ReportDate()
	columns := func(r *licenseRecord) tables.Columns {
		return tables.Columns{
			"k.id", &r.SKUID, "k.part_number", &r.SKUPartNumber,
			"coalesce(l.status, '" + NotListed + "')", &r.Status,
			"coalesce(l.enabled + l.warning, 0)", &r.Purchased,
			"coalesce(l.suspended, 0)", &r.Suspended, "coalesce(l.locked_out, 0)", &r.LockedOut,
			"coalesce(l.assigned, h.holders)", &r.Assigned,
			"coalesce(l.enabled + l.warning - l.assigned, 0)", &r.Available,
			"coalesce(h.holders, 0)", &r.holders, "coalesce(h.active, 0)", &r.active,
			"coalesce(h.inactive, 0)", &r.inactive, "coalesce(h.unknown, 0)", &r.unknown,
			`(SELECT count(DISTINCT f.uid) FROM failed_assignment AS f
				WHERE f.sku = k.sku AND f.uid BETWEEN ?4 << 32 AND (?4 << 32) | 0xffffffff)`, &r.Failed,
			"count(s.id)", &r.subscriptions, "coalesce(sum(s.trial), 0)", &r.trials,
			"EXISTS (SELECT 1 FROM subscription WHERE source = ?4)", &r.anySubscription,
			`coalesce(min(iif(s.next_lifecycle >= ?2 AND s.next_lifecycle < ?3 AND s.status = 'Enabled' COLLATE NOCASE, s.next_lifecycle,
				NULL)), 0)`, &r.Renewal,
		}
	}
	all, err := sqlite.Collect(ctx, tx, func(r *licenseRecord) []any { return columns(r).Into() },
		`WITH held AS (SELECT sku, sum(listed + unlisted) AS holders, sum(iif(day >= ?1, active, 0)) AS active,
			sum(iif(day < ?1, listed, 0)) AS inactive, sum(iif(day < ?1, unlisted, 0)) AS unknown FROM license_day WHERE source = ?4
				GROUP BY sku)
		SELECT `+columns(new(licenseRecord)).SQL()+`
		FROM (SELECT sku FROM license WHERE source = ?4 UNION SELECT sku FROM held) JOIN sku AS k USING (sku)
			LEFT JOIN license AS l ON l.source = ?4 AND l.sku = k.sku LEFT JOIN held AS h ON h.sku = k.sku
			LEFT JOIN subscription AS s ON s.source = ?4 AND s.sku = k.sku
		GROUP BY k.sku ORDER BY k.id`,
		query.Since(report, window), inv.Options.Today(), connector.EndOfTime, source.Number)
	if err != nil {
		return nil, err
	}
	unreported, err := query.UnreportedLicenses(ctx, tx, source)
	if err != nil {
		return nil, err
	}
	licenses := make([]LicenseRow, len(all))
	for i, r := range all {
		row := r.LicenseRow
		row.Connection, row.Tenant, row.TenantName, row.ReportDate = source.Connection, source.Tenant, source.TenantName, report
		if inv.Options.Terms != nil {
			row.Terms = inv.Options.Terms(strings.ToLower(source.Tenant), row.SKUID)
		}
		row.Product = inv.Product(row.SKUID, row.SKUPartNumber)
		row.Kind = kindOf(inv, &row, r.subscriptions, r.trials, r.anySubscription)
		row.Unknown, row.Unreported = r.holders, unreported[row.SKUID]
		if source.Knows() {
			fresh := r.holders - r.active - r.inactive - r.unknown
			row.Active, row.Inactive, row.New, row.Unknown = &r.active, &r.inactive, &fresh, r.unknown
		}
		licenses[i] = row
	}
	return licenses, nil
}
