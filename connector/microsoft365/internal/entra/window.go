package entra

import (
	"context"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/browser"
	"inventorybeacon/connector/network"
)

// inWindow signs in in a window of an installed browser, in which the request to the
// redirect URI is intercepted.
func (c *Client) inWindow(ctx context.Context, a connector.Access, program string, prompter connector.Prompter) (*attempt, answer, error) {
	attempt, err := newAttempt(a.Connection, a.Connection.RedirectURI)
	if err != nil {
		return nil, answer{}, err
	}
	proxies, account, err := network.BrowserOf(a)
	if err != nil {
		return nil, answer{}, err
	}
	prompter.Status(connector.Message{ID: "entra.status.window"})
	var got answer
	shown := pages{prompter}
	window := browser.Window{
		Program: program, Proxies: proxies, Account: account, Opening: shown.opening(), Address: attempt.address(), Redirect: attempt.redirect,
		Log: c.Log, Drive: c.Drive,
		Answer: func(address string) (browser.Page, error) {
			var err error
			got, err = attempt.parseAnswer(address)
			switch {
			case err != nil:
				return shown.refused(), wrongAnswer(connector.Message{ID: "entra.sign-in.no-answer"})
			case got.refused != nil:
				return shown.refused(), nil
			default:
				return shown.signedIn(), nil
			}
		},
	}
	if placer, has := prompter.(connector.WindowPlacer); has {
		window.Place = placer.Place
	}
	if err := window.Show(ctx); err != nil {
		return nil, answer{}, err
	}
	if got.nameless() { // in this window there is no other sign-in
		return nil, answer{}, &SignInError{Fault: SignInRefused, err: got.refused}
	}
	return attempt, got, attempt.accept(got)
}
