package pac

import (
	"regexp"
	"strings"
)

// maxPattern is how long a text and a pattern may be that are compared as regular expressions,
// because nothing ends that in between; the names of hosts and what scripts say of them are shorter.
const maxPattern = 2 << 10

// shExpMatch compares a text with a pattern of * and ?. Everything else stands for itself, as
// Netscape says, but where the pattern has parentheses or bars: scripts choose with them, as in
// (*.example.com|example.com), because Chromium and Firefox make a regular expression of every pattern.
func shExpMatch(text, pattern string) bool {
	if strings.ContainsAny(pattern, "(|") && len(text) <= maxPattern && len(pattern) <= maxPattern {
		if expression, err := regexp.Compile("^" + inExpression.Replace(pattern) + "$"); err == nil {
			return expression.MatchString(text)
		}
	}
	return wildcardsMatch(text, pattern)
}

// inExpression is what browsers replace in a pattern.
var inExpression = strings.NewReplacer(".", `\.`, "*", ".*", "?", ".")

// wildcardsMatch compares a text with a pattern in which * and ? alone mean something.
func wildcardsMatch(text, pattern string) bool {
	t, p := []rune(text), []rune(pattern)
	var at, in int
	star, resume := -1, 0
	for at < len(t) {
		switch {
		case in < len(p) && p[in] == '*':
			star, resume = in, at
			in++
		case in < len(p) && (p[in] == '?' || p[in] == t[at]):
			in++
			at++
		case star >= 0:
			resume++
			in, at = star+1, resume
		default:
			return false
		}
	}
	for in < len(p) && p[in] == '*' {
		in++
	}
	return in == len(p)
}
