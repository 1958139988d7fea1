// Package proxyauth signs in at proxies, in each of the ways that they offer with a 407:
// Negotiate (Kerberos), NTLM, Digest and Basic.
package proxyauth

import (
	"errors"
	"slices"
	"strings"

	"inventorybeacon/connector"
)

// The schemes that this program speaks.
const (
	Negotiate = "Negotiate" // RFC 4559
	NTLM      = "NTLM"      // [MS-NTHT]
	Digest    = "Digest"    // RFC 7616
	Basic     = "Basic"     // RFC 7617
)

// known are the schemes that this program speaks, the safest first: by Negotiate the
// proxy learns no password, by NTLM and Digest it has to guess it, by Basic it is told.
var known = [...]string{Negotiate, NTLM, Digest, Basic}

// ErrRefused is what a handshake ends with when the proxy does not accept what was sent.
var ErrRefused = errors.New("the proxy does not accept the credentials")

// Account is who signs in. Without a user name it is the account that this program runs as,
// as far as the scheme and the system know such a thing.
type Account struct {
	Username string
	Password connector.Secret
}

// Target is what is asked of whom.
type Target struct {
	// Proxy is the name of the proxy, without its port.
	Proxy string
	// Method and Address are those of the request.
	Method, Address string
}

// Handshake is one sign-in. It belongs to one connection, as those of Negotiate and NTLM do.
type Handshake interface {
	// Answer returns the header Proxy-Authorization to a challenge. It is asked again while
	// the proxy goes on with 407; [ErrRefused] says that there is nothing more to say.
	// Other errors have a message, or are temporary.
	Answer(c Challenge) (header string, err error)
	// Close frees what the handshake has used.
	Close()
}

// Names are the names of the challenges, without repetition.
func Names(challenges []Challenge) []string {
	var names []string
	for _, c := range challenges {
		if !slices.ContainsFunc(names, func(name string) bool { return strings.EqualFold(name, c.Scheme) }) {
			names = append(names, c.Scheme)
		}
	}
	return names
}

// Find returns the challenge of a scheme.
func Find(challenges []Challenge, scheme string) (Challenge, bool) {
	if i := slices.IndexFunc(challenges, func(c Challenge) bool { return c.Is(scheme) }); i >= 0 {
		return challenges[i], true
	}
	return Challenge{}, false
}

// Speaks reports whether this program knows any of the schemes that are offered.
func Speaks(challenges []Challenge) bool {
	return slices.ContainsFunc(known[:], func(scheme string) bool { return speaks(challenges, scheme) })
}

func speaks(challenges []Challenge, scheme string) bool {
	challenge, offered := Find(challenges, scheme)
	return offered && (scheme != Digest || knowsDigest(challenge))
}

// Usable returns which of the offered schemes the account can sign in with, the safest
// first.
func Usable(challenges []Challenge, a Account) []string {
	var usable []string
	for _, scheme := range known {
		if speaks(challenges, scheme) && (a.Username != "" || hasOwnAccount(scheme)) {
			usable = append(usable, scheme)
		}
	}
	return usable
}

// Begin begins to sign in with one of the schemes of [Usable].
func Begin(scheme string, a Account, t Target) Handshake {
	switch scheme {
	case Negotiate:
		return newNegotiate(a, t)
	case NTLM:
		return newNTLM(a)
	case Digest:
		return &digest{account: a, target: t}
	default:
		return &basic{account: a}
	}
}
