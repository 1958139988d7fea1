package mail

import (
	"encoding/base64"
	"errors"
	"net/textproto"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/connector/printable"
)

const (
	// longestSaid is how much of an answer is kept, in characters.
	longestSaid = 300
	// telling is how many characters of a secret may not be repeated, from its beginning: a server may cut or
	// fold what it repeats.
	telling = 8
)

// quoter quotes what servers say, which goes to logs and people. One that repeats what somebody has signed in with
// is quoted with its codes alone.
type quoter struct {
	beginnings []string // of what nobody is to read, in lower case
}

// quoting returns a quoter that keeps the secret of a user name to itself, in each form in which it is sent: by
// LOGIN, PLAIN (RFC 4616), XOAUTH2, SCRAM, and to a token endpoint.
func quoting(username string, secret connector.Secret) quoter {
	value := secret.Reveal()
	if value == "" {
		return quoter{}
	}
	encoded := func(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }
	var q quoter
	for _, form := range []string{
		value, url.QueryEscape(value), encoded(value), encoded("\x00" + username + "\x00" + value),
		encoded("user=" + username + "\x01auth=Bearer " + value + "\x01\x01"),
	} {
		q.beginnings = append(q.beginnings, strings.ToLower(form[:min(len(form), telling)]))
	}
	return q
}

// proof is the last word of SCRAM (RFC 5802), from which a password can be guessed at leisure: that word as it is sent, in plain,
// and what stands in it. It is another one each time and has to be known by its shape.
var proof = regexp.MustCompile(`(?i)Yz1iaXdz|\bc=biws|\bp=[a-z0-9+/]{20}|(?:^|[^a-z0-9+/])(?:[a-z0-9+/]{27}|[a-z0-9+/]{43})=`)

// hides reports whether a text has something in it that nobody is to read.
func (q quoter) hides(text string) bool {
	text = strings.ToLower(text)
	for _, beginning := range q.beginnings {
		if strings.Contains(text, beginning) {
			return true
		}
	}
	return len(q.beginnings) > 0 && proof.MatchString(text)
}

// enhancedCode is what many answers begin with (RFC 3463).
var enhancedCode = regexp.MustCompile(`^[245]\.\d{1,3}\.\d{1,3}\b`)

// said is an answer of a mail server in one line.
func (q quoter) said(answer *textproto.Error) string {
	text := answer.Msg
	if q.hides(text) {
		text = enhancedCode.FindString(text)
	}
	return said(strings.TrimSpace(strconv.Itoa(answer.Code) + " " + text))
}

// cleaned is an error whose text can be logged.
func (q quoter) cleaned(err error) error {
	answer := (*textproto.Error)(nil)
	switch {
	case errors.As(err, &answer) && q.hides(answer.Msg): // whose text has it in quotes, with marks amid
		return errors.New(q.said(answer))
	case q.hides(err.Error()):
		return errors.New("the server has repeated what was signed in with")
	default:
		return err
	}
}

// said is a text of a server in one line.
func said(text string) string { return printable.Line(text, longestSaid) }
