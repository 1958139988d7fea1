package command

import (
	"os"

	"golang.org/x/term"
)

// tty is what is known of a standard stream: nothing when it leads to a file
// or another program.
type tty struct {
	file  *os.File
	color bool
}

// ttyOf looks whether a stream is a terminal, and whether it may have colors:
// never with NO_COLOR (no-color.org), nor where the terminal knows none.
func ttyOf(stream any) tty {
	file, is := stream.(*os.File)
	if !is || !term.IsTerminal(int(file.Fd())) {
		return tty{}
	}
	color := os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && canDraw(file)
	return tty{file: file, color: color}
}

// there says whether it is a terminal.
func (t tty) there() bool { return t.file != nil }

// redraws says whether a line can be written anew in its place.
func (t tty) redraws() bool { return t.there() && os.Getenv("TERM") != "dumb" && canDraw(t.file) }

// width is how many cells a line has; 0 where lines have no end.
func (t tty) width() int {
	if !t.there() {
		return 0
	}
	width, _, err := term.GetSize(int(t.file.Fd()))
	if err != nil {
		return 0
	}
	return width
}

// color is the number of a color or a style (ECMA-48, SGR).
type color string

const (
	bold   color = "1"
	red    color = "31"
	green  color = "32"
	yellow color = "33"
)

// clearLine goes to the begin of the line and empties it.
const clearLine = "\r\x1b[K"

// paint colors a text where there are colors.
func (t tty) paint(c color, text string) string {
	if !t.color || c == "" {
		return text
	}
	return "\x1b[" + string(c) + "m" + text + "\x1b[0m"
}
