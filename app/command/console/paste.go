package console

import (
	"context"
	"io"
	"unicode"
)

// The keys that a terminal obeys while it edits a line itself.
const (
	keyEnd       = 0x04 // Ctrl+D
	keyBackspace = 0x08
	keyKill      = 0x15 // Ctrl+U, which takes the line back
	keyEscape    = 0x1b
	keyDelete    = 0x7f // Backspace of most terminals
)

// ReadPasted reads a line that may be long. A terminal that edits lines itself cuts them, at 4,096
// characters on Linux and 1,024 on macOS, and the address at which a sign-in ends can be longer.
func (c *Console) ReadPasted(ctx context.Context) (string, error) {
	restore, edits := c.InTTY.passKeys()
	if !edits {
		return c.ReadLine(ctx)
	}
	defer restore()
	return c.readFrom(ctx, func() (string, error) { return editLine(c.input(), c.Err) })
}

// editLine reads a line of a terminal that passes keys on, shows it, and obeys the keys that edit it.
func editLine(keys io.RuneReader, shown io.Writer) (string, error) {
	show := func(text string) { _, _ = io.WriteString(shown, text) } // there is no other place to complain
	var line []rune
	for {
		key, _, err := keys.ReadRune()
		if err != nil {
			return string(line), err
		}
		switch {
		case key == '\n', key == '\r':
			show("\n")
			return string(line) + "\n", nil
		case key == keyEnd && len(line) == 0:
			return "", io.EOF
		case key == keyBackspace, key == keyDelete:
			if len(line) > 0 {
				line = line[:len(line)-1]
				show("\b \b")
			}
		case key == keyKill:
			for range line {
				show("\b \b")
			}
			line = nil
		case key == keyEscape:
			if err := skipSequence(keys); err != nil {
				return string(line), err
			}
		case unicode.IsPrint(key):
			line = append(line, key)
			show(string(key))
		}
	}
}

// skipSequence reads what follows Esc when an arrow or another key without a letter is pressed
// (ECMA-48, control sequences).
func skipSequence(keys io.RuneReader) error {
	key, _, err := keys.ReadRune()
	if err != nil || key != '[' && key != 'O' {
		return err
	}
	for {
		key, _, err = keys.ReadRune()
		if err != nil || key >= '@' && key <= '~' {
			return err
		}
	}
}
