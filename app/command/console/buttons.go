package console

import (
	"strings"

	"inventorybeacon/connector"
)

// buttons are those of the window of which advice about a connection speaks, with
// the command that does the same: its name, and the options after the name of the
// connection.
var buttons = []struct{ label, command, options string }{
	{"Generate...", "connection sign-in", ""},
	{"Sign In with My Own Browser", "connection sign-in", " --browser system"},
	{"Copy Consent Link", "connection consent-link", ""},
}

// HintButtons names the commands behind the buttons of which advice about a
// connection speaks; connection is empty when the advice is about any.
func (c *Console) HintButtons(advice, connection string) {
	for _, b := range buttons {
		switch {
		case !strings.Contains(advice, b.label):
		case connection == "":
			c.Note("On the console, %s is %s %s%s, with the name of the connection.", b.label, c.Program(), b.command, b.options)
		default:
			c.Note("On the console, %s is: %s %s %s%s", b.label, c.Program(), b.command, connector.ShellWord(connection), b.options)
		}
	}
}
