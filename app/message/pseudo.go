package message

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// Pseudo is the pseudo-language that Android and others know by this name: English
// with accents, in brackets and longer by 40 %. With LANG=en_XA the program shows what
// is not translated, is cut, or is glued together from parts.
const Pseudo = "en-XA"

const (
	plainLetters  = "ACDEGHIKLNORSTUYZacdeghiklnorstuyz"
	accentLetters = "ÀÇĎÉĜĤÎĶĹÑÖŔŠŢÛÝŽàçďéĝĥîķĺñöŕšţûýž"
)

func pseudo(english []byte) ([]byte, error) {
	var entries map[string]any
	if err := json.Unmarshal(english, &entries); err != nil {
		return nil, fmt.Errorf("reading the English catalogue of messages: %w", err)
	}
	for id, entry := range entries {
		switch entry := entry.(type) {
		case string:
			entries[id] = accented(entry)
		case map[string]any: // of singular and plural
			for form, text := range entry {
				entry[form] = accented(fmt.Sprint(text))
			}
		}
	}
	return json.Marshal(entries)
}

// inserted is what the program puts in: {{.Name}}, ${default} in the help of the
// console, the verbs of package fmt; and what is typed as it stands: commands up to the next
// punctuation, their options, and words of capitals.
var inserted = regexp.MustCompile(strings.Join([]string{
	`\binventory-beacon( (--)?[a-z]+(-[a-z]+)*| [A-Z]{2,})*`, `--[a-z-]+`, `\b[A-Z]{2,}\b`,
	`\{\{[^}]*\}\}`, `\$\{[^}]*\}`, `%(\[\d+\])?[-+ #0]*\d*(\.\d+)?[a-zA-Z%]`, `\n`,
}, "|"))

// accented leaves alone what is inserted, and line breaks at the end.
func accented(text string) string {
	body := strings.TrimRight(text, "\n")
	var b strings.Builder
	b.WriteString("⟦")
	last := 0
	for _, at := range inserted.FindAllStringIndex(body, -1) {
		b.WriteString(accents.Replace(body[last:at[0]]) + body[at[0]:at[1]])
		last = at[1]
	}
	b.WriteString(accents.Replace(body[last:]))
	b.WriteString(strings.Repeat("·", len(body)*2/5) + "⟧" + text[len(body):])
	return b.String()
}

var accents = func() *strings.Replacer {
	var pairs []string
	accented := []rune(accentLetters)
	for i, letter := range plainLetters {
		pairs = append(pairs, string(letter), string(accented[i]))
	}
	return strings.NewReplacer(pairs...)
}()
