package filter

import (
	"slices"
	"strings"
	"unicode/utf8"

	"inventorybeacon/connector"
)

// Error is an expression that cannot be understood, or a column that there is none of.
type Error struct {
	// At is the character at which it goes wrong, counted from 1; 0 when the error is
	// not about an expression.
	At      int
	message connector.Message
}

func (e *Error) Error() string { return e.message.String() }

// Message implements [connector.Explained].
func (e *Error) Message() connector.Message { return e.message }

// expected says by the ID of a message what should have stood at a place in place of what
// stands there.
func expected(at int, what, found string) error {
	m := connector.Message{ID: "filter.expected", Data: connector.Data{
		"At": at, "Expected": connector.Message{ID: what}, "Found": found,
	}}
	if found == "" {
		m.ID = "filter.expected-more"
	}
	return &Error{At: at, message: m}
}

// tooMany says by the ID of a message that there are more of something than a filter takes.
func tooMany(at int, what string, most int) error {
	return &Error{At: at, message: connector.Message{ID: what, Data: connector.Data{"At": at, "Most": most}}}
}

// MissingColumn says that the name of a column is empty.
func MissingColumn(known []string) error {
	return &Error{message: connector.Message{ID: "filter.missing-column", Data: connector.Data{"Known": known}}}
}

// Unfit says by the ID of a message that a list has a column, but not for what it was named.
func Unfit(what, name string, known []string) error {
	return &Error{message: connector.Message{ID: what, Data: connector.Data{"Name": name, "Known": known}}}
}

// UnknownColumn says that a list has no such column, and names the nearest one, if there is one like it.
func UnknownColumn(name string, known []string) error {
	m := connector.Message{ID: "filter.no-column", Data: connector.Data{"Name": name, "Known": known}}
	if nearest := Nearest(name, known); nearest != "" {
		m.ID, m.Data["Nearest"] = "filter.unknown-column", nearest
	}
	return &Error{message: m}
}

func unknownProperty(at int, name string, properties []Property) error {
	known := make([]string, len(properties))
	var all []string
	for i, p := range properties {
		known[i] = p.Name
		all = slices.Concat(all, []string{p.Name}, p.Aliases, synonymsOf(p.Name))
	}
	m := connector.Message{ID: "filter.no-property", Data: connector.Data{"At": at, "Name": name, "Known": known}}
	if nearest := Nearest(name, all); nearest != "" {
		m.ID, m.Data["Nearest"] = "filter.unknown-property", nearest
	}
	return &Error{At: at, message: m}
}

func wrongOperator(at int, p Property, operator Operator) error {
	var known []string
	for _, o := range p.Kind.Operators() {
		known = append(known, string(o))
	}
	return &Error{At: at, message: connector.Message{ID: "filter.operator", Data: connector.Data{
		"At": at, "Name": p.Name, "Operator": string(operator), "Known": known,
	}}}
}

func wrongValue(at int, p Property, value, wanted string) error {
	m := connector.Message{ID: "filter.value", Data: connector.Data{
		"At": at, "Name": p.Name, "Value": value, "Expected": connector.Message{
			ID: wanted, Data: connector.Data{"Known": p.Values},
		},
	}}
	if strings.TrimSpace(value) == "" {
		m.ID = "filter.empty-value"
	}
	return &Error{At: at, message: m}
}

// Nearest returns the name that is most like one that was typed; empty when none is [Like] it.
func Nearest(typed string, known []string) string {
	like := slices.DeleteFunc(slices.Clone(known), func(name string) bool { return !Like(typed, name) })
	if len(like) == 0 {
		return ""
	}
	return slices.MinFunc(like, func(a, b string) int { return distance(typed, a) - distance(typed, b) })
}

// Like reports whether a name may be meant by what was typed: at most a third of the letters differ.
func Like(typed, name string) bool {
	return distance(typed, name)*3 <= max(utf8.RuneCountInString(typed), utf8.RuneCountInString(name))
}

// distance is how many letters have to be put in, taken out, exchanged, or swapped with the next one, in any case of letters (optimal
// string alignment).
func distance(first, second string) int {
	a, b := []rune(strings.ToLower(first)), []rune(strings.ToLower(second))
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			exchanged := d[i-1][j-1]
			if a[i-1] != b[j-1] {
				exchanged++
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, exchanged)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}
