package filter

import (
	"slices"
	"strings"
	"unicode/utf8"

	"inventorybeacon/connector"
)

// SQL returns the condition on a column of a kind, with its arguments: texts collated
// NOCASE, numbers and days as integers, flags as 0 and 1. Kinds of names and states are
// the caller's.
func (c Condition) SQL(column string, kind Kind, today connector.Date) (string, []any) {
	if c.Operator == IsNot {
		text, args := c.Positive().SQL(column, kind, today)
		return "NOT (" + text + ")", args
	}
	var plain, args []any
	var others []string
	for _, value := range c.Values {
		switch {
		case kind == Text && c.Operator == Contains && ascii(value):
			like, pattern := Containing(value)
			others, args = append(others, column+like), append(args, pattern)
		case kind == Text && c.Operator == Contains:
			others, args = append(others, column+" GLOB ?"), append(args, "*"+globPattern(value)+"*")
		case kind == Text && c.Operator != Before && c.Operator != After && !ascii(value):
			forms := forms(value)
			if forms == nil {
				others, args = append(others, column+" GLOB ?"), append(args, globPattern(value))
			}
			plain = append(plain, forms...)
		case kind == Day && never(value) && (c.Operator == Before || c.Operator == After):
			others = append(others, "0")
		default:
			plain = append(plain, argument(value, kind, today))
		}
	}
	if len(plain) > 0 {
		others, args = append(others, c.compare(column, kind, len(plain))), append(args, plain...)
	}
	return strings.Join(others, " OR "), args
}

// Compares reports whether its SQL compares a column of a kind with values, so that an
// index of the column finds the rows.
func (c Condition) Compares(kind Kind) bool {
	switch c.Operator {
	case Before, After:
		return true
	case Is, OneOf:
		return kind != Text || !slices.ContainsFunc(c.Values, func(value string) bool { return !ascii(value) && forms(value) == nil })
	default:
		return false
	}
}

// compare compares a column with so many arguments.
func (c Condition) compare(column string, kind Kind, arguments int) string {
	switch {
	case kind == Day && (c.Operator == Before || c.Operator == After):
		return column + " <> 0 AND " + column + " " + string(c.Operator) + " ?"
	case c.Operator == Before, c.Operator == After:
		return column + " " + string(c.Operator) + " ?"
	case arguments == 1:
		return column + " = ?"
	default:
		return column + " IN (?" + strings.Repeat(", ?", arguments-1) + ")"
	}
}

// argument is a value as a column of its kind has it.
func argument(value string, kind Kind, today connector.Date) any {
	switch kind {
	case Number:
		n, _ := number(value)
		return n
	case Day:
		d, _ := day(value, today)
		return int64(d)
	case Flag:
		set, _ := flag(value)
		return set
	default:
		return value
	}
}

func ascii(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

// never reports whether a day stands for none.
func never(value string) bool {
	d, _ := day(value, 1)
	return d == 0
}

// Containing returns the condition on the text before it that it contains another one, whose characters stand for
// themselves, with the pattern that is its argument. ESCAPE stands only where it has to: looking at a
// million texts takes a quarter longer with it.
func Containing(text string) (condition, pattern string) {
	if !strings.ContainsAny(text, `\%_`) {
		return " LIKE ?", "%" + text + "%"
	}
	return ` LIKE ? ESCAPE '\'`, "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text) + "%"
}

// manyForms is how many forms of a text are written into a condition.
const manyForms = 64

// forms are the texts that are one in any case of letters, but for those that differ in
// the case of ASCII letters only; nil when there are many.
func forms(text string) []any {
	all := []string{""}
	for _, r := range text {
		of := []rune{r}
		if r >= utf8.RuneSelf {
			of = slices.AppendSeq(of, otherForms(r))
		}
		if len(all)*len(of) > manyForms {
			return nil
		}
		var longer []string
		for _, begun := range all {
			for _, form := range of {
				longer = append(longer, begun+string(form))
			}
		}
		all = longer
	}
	forms := make([]any, len(all))
	for i, form := range all {
		forms[i] = form
	}
	return forms
}

// globPattern is the pattern for a text in any case of letters: SQLite's LIKE knows the
// case of ASCII letters only, and GLOB takes each letter as the set of its forms.
func globPattern(text string) string {
	var pattern strings.Builder
	for _, r := range text {
		others := slices.Collect(otherForms(r))
		if len(others) == 0 && !strings.ContainsRune("*?[", r) {
			pattern.WriteRune(r)
			continue
		}
		pattern.WriteString("[" + string(r) + string(others) + "]")
	}
	return pattern.String()
}
