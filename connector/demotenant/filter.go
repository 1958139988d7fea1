package demotenant

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// filter is a checked $filter over users.
type filter struct {
	clause
	// advanced says that it needs ConsistencyLevel: eventual and $count=true.
	advanced bool
}

// clause is a part of a $filter.
type clause struct {
	match func(u *user) bool
	// created says the same where the clause is about nothing but the time in
	// which an account was made, so that nobody else has to be looked at.
	created *period
}

// The bounds of a $filter; Microsoft's are not documented.
const (
	maxFilterLength = 2000
	maxFilterDepth  = 20
)

// parseFilter reads the operators that
// learn.microsoft.com/graph/api/resources/user documents for the properties
// an inventory is cut by. There is no lt and no gt.
func parseFilter(text string) (f filter, problem *graphError) {
	if len(text) > maxFilterLength {
		return f, unsupported("The filter is too long.")
	}
	p := filterParser{rest: text}
	whole, err := p.or(0)
	if err == nil && p.peek() != "" {
		err = syntax("Syntax error at position %d in '%s'.", len(text)-len(p.rest), text)
	}
	if err != nil {
		return f, err
	}
	return filter{whole, p.advanced}, nil
}

func syntax(format string, args ...any) *graphError {
	return badRequest("Invalid filter clause: "+format, args...)
}

type filterParser struct {
	rest     string
	advanced bool
}

// peek returns the next token without taking it; it is empty at the end.
func (p *filterParser) peek() string {
	p.rest = strings.TrimLeft(p.rest, " \t")
	if p.rest == "" {
		return ""
	}
	switch c := p.rest[0]; c {
	case '(', ')', ',':
		return p.rest[:1]
	case '\'':
		for i := 1; i < len(p.rest); i++ {
			if p.rest[i] == '\'' {
				if i+1 < len(p.rest) && p.rest[i+1] == '\'' {
					i++
					continue
				}
				return p.rest[:i+1]
			}
		}
		return p.rest
	}
	if end := strings.IndexAny(p.rest, " \t(),'"); end > 0 {
		return p.rest[:end]
	}
	return p.rest
}

func (p *filterParser) next() string {
	token := p.peek()
	p.rest = p.rest[len(token):]
	return token
}

func (p *filterParser) expect(token string) *graphError {
	if got := p.next(); got != token {
		return syntax("'%s' expected, '%s' found.", token, got)
	}
	return nil
}

func (p *filterParser) or(depth int) (clause, *graphError) {
	left, err := p.and(depth)
	for err == nil && p.peek() == "or" {
		p.next()
		var right clause
		first := left.match
		right, err = p.and(depth)
		left = clause{match: func(u *user) bool { return first(u) || right.match(u) }}
	}
	return left, err
}

func (p *filterParser) and(depth int) (clause, *graphError) {
	left, err := p.unary(depth)
	for err == nil && p.peek() == "and" {
		p.next()
		var right clause
		first := left
		right, err = p.unary(depth)
		left = clause{
			match:   func(u *user) bool { return first.match(u) && right.match(u) },
			created: first.created.and(right.created),
		}
	}
	return left, err
}

func (p *filterParser) unary(depth int) (clause, *graphError) {
	if depth > maxFilterDepth {
		return clause{}, unsupported("The filter is nested too deeply.")
	}
	switch p.peek() {
	case "not":
		p.next()
		p.advanced = true
		inner, err := p.unary(depth + 1)
		return clause{match: func(u *user) bool { return !inner.match(u) }, created: inner.created.not()}, err
	case "(":
		p.next()
		inner, err := p.or(depth + 1)
		if err != nil {
			return clause{}, err
		}
		return inner, p.expect(")")
	default:
		return p.comparison()
	}
}

// comparison is: property operator value, or: property in (value, value).
func (p *filterParser) comparison() (clause, *graphError) {
	name, operator := p.next(), p.next()
	var values []string
	if operator == "in" {
		if err := p.expect("("); err != nil {
			return clause{}, err
		}
		for {
			values = append(values, p.next())
			if p.peek() != "," {
				break
			}
			p.next()
		}
		if err := p.expect(")"); err != nil {
			return clause{}, err
		}
	} else {
		values = []string{p.next()}
	}
	for _, value := range values {
		if value == "" || value == "(" || value == ")" || value == "," {
			return clause{}, syntax("A value is missing after '%s %s'.", name, operator)
		}
	}
	return p.compare(name, operator, values)
}

