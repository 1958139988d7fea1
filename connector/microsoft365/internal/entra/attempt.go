package entra

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"net/url"
	"strings"
	"sync/atomic"

	"golang.org/x/oauth2"

	"inventorybeacon/connector"
	"inventorybeacon/connector/network"
)

// attempt is one sign-in: what was sent to the authorization endpoint, and what
// the answer has to match. It is used for one code and then thrown away.
type attempt struct {
	config   *oauth2.Config
	redirect *url.URL
	state    string
	nonce    string
	verifier string // of PKCE (RFC 7636)
	// claims are what the sign-in has to prove; empty for nothing in particular.
	claims string
	used   atomic.Bool
}

// newAttempt begins a sign-in for a connection whose redirect URI is redirect;
// a loopback one has the port that is listened on.
func newAttempt(c connector.Connection, redirect string) (*attempt, error) {
	u, err := url.Parse(redirect)
	if err != nil || u.Host == "" {
		return nil, &SignInError{Fault: SignInMisconfigured, detail: connector.Message{ID: "entra.sign-in.redirect-uri"}}
	}
	config := oauthConfig(c)
	config.RedirectURL = redirect
	return &attempt{
		config: config, redirect: u,
		state: randomText(), nonce: randomText(), verifier: oauth2.GenerateVerifier(), claims: c.Claims,
	}, nil
}

// address is where the administrator signs in.
func (a *attempt) address() string {
	options := []oauth2.AuthCodeOption{
		oauth2.S256ChallengeOption(a.verifier),
		oauth2.SetAuthURLParam("nonce", a.nonce),
		oauth2.SetAuthURLParam("prompt", "select_account"),
		oauth2.SetAuthURLParam("response_mode", "query"),
	}
	if a.claims != "" {
		options = append(options, oauth2.SetAuthURLParam("claims", a.claims))
	}
	return a.config.AuthCodeURL(a.state, options...)
}

// accept reports whether an answer is the one to this attempt and brings a code. It
// accepts one answer only, whoever brings it first: a second one is a replay.
func (a *attempt) accept(answer answer) error {
	if !a.owns(answer) {
		return &SignInError{Fault: SignInForeignAnswer}
	}
	if a.used.Swap(true) {
		return &SignInError{Fault: SignInReplayed}
	}
	if answer.refused != nil {
		return &SignInError{Fault: SignInRefused, err: answer.refused}
	}
	return nil
}

// owns reports whether an answer brings back this attempt's state, and the right
// issuer if it names one (RFC 9207).
func (a *attempt) owns(answer answer) bool {
	if answer.issuer != "" && !strings.EqualFold(network.HostOf(answer.issuer), network.HostOf(a.config.Endpoint.AuthURL)) {
		return false
	}
	return same(answer.state, a.state)
}

// nameless reports whether an answer is a refusal that does not say of which attempt, as
// Microsoft's may be: anybody could have sent it, so that it ends nothing that waits.
func (a answer) nameless() bool { return a.refused != nil && a.state == "" }

// same compares in constant time.
func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// randomText returns 32 random bytes as text for an address.
func randomText() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails
	return base64.RawURLEncoding.EncodeToString(b[:])
}
