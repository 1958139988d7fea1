package console

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"inventorybeacon/connector"
)

func TestTheConsoleNamesTheCommandBehindAButton(t *testing.T) {
	program := connector.ShellWord(os.Args[0])
	for name, given := range map[string]struct {
		advice, connection string
		want               []string
	}{
		"no button": {"Check the network and try again.", "Contoso", nil},
		"a sign-in": {
			"Sign in again with Generate...", "Contoso",
			[]string{"Generate... is: " + program + " connection sign-in Contoso"},
		},
		"a name with blanks": {
			"Sign in again with Generate...", "Contoso 365",
			[]string{"Generate... is: " + program + " connection sign-in " + connector.ShellWord("Contoso 365")},
		},
		"the own browser": {
			"Choose Sign In with My Own Browser.", "Contoso",
			[]string{"Sign In with My Own Browser is: " + program + " connection sign-in Contoso --browser system"},
		},
		"two buttons": {"Copy Consent Link, then Generate...", "A", []string{
			"Generate... is: " + program + " connection sign-in A", "Copy Consent Link is: " + program + " connection consent-link A",
		}},
		"no connection in particular": {
			"Sign in again with Generate...", "",
			[]string{"Generate... is " + program + " connection sign-in, with the name of the connection."},
		},
	} {
		t.Run("given "+name, func(t *testing.T) {
			var said bytes.Buffer
			(&Console{Streams: Streams{Err: &said}}).HintButtons(given.advice, given.connection)
			var want []string
			for _, hint := range given.want {
				want = append(want, "On the console, "+hint+"\n")
			}
			if got := slices.Collect(strings.Lines(said.String())); !slices.Equal(got, want) {
				t.Errorf("said %q, want %q", got, want)
			}
		})
	}
}
