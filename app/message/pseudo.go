package message

import (
	"encoding/json"
	"fmt"
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

// accented leaves alone what the program puts in, {{.Name}}.
func accented(text string) string {
	var b strings.Builder
	b.WriteString("⟦")
	letters := 0
	for rest := text; rest != ""; {
		words, inserted, found := strings.Cut(rest, "{{")
		letters += len(words)
		b.WriteString(accents.Replace(words))
		rest = ""
		if found {
			name, after, _ := strings.Cut(inserted, "}}")
			b.WriteString("{{" + name + "}}")
			rest = after
		}
	}
	b.WriteString(strings.Repeat("·", letters*2/5))
	b.WriteString("⟧")
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
