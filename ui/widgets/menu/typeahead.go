package menu

import (
	"strings"
	"time"
)

// TypeAhead finds texts by the letters that somebody types one after another, as lists of Windows, GTK and browsers do.
type TypeAhead struct {
	typed string
	at    time.Time // of the last letter
}

// betweenLetters is how long letters belong to one word; browsers wait as long.
const betweenLetters = time.Second

// Next takes a letter and returns the place of the text that is meant, -1 for none: the next one after the chosen one that
// begins with the letter, or, with the letters before it, the chosen one or the next that begins with all of them. After the last
// comes the first.
func (a *TypeAhead) Next(letter rune, now time.Time, texts []string, chosen int) int {
	if a.typed != "" && now.Sub(a.at) < betweenLetters {
		if at := beginningWith(a.typed+string(letter), texts, chosen); at >= 0 {
			a.typed, a.at = a.typed+string(letter), now
			return at
		}
	}
	a.typed, a.at = string(letter), now
	return beginningWith(a.typed, texts, chosen+1)
}

// beginningWith returns the place of the first text from one on that begins so, in any case of letters.
func beginningWith(start string, texts []string, from int) int {
	start = strings.ToLower(start)
	for i := range texts {
		at := (max(from, 0) + i) % len(texts)
		if strings.HasPrefix(strings.ToLower(texts[at]), start) {
			return at
		}
	}
	return -1
}
