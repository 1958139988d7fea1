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

// fromReport returns a value of the property as if the day of the report were today; is tells
// whether it is counted from that, as no value of a property is that no report tells.
func (p Property) fromReport(value string) (text string, is bool) {
	rest, is := strings.CutPrefix(strings.ToLower(value), reportDay)
	if !is || !p.Reported {
		return value, false
	}
	return relativeDay + rest, true
}

// OfReport reports whether a value of the condition, which is on the property, is counted from
// the day of a report.
func (c Condition) OfReport(p Property) bool {
	return slices.ContainsFunc(c.Values, func(value string) bool {
		_, is := p.fromReport(value)
		return is
	})
}

// From is the condition, which is on the property, with days in place of those that are counted
// from the day of the report.
func (c Condition) From(p Property, report connector.Date) Condition {
	c.Values = slices.Clone(c.Values)
	for i, value := range c.Values {
		if text, is := p.fromReport(value); is {
			d, _ := day(text, report)
			c.Values[i] = d.String()
		}
	}
	return c
}
