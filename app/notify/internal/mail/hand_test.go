package mail

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/wneessen/go-mail/smtp"

	"inventorybeacon/app/notify/notifytest"
)

func TestARecipientWhoIsRefusedKeepsTheLetterFromNobodyElse(t *testing.T) {
	const anne, ben = "anne@contoso.com", "ben@contoso.com"
	for name, c := range map[string]struct {
		anne, ben      string // what the server answers
		to             string
		refused, later []string
		want           Fault
		forGood        []string
	}{
		"one does not exist":     {ben: "550 5.1.1 no such user", to: anne, refused: []string{ben}},
		"the first one does not": {anne: "550 5.1.1 no such user", to: ben, refused: []string{anne}},
		"one has no room":        {ben: "452 4.2.2 mailbox full", to: anne, later: []string{ben}},
		"none exists": {
			anne: "550 5.1.1 no such user", ben: "550 5.1.1 no such user", want: Refused,
			forGood: []string{anne, ben},
		},
		"nobody is let in":                {anne: "554 5.7.1 relay access denied", ben: "554 5.7.1 relay access denied", want: Refused},
		"none has room":                   {anne: "452 4.2.2 mailbox full", ben: "452 4.2.2 mailbox full", want: Later},
		"one does not, one has no room":   {anne: "550 5.1.1 no such user", ben: "452 4.2.2 mailbox full", want: Later, forGood: []string{anne}},
		"the server leaves while it asks": {ben: "421 4.3.2 going down", want: Later},
	} {
		t.Run(name, func(t *testing.T) {
			server, to := started(t, notifytest.Behavior{Answers: map[string]string{"RCPT " + anne: c.anne, "RCPT " + ben: c.ben}})
			err := Send(t.Context(), to, aLetter())
			var failed *Error
			var partly *PartlySentError
			if c.want != "" {
				if !errors.As(err, &failed) || failed.Fault != c.want || !slices.Equal(addresses(failed.ForGood()), c.forGood) ||
					len(server.Mails()) != 0 {
					t.Errorf("%v, and %d mails", err, len(server.Mails()))
				}
				return
			}
			if !errors.As(err, &partly) {
				t.Fatalf("%v", err)
			}
			if !slices.Equal(addresses(partly.Refused), c.refused) || !slices.Equal(addresses(partly.Later), c.later) ||
				partly.Message().Reference != c.anne+c.ben {
				t.Errorf("it says %+v", partly)
			}
			if mails := server.Mails(); len(mails) != 1 || strings.Join(mails[0].To, " ") != c.to || !strings.Contains(mails[0].Data, "list.csv") {
				t.Errorf("%+v", mails)
			}
		})
	}
}

// Whoever gets it later gets the same letter.
func TestALetterIsHandedForSomeOfItsRecipients(t *testing.T) {
	server, to := started(t, notifytest.Behavior{})
	l := aLetter()
	l.Only = l.To[1:]
	if err := Send(t.Context(), to, l); err != nil {
		t.Fatal(err)
	}
	if mails := server.Mails(); len(mails) != 1 || !slices.Equal(mails[0].To, l.Only) ||
		!strings.Contains(mails[0].Data, "<anne@contoso.com>") {
		t.Errorf("%+v", mails)
	}
}

// What was taken was sent, also when that ends the caller.
func TestALetterThatWasTakenWhileTheCallerEndsWasSent(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	server, to := started(t, notifytest.Behavior{Answers: map[string]string{"QUIT": notifytest.Stall}, Hears: func(command string) {
		if command == "QUIT" {
			cancel()
		}
	}})
	if err := Send(ctx, to, aLetter()); err != nil || len(server.Mails()) != 1 {
		t.Errorf("%v, and %d mails", err, len(server.Mails()))
	}
}

func TestAServerThatNeverSaysGoodbyeIsLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		here, there := net.Pipe()
		left := make(chan struct{})
		go func() {
			defer close(left)
			_, _ = io.WriteString(there, "220 mail.test\r\n")
			lines := bufio.NewReader(there)
			for {
				line, err := lines.ReadString('\n')
				if err != nil {
					return
				}
				if strings.HasPrefix(line, "EHLO") {
					_, _ = io.WriteString(there, "250 mail.test\r\n")
				}
			}
		}()
		connection, err := smtp.NewClient(here, "mail.test")
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		leave(connection)
		<-left // it is closed
		if waited := time.Since(began); waited != goodbye {
			t.Errorf("it was waited for %s", waited)
		}
	})
}
