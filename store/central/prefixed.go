package central

import (
	"bytes"
	"io"
)

// prefixed reads lines, each of which begins with the same.
type prefixed struct {
	prefix, rest []byte
	part         []byte // what is left of a prefix or a line
	inLine       bool   // the part is one of a line
}

// Read implements [io.Reader].
func (p *prefixed) Read(into []byte) (n int, err error) {
	for n < len(into) {
		if len(p.part) == 0 {
			if p.inLine = !p.inLine && p.part != nil; !p.inLine {
				if len(p.rest) == 0 {
					break
				}
				p.part = p.prefix
			} else {
				end := bytes.IndexByte(p.rest, '\n') + 1
				p.part, p.rest = p.rest[:end], p.rest[end:]
			}
		}
		copied := copy(into[n:], p.part)
		p.part = p.part[copied:]
		n += copied
	}
	if n == 0 && len(into) > 0 {
		return 0, io.EOF
	}
	return n, nil
}
