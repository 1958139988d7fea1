package datadir

import (
	"errors"
	"os"
	"strings"
)

// pipePrefix begins the names of the pipes of RunElevated.
const pipePrefix = `\\.\pipe\inventory-beacon-`

// OpenPipe opens the pipe into which a program that RunElevated has started writes what it
// has to say. It opens nothing else, for an administrator would write where another has
// said.
func OpenPipe(name string) (*os.File, error) {
	rest, is := strings.CutPrefix(name, pipePrefix)
	if !is || strings.ContainsAny(rest, `\/`) {
		return nil, errors.New("it is not the name of a pipe of Inventory Beacon")
	}
	return os.OpenFile(name, os.O_WRONLY, 0)
}
