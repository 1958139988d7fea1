package microsoft365

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"strconv"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// maxDepth is how deep skipped values may be nested, as in encoding/json.
const maxDepth = 10_000

// errEnded says that the JSON stops before its end.
var errEnded = errors.New("unexpected end of JSON")

// scanner reads JSON in one pass. It exists because a page of users is read an
// order of magnitude faster with it than with encoding/json (see the
// benchmarks). Its first error sticks; every method then returns its zero value.
type scanner struct {
	data []byte
	pos  int
	err  error
}

func (s *scanner) fail(format string, args ...any) {
	if s.err == nil {
		s.err = fmt.Errorf("at byte %d: "+format, append([]any{s.pos}, args...)...)
	}
	s.pos = len(s.data)
}

func (s *scanner) failEnded() {
	if s.err == nil {
		s.err = errEnded
	}
	s.pos = len(s.data)
}

// peek returns the next byte that is not white space, or 0 at the end.
func (s *scanner) peek() byte {
	for s.pos < len(s.data) {
		switch c := s.data[s.pos]; c {
		case ' ', '\t', '\r', '\n':
			s.pos++
		default:
			return c
		}
	}
	return 0
}

// open steps into an object or array; it reports false, having skipped it, when
// the value is something else.
func (s *scanner) open(bracket byte) bool {
	if s.peek() != bracket {
		s.skip()
		return false
	}
	s.pos++
	return true
}

// more steps to the next member or element, and reports false when the bracket
// has closed. first is true for the first one.
func (s *scanner) more(first bool, bracket byte) bool {
	c := s.peek()
	switch {
	case s.err != nil:
		return false
	case c == bracket:
		s.pos++
		return false
	case first && c != 0:
		return true
	case c == ',':
		s.pos++
		return true
	case c == 0 && s.pos == len(s.data):
		s.failEnded()
	default:
		s.fail("unexpected %q", c)
	}
	return false
}

// key reads the name of a member and the colon behind it.
func (s *scanner) key() []byte {
	if c := s.peek(); c != '"' {
		s.unexpected(c)
		return nil
	}
	name := s.quoted()
	if c := s.peek(); c != ':' {
		s.unexpected(c)
		return nil
	}
	s.pos++
	return name
}

func (s *scanner) unexpected(c byte) {
	if s.pos >= len(s.data) {
		s.failEnded()
		return
	}
	s.fail("unexpected %q", c)
}

// take steps over a text that stands next, and reports false when it does not.
func (s *scanner) take(text string) bool {
	if end := s.pos + len(text); end <= len(s.data) && string(s.data[s.pos:end]) == text {
		s.pos = end
		return true
	}
	return false
}

// text reads a string; any other value is skipped and gives nothing.
func (s *scanner) text() []byte {
	if s.peek() != '"' {
		s.skip()
		return nil
	}
	return s.quoted()
}

// flag reads a boolean; any other value is skipped and is false.
func (s *scanner) flag() bool {
	yes := s.peek() == 't'
	s.skip()
	return yes
}

// number reads a whole number; any other value is skipped and gives -1.
func (s *scanner) number() int64 {
	s.peek()
	start := s.pos
	s.skip()
	if n, err := strconv.ParseInt(string(s.data[min(start, s.pos):s.pos]), 10, 64); err == nil && n >= 0 {
		return n
	}
	return -1
}

// quoted reads the string at pos. The result lies in data, which changes when the
// string has escapes, unless it grew because it was not valid UTF-8.
func (s *scanner) quoted() []byte {
	start := s.pos + 1
	ascii := true
	for i := special(s.data, start); i < len(s.data); i = special(s.data, i+1) {
		switch c := s.data[i]; {
		case c == '"':
			s.pos = i + 1
			return valid(s.data[start:i:i], ascii)
		case c == '\\':
			return s.escaped(start, i)
		case c < ' ':
			s.pos = i
			s.fail("control character in a string")
			return nil
		default:
			ascii = false
		}
	}
	s.failEnded()
	return nil
}

// special returns the place of the first byte from i on that is not a plain
// ASCII character of a string: a quote, a backslash, a control character, or a
// part of a longer UTF-8 sequence. It looks at eight bytes at once, which
// doubles the speed of the whole decoder: most of a page is strings.
func special(data []byte, i int) int {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	for ; i+8 <= len(data); i += 8 {
		eight := binary.LittleEndian.Uint64(data[i:])
		quote, backslash := eight^(ones*'"'), eight^(ones*'\\')
		// x-ones borrows into the high bit of a byte that is 0. A borrow can also
		// mark a later byte wrongly, but never an earlier one.
		found := (eight | (quote-ones)&^quote | (backslash-ones)&^backslash | (eight-ones*' ')&^eight) & high
		if found != 0 {
			return i + bits.TrailingZeros64(found)/8
		}
	}
	for ; i < len(data); i++ {
		if c := data[i]; c == '"' || c == '\\' || c < ' ' || c >= utf8.RuneSelf {
			break
		}
	}
	return i
}

