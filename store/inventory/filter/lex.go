package filter

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word, a quoted text, an operator, a bracket or a comma.
type token struct {
	at     int    // the character at which it begins, from 1
	text   string // as it was meant
	shown  string // as it was typed; empty at the end of the text
	quoted bool
}

// word reports whether the token is a bare word or a quoted text.
func (t token) word() bool {
	first, _ := utf8.DecodeRuneInString(t.shown)
	return t.quoted || t.shown != "" && bare(first)
}

func (t token) is(keyword string) bool { return !t.quoted && strings.EqualFold(t.text, keyword) }

// bare reports whether a character stands in bare words.
func bare(r rune) bool {
	return !unicode.IsSpace(r) && !unicode.IsControl(r) && !strings.ContainsRune(`"'=!~<>(),`, r) && r != utf8.RuneError
}

// scan takes an expression apart; the last token is its end.
func scan(text string) ([]token, error) {
	var tokens []token
	runes := []rune(text)
	for at := 0; ; {
		for at < len(runes) && unicode.IsSpace(runes[at]) {
			at++
		}
		if at == len(runes) {
			return append(tokens, token{at: at + 1}), nil
		}
		next, end, err := scanToken(runes, at)
		if err != nil {
			return nil, err
		}
		next.at, next.shown = at+1, string(runes[at:end])
		tokens, at = append(tokens, next), end
	}
}

// scanToken returns the token that begins at a character, and where it ends.
func scanToken(runes []rune, at int) (token, int, error) {
	switch r := runes[at]; {
	case r == '"' || r == '\'':
		return scanQuoted(runes, at)
	case r == '!' && at+1 < len(runes) && runes[at+1] == '=':
		return token{text: "!="}, at + 2, nil
	case strings.ContainsRune("=~<>(),", r):
		return token{text: string(r)}, at + 1, nil
	case !bare(r):
		return token{}, 0, expected(at+1, "filter.expected.condition", string(r))
	}
	end := at
	for end < len(runes) && bare(runes[end]) {
		end++
	}
	return token{text: string(runes[at:end])}, end, nil
}

func scanQuoted(runes []rune, at int) (token, int, error) {
	var text strings.Builder
	for end := at + 1; end < len(runes); end++ {
		r := runes[end]
		switch {
		case r == runes[at]:
			return token{text: text.String(), quoted: true}, end + 1, nil
		case r == '\\' && end+1 < len(runes) && strings.ContainsRune(`"'\`, runes[end+1]):
			end++
			r = runes[end]
		}
		text.WriteRune(r)
	}
	return token{}, 0, expected(len(runes)+1, "filter.expected.quote", "")
}
