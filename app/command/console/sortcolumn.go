package console

import (
	"errors"
	"fmt"
	"strings"

	"github.com/alecthomas/kong"

	"inventorybeacon/app/message"
)

// SortColumn is a column, with - before it to descend. The parser takes a value that begins
// so for an option.
type SortColumn string

// Decode implements [kong.MapperValue].
func (s *SortColumn) Decode(ctx *kong.DecodeContext) error {
	text := ""
	if next := ctx.Scan.Peek(); !next.IsEOL() {
		text = fmt.Sprint(ctx.Scan.Pop().Value)
	}
	if text == "" || strings.HasPrefix(text, "--") {
		return errors.New(message.L("a column is missing"))
	}
	*s = SortColumn(text)
	return nil
}
