package console

import (
	"fmt"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/transform"
)

// asciiJSON writes what of JSON is not ASCII as \u and four digits, which says the same
// (RFC 8259, section 7): PowerShell reads what it redirects in the code page of the
// console, in which names would become others.
type asciiJSON struct{ transform.NopResetter }

// Transform implements [transform.Transformer].
func (asciiJSON) Transform(dst, src []byte, atEOF bool) (written, read int, err error) {
	for read < len(src) {
		r, size := utf8.DecodeRune(src[read:])
		if r == utf8.RuneError && size <= 1 && !atEOF && !utf8.FullRune(src[read:]) {
			return written, read, transform.ErrShortSrc
		}
		as := []byte{src[read]}
		if r >= utf8.RuneSelf {
			as = nil
			for _, unit := range utf16.Encode([]rune{r}) {
				as = fmt.Appendf(as, `\u%04x`, unit)
			}
		}
		if len(dst)-written < len(as) {
			return written, read, transform.ErrShortDst
		}
		written += copy(dst[written:], as)
		read += size
	}
	return written, read, nil
}
