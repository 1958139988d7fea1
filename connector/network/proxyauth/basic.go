package proxyauth

import "encoding/base64"

// basic sends name and password (RFC 7617), in UTF-8.
type basic struct {
	account Account
	sent    bool
}

// Answer implements [Handshake].
func (b *basic) Answer(Challenge) (string, error) {
	if b.sent {
		return "", ErrRefused
	}
	b.sent = true
	pair := b.account.Username + ":" + b.account.Password.Reveal()
	return Basic + " " + base64.StdEncoding.EncodeToString([]byte(pair)), nil
}

// Close implements [Handshake].
func (b *basic) Close() {}
