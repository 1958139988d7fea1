package inventory

import (
	"fmt"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/filter"
)

// sinceReports is a condition on a property in SQL. Where its days are counted from that of a
// report, each source has its own; nothing holds for one that has imported none. number is the
// column with the number of the source.
func sinceReports(
	c filter.Condition, p filter.Property, number string, sources []source, report func(source) connector.Date,
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
		alternatives, args = append(alternatives, fmt.Sprintf("%s = %d AND (%s)", number, source.number, text)), append(args, more...)
	}
	return strings.Join(alternatives, " OR "), args
}
