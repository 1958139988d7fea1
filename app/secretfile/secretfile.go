// Package secretfile reads secrets from files as editors, echo and secret stores write
// them.
package secretfile

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"inventorybeacon/connector"
	"inventorybeacon/connector/textfile"
)

// maxSize is far above the longest token, secret or certificate, in bytes.
const maxSize = 64 << 10

// The reasons for which a file holds no secret.
var (
	ErrTooLong = errors.New("longer than 64 KiB")
	ErrEmpty   = errors.New("empty")
	ErrCut     = errors.New("its text is cut")
	ErrNotText = errors.New("not text in UTF-8")
)

// Text reads a secret that is text. The line end that an editor or echo adds is no part of
// it, nor is the byte order mark of Windows' editors, which write UTF-16 too. The errors are
// those above, and those of in.
func Text(in io.Reader) (connector.Secret, error) {
	content, err := readAll(in)
	if err != nil {
		return "", err
	}
	text, err := textfile.Decode(content)
	if err != nil {
		return "", ErrCut
	}
	text = bytes.TrimSpace(text)
	switch {
	case !utf8.Valid(text) || bytes.IndexByte(text, 0) >= 0: // it would be sent, and refused as wrong
		return "", ErrNotText
	case len(text) == 0:
		return "", ErrEmpty
	}
	return connector.Secret(text), nil
}

// Bytes reads a secret unchanged, such as a certificate. The errors are [ErrTooLong],
// [ErrEmpty] and those of in.
func Bytes(in io.Reader) (connector.Secret, error) {
	content, err := readAll(in)
	if err == nil && len(bytes.TrimSpace(content)) == 0 {
		err = ErrEmpty
	}
	return connector.Secret(content), err
}

func readAll(in io.Reader) ([]byte, error) {
	content, err := io.ReadAll(io.LimitReader(in, maxSize+1))
	if err == nil && len(content) > maxSize {
		err = ErrTooLong
	}
	return content, err
}
