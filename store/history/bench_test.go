package history

import (
	"database/sql"
	"fmt"
	"slices"
	"testing"
	"time"

	"inventorybeacon/connector"
)

// BenchmarkHistory measures what the page Changes and the lines of numbers ask for: a
// million changes in 400 days, and the numbers of 100 licenses in 730.
func BenchmarkHistory(b *testing.B) {
	h, err := Open(b.Context(), b.TempDir(), Options{Now: func() time.Time { return noon }})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = h.Close() })
	fill(b, h)
	for name, ask := range map[string]func() error{
		"changes/newest":           changesAsked(b, h, ChangeQuery{}),
		"changes/last page":        changesAsked(b, h, ChangeQuery{Offset: 999_900}),
		"changes/by user":          changesAsked(b, h, ChangeQuery{Sort: "userPrincipalName"}),
		"changes/by license":       changesAsked(b, h, ChangeQuery{Sort: "skuPartNumber", Descending: true}),
		"changes/by event":         changesAsked(b, h, ChangeQuery{Sort: "event"}),
		"changes/of a user's id":   changesAsked(b, h, ChangeQuery{User: "user-00012345"}),
		"changes/of a user's name": changesAsked(b, h, ChangeQuery{User: "user12345@contoso.com"}),
		"changes/of a license":     changesAsked(b, h, ChangeQuery{License: "SKU_03"}),
		"changes/of an event":      changesAsked(b, h, ChangeQuery{Event: connector.PurchasedChanged}),
		"changes/since yesterday":  changesAsked(b, h, ChangeQuery{Since: noon.AddDate(0, 0, -1)}),
		"changes/search common":    changesAsked(b, h, ChangeQuery{Search: "contoso"}),
		"changes/search rare":      changesAsked(b, h, ChangeQuery{Search: "user999"}),
		"changes/search nothing":   changesAsked(b, h, ChangeQuery{Search: "nobody at all"}),
		"numbers/of a license": func() error {
			_, err := h.LicenseTrend(b.Context(), TrendQuery{License: "SKU_03"})
			return err
		},
		"numbers/of all": func() error { _, err := h.LicenseTrend(b.Context(), TrendQuery{}); return err },
		"keep":           func() error { return h.Keep(b.Context(), DefaultChangeDays) },
	} {
		b.Run(name, func(b *testing.B) { latency(b, ask) })
	}
}

func changesAsked(b *testing.B, h *History, q ChangeQuery) func() error {
	q.Limit = 100
	return func() error { _, err := h.Changes(b.Context(), q); return err }
}

func fill(b *testing.B, h *History) {
	if err := h.update(b.Context(), func(tx *sql.Tx) error {
		for sku := range 100 {
			if _, err := tx.Exec("INSERT INTO sku VALUES (?, ?, ?)", sku, fmt.Sprint("sku-", sku), fmt.Sprintf("SKU_%02d", sku)); err != nil {
				return err
			}
		}
		for day := range 730 {
			changes := 0
			if day >= 330 {
				changes = 2500
			}
			if _, err := tx.Exec("INSERT INTO publish VALUES (?, 't', ?, 'Contoso', 0, ?, 1)", day+1,
				noon.AddDate(0, 0, day-730).UnixMilli(), changes); err != nil {
				return err
			}
			if _, err := tx.Exec("INSERT INTO license SELECT ?, sku, 'paid', 1000, 900, 500, 600, 700 FROM sku", day+1); err != nil {
				return err
			}
			if _, err := tx.Exec(`WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ?2)
				INSERT INTO change SELECT ?1, n, iif(n % 100, iif(n % 2, 'license-added', 'license-removed'), 'purchased-changed'),
					printf('user-%08d', u), printf('user%d@contoso.com', u), n % 100, 'direct', ''
				FROM (SELECT n, (n * 7919 + ?1 * 104729) % 1000000 AS u FROM n WHERE ?2 > 0)`, day+1, changes); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
}

// latency reports the median and the 95th percentile.
func latency(b *testing.B, ask func() error) {
	var took []time.Duration
	for b.Loop() {
		start := time.Now()
		if err := ask(); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
}