// hasUpper reports whether there is any of A to Z in a text.
func hasUpper(text []byte) bool {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	i := 0
	for ; i+8 <= len(text); i += 8 {
		eight := binary.LittleEndian.Uint64(text[i:])
		// Of each byte's lower seven bits: at least A, and not above Z.
		low := eight &^ high
		if (low+ones*(0x80-'A'))&^(low+ones*(0x7f-'Z'))&^eight&high != 0 {
			return true
		}
	}
	for ; i < len(text); i++ {
		if 'A' <= text[i] && text[i] <= 'Z' {
			return true
		}
	}
	return false
}

// escaped reads the rest of a string that begins at start and has its first
// backslash at i.
func (s *scanner) escaped(start, i int) []byte {
	out := s.data[start:i]
	for i < len(s.data) {
		c := s.data[i]
		switch {
		case c == '"':
			s.pos = i + 1
			return valid(out[:len(out):len(out)], false)
		case c < ' ':
			s.pos = i
			s.fail("control character in a string")
			return nil
		case c != '\\':
			out = append(out, c)
			i++
			continue
		}
		if i+1 >= len(s.data) {
			break
		}
		if s.data[i+1] == 'u' {
			r, size := s.unicodeEscape(i)
			if size == 0 {
				return nil
			}
			// At most three bytes for six, or four for twelve: in place it never
			// overtakes what is still to be read.
			out = utf8.AppendRune(out, r)
			i += size
			continue
		}
		plain, ok := simpleEscape(s.data[i+1])
		if !ok {
			s.pos = i
			s.fail("unknown escape %q", s.data[i+1])
			return nil
		}
		out = append(out, plain)
		i += 2
	}
	s.failEnded()
	return nil
}

func simpleEscape(c byte) (byte, bool) {
	switch c {
	case '"', '\\', '/':
		return c, true
	case 'b':
		return '\b', true
	case 'f':
		return '\f', true
	case 'n':
		return '\n', true
	case 'r':
		return '\r', true
	case 't':
		return '\t', true
	default:
		return 0, false
	}
}

// unicodeEscape reads \uXXXX at i, with the other half of a surrogate pair. Half
// a pair gives U+FFFD. The size is 0 when it is malformed.
func (s *scanner) unicodeEscape(i int) (rune, int) {
	r, ok := hex4(s.data[i:])
	if !ok {
		s.pos = i
		if len(s.data)-i < 6 {
			s.failEnded()
		} else {
			s.fail("malformed \\u escape")
		}
		return 0, 0
	}
	if !utf16.IsSurrogate(r) {
		return r, 6
	}
	if second, ok := hex4(s.data[i+6:]); ok {
		if pair := utf16.DecodeRune(r, second); pair != unicode.ReplacementChar {
			return pair, 12
		}
	}
	return unicode.ReplacementChar, 6
}

// hex4 reads \uXXXX at the start of text.
func hex4(text []byte) (rune, bool) {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0, false
	}
	var r rune
	for _, c := range text[2:6] {
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c && c <= 'f':
			c -= 'a' - 10
		case 'A' <= c && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}

// valid replaces every byte that is not UTF-8 by U+FFFD, as encoding/json does.
func valid(text []byte, ascii bool) []byte {
	if ascii || utf8.Valid(text) {
		return text
	}
	return []byte(string([]rune(string(text))))
}

// skip steps over any value. It finds its end and no more: what nobody reads
// need not be valid.
func (s *scanner) skip() {
	depth := 0
	for {
		c := s.peek()
		switch {
		case c == '"':
			s.skipQuoted()
		case c == '{' || c == '[':
			s.pos++
			if depth++; depth > maxDepth {
				s.fail("nested too deeply")
			}
		case c == '}' || c == ']':
			if depth == 0 {
				s.fail("unexpected %q", c)
			}
			s.pos++
			depth--
		case (c == ',' || c == ':') && depth > 0:
			s.pos++
			continue
		case s.pos >= len(s.data):
			s.failEnded()
		default:
			s.skipWord()
		}
		if depth <= 0 || s.err != nil {
			return
		}
	}
}

func (s *scanner) skipQuoted() {
	for i := special(s.data, s.pos+1); i < len(s.data); i = special(s.data, i+1) {
		switch s.data[i] {
		case '"':
			s.pos = i + 1
			return
		case '\\':
			i++
		}
	}
	s.failEnded()
}

// skipWord steps over a number, true, false or null.
func (s *scanner) skipWord() {
	start := s.pos
	for s.pos < len(s.data) {
		switch c := s.data[s.pos]; {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '-', c == '+', c == '.', c == 'E':
			s.pos++
			continue
		}
		break
	}
	if s.pos == start {
		s.fail("unexpected %q", s.data[s.pos])
	}
}
