//go:build !windows

package proxyauth

import (
	"encoding/base64"

	"github.com/jcmturner/gokrb5/v8/spnego"
)

// hasOwnAccount says that a Kerberos ticket, and nothing else, is there without a name and
// a password.
func hasOwnAccount(scheme string) bool { return scheme == Negotiate }

// negotiate sends a Kerberos ticket for the proxy (RFC 4559). That one message is enough: the
// proxy does not have to prove itself, because what goes through it is encrypted on its own.
type negotiate struct {
	account Account
	target  Target
	sent    bool
}

func newNegotiate(a Account, t Target) Handshake { return &negotiate{account: a, target: t} }

// Answer implements [Handshake].
func (n *negotiate) Answer(Challenge) (string, error) {
	if n.sent {
		return "", ErrRefused
	}
	n.sent = true
	client, err := kerberosClient(n.account)
	if err != nil {
		return "", err
	}
	defer client.Destroy()
	context := spnego.SPNEGOClient(client, "HTTP/"+n.target.Proxy)
	if err := context.AcquireCred(); err != nil {
		return "", kerberosError(err, client, n.target.Proxy)
	}
	token, err := context.InitSecContext()
	if err != nil {
		return "", kerberosError(err, client, n.target.Proxy)
	}
	message, err := token.Marshal()
	if err != nil {
		return "", unreadable(Negotiate, err)
	}
	return Negotiate + " " + base64.StdEncoding.EncodeToString(message), nil
}

// Close implements [Handshake].
func (n *negotiate) Close() {}
