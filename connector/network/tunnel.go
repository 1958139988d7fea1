package network

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"inventorybeacon/connector/network/proxyauth"
)

// maxRefusal is how much of the page is read that comes with a proxy's refusal, so that the
// connection can be used again.
const maxRefusal = 256 << 10

// refusalWithin is how long that page may take to come.
const refusalWithin = 5 * time.Second

// maxSteps is how often a proxy is answered in one sign-in; Negotiate takes four at most.
const maxSteps = 6

// errClosed is a proxy that ends the connection in the middle of a sign-in.
var errClosed = errors.New("the proxy ends the connection in the middle of a sign-in")

// tunnel is one connection to a proxy, through which a host shall be reached.
//
// net/http answers no 407. What is done for it here has to be done on one connection,
// because a sign-in with NTLM belongs to that.
type tunnel struct {
	dialer  *dialer
	proxy   *url.URL
	account proxyauth.Account
	address string // host:port

	conn   net.Conn // nil while there is none
	reader *bufio.Reader
	asked  bool // on this connection
}

// open returns the connection to the host once the proxy lets it through. The error is a
// [*ProxyError], or ctx's.
func (t *tunnel) open(ctx context.Context) (net.Conn, error) {
	conn, err := t.signedIn(ctx)
	if err == nil {
		return conn, nil
	}
	t.drop()
	if ctx.Err() != nil && context.Cause(ctx) != errSlow {
		return nil, context.Cause(ctx)
	}
	return nil, err
}

// signedIn asks as the proxy has let this program through before, or without a sign-in, and
// then in each way that it offers.
func (t *tunnel) signedIn(ctx context.Context) (net.Conn, error) {
	var (
		answer *http.Response
		err    error
	)
	scheme := t.dialer.accepted.of(t.proxy)
	if scheme == "" {
		answer, err = t.ask(ctx, "", true)
	} else if answer, err = t.signIn(ctx, proxyauth.Challenge{Scheme: scheme}); errors.Is(err, proxyauth.ErrRefused) {
		scheme = ""
		answer, err = t.ask(ctx, "", true)
	}
	if err != nil {
		return nil, err
	}
	if !wantsSignIn(answer) {
		return t.through(answer)
	}
	challenges, failed := challengesOf(answer), t.refusal(answer)
	for _, scheme := range proxyauth.Usable(challenges, t.account) {
		challenge, _ := proxyauth.Find(challenges, scheme)
		answer, err := t.signIn(ctx, challenge)
		switch {
		case err == nil && !wantsSignIn(answer):
			conn, err := t.through(answer)
			if err == nil {
				t.dialer.accepted.remember(t.proxy, scheme)
			}
			return conn, err
		case errors.As(err, new(*ProxyError)) || ctx.Err() != nil:
			return nil, err
		case failed.add(err):
			return nil, failed
		}
	}
	return nil, failed
}

// signIn signs in with the scheme of a challenge and returns the proxy's answer to the
// request. The error is [proxyauth.ErrRefused], has a message, or says that the proxy could
// not be reached.
func (t *tunnel) signIn(ctx context.Context, challenge proxyauth.Challenge) (*http.Response, error) {
	handshake := proxyauth.Begin(challenge.Scheme, t.account, proxyauth.Target{
		Proxy: t.proxy.Hostname(), Method: http.MethodConnect, Address: t.address,
	})
	defer handshake.Close()
	for step := range maxSteps {
		header, err := handshake.Answer(challenge)
		if err != nil {
			return nil, err
		}
		if step > 0 && t.conn == nil && challenge.Token != "" {
			return nil, closedDuring(challenge.Scheme)
		}
		answer, err := t.ask(ctx, header, step == 0)
		if err != nil || !wantsSignIn(answer) {
			return answer, err
		}
		var again bool
		if challenge, again = proxyauth.Find(challengesOf(answer), challenge.Scheme); !again {
			break
		}
	}
	return nil, proxyauth.ErrRefused
}

// ask sends the request for the tunnel and returns the answer. What was left of an earlier
// answer's connection may be gone: when again is set, a new one is made once.
func (t *tunnel) ask(ctx context.Context, authorization string, again bool) (*http.Response, error) {
	if t.conn == nil {
		conn, err := t.dialer.toProxy(ctx, t.proxy)
		if err != nil {
			return nil, err
		}
		t.conn, t.reader, t.asked = conn, bufio.NewReader(conn), false
	}
	wasAsked := t.asked
	t.asked = true
	answer, err := t.exchange(ctx, authorization)
	if err == nil {
		return answer, nil
	}
	t.drop()
	if wasAsked && again && ctx.Err() == nil {
		return t.ask(ctx, authorization, false)
	}
	if context.Cause(ctx) == errSlow {
		err = context.DeadlineExceeded
	}
	return nil, unreachable(t.proxy, err)
}

