//go:build !windows

package proxyauth

import (
	"encoding/base64"

	"github.com/Azure/go-ntlmssp"
)

// ntlm proves with the three messages of NTLMv2 to know a password ([MS-NLMP]).
type ntlm struct {
	account Account
	round   int
}

func newNTLM(a Account) Handshake { return &ntlm{account: a} }

// Answer implements [Handshake].
func (n *ntlm) Answer(c Challenge) (string, error) {
	n.round++
	var (
		message []byte
		err     error
	)
	switch {
	case n.round == 1:
		message, err = ntlmssp.NewNegotiateMessage("", "")
	case n.round == 2 && c.Token != "":
		var challenge []byte
		if challenge, err = base64.StdEncoding.DecodeString(c.Token); err == nil {
			message, err = ntlmssp.NewAuthenticateMessage(challenge, n.account.Username, n.account.Password.Reveal(), nil)
		}
	default:
		return "", ErrRefused
	}
	if err != nil {
		return "", unreadable(NTLM, err)
	}
	return NTLM + " " + base64.StdEncoding.EncodeToString(message), nil
}

// Close implements [Handshake].
func (n *ntlm) Close() {}
