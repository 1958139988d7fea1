package filter

import (
	"slices"
	"strings"

	"inventorybeacon/connector"
)

// reportDay is how values begin that are counted from the day of a report; relativeDay is
// how those do that are counted from today.
const (
	reportDay   = "report"
	relativeDay = "today"
)

// fromReport returns a value as if the day of the report were today; is tells whether it is
// counted from that.
func fromReport(value string) (text string, is bool) {
	rest, is := strings.CutPrefix(strings.ToLower(value), reportDay)
	return relativeDay + rest, is
}

// counted is a value of the property as [day] reads it.
func (p Property) counted(value string) string {
	if text, is := fromReport(value); is && p.Reported {
		return text
	}
	return value
}

// OfReport reports whether a value of the condition is counted from the day of a report.
func (c Condition) OfReport() bool {
	return slices.ContainsFunc(c.Values, func(value string) bool {
		_, is := fromReport(value)
		return is
	})
}

// From is the condition with days in place of those that are counted from the day of the
// report.
func (c Condition) From(report connector.Date) Condition {
	c.Values = slices.Clone(c.Values)
	for i, value := range c.Values {
		if text, is := fromReport(value); is {
			d, _ := day(text, report)
			c.Values[i] = d.String()
		}
	}
	return c
}
