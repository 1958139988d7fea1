package console

import (
	"os"

	"golang.org/x/term"
)

// TTY is what is known of a standard stream: nothing when it leads to a file
// or another program.
type TTY struct {
	file *os.File
	// Color says that it may have colors.
	Color bool
}

// ttyOf looks whether a stream is a terminal, and whether it may have colors:
// never with NO_COLOR (no-color.org), nor where the terminal knows none.
func ttyOf(stream any) TTY {
	file, is := stream.(*os.File)
	if !is || !term.IsTerminal(int(file.Fd())) {
		return TTY{}
	}
	color := os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && canDraw(file)
	return TTY{file: file, Color: color}
}

// IsTerminal says whether it is a terminal.
func (t TTY) IsTerminal() bool { return t.file != nil }

// Redraws says whether a line can be written anew in its place.
func (t TTY) Redraws() bool { return t.IsTerminal() && os.Getenv("TERM") != "dumb" && canDraw(t.file) }

// Width is how many cells a line has; 0 where lines have no end.
func (t TTY) Width() int {
	if !t.IsTerminal() {
		return 0
	}
	width, _, err := term.GetSize(int(t.file.Fd()))
	if err != nil {
		return 0
	}
	return width
}

// Color is the number of a color or a style (ECMA-48, SGR).
type Color string

// What texts are painted in.
const (
	Bold   Color = "1"
	Red    Color = "31"
	Green  Color = "32"
	Yellow Color = "33"
)

// ClearLine goes to the begin of the line and empties it.
const ClearLine = "\r\x1b[K"

// Paint colors a text where there are colors.
func (t TTY) Paint(c Color, text string) string {
	if !t.Color || c == "" {
		return text
	}
	return "\x1b[" + string(c) + "m" + text + "\x1b[0m"
}
