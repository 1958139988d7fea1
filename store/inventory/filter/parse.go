package filter

import "unicode/utf8"

// What an expression may hold: SQLite takes some hundred conditions and arguments.
const (
	mostConditions = 50
	mostValues     = 500
	longestValue   = 1000
)

// Parse reads an expression on a list with these properties, of which it says the names
// as they are written there. The error is an [Error]. Nothing is the expression that
// always holds.
func Parse(text string, properties []Property) (Expression, error) {
	tokens, err := scan(text)
	if err != nil {
		return nil, err
	}
	p := parser{tokens: tokens, properties: properties}
	if p.peek().shown == "" {
		return nil, nil
	}
	var expression Expression
	for {
		if len(expression) == mostConditions {
			return nil, tooMany(p.peek().at, "filter.conditions", mostConditions)
		}
		c, err := p.condition()
		if err != nil {
			return nil, err
		}
		expression = append(expression, c)
		switch next := p.take(); {
		case next.shown == "":
			return expression, nil
		case !next.is("and"):
			return nil, expected(next.at, "filter.expected.and", next.shown)
		}
	}
}

type parser struct {
	tokens     []token
	properties []Property
}

func (p *parser) peek() token { return p.tokens[0] }

// take returns the next token; after the end there is the end again.
func (p *parser) take() token {
	next := p.tokens[0]
	if len(p.tokens) > 1 {
		p.tokens = p.tokens[1:]
	}
	return next
}

func (p *parser) condition() (c Condition, err error) {
	name := p.take()
	if !name.word() || name.text == "" {
		return c, expected(name.at, "filter.expected.property", name.shown)
	}
	property, known := Named(p.properties, name.text)
	if !known {
		return c, unknownProperty(name.at, name.text, p.properties)
	}
	operator := p.take()
	c.Property, c.Operator = property.Name, Operator(operator.text)
	if operator.is("in") {
		c.Operator = OneOf
	}
	switch c.Operator {
	case Is, IsNot, Contains, Before, After, OneOf:
	default:
		return c, expected(operator.at, "filter.expected.operator", operator.shown)
	}
	if operator.quoted {
		return c, expected(operator.at, "filter.expected.operator", operator.shown)
	}
	if !property.has(c.Operator) {
		return c, wrongOperator(operator.at, property, c.Operator)
	}
	if c.Operator == OneOf {
		c.Values, err = p.list(property)
		return c, err
	}
	value, err := p.value(property)
	c.Values = []string{value}
	return c, err
}

// list reads the values of one of.
func (p *parser) list(property Property) ([]string, error) {
	if open := p.take(); open.quoted || open.text != "(" {
		return nil, expected(open.at, "filter.expected.list", open.shown)
	}
	var values []string
	for {
		value, err := p.value(property)
		if err != nil {
			return nil, err
		}
		if values = append(values, value); len(values) > mostValues {
			return nil, tooMany(p.peek().at, "filter.values", mostValues)
		}
		switch next := p.take(); {
		case next.quoted:
			return nil, expected(next.at, "filter.expected.comma", next.shown)
		case next.text == ")":
			return values, nil
		case next.text != ",":
			return nil, expected(next.at, "filter.expected.comma", next.shown)
		}
	}
}

func (p *parser) value(property Property) (string, error) {
	next := p.take()
	switch {
	case !next.word(), next.is("and"):
		return "", expected(next.at, "filter.expected.value", next.shown)
	case utf8.RuneCountInString(next.text) > longestValue:
		return "", expected(next.at, "filter.expected.shorter", string([]rune(next.text)[:20])+"…")
	}
	return property.value(next.at, next.text)
}
