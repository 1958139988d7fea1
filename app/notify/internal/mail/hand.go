package mail

import (
	"errors"
	"net/textproto"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

// Refusal is a recipient for whom the server takes no letter.
type Refusal struct {
	Address string
	Err     *textproto.Error // what it has answered
}

// hand hands a letter to a server that has let us in, for all recipients that it takes: the
// library itself takes the letter back when it refuses one. The error is that of the server
// where it refuses all.
func hand(connection *smtp.Client, message *gomail.Msg) (refused []Refusal, err error) {
	from, err := message.GetSender(false)
	if err != nil {
		return nil, err
	}
	recipients, err := message.GetRecipients()
	if err != nil {
		return nil, err
	}
	within := func(limit time.Duration, do func() error) error {
		if err := connection.UpdateDeadline(limit); err != nil {
			return err
		}
		return do()
	}
	if err := within(silence, func() error { return connection.Mail(from) }); err != nil {
		return nil, err
	}
	for _, to := range recipients {
		err := within(silence, func() error { return connection.Rcpt(to) })
		var answer *textproto.Error
		switch {
		case errors.As(err, &answer) && answer.Code != leaving:
			refused = append(refused, Refusal{strings.Trim(to, "<>"), answer})
		case err != nil:
			return nil, err
		}
	}
	if len(refused) == len(recipients) {
		return nil, worthTrying(refused)
	}
	return refused, within(longest, func() error { return write(connection, message) })
}

// leaving is the answer of a server that ends the conversation (RFC 5321, section 3.8).
const leaving = 421

// worthTrying is the refusal of all recipients: one that is for now, where there is one.
func worthTrying(refused []Refusal) error {
	for _, r := range refused {
		if r.Err.Code/100 == 4 {
			return r.Err
		}
	}
	return refused[0].Err
}

func write(connection *smtp.Client, message *gomail.Msg) error {
	data, err := connection.Data()
	if err != nil {
		return err
	}
	if _, err := message.WriteTo(data); err != nil {
		return err
	}
	return data.Close()
}
