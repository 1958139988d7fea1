package mail

import (
	"errors"
	"net/textproto"
	"regexp"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

// Refusal is a recipient for whom the server takes no letter.
type Refusal struct {
	Address string
	Code    int    // of its answer
	Said    string // its answer
}

// later reports whether it is refused for the moment only.
func (r Refusal) later() bool { return r.Code/100 == 4 }

// policy is how answers begin that are about who sends, or what, and not about a recipient (RFC 3463, section 3.8).
var policy = regexp.MustCompile(`^5\d\d 5\.7\.`)

// ofSender reports whether it may be refused for the sake of who sends.
func (r Refusal) ofSender() bool { return policy.MatchString(r.Said) }

func addresses(refused []Refusal) (addresses []string) {
	for _, r := range refused {
		addresses = append(addresses, r.Address)
	}
	return addresses
}

// hand hands a letter to a server that has let us in, for all recipients that it takes: the
// library itself takes the letter back when it refuses one. The error is that of the server
// where it refuses all, who are then refused.
func hand(connection *smtp.Client, message *gomail.Msg, recipients []string, quote quoter) (refused []Refusal, err error) {
	from, err := message.GetSender(false)
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
	var worth error // of those that refuse all, one that is for the moment, where there is one
	for _, to := range recipients {
		err := within(silence, func() error { return connection.Rcpt("<" + to + ">") })
		var answer *textproto.Error
		switch {
		case errors.As(err, &answer) && answer.Code != leaving:
			r := Refusal{to, answer.Code, quote.said(answer)}
			if refused = append(refused, r); worth == nil || r.later() {
				worth = answer
			}
		case err != nil:
			return nil, err
		}
	}
	if len(refused) == len(recipients) {
		return refused, worth
	}
	if err := within(longest, func() error { return write(connection, message) }); err != nil {
		return nil, err
	}
	return refused, nil
}

// leaving is the answer of a server that ends the conversation (RFC 5321, section 3.8).
const leaving = 421

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

// leave says goodbye to a server that has the letter. It may take its time with that: it is not waited for.
func leave(connection *smtp.Client) {
	if connection.UpdateDeadline(goodbye) == nil {
		_ = connection.Quit()
	}
	_ = connection.Close()
}
