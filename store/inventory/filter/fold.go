package filter

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Fold returns the form of a text in which texts are compared without regard to case: two are
// equal where their forms are.
func Fold(text string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for form := range otherForms(r) {
			least = min(least, form)
		}
		return least
	}, text)
}

// otherForms are those that a letter has in another case. One of ASCII has none beyond it, though
// Unicode knows some, as SQLite's NOCASE has none, by which columns are indexed and grouped.
func otherForms(r rune) iter.Seq[rune] {
	return func(yield func(rune) bool) {
		for form := unicode.SimpleFold(r); form != r; form = unicode.SimpleFold(form) {
			if (r < utf8.RuneSelf) == (form < utf8.RuneSelf) && !yield(form) {
				return
			}
		}
	}
}
