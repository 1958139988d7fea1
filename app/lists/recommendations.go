package lists

import (
	"context"
	"io"
	"slices"

	"inventorybeacon/app/export"
	"inventorybeacon/app/reclaim"
	"inventorybeacon/money"
	"inventorybeacon/store/inventory"
)

// Recommender recommends licenses to be taken back.
type Recommender interface {
	Each(ctx context.Context, q reclaim.Query, use func(reclaim.Recommendation) error) error
	Sums(ctx context.Context, q reclaim.Query, by inventory.ReclaimColumn) (all reclaim.Sum, groups []reclaim.Sum, err error)
}

// recommendationList is what can be taken back. It is counted with what that saves.
type recommendationList struct {
	*listed[reclaim.Recommendation]
}

func newRecommendationList() recommendationList {
	first := recommendationColumns()
	return recommendationList{&listed[reclaim.Recommendation]{
		columns: slices.Concat(first, moreRecommendationColumns()), first: len(first), filters: inventory.ReclaimProperties(),
		sortable: inventory.ReclaimSorts,
		tenantID: func(r reclaim.Recommendation, _ map[string]string) string { return r.TenantID },
		each: func(ctx context.Context, of *Lists, q preparedList, yield func(reclaim.Recommendation) error) error {
			return of.recommender.Each(ctx, q.recommendations(), yield)
		},
		groups: func(ctx context.Context, of *Lists, q preparedList) ([]inventory.Group, error) {
			_, sums, err := of.recommender.Sums(ctx, q.recommendations(), inventory.ReclaimColumn(q.GroupBy))
			groups := make([]inventory.Group, len(sums))
			for i, s := range sums {
				groups[i] = inventory.Group{Value: export.Text(s.Key), Count: s.Count}
			}
			return groups, err
		},
	}}
}

// Recommendations is the query for the recommendations of a list. The error may be a
// [FilterError].
func (q Query) Recommendations() (reclaim.Query, error) {
	p, err := prepare(q)
	return p.recommendations(), err
}

// recommendations is the query for what can be taken back.
func (q preparedList) recommendations() reclaim.Query {
	return reclaim.Query{
		Connections: q.Connections, Search: q.Search, Filter: q.expression, License: q.License, Window: q.Window,
		Sort: q.sort, Descending: q.descending, Limit: q.Limit,
	}
}

func (recommendationList) groupings() (columns []string) {
	for _, c := range inventory.ReclaimColumns {
		columns = append(columns, string(c))
	}
	return columns
}

// counted are the columns of groups: one for each currency in which they save something.
func (recommendationList) counted(by string) []string {
	return keys(sumColumns(inventory.ReclaimColumn(by)))
}

func (l recommendationList) write(ctx context.Context, of *Lists, w io.Writer, format export.Format, q preparedList) (int64, error) {
	if q.GroupBy == "" {
		return l.listed.write(ctx, of, w, format, q)
	}
	by := inventory.ReclaimColumn(q.GroupBy)
	return writeSums(w, format, sumColumns(by), q, func() ([]sumRow, error) {
		_, groups, err := of.recommender.Sums(ctx, q.recommendations(), by)
		return sumRows(groups), err
	})
}

// recommendationColumns are the columns of recommendations in files and on the console.
func recommendationColumns() []export.Column[reclaim.Recommendation] {
	return []export.Column[reclaim.Recommendation]{
		{Key: "userPrincipalName", Title: "User Principal Name", Value: func(r reclaim.Recommendation) any { return r.UserPrincipalName }},
		{Key: "skuPartNumber", Title: "SKU Part Number", Value: func(r reclaim.Recommendation) any { return r.SKUPartNumber }},
		{Key: "reason", Title: "Reason", Value: func(r reclaim.Recommendation) any { return string(r.Reason) }},
		{Key: "certainty", Title: "Certainty", Value: func(r reclaim.Recommendation) any { return string(r.Certainty) }},
		{Key: "since", Title: "Since", Kind: export.Day, Spare: 2, Value: func(r reclaim.Recommendation) any { return r.Since() }},
		{Key: "evidence", Title: "Evidence", Spare: 1, Value: func(r reclaim.Recommendation) any { return r.Evidence() }},
		{Key: "price", Title: "Price", Kind: export.Amount, Value: func(r reclaim.Recommendation) any {
			return savedValue(r.Saved.Amount, r.Saved.Currency)
		}},
		{Key: "currency", Title: "Currency", Value: func(r reclaim.Recommendation) any { return export.Text(r.Saved.Currency) }},
	}
}

