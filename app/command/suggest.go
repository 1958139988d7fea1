package command

import (
	"os"

	"inventorybeacon/connector"
)

// program is how this program was called, with the data directory that was chosen,
// for commands that it suggests.
func (c *console) program() string { return programOn(c.data) }

// programOn is the program with another data directory; empty is the usual one.
func programOn(dir string) string {
	program := "inventory-beacon"
	if len(os.Args) > 0 && os.Args[0] != "" {
		program = connector.ShellWord(os.Args[0])
	}
	if dir == "" {
		return program
	}
	return program + " --data " + connector.ShellWord(dir)
}
