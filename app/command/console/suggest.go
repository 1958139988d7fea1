package console

import (
	"os"
	"strings"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
)

// Program is how this program was called, with the data directory that was chosen,
// for commands that it suggests.
func (c *Console) Program() string { return ProgramOn(c.DataDir) }

// Explain is [message.Explain] with the commands in it as they have to be typed here: on
// another data directory they would do something else.
func (c *Console) Explain(err error) connector.Advice {
	advice := message.Explain(err)
	if c.DataDir != "" {
		advice.Message, advice.Action = c.asCalled(advice.Message), c.asCalled(advice.Action)
	}
	return advice
}

func (c *Console) asCalled(text string) string {
	return strings.ReplaceAll(" "+text, " inventory-beacon ", " "+c.Program()+" ")[1:]
}

// ProgramOn is the program with another data directory; empty is the usual one.
func ProgramOn(dir string) string {
	program := "inventory-beacon"
	if len(os.Args) > 0 && os.Args[0] != "" {
		program = connector.ShellWord(os.Args[0])
	}
	if dir == "" {
		return program
	}
	return program + " --data " + connector.ShellWord(dir)
}
