package userjson

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// reader reads the JSON of a page, which it leaves as it is. It takes exactly what
// encoding/json takes. Its first error sticks, and ends every object and array.
type reader struct {
	page    []byte
	buffer  bytes.Buffer // of the page, as the decoder wants it
	decoder jsontext.Decoder
	// plain says that all strings stand in the page as they are: none has an escape.
	plain bool
	// utf8 says that the page is in the encoding of JSON.
	utf8 bool
	// copied holds the strings that do not stand in the page as they are.
	copied []byte
	err    error
}

func (r *reader) reset(page []byte) {
	r.page, r.buffer = page, *bytes.NewBuffer(page)
	r.decoder.Reset(&r.buffer, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	r.plain, r.utf8 = bytes.IndexByte(page, '\\') < 0, utf8.Valid(page)
	r.copied, r.err = r.copied[:0], nil
}

func (r *reader) fail(err error) {
	if r.err != nil {
		return
	}
	var wrong *jsontext.SyntacticError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), err == io.EOF:
		r.err = ErrEnded
	case errors.As(err, &wrong): // without the names of all members around it
		r.err = fmt.Errorf("at byte %d: %w", wrong.ByteOffset, wrong.Err)
	default:
		r.err = err
	}
}

// begins says what the next value begins with: '{', '[', '"', '0' for a number, 'n',
// 't' or 'f'; 0 where there is none.
func (r *reader) begins() byte { return byte(r.decoder.PeekKind()) }

// open steps into an object or array; it reports false, having skipped it, when
// the value is something else.
func (r *reader) open(bracket byte) bool {
	if r.begins() != bracket {
		r.value()
		return false
	}
	r.step()
	return r.err == nil
}

// more reports whether another member or element follows, and steps over the
// bracket when none does.
func (r *reader) more(bracket byte) bool {
	if r.err != nil {
		return false
	}
	if next := r.begins(); next != bracket && next != 0 {
		return true
	}
	r.step()
	return false
}

// step steps over a bracket.
func (r *reader) step() {
	if _, err := r.decoder.ReadToken(); err != nil {
		r.fail(err)
	}
}

// end makes sure that only white space follows.
func (r *reader) end() {
	if r.err != nil {
		return
	}
	if rest := bytes.TrimLeft(r.page[r.decoder.InputOffset():], " \t\r\n"); len(rest) > 0 {
		r.fail(errors.New("text after the end"))
	}
}

// name reads the name of a member.
func (r *reader) name() []byte {
	if r.begins() != '"' {
		// The decoder would first look whether the value that stands here has an end.
		r.fail(fmt.Errorf("at byte %d: a member without a name", r.decoder.InputOffset()))
		return nil
	}
	return r.text()
}

// value reads any value, whatever is in it.
func (r *reader) value() []byte {
	value, err := r.decoder.ReadValue()
	if err != nil {
		r.fail(err)
		return nil
	}
	// The decoder's own memory is only good until it goes on.
	end := int(r.decoder.InputOffset())
	return r.page[end-len(value) : end : end]
}

// text reads a string; any other value gives nothing.
func (r *reader) text() []byte {
	value := r.value()
	if len(value) == 0 || value[0] != '"' {
		return nil
	}
	inner := value[1 : len(value)-1 : len(value)-1]
	if r.plain || bytes.IndexByte(inner, '\\') < 0 {
		return inner
	}
	start := len(r.copied)
	// The error tells of half a pair of surrogates, which has then been replaced.
	r.copied, _ = jsontext.AppendUnquote(r.copied, value)
	return r.copied[start:len(r.copied):len(r.copied)]
}

// lower returns a text with A to Z in lower case.
func (r *reader) lower(text []byte) []byte {
	start := len(r.copied)
	for _, c := range text {
		if isUpper(c) {
			c += 'a' - 'A'
		}
		r.copied = append(r.copied, c)
	}
	return r.copied[start:len(r.copied):len(r.copied)]
}

// flag reads a boolean; any other value is false.
func (r *reader) flag() bool { return string(r.value()) == "true" }

// number reads a whole number; any other value gives -1.
func (r *reader) number() int64 {
	if n, err := strconv.ParseInt(string(r.value()), 10, 64); err == nil && n >= 0 {
		return n
	}
	return -1
}
