package filter

import "strings"

// Condition is one condition on a property.
type Condition struct {
	Property string
	Operator Operator
	Values   []string // one, but for [OneOf]
}

// Positive is the condition without its not.
func (c Condition) Positive() Condition {
	if c.Operator == IsNot {
		c.Operator = Is
	}
	return c
}

// Expression are conditions of which all have to hold; none holds always.
type Expression []Condition

// String is the expression as it is typed; [Parse] returns the same again.
func (e Expression) String() string {
	parts := make([]string, len(e))
	for i, c := range e {
		parts[i] = c.String()
	}
	return strings.Join(parts, " and ")
}

// String is the condition as it is typed.
func (c Condition) String() string {
	quoted := make([]string, len(c.Values))
	for i, value := range c.Values {
		quoted[i] = Quote(value)
	}
	if c.Operator == OneOf {
		return Quote(c.Property) + " in (" + strings.Join(quoted, ", ") + ")"
	}
	return Quote(c.Property) + " " + string(c.Operator) + " " + strings.Join(quoted, "")
}

// Quote returns a value as it is typed: in quotation marks unless it is a bare word.
func Quote(value string) string {
	if value != "" && !strings.ContainsFunc(value, func(r rune) bool { return !bare(r) }) && !keyword(value) {
		return value
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`
}

func keyword(word string) bool {
	return strings.EqualFold(word, "and") || strings.EqualFold(word, "in")
}
