package entra

import (
	"context"
	"errors"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/panics"
)

// browserFailsWithin is how long is waited for a default browser that cannot be opened before the
// address is shown.
const browserFailsWithin = 500 * time.Millisecond

// paste has the administrator sign in with a browser of their own and paste the
// address of the page where the sign-in ended.
func (c *Client) paste(ctx context.Context, connection connector.Connection, prompter connector.Prompter, open bool) (*attempt, answer,
	error,
) {
	attempt, err := newAttempt(connection, connection.RedirectURI)
	if err != nil {
		return nil, answer{}, err
	}
	prompter.Status(connector.Message{ID: "entra.status.paste"})
	if open {
		c.openBrowser(ctx, attempt.address(), prompter)
	}
	got, err := attempt.pasted(ctx, prompter)
	return attempt, got, err
}

// pasted has the address of the page pasted where the sign-in ended, and returns the answer that the attempt has accepted. An
// address that is no answer comes back with the problem, until a right one comes.
func (a *attempt) pasted(ctx context.Context, prompter connector.Prompter) (answer, error) {
	for problem := (connector.Message{}); ; {
		text, err := prompter.Answer(ctx, a.address(), problem)
		if err != nil {
			return answer{}, &SignInError{Fault: SignInCancelled, err: err}
		}
		got, err := a.parseAnswer(cleanPasted(text))
		if err == nil {
			err = a.accept(got)
		}
		var wrong *SignInError
		switch {
		case err == nil:
			return got, nil
		case errors.As(err, &wrong) && (wrong.Fault == SignInWrongAnswer || wrong.Fault == SignInForeignAnswer):
			problem = wrong.Message()
			switch {
			case got.nameless():
				problem = got.refused.Message()
			case wrong.Fault == SignInForeignAnswer:
				problem.ID = "entra.sign-in.foreign-pasted"
			}
		default:
			return answer{}, err
		}
	}
}

// openBrowser opens the default browser, and waits a moment whether that fails.
func (c *Client) openBrowser(ctx context.Context, address string, prompter connector.Prompter) {
	opened := c.startBrowser(address)
	timer := time.NewTimer(browserFailsWithin)
	defer timer.Stop()
	select {
	case err := <-opened:
		c.browserOpened(err, prompter)
	case <-timer.C:
	case <-ctx.Done():
	}
}

// startBrowser begins to open the default browser, which may say late that it cannot be opened. The
// goroutine may outlive the sign-in: where the browser is started directly, it waits for the browser's end.
func (c *Client) startBrowser(address string) <-chan error {
	opened := make(chan error, 1)
	go func() { opened <- panics.Try(func() error { return c.OpenURL(address) }) }()
	return opened
}

// browserOpened says it when the default browser could not be opened.
func (c *Client) browserOpened(err error, prompter connector.Prompter) {
	if err == nil {
		return
	}
	// The error may print the address, which nobody but the administrator needs to see.
	c.Log.Warn("the default browser could not be opened")
	prompter.Status(connector.Message{ID: "entra.status.no-browser"})
}
