package entra

import (
	"cmp"
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"sync"
	"syscall"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/network"
	"inventorybeacon/connector/panics"
)

// wsaAddressInUse is Windows' number for a port that is in use; nothing else has
// it elsewhere.
const wsaAddressInUse = syscall.Errno(10048)

// loopback opens the default browser and takes the answer with a listener of our
// own (RFC 8252 section 7.3), or what is pasted, if the browser runs elsewhere. A redirect URI without a port gets a free one, as
// Microsoft allows (learn.microsoft.com/entra/identity-platform/reply-url).
func (c *Client) loopback(ctx context.Context, connection connector.Connection, prompter connector.Prompter) (*attempt, answer, error) {
	redirect, err := url.Parse(connection.RedirectURI)
	if err != nil {
		return nil, answer{}, &SignInError{Fault: SignInMisconfigured, detail: connector.Message{ID: "entra.sign-in.redirect-uri"}}
	}
	listeners, port, err := listenLoopback(redirect)
	if err != nil {
		return nil, answer{}, err
	}
	redirect.Host = net.JoinHostPort(redirect.Hostname(), port)
	attempt, err := newAttempt(connection, redirect.String())
	if err != nil {
		closeAll(listeners)
		return nil, answer{}, err
	}
	r := &receiver{attempt: attempt, pages: pages{prompter}, outcome: make(chan outcome, 1), encrypted: make(chan struct{}, 1)}
	stop := r.serve(listeners)
	defer stop()
	prompter.Status(connector.Message{ID: "entra.status.browser"})
	if prompter.Address(attempt.address()) {
		beside, cancel := context.WithCancel(ctx)
		var pasting sync.WaitGroup
		pasting.Go(func() { r.pasted(beside, prompter) })
		defer pasting.Wait()
		defer cancel()
	}
	opened := c.startBrowser(attempt.address())
	for told := false; ; {
		select {
		case t := <-r.outcome:
			return attempt, t.answer, t.err
		case err := <-opened:
			c.browserOpened(err, prompter)
		case <-r.encrypted: // once is enough: browsers try several times
			if !told {
				prompter.Status(connector.Message{ID: "entra.status.https"})
			}
			told = true
		case <-ctx.Done():
			return nil, answer{}, context.Cause(ctx)
		}
	}
}

// listenLoopback listens on this computer only: on both address families where
// there are two, because a browser may try either for localhost.
func listenLoopback(redirect *url.URL) (listeners []net.Listener, port string, err error) {
	const tries = 5 // to find a port that is free in both
	for range tries {
		if listeners, port, err = listenOn(cmp.Or(redirect.Port(), "0")); err == nil {
			return listeners, port, nil
		}
		if redirect.Port() != "" {
			break
		}
	}
	return nil, "", &SignInError{
		Fault: SignInPortBusy, err: err,
		detail: connector.Message{ID: "entra.sign-in.port", Data: connector.Data{"Port": redirect.Port()}},
	}
}

func listenOn(port string) (listeners []net.Listener, chosen string, err error) {
	four, err := net.Listen("tcp4", "127.0.0.1:"+port)
	if err != nil {
		return nil, "", err
	}
	_, chosen, _ = net.SplitHostPort(four.Addr().String())
	six, err := net.Listen("tcp6", "[::1]:"+chosen)
	switch {
	case err == nil:
		return []net.Listener{four, six}, chosen, nil
	case errors.Is(err, syscall.EADDRINUSE), errors.Is(err, wsaAddressInUse):
		four.Close()
		return nil, "", err
	default: // no IPv6 here
		return []net.Listener{four}, chosen, nil
	}
}

func closeAll(listeners []net.Listener) {
	for _, l := range listeners {
		l.Close()
	}
}

// outcome is what the receiver was waiting for.
type outcome struct {
	answer answer
	err    error
}

// receiver serves the redirect URI until the attempt's answer has come.
type receiver struct {
	attempt *attempt
	pages   pages
	outcome chan outcome
	// encrypted says that a browser has asked by https.
	encrypted chan struct{}
}

// serve begins to listen; stop ends it, after the page has been delivered.
func (r *receiver) serve(listeners []net.Listener) (stop func()) {
	server := &http.Server{
		Handler: r, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 5 * time.Second, WriteTimeout: 5 * time.Second,
		MaxHeaderBytes: longestAnswer, ErrorLog: log.New(io.Discard, "", 0),
	}
	var running sync.WaitGroup
	for _, l := range listeners {
		running.Go(func() { _ = server.Serve(httpsWatcher{Listener: l, noticed: r.byHTTPS}) })
	}
	return func() {
		delivered, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		if server.Shutdown(delivered) != nil {
			server.Close()
		}
		running.Wait()
	}
}

// pasted takes the answer from an administrator whose browser runs on another computer, where the redirect URI leads to
// nobody. Somebody who pastes nothing ends no wait.
func (r *receiver) pasted(ctx context.Context, prompter connector.Prompter) {
	var got answer
	err := panics.Try(func() (err error) {
		got, err = r.attempt.pasted(ctx, prompter)
		return err
	})
	var failed *SignInError
	if errors.As(err, &failed) && (failed.Fault == SignInCancelled || failed.Fault == SignInReplayed) {
		return
	}
	select {
	case r.outcome <- outcome{got, err}:
	default: // the listener was faster
	}
}

func (r *receiver) byHTTPS() {
	select {
	case r.encrypted <- struct{}{}:
	default:
	}
}

// ServeHTTP takes the attempt's answer. Whatever else comes, such as a request
// for an icon or the answer of an attempt before, does not end the wait.
func (r *receiver) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	w.Header().Set("Connection", "close")
	if request.Method != http.MethodGet {
		w.Header().Set("Allow", http.MethodGet)
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	address := *r.attempt.redirect
	address.Host, address.Path, address.RawPath, address.RawQuery = request.Host, request.URL.Path, request.URL.RawPath, request.URL.RawQuery
	if !network.SameAddress(&address, r.attempt.redirect) {
		http.NotFound(w, request)
		return
	}
	got, err := r.attempt.parseAnswer(address.String())
	if got.nameless() {
		r.pages.refusedNameless().Write(w, http.StatusBadRequest)
		return
	}
	if err != nil || !r.attempt.owns(got) {
		r.pages.notOurs().Write(w, http.StatusBadRequest)
		return
	}
	err = r.attempt.accept(got)
	var failed *SignInError
	if errors.As(err, &failed) && failed.Fault == SignInReplayed {
		r.pages.notOurs().Write(w, http.StatusBadRequest)
		return
	}
	if err != nil {
		r.pages.refused().Write(w, http.StatusOK)
	} else {
		r.pages.signedIn().Write(w, http.StatusOK)
	}
	select {
	case r.outcome <- outcome{got, err}:
	default: // what was pasted was faster
	}
}