// exchange sends one request and reads its answer, with its page unless the tunnel is open.
func (t *tunnel) exchange(ctx context.Context, authorization string) (*http.Response, error) {
	release := closeWith(ctx, t.conn)
	defer release()
	request := &http.Request{
		Method: http.MethodConnect, URL: &url.URL{Opaque: t.address}, Host: t.address,
		// Squid 2 and others that speak HTTP/1.0 keep a connection only then, and NTLM needs it (curl has sent it since #954).
		Header: http.Header{"Proxy-Connection": {"Keep-Alive"}},
	}
	if authorization != "" {
		request.Header.Set("Proxy-Authorization", authorization)
	}
	if err := request.Write(t.conn); err != nil {
		return nil, err
	}
	answer, err := http.ReadResponse(t.reader, request)
	if err != nil || answer.StatusCode == http.StatusOK {
		return answer, err
	}
	defer answer.Body.Close()
	if !keeps(answer) || !t.skip(answer) {
		t.drop()
	}
	return answer, nil
}

// keeps reports whether the connection can be used again after the page of a refusal: the proxy keeps it,
// and says where the page ends.
func keeps(answer *http.Response) bool {
	endless := answer.ContentLength < 0 && len(answer.TransferEncoding) == 0
	if endless || answer.ContentLength > maxRefusal {
		return false
	}
	switch strings.ToLower(answer.Header.Get("Proxy-Connection")) {
	case "keep-alive":
		return true
	case "close":
		return false
	default:
		return !answer.Close
	}
}

// skip reads the page of a refusal. It reports whether all of it has come.
func (t *tunnel) skip(answer *http.Response) (whole bool) {
	if err := t.conn.SetReadDeadline(time.Now().Add(refusalWithin)); err != nil {
		return false
	}
	if _, err := io.CopyN(io.Discard, answer.Body, maxRefusal); !errors.Is(err, io.EOF) {
		return false
	}
	return t.conn.SetReadDeadline(time.Time{}) == nil
}

// closeWith closes a connection when ctx ends, until release is called.
func closeWith(ctx context.Context, conn net.Conn) (release func() bool) {
	return context.AfterFunc(ctx, func() { _ = conn.Close() })
}

// through is the open tunnel, or the error of a proxy that refuses it.
func (t *tunnel) through(answer *http.Response) (net.Conn, error) {
	if answer.StatusCode != http.StatusOK {
		return nil, t.refusal(answer)
	}
	return &tunneled{Conn: t.conn, reader: t.reader}, nil
}

func (t *tunnel) refusal(answer *http.Response) *ProxyError {
	return proxyRefusal(t.proxy, HostOf("https://"+t.address), answer, t.account.Username != "")
}

func (t *tunnel) drop() {
	if t.conn != nil {
		_ = t.conn.Close()
		t.conn = nil
	}
}

// wantsSignIn reports whether a proxy asks for a sign-in. tinyproxy answers a wrong password
// with 401, which is meant for hosts.
func wantsSignIn(answer *http.Response) bool {
	return answer.StatusCode == http.StatusProxyAuthRequired || answer.StatusCode == http.StatusUnauthorized
}

// challengesOf are the ways to sign in that a proxy offers. One that breaks the rule to name
// them (RFC 9110 section 15.5.8) means the oldest.
func challengesOf(answer *http.Response) []proxyauth.Challenge {
	headers := answer.Header.Values("Proxy-Authenticate")
	if len(headers) == 0 {
		return []proxyauth.Challenge{{Scheme: proxyauth.Basic}}
	}
	return proxyauth.Challenges(headers)
}

// tunneled is a connection of which the beginning may have come with the proxy's answer.
type tunneled struct {
	net.Conn
	reader *bufio.Reader
}

// Read implements [net.Conn].
func (t *tunneled) Read(p []byte) (int, error) {
	if t.reader.Buffered() > 0 {
		return t.reader.Read(p[:min(len(p), t.reader.Buffered())])
	}
	return t.Conn.Read(p)
}
