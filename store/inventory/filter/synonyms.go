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
	{"platform", "platforms"},
}

// Find returns the place of the name that is meant by a word, in any case of letters: what is called so, else what has a synonym for
// a name; -1 where nothing has.
func Find(word string, names []string) int { return find(word, names, strings.EqualFold) }

// find returns the place of what is called by a word, else of what is by a synonym of it; -1 where nothing is.
func find[T any](word string, all []T, is func(one T, word string) bool) int {
	at := slices.IndexFunc(all, func(one T) bool { return is(one, word) })
	if at < 0 {
		words := synonymsOf(word)
		at = slices.IndexFunc(all, func(one T) bool { return slices.ContainsFunc(words, func(w string) bool { return is(one, w) }) })
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
