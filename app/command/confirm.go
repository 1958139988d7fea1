package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
)

// yesFlag is for commands that destroy something.
type yesFlag struct {
	Yes bool `short:"y" help:"Do not ask first; needed where nobody can be asked."`
}

// confirm asks on a terminal before something is destroyed. Elsewhere nobody can be
// asked, and --yes has to have said it.
func (c *console) confirm(ctx context.Context, yes bool, format string, args ...any) error {
	question := fmt.Sprintf(message.L(format), args...)
	switch {
	case yes:
		return nil
	case !c.inTTY.there() || !c.errTTY.there():
		return wrongUse("add --yes to do it: there is no terminal to ask on. %s", question)
	}
	c.ask("%s [y/N] ", question)
	answer, err := c.readLine(ctx)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	switch strings.ToLower(strings.TrimSpace(answer)) {
	case "y", "yes":
		return nil
	default:
		return connector.NewError(connector.Message{ID: "console.declined"}, nil)
	}
}

// readLine reads a line of standard input; at its end the error is [io.EOF].
func (c *console) readLine(ctx context.Context) (string, error) {
	type line struct {
		text string
		err  error
	}
	// Reading a terminal cannot be cancelled; the goroutine ends with the input.
	read := make(chan line, 1)
	go func() {
		text, err := c.input().ReadString('\n')
		read <- line{text, err}
	}()
	select {
	case <-ctx.Done():
		return "", context.Cause(ctx)
	case l := <-read:
		return l.text, l.err
	}
}
