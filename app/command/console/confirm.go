package console

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
)

// YesFlag is for commands that destroy something.
type YesFlag struct {
	Yes bool `short:"y" help:"Do not ask first; needed where nobody can be asked."`
}

// Confirm asks on a terminal before something is destroyed. Elsewhere nobody can be
// asked, and --yes has to have said it.
func (c *Console) Confirm(ctx context.Context, yes bool, format string, args ...any) error {
	question := fmt.Sprintf(message.L(format), args...)
	switch {
	case yes:
		return nil
	case !c.InTTY.IsTerminal() || !c.ErrTTY.IsTerminal():
		return UsageErrorf("add --yes to do it: there is no terminal to ask on. %s", question)
	}
	c.Ask("%s [y/N] ", question)
	answer, err := c.ReadLine(ctx)
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

// ReadLine reads a line of standard input; at its end the error is [io.EOF].
func (c *Console) ReadLine(ctx context.Context) (string, error) {
	return c.readFrom(ctx, func() (string, error) { return c.input().ReadString('\n') })
}

// readFrom reads until the end of a line, or of ctx.
func (c *Console) readFrom(ctx context.Context, reading func() (string, error)) (string, error) {
	type line struct {
		text string
		err  error
	}
	// Reading a terminal cannot be cancelled; the goroutine ends with the input.
	read := make(chan line, 1)
	go func() {
		text, err := reading()
		read <- line{text, err}
	}()
	select {
	case <-ctx.Done():
		return "", context.Cause(ctx)
	case l := <-read:
		return l.text, l.err
	}
}
