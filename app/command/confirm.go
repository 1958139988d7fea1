package command

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"inventorybeacon/connector"
)

// yesFlag is for commands that destroy something.
type yesFlag struct {
	Yes bool `short:"y" help:"Do not ask first; needed where nobody can be asked."`
}

// confirm asks on a terminal before something is destroyed. Elsewhere nobody can be
// asked, and --yes has to have said it.
func (c *console) confirm(_ context.Context, question string, yes bool) error {
	switch {
	case yes:
		return nil
	case !isTerminal(c.In):
		return &usageError{"add --yes to do it: there is no terminal to ask on. " + question}
	}
	c.note("%s [y/N]", question)
	answer, err := bufio.NewReader(c.In).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	switch strings.ToLower(strings.TrimSpace(answer)) {
	case "y", "yes":
		return nil
	default:
		return &declinedError{}
	}
}

func isTerminal(in io.Reader) bool {
	file, ok := in.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// declinedError is a question that was not answered with yes.
type declinedError struct{}

func (*declinedError) Error() string { return "it was not confirmed" }

// Advice implements [connector.Advised].
func (*declinedError) Advice() connector.Advice {
	return connector.Advice{Message: "Nothing was changed."}
}
