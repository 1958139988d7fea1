// Package textfile reads text as the programs of Windows write it.
package textfile

import (
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Decode returns the content of a text file in UTF-8, without a byte order mark: PowerShell
// 5.1 writes UTF-16, and Notepad marks what it writes. What has no mark is returned as it
// is. The error means that UTF-16 is cut.
func Decode(content []byte) ([]byte, error) {
	text, _, err := transform.Bytes(unicode.BOMOverride(encoding.Nop.NewDecoder()), content)
	return text, err
}
