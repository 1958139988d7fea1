package filter

import (
	"slices"
	"strings"
)

// synonyms are words for one thing. A list has one of them as the name of a property or a column, and understands the others.
var synonyms = [][]string{
	{"skuPartNumber", "license", "licenses"},
	{"product", "products"},
	{"companyName", "company"},
	{"userPrincipalName", "upn", "user"},
	{"application", "applications"},
}

// Find returns the place of the name that is meant by a word, in any case of letters: what is called so, else what has a synonym for
// a name; -1 where nothing has.
func Find(word string, names []string) int {
	at := slices.IndexFunc(names, func(name string) bool { return strings.EqualFold(name, word) })
	if at < 0 {
		others := synonymsOf(word)
		at = slices.IndexFunc(names, func(name string) bool { return slices.Contains(others, name) })
	}
	return at
}

// synonymsOf are all words for what a word means, itself among them; none where it is the only one.
func synonymsOf(word string) []string {
	at := slices.IndexFunc(synonyms, func(words []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, word) })
	})
	if at < 0 {
		return nil
	}
	return synonyms[at]
}
