package filter

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"inventorybeacon/connector"
)

func (p Property) has(operator Operator) bool { return slices.Contains(p.Kind.Operators(), operator) }

// Check says whether a condition can be asked of the properties of a list.
func (c Condition) Check(properties []Property) error {
	p, known := Named(properties, c.Property)
	if !known {
		return unknownProperty(0, c.Property, properties)
	}
	if !p.has(c.Operator) {
		return wrongOperator(0, p, c.Operator)
	}
	for _, value := range c.Values {
		if _, err := p.value(0, value); err != nil {
			return err
		}
	}
	return nil
}

// value looks whether a property can have a value, and returns it as it is written.
func (p Property) value(at int, text string) (string, error) {
	text = strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", ""), "")
	switch p.Kind {
	case Number:
		// Nothing stands for a number that is not known.
		if _, ok := number(text); !ok && text != "" && !slices.Contains(p.Values, strings.ToLower(text)) {
			return "", wrongValue(at, p, text, "filter.expected.number")
		}
	case Day:
		counted, _ := p.fromReport(text)
		if _, ok := day(counted, 0); !ok {
			return "", wrongValue(at, p, text, "filter.expected.day")
		}
	case Flag:
		set, ok := flag(text)
		if !ok {
			return "", wrongValue(at, p, text, "filter.expected.flag")
		}
		return map[bool]string{true: "yes", false: "no"}[set], nil
	case State:
		if !slices.Contains(p.Values, strings.ToLower(text)) {
			return "", wrongValue(at, p, text, "filter.expected.state")
		}
		return strings.ToLower(text), nil
	}
	return text, nil
}

// number reads a whole number or an amount.
func number(text string) (float64, bool) {
	n, err := strconv.ParseFloat(text, 64)
	return n, err == nil && n-n == 0 // neither infinite nor no number
}

// day reads a day: 2006-01-02, never or nothing for none, today, and so many days before
// or after it.
func day(text string, today connector.Date) (connector.Date, bool) {
	lower := strings.ToLower(text)
	switch rest, relative := strings.CutPrefix(lower, "today"); {
	case lower == "" || lower == "never":
		return 0, true
	case relative && rest == "":
		return today, true
	case relative && (rest[0] == '-' || rest[0] == '+'):
		days, err := strconv.ParseUint(rest[1:], 10, 16)
		if rest[0] == '-' {
			return today - connector.Date(days), err == nil
		}
		return today + connector.Date(days), err == nil
	}
	at, err := time.Parse(time.DateOnly, text)
	d := connector.DateOf(at)
	if d == 0 { // the first day that is counted stands for none; the one before it has the same after it
		d = -1
	}
	return d, err == nil && at.Year() >= 1900
}

// flag reads yes or no.
func flag(text string) (set, ok bool) {
	switch strings.ToLower(text) {
	case "yes", "true", "1":
		return true, true
	case "no", "false", "0":
		return false, true
	default:
		return false, false
	}
}

// ValueOf is a value of a column as it stands in a condition.
func ValueOf(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case bool:
		return map[bool]string{true: "yes", false: "no"}[v]
	case connector.Date:
		if v == 0 {
			return "never"
		}
		return v.String()
	default:
		return fmt.Sprint(v)
	}
}
