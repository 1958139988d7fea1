package filter

import (
	"cmp"
	"slices"
	"strings"

	"inventorybeacon/connector"
)

// Matches reports whether a row in memory is what the expression asks for. value returns
// a property of the row: a string, bool, int64, float64, [connector.Date] or []string,
// or nil where nothing is known, which is no number and the empty text.
func (e Expression) Matches(today connector.Date, value func(property string) any) bool {
	return !slices.ContainsFunc(e, func(c Condition) bool { return !c.Matches(today, value(c.Property)) })
}

// Matches reports whether a value is what the condition asks for.
func (c Condition) Matches(today connector.Date, value any) bool {
	if c.Operator == IsNot {
		return !c.Positive().Matches(today, value)
	}
	return slices.ContainsFunc(c.Values, func(wanted string) bool { return c.matches(today, value, wanted) })
}

func (c Condition) matches(today connector.Date, value any, wanted string) bool {
	switch v := value.(type) {
	case nil:
		return wanted == "" && (c.Operator == Is || c.Operator == OneOf)
	case bool:
		set, _ := flag(wanted)
		return v == set
	case int64:
		n, ok := number(wanted)
		return ok && c.compares(cmp.Compare(float64(v), n))
	case float64:
		n, ok := number(wanted)
		return ok && c.compares(cmp.Compare(v, n))
	case connector.Date:
		d, _ := day(wanted, today)
		return c.compares(cmp.Compare(v, d)) && (v != 0 && d != 0 || c.Operator == Is || c.Operator == OneOf)
	case []string:
		return c.named(v, wanted)
	case string:
		return c.text(v, wanted)
	default:
		return false
	}
}

// compares says whether a condition holds of a value that is less than (-1), equal to (0)
// or greater than (1) the one it names.
func (c Condition) compares(order int) bool {
	switch c.Operator {
	case Before:
		return order < 0
	case After:
		return order > 0
	default:
		return order == 0
	}
}

func (c Condition) text(value, wanted string) bool {
	switch c.Operator {
	case Contains:
		return contains(value, wanted)
	case Before, After:
		return c.compares(strings.Compare(lowerASCII(value), lowerASCII(wanted)))
	default:
		return Fold(value) == Fold(wanted)
	}
}

// named says whether one of several names is what is wanted.
func (c Condition) named(names []string, wanted string) bool {
	if wanted == "" && c.Operator != Contains {
		return len(names) == 0
	}
	return slices.ContainsFunc(names, func(name string) bool { return c.text(name, wanted) })
}

// contains is [strings.Contains] without regard to case.
func contains(text, part string) bool {
	return strings.Contains(strings.ToLower(text), strings.ToLower(part)) || strings.Contains(strings.ToUpper(text), strings.ToUpper(part))
}

// lowerASCII is what SQLite's collation NOCASE sorts by.
func lowerASCII(text string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, text)
}
