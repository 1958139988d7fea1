package inventory

import "strings"

// trigramsPerWord bounds how many trigrams of a long word the full-text index is
// asked for: it finds candidates only.
const trigramsPerWord = 12

// searchWords returns the words that a text searched for consists of. A user is
// found when every word is somewhere in its names, in any case of letters.
func searchWords(text string) []string {
	return strings.Fields(strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\x00", ""))
}

// namesMatch returns a condition on a user u that holds when every word is in one
// of its names. SQLite's LIKE knows the case of ASCII letters only; a word with
// others is looked for in the names that Go has folded.
func namesMatch(words []string) (string, []any) {
	var conditions []string
	var args []any
	for _, word := range words {
		if ascii(word) {
			conditions = append(conditions, `(u.display_name LIKE ? ESCAPE '\' OR u.user_principal_name LIKE ? ESCAPE '\' OR u.mail LIKE ? ESCAPE '\')`)
			pattern := likePattern(word)
			args = append(args, pattern, pattern, pattern)
			continue
		}
		conditions = append(conditions, "instr(u.folded, ?)")
		args = append(args, strings.ToLower(word))
	}
	return strings.Join(conditions, " AND "), args
}

// likePattern returns the pattern for texts that contain word. Every character of
// it stands for itself.
func likePattern(word string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(word) + "%"
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
		for at := range min(last+1, trigramsPerWord) {
			query = append(query, `"`+strings.ReplaceAll(string(runes[at:at+3]), `"`, `""`)+`"`)
		}
	}
	return strings.Join(query, " AND ")
}
