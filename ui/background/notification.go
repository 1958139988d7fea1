package background

import "unicode/utf16"

// notification is what the desktop shows for a moment. Its texts hold what people in a
// tenant have written, such as its name: they are shown as they are, and neither a shell
// nor a reader of markup may find anything in them.
type notification struct {
	title, text string
	failed      bool
}

// inUTF16 is text in a field of limit UTF-16 units of which the last one is zero, as
// Windows' structures have them. What is longer ends with an ellipsis, and no
// character is cut in two.
func inUTF16(text string, limit int) []uint16 {
	units := utf16.Encode([]rune(text))
	if len(units) < limit {
		return append(units, 0)
	}
	kept := units[:limit-2]
	if cut := rune(kept[len(kept)-1]); utf16.DecodeRune(cut, rune(units[limit-2])) != '\uFFFD' {
		kept = kept[:len(kept)-1]
	}
	return append(kept, '…', 0)
}
