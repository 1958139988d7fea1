package proxyauth

import (
	"encoding/base64"
	"strings"

	"github.com/alexbrainman/sspi"
	sspinegotiate "github.com/alexbrainman/sspi/negotiate"
	sspintlm "github.com/alexbrainman/sspi/ntlm"

	"inventorybeacon/connector"
	"inventorybeacon/connector/printable"
)

// hasOwnAccount says that Windows signs in as the account that this program runs as; as a
// service without an account of its own that is the one of the computer.
func hasOwnAccount(scheme string) bool { return scheme == Negotiate || scheme == NTLM }

// sspiContext is what Windows knows of one sign-in.
type sspiContext interface {
	update(token []byte) (answer []byte, err error)
	Release() error
}

// windowsHandshake has Windows sign in (Security Support Provider Interface), with Kerberos or
// NTLM as it and the proxy agree.
type windowsHandshake struct {
	scheme      string
	credentials *sspi.Credentials
	context     sspiContext
	// open begins, as the account or with name and password.
	open func() (*sspi.Credentials, sspiContext, []byte, error)
}

func newNegotiate(a Account, t Target) Handshake {
	return &windowsHandshake{scheme: Negotiate, open: func() (*sspi.Credentials, sspiContext, []byte, error) {
		credentials, err := acquire(a, sspinegotiate.AcquireCurrentUserCredentials, sspinegotiate.AcquireUserCredentials)
		if err != nil {
			return nil, nil, nil, err
		}
		context, token, err := sspinegotiate.NewClientContext(credentials, "HTTP/"+t.Proxy)
		return credentials, negotiateContext{context}, token, err
	}}
}

func newNTLM(a Account) Handshake {
	return &windowsHandshake{scheme: NTLM, open: func() (*sspi.Credentials, sspiContext, []byte, error) {
		credentials, err := acquire(a, sspintlm.AcquireCurrentUserCredentials, sspintlm.AcquireUserCredentials)
		if err != nil {
			return nil, nil, nil, err
		}
		context, token, err := sspintlm.NewClientContext(credentials)
		return credentials, ntlmContext{context}, token, err
	}}
}

func acquire(a Account, own func() (*sspi.Credentials, error), of func(domain, user, password string) (*sspi.Credentials, error)) (*sspi.Credentials, error) {
	if a.Username == "" {
		return own()
	}
	domain, user, found := strings.Cut(a.Username, `\`)
	if !found {
		domain, user = "", a.Username
	}
	return of(domain, user, a.Password.Reveal())
}

// Answer implements [Handshake].
func (h *windowsHandshake) Answer(c Challenge) (string, error) {
	var (
		token []byte
		err   error
	)
	switch {
	case h.credentials == nil:
		var context sspiContext
		h.credentials, context, token, err = h.open()
		if err == nil {
			h.context = context
		}
	case h.context != nil && c.Token != "":
		var challenge []byte
		if challenge, err = base64.StdEncoding.DecodeString(c.Token); err == nil {
			token, err = h.context.update(challenge)
		}
	default:
		return "", ErrRefused
	}
	if err != nil {
		return "", connector.NewError(connector.Message{
			ID: "network.proxy.windows", Data: connector.Data{"Scheme": h.scheme}, Reference: printable.Line(err.Error(), 300),
		}, err)
	}
	if len(token) == 0 {
		return "", ErrRefused
	}
	return h.scheme + " " + base64.StdEncoding.EncodeToString(token), nil
}

// Close implements [Handshake].
func (h *windowsHandshake) Close() {
	if h.context != nil {
		_ = h.context.Release()
	}
	if h.credentials != nil {
		_ = h.credentials.Release()
	}
}

type negotiateContext struct{ *sspinegotiate.ClientContext }

func (c negotiateContext) update(token []byte) ([]byte, error) {
	_, answer, err := c.Update(token)
	return answer, err
}

type ntlmContext struct{ *sspintlm.ClientContext }

func (c ntlmContext) update(token []byte) ([]byte, error) { return c.Update(token) }
