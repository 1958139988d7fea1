package command

import (
	"context"
	"fmt"
	"strings"

	"github.com/alecthomas/kong"

	"inventorybeacon/app"
)

type helpCommand struct {
	Command []string `arg:"" optional:"" help:"The command, such as connection add; all of them when none is given."`
}

// Run shows what the command shows with --help.
func (cmd helpCommand) Run(ctx context.Context, c *console) error {
	root, err := model()
	if err != nil {
		return err
	}
	node := root
	for _, word := range cmd.Command {
		child := childOf(node, word)
		if child == nil {
			return &usageError{fmt.Sprintf("there is no command %q", strings.Join(cmd.Command, " "))}
		}
		node = child
	}
	Run(ctx, append(cmd.Command, "--help"), c.Streams, c.window)
	return nil
}

// model is the whole command line as a tree of commands.
func model() (*kong.Node, error) {
	parser, err := kong.New(&grammar{}, kong.Name("inventory-beacon"), kong.Vars{"version": app.Version})
	if err != nil {
		return nil, err
	}
	return parser.Model.Node, nil
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