func (p *filterParser) compare(name, operator string, values []string) (clause, *graphError) {
	switch operator {
	case "eq", "in":
		// learn.microsoft.com/graph/aad-advanced-queries
		p.advanced = p.advanced || operator == "in" && name == "createdDateTime"
	case "ne":
		p.advanced = true
	case "ge", "le":
		if name != "createdDateTime" {
			return clause{}, unsupportedFilter(name)
		}
	default:
		return clause{}, unsupportedFilter(name)
	}
	var equal func(*user) bool
	var err *graphError
	switch name {
	case "createdDateTime":
		return compareCreated(operator, values)
	case "accountEnabled":
		equal, err = compareText(values, false, func(u *user) string { return strconv.FormatBool(u.enabled()) })
	case "userType":
		equal, err = compareText(values, true, (*user).userType)
	case "id":
		equal, err = compareText(values, true, func(u *user) string { return u.draws.guid().String() })
	case "userPrincipalName":
		equal, err = compareText(values, true, func(u *user) string { return string(u.appendUserPrincipalName(nil)) })
	case "assignedLicenses/$count":
		p.advanced = true
		equal, err = compareLicenses(values)
	default:
		return clause{}, unsupportedFilter(name)
	}
	if err != nil || operator != "ne" {
		return clause{match: equal}, err
	}
	return clause{match: func(u *user) bool { return !equal(u) }}, nil
}

func unsupportedFilter(name string) *graphError {
	return unsupported("Unsupported or invalid query filter clause specified for property '%s' of resource 'User'.", name)
}

// compareCreated compares with the time in which an account was made. An account
// of which that is not known is in no comparison, so it is in each negation.
func compareCreated(operator string, values []string) (clause, *graphError) {
	times := make([]time.Time, len(values))
	for i, value := range values {
		at, err := time.Parse(time.RFC3339, value)
		if err != nil {
			return clause{}, syntax("'%s' is not a date and time such as 2026-01-31T00:00:00Z.", value)
		}
		times[i] = at
	}
	first := times[0].Unix()
	switch operator {
	case "ge":
		if times[0].Nanosecond() > 0 {
			first++
		}
		return createdIn(period{from: first, until: endOfTime}), nil
	case "le":
		return createdIn(period{from: startOfTime, until: first + 1}), nil
	}
	equal := func(u *user) bool {
		for _, at := range times {
			if at.Nanosecond() == 0 && u.hasCreated() && u.created() == at.Unix() {
				return true
			}
		}
		return false
	}
	if operator == "ne" {
		return clause{match: func(u *user) bool { return !equal(u) }}, nil
	}
	return clause{match: equal}, nil
}

// compareText compares a property with quoted texts, or with true and false.
func compareText(values []string, quoted bool, get func(*user) string) (func(*user) bool, *graphError) {
	wanted := make([]string, len(values))
	for i, value := range values {
		switch {
		case value == "null":
		case quoted && len(value) >= 2 && value[0] == '\'' && value[len(value)-1] == '\'':
			wanted[i] = strings.ReplaceAll(value[1:len(value)-1], "''", "'")
		case !quoted && (value == "true" || value == "false"):
			wanted[i] = value
		default:
			return nil, syntax("A binary operator with incompatible types was detected near '%s'.", value)
		}
	}
	return func(u *user) bool {
		has := get(u)
		for _, value := range wanted {
			if strings.EqualFold(has, value) {
				return true
			}
		}
		return false
	}, nil
}

// compareLicenses knows 0 only, as Graph does.
func compareLicenses(values []string) (func(*user) bool, *graphError) {
	if len(values) != 1 || values[0] != "0" {
		return nil, unsupportedFilter("assignedLicenses/$count")
	}
	return func(u *user) bool {
		a := u.assignments()
		return a.count == 0
	}, nil
}

func unsupported(format string, args ...any) *graphError {
	return &graphError{http.StatusBadRequest, "Request_UnsupportedQuery", fmt.Sprintf(format, args...)}
}

func badRequest(format string, args ...any) *graphError {
	return &graphError{http.StatusBadRequest, "BadRequest", fmt.Sprintf(format, args...)}
}