// moreRecommendationColumns are those that are shown when they are asked for.
func moreRecommendationColumns() []export.Column[reclaim.Recommendation] {
	text := func(key, title string, value func(reclaim.Recommendation) string) export.Column[reclaim.Recommendation] {
		return export.Column[reclaim.Recommendation]{
			Key: key, Title: title,
			Value: func(r reclaim.Recommendation) any { return export.Text(value(r)) },
		}
	}
	return []export.Column[reclaim.Recommendation]{
		{Key: "priceYear", Title: "Price a Year", Kind: export.Amount, Value: func(r reclaim.Recommendation) any {
			return savedValue(r.Saved.Times(12), r.Saved.Currency)
		}},
		text("displayName", "Display Name", func(r reclaim.Recommendation) string { return r.DisplayName }),
		text("product", "Product", func(r reclaim.Recommendation) string { return r.Product }),
		text("department", "Department", func(r reclaim.Recommendation) string { return r.Department }),
		text("companyName", "Company", func(r reclaim.Recommendation) string { return r.CompanyName }),
		text("country", "Country", func(r reclaim.Recommendation) string { return r.Country }),
		{Key: "lastActivity", Title: "Last Activity", Kind: export.Day, Value: func(r reclaim.Recommendation) any { return r.LastActivity }},
		{Key: "assigned", Title: "Assigned", Kind: export.Day, Value: func(r reclaim.Recommendation) any { return r.Assigned }},
		text(TenantColumn, "Tenant", func(r reclaim.Recommendation) string { return r.Tenant }),
	}
}

// savedValue is what a license saves a month, nothing without a currency.
func savedValue(amount money.Amount, currency string) any {
	if currency == "" {
		return nil
	}
	return amount.Number(PriceDecimals)
}

// sumValue is what several save a month, with the decimals of the currency; nothing without one.
func sumValue(amount money.Amount, currency string) any {
	if currency == "" {
		return nil
	}
	decimals := money.Decimals(currency)
	return export.Fixed{Number: amount.Number(decimals), Decimals: decimals}
}

// sumRow is what recommendations of one group save in one currency; without a currency
// those that save nothing, or whose licenses have no price.
type sumRow struct {
	key      string
	count    int64
	currency string
	saved    money.Amount
}

// sumRows are the rows of groups.
func sumRows(groups []reclaim.Sum) (rows []sumRow) {
	for _, g := range groups {
		rest := g.Count
		for _, currency := range g.Currencies() {
			rows = append(rows, sumRow{g.Key, g.Counts[currency], currency, g.Saved[currency]})
			rest -= g.Counts[currency]
		}
		if rest > 0 {
			rows = append(rows, sumRow{key: g.Key, count: rest})
		}
	}
	return rows
}

// sumColumns are the columns of sums by a column in files and on the console.
func sumColumns(by inventory.ReclaimColumn) []export.Column[sumRow] {
	titles := map[inventory.ReclaimColumn]string{
		inventory.ByReason: "Reason", inventory.ByLicense: "SKU Part Number", inventory.ByDepartment: "Department",
		inventory.ByCompany: "Company", inventory.ByCountry: "Country",
	}
	return []export.Column[sumRow]{
		{Key: string(by), Title: titles[by], Value: func(r sumRow) any { return export.Text(r.key) }},
		{Key: CountColumn, Title: "Count", Kind: export.Number, Value: func(r sumRow) any { return r.count }},
		{Key: "price", Title: "Price", Kind: export.Amount, Value: func(r sumRow) any {
			return sumValue(r.saved, r.currency)
		}},
		{Key: "currency", Title: "Currency", Value: func(r sumRow) any { return export.Text(r.currency) }},
	}
}
