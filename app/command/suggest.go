package command

import (
	"os"
	"strings"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
)

// program is how this program was called, with the data directory that was chosen,
// for commands that it suggests.
func (c *console) program() string { return programOn(c.data) }

// explain is [message.Explain] with the commands in it as they have to be typed here: on
// another data directory they would do something else.
func (c *console) explain(err error) connector.Advice {
	advice := message.Explain(err)
	if c.data != "" {
		advice.Message, advice.Action = c.asCalled(advice.Message), c.asCalled(advice.Action)
	}
	return advice
}

func (c *console) asCalled(text string) string {
	return strings.ReplaceAll(" "+text, " inventory-beacon ", " "+c.program()+" ")[1:]
}

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
