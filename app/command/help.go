package command

import (
	"context"
	"strings"

	"github.com/alecthomas/kong"

	"inventorybeacon/app/command/console"
)

type helpCommand struct {
	Command []string `arg:"" optional:"" help:"The command, such as connection add; all of them when none is given."`
}

// Run shows what the command shows with --help.
func (cmd helpCommand) Run(ctx context.Context, c *console.Console, parsed *kong.Context) error {
	node := parsed.Model.Node
	for _, word := range cmd.Command {
		child := childOf(node, word)
		if child == nil {
			return console.UsageErrorf("there is no command %q", strings.Join(cmd.Command, " "))
		}
		node = child
	}
	Run(ctx, append(cmd.Command, "--help"), c.Streams, c.Window)
	return nil
}

// childOf is the command of a name below another; nil when there is none.
func childOf(node *kong.Node, name string) *kong.Node {
	for _, child := range node.Children {
		if child.Name == name && !child.Hidden {
			return child
		}
	}
	return nil
}
