package filter

import (
	"slices"
	"strings"
)

// Kind says which operators a property has, and what its values are.
type Kind int

// The kinds of properties.
const (
	// Text is a text, empty where nothing is known.
	Text Kind = iota
	// Number is a whole number or an amount, empty where nothing is known.
	Number
	// Day is a day as 2006-01-02, today, today-90 or never; see also Reported.
	Day
	// Flag is yes or no.
	Flag
	// State is one of the property's Values.
	State
	// Names are any number of names, such as a user's licenses; "" stands for none.
	Names
)

// Operator is how a condition compares.
type Operator string

// The operators.
const (
	Is       Operator = "="
	IsNot    Operator = "!="
	Contains Operator = "~"
	Before   Operator = "<" // of numbers: less than
	After    Operator = ">"
	OneOf    Operator = "in"
)

// Operators are those that a kind of property has, in the order in which they are shown.
func (k Kind) Operators() []Operator {
	switch k {
	case Text:
		return []Operator{Is, IsNot, Contains, OneOf, Before, After}
	case Number, Day:
		return []Operator{Is, IsNot, Before, After, OneOf}
	case Flag:
		return []Operator{Is, IsNot}
	case State:
		return []Operator{Is, IsNot, OneOf}
	default:
		return []Operator{Is, IsNot, Contains, OneOf}
	}
}

// Property is what a list can be filtered by.
type Property struct {
	// Name is as in JSON, for example "displayName".
	Name string
	// Aliases are other names for it, beside the words that mean the same in every list.
	Aliases []string
	Kind    Kind
	// Values are those that a [State] has; for other kinds they are offered and no more.
	Values []string
	// Reported says of a [Day] that a report tells it: it can be compared with days counted
	// from that of the report, as report-90.
	Reported bool
}

// is reports whether a property has that name, in any case of letters.
func (p Property) is(name string) bool {
	return strings.EqualFold(p.Name, name) || slices.ContainsFunc(p.Aliases, func(alias string) bool { return strings.EqualFold(alias, name) })
}

// Named returns the property of a name, or of a synonym of it.
func Named(properties []Property, name string) (Property, bool) {
	at := find(name, properties, Property.is)
	if at < 0 {
		return Property{}, false
	}
	return properties[at], true
}
