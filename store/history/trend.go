package history

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// TrendQuery says of what the numbers are wanted.
type TrendQuery struct {
	// Tenants are ids of tenants, all when there is none.
	Tenants []string
	// License is the id or part number of a SKU; all paid ones when it is empty.
	License string
	// Application is the name of an application.
	Application string
	// Since is the earliest time, zero for any.
	Since time.Time
}

// Active are how many were active within 30, 90 and 180 days before the report's date;
// nil where that is not known.
type Active [3]*int64

// LicensePoint is what was known of licenses at a time.
type LicensePoint struct {
	Time                time.Time
	Purchased, Assigned int64
	Active              Active
}

// ApplicationPoint is what was known of an application at a time.
type ApplicationPoint struct {
	Time     time.Time
	Entitled int64
	Active   Active
}

// point is what a publish tells: numbers and who was active.
type point struct {
	tenant  string
	at      int64
	rows    int64
	numbers [2]int64
	active  Active
}

// LicenseTrend returns how the numbers of a license, or of all paid ones together, went:
// a point for each publish that is kept, oldest first. Of several tenants each point is
// the sum of what was last known of each.
func (h *History) LicenseTrend(ctx context.Context, q TrendQuery) ([]LicensePoint, error) {
	chosen, args := "l.kind = 'paid'", []any{}
	if q.License != "" {
		chosen, args = "l.sku IN (SELECT sku FROM sku WHERE part_number = ? OR id = lower(?))", []any{q.License, q.License}
	}
	sums, err := h.trend(ctx, q, "license", "l.purchased", "l.assigned", chosen, args)
	points := make([]LicensePoint, len(sums))
	for i, s := range sums {
		points[i] = LicensePoint{Time: time.UnixMilli(s.at).UTC(), Purchased: s.numbers[0], Assigned: s.numbers[1], Active: s.active}
	}
	return points, err
}

// ApplicationTrend does what [History.LicenseTrend] does for an application.
func (h *History) ApplicationTrend(ctx context.Context, q TrendQuery) ([]ApplicationPoint, error) {
	sums, err := h.trend(ctx, q, "application", "l.entitled", "0", "l.name = ?", []any{q.Application})
	points := make([]ApplicationPoint, len(sums))
	for i, s := range sums {
		points[i] = ApplicationPoint{Time: time.UnixMilli(s.at).UTC(), Entitled: s.numbers[0], Active: s.active}
	}
	return points, err
}

func (h *History) trend(ctx context.Context, q TrendQuery, table, first, second, chosen string, args []any) ([]point, error) {
	conditions, of := ChangeQuery{Tenants: q.Tenants}.published()
	text := fmt.Sprintf(`SELECT p.tenant, p.at, count(l.publish), coalesce(sum(%s), 0), coalesce(sum(%s), 0),
		sum(l.active30), sum(l.active90), sum(l.active180)
		FROM publish AS p LEFT JOIN %s AS l ON l.publish = p.publish AND %s
		WHERE p.figures AND %s GROUP BY p.publish ORDER BY p.at, p.publish`,
		first, second, table, chosen, strings.Join(conditions, " AND "))
	published, err := list(ctx, h, func(p *point) []any {
		return []any{&p.tenant, &p.at, &p.rows, &p.numbers[0], &p.numbers[1], &p.active[0], &p.active[1], &p.active[2]}
	}, text, append(args, of...)...)
	if err != nil {
		return nil, err
	}
	return summedUp(published, q.Since), nil
}

// summedUp returns, for each publish, the sum of what was last known of each tenant.
func summedUp(published []point, since time.Time) []point {
	var sums []point
	last := map[string]point{}
	for _, p := range published {
		last[p.tenant] = p
		sum := point{at: p.at}
		for _, tenant := range slices.Sorted(maps.Keys(last)) {
			sum.add(last[tenant])
		}
		if sum.rows > 0 && !time.UnixMilli(p.at).Before(since) {
			sums = append(sums, sum)
		}
	}
	return sums
}

func (p *point) add(other point) {
	p.rows += other.rows
	for i := range p.numbers {
		p.numbers[i] += other.numbers[i]
	}
	for i, n := range other.active {
		switch {
		case n == nil:
		case p.active[i] == nil:
			sum := *n
			p.active[i] = &sum
		default:
			*p.active[i] += *n
		}
	}
}
