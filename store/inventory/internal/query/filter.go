package query

import (
	"fmt"
	"strconv"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/filter"
)

// SinceReports is a condition on a property in SQL. Where its days are counted from that of a
// report, each source has its own; nothing holds for one that has imported none. number is the
// column with the number of the source.
func SinceReports(
	c filter.Condition, p filter.Property, number string, sources []Source, report func(Source) connector.Date,
	sql func(filter.Condition) (string, []any),
) (string, []any) {
	if !c.OfReport(p) {
		return sql(c)
	}
	alternatives, args := []string{"0"}, []any(nil)
	for _, source := range sources {
		day := report(source)
		if day == 0 {
			continue
		}
		text, more := sql(c.From(p, day))
		alternatives, args = append(alternatives, fmt.Sprintf("%s = %d AND (%s)", number, source.Number, text)), append(args, more...)
	}
	return strings.Join(alternatives, " OR "), args
}

// TenantNumbers are the sources of which a condition, turned the right way round, names
// the tenant.
func (inv *Inventory) TenantNumbers(c filter.Condition, sources []Source) string {
	var numbers []string
	for _, source := range sources {
		if c.Positive().Matches(0, inv.TenantNames(source)) {
			numbers = append(numbers, strconv.FormatInt(source.Number, 10))
		}
	}
	return strings.Join(numbers, ",")
}

// TenantNames are what the tenant of a source may be called: its name, domain, id or connection.
func (inv *Inventory) TenantNames(s Source) []string {
	names := []string{s.TenantName, s.domain, s.Tenant, s.Connection}
	if inv.Options.ConnectionName != nil {
		names = append(names, inv.Options.ConnectionName(s.Connection))
	}
	return names
}
