package search

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"inventorybeacon/store/inventory/filter"
	"inventorybeacon/store/inventory/internal/tables"
)

// The full-text index finds candidates only, so it is asked for some trigrams.
const (
	trigramsPerWord = 12
	trigramsAtMost  = 64
)

// What SQLite takes in one statement is bounded: 1,000 conditions, and patterns of
// 50,000 bytes (sqlite.org/limits.html). Other words are looked for in another way,
// of which a user that has not the first ones costs nothing.
const (
	wordsAtOnce = 32
	longestWord = 1000
)

// Words returns the words that a text searched for consists of. A user is
// found when every word is somewhere in its names, in any case of letters.
func Words(text string) []string {
	words := strings.Fields(strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\x00", ""))
	if len(words) > wordsAtOnce { // in which many may be the same
		slices.Sort(words)
		words = slices.Compact(words)
	}
	return words
}

// Columns are those of a user u that are searched.
var Columns = []string{"u.display_name", "u.user_principal_name", "u.mail"}

// NamesMatch returns a condition on a user u that holds when every word is in one
// of its names. SQLite's LIKE knows the case of ASCII letters only; a word with
// others is looked for in the names that Go has folded.
func NamesMatch(words []string) (string, []any) {
	var conditions []string
	var args []any
	first, rest := atOnce(words)
	for _, word := range first {
		if tables.ASCII(word) {
			like, pattern := filter.Containing(word)
			conditions = append(conditions, "("+strings.Join(Columns, like+" OR ")+like+")")
			args = append(args, pattern, pattern, pattern)
			continue
		}
		conditions = append(conditions, "instr(u.folded, ?)")
		args = append(args, strings.ToLower(word))
	}
	if len(rest) > 0 {
		names := "coalesce(u.folded, lower(u.display_name || char(10) || u.user_principal_name || char(10) || u.mail))"
		conditions, args = append(conditions, everyWord(names)), append(args, wordList(rest)...)
	}
	return strings.Join(conditions, " AND "), args
}

// NameMatches returns a condition that holds when every word is in one column, whose
// letters are ASCII.
func NameMatches(column string, words []string) (string, []any) {
	var conditions []string
	var args []any
	first, rest := atOnce(words)
	for _, word := range first {
		like, pattern := filter.Containing(word)
		conditions, args = append(conditions, column+like), append(args, pattern)
	}
	if len(rest) > 0 {
		conditions, args = append(conditions, everyWord("lower("+column+")")), append(args, wordList(rest)...)
	}
	return strings.Join(conditions, " AND "), args
}

// atOnce parts the words that stand in a statement by themselves from the others.
func atOnce(words []string) (first, rest []string) {
	for _, word := range words {
		if len(first) < wordsAtOnce && len(word) <= longestWord {
			first = append(first, word)
		} else {
			rest = append(rest, word)
		}
	}
	return first, rest
}

// everyWord is a condition on a text in lower case that holds when every word of a
// [wordList] is in it. Most texts are shorter than a long word, and a list of many is
// not looked at for them.
func everyWord(text string) string {
	return "length(" + text + ") >= ? AND NOT EXISTS (SELECT 1 FROM json_each(?) AS w WHERE NOT instr(" + text + ", w.value))"
}

// wordList returns what everyWord asks for: the length of the longest word, and the
// words in lower case as JSON.
func wordList(words []string) []any {
	longest, lower := 0, make([]string, len(words))
	for i, word := range words {
		lower[i] = strings.ToLower(word)
		longest = max(longest, utf8.RuneCountInString(lower[i]))
	}
	list, _ := json.Marshal(lower) // texts can always be written
	return []any{longest, string(list)}
}

// fullTextQuery returns an FTS5 query (sqlite.org/fts5.html#full_text_query_syntax)
// that finds at least the texts with all words, or nothing when every word is
// too short for the index. Each trigram is quoted, so that none is an operator.
func fullTextQuery(words []string) string {
	var query []string
	for _, word := range words {
		// What Go has folded is indexed, because the index knows fewer letters.
		runes := []rune(strings.ToLower(word))
		last := len(runes) - 3
		for at := range min(last+1, trigramsPerWord, trigramsAtMost-len(query)) {
			query = append(query, `"`+strings.ReplaceAll(string(runes[at:at+3]), `"`, `""`)+`"`)
		}
	}
	return strings.Join(query, " AND ")
}

// ContainsAll reports whether every word, in lower case, is in the text.
func ContainsAll(text string, words []string) bool {
	text = strings.ToLower(text)
	return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(text, word) })
}
