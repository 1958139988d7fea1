// Package browser opens the sign-in window, in which a browser that is installed shows
// Microsoft's pages, and the default browser.
package browser

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"net/url"
	"os/exec"
	"strings"
	"time"

	"github.com/chromedp/cdproto"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"

	"inventorybeacon/connector"
	"inventorybeacon/connector/network"
	"inventorybeacon/connector/network/proxyauth"
	"inventorybeacon/connector/network/proxyroute"
	"inventorybeacon/connector/panics"
	"inventorybeacon/connector/printable"
)

// startWithin is how long the browser may take to open its window.
const startWithin = 30 * time.Second

// closeWithin is how long the browser may take to close its window and end, and
// then it is killed.
const closeWithin = 5 * time.Second

// errAnswered ends the watching of a window whose answer has come.
var errAnswered = errors.New("the sign-in was answered")

// Window is a window of an installed browser in which somebody signs in. The browser
// is driven over the DevTools pipe: no debugging port is opened.
type Window struct {
	// Program is the browser, as [Find] returns it.
	Program string
	// Proxies are the connection's.
	Proxies proxyroute.Browser
	// Account is what a proxy is told when it wants a user name. Without one, the browser
	// signs in as whoever runs it, where the proxy offers Negotiate or NTLM.
	Account proxyauth.Account
	// Opening is shown until the sign-in page is there.
	Opening Page
	// Address is where the sign-in begins.
	Address string
	// Redirect is the redirect URI. The request to it is intercepted before it leaves the
	// computer, and given to Answer with its whole address. What Answer returns is shown in
	// its place; an error of it ends the sign-in.
	Redirect *url.URL
	Answer   func(address string) (shown Page, err error)
	// Place returns where the window covers nothing that it should not, as
	// [connector.WindowPlacer] does; nil leaves that to the system.
	Place func() (at connector.Area, ok bool)
	// Log receives what an administrator may need later.
	Log *slog.Logger
	// Drive acts in the window in somebody's place; nil for nobody, as it is but in tests.
	Drive func(window context.Context)
}

// Show opens the window and returns when the answer has come, or says why it has not.
// The browser has ended and its temporary profile is deleted when it returns.
func (w Window) Show(ctx context.Context) error {
	if needsNoSandbox() {
		w.Log.Warn("the sign-in window runs without the browser's sandbox, because the program runs as root")
	}
	// The profile, and what the browser puts beside it and leaves when it is killed.
	in, err := profilesOf(w.Program)
	if err != nil {
		return failure(err)
	}
	temporary, err := newFolder(in, w.Log)
	if err != nil {
		return failure(err)
	}
	defer temporary.remove()
	profile, err := newProfile(temporary.path)
	if err != nil {
		return failure(err)
	}
	options := append(append(switches(w.Program, w.Proxies, w.Opening), w.placed()...),
		chromedp.UserDataDir(profile))
	if in == "" { // the names of sockets in a snap's folder would be too long, and it has a temporary one of its own
		options = append(options, chromedp.Env("TMPDIR="+temporary.path))
	}
	allocator, end := chromedp.NewExecAllocator(ctx, options...)
	defer end() // waits for the process
	tab, cancel := chromedp.NewContext(allocator, chromedp.WithLogf(discard), chromedp.WithErrorf(discard))
	defer cancel()
	// The context of the first call is the browser's life, so that it cannot have
	// a time limit of its own.
	late := time.AfterFunc(startWithin, cancel)
	err = chromedp.Do(tab)
	if late.Stop(); err != nil {
		return failure(err)
	}
	open := &openWindow{Window: w, tab: tab}
	err = open.watch(ctx)
	if errors.Is(err, errAnswered) {
		open.close()
		return nil
	}
	return err
}

func discard(string, ...any) {}

// openWindow is a window on the screen.
type openWindow struct {
	Window
	tab context.Context
	// asked are the requests for which the proxy's credentials were given: once.
	asked map[fetch.RequestID]bool
}

// watch opens the sign-in page and waits until the answer has come
// (errAnswered), the window is closed, or ctx ends.
func (w *openWindow) watch(ctx context.Context) error {
	group, watching := panics.WithContext(w.tab)
	// Subscribed before anything is opened, so that nothing is missed.
	paused := chromedp.Events(watching, fetch.RequestPaused)
	wanted := chromedp.Events(watching, fetch.AuthRequired)
	closed := chromedp.BrowserEvents(watching, target.TargetDestroyed)
	if err := w.intercept(watching); err != nil {
		return w.ended(ctx, err)
	}
	group.Go(func() error { return handleEach(watching, paused, w.request) })
	group.Go(func() error { return handleEach(watching, wanted, w.authenticate) })
	group.Go(func() error { return handleEach(watching, closed, w.destroyed) })
	group.Go(func() error { return w.open(watching) })
	if w.Drive != nil {
		group.Go(func() error {
			w.Drive(watching)
			return nil
		})
	}
	return w.ended(ctx, group.Wait())
}

// handleEach handles events until one fails or there are no more.
func handleEach[E any](ctx context.Context, events iter.Seq2[E, error], handle func(context.Context, E) error) error {
	for event, err := range events {
		if err == nil {
			err = handle(ctx, event)
		}
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// destroyed ends the watching when it is the window that was closed.
func (w *openWindow) destroyed(_ context.Context, event target.EventTargetDestroyed) error {
	if event.TargetID == chromedp.FromContext(w.tab).Target.TargetID {
		return &WindowError{Fault: Closed}
	}
	return nil
}

// ended says why watching has ended. The window's end makes other things fail
// first, so it is asked for last.
func (w *openWindow) ended(ctx context.Context, err error) error {
	var (
		typed   connector.Explained
		crashed *exec.ExitError
	)
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.Is(err, errAnswered), errors.As(err, &typed):
		return err
	case errors.As(err, &crashed):
		return failure(err)
	case w.tab.Err() != nil:
		return &WindowError{Fault: Closed}
	default:
		return failure(err)
	}
}

// intercept has the browser stop before requests to the redirect URI. A proxy
// that wants credentials is answered only for requests that are stopped, so
// then it is all of them.
func (w *openWindow) intercept(ctx context.Context) error {
	pattern := patternOf(w.Redirect)
	credentials := w.Proxies != (proxyroute.Browser{}) && w.Account.Username != ""
	if credentials {
		pattern = "*"
	}
	_, err := chromedp.Call(ctx, fetch.Enable, fetch.EnableParams{
		Patterns: []*fetch.RequestPattern{{URLPattern: pattern, RequestStage: fetch.RequestStageRequest}}, HandleAuthRequests: &credentials,
	})
	return err
}

// patternOf matches every address that begins like the redirect URI; which one
// it is, is decided on the whole address.
func patternOf(redirect *url.URL) string {
	quoted := strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`).Replace(redirect.Scheme + "://" + redirect.Host + redirect.EscapedPath())
	return quoted + "*"
}

// open shows the sign-in page.
func (w *openWindow) open(ctx context.Context) error {
	opened, err := chromedp.Call(ctx, page.Navigate, page.NavigateParams{URL: w.Address})
	if err != nil {
		return err
	}
	// Aborted is a page that was left before it was complete.
	if opened.ErrorText == "" || opened.ErrorText == "net::ERR_ABORTED" {
		return nil
	}
	reason := printable.Line(opened.ErrorText, 80)
	return &WindowError{Fault: PageFailed, err: errors.New(reason), detail: connector.Message{
		ID: "browser.page", Data: connector.Data{"Host": network.HostOf(w.Address), "Error": reason},
	}}
}

// request lets a stopped request go on, or takes the answer from it.
func (w *openWindow) request(ctx context.Context, event fetch.EventRequestPaused) error {
	address, err := url.Parse(event.Request.URL)
	if err != nil || !network.SameAddress(address, w.Redirect) {
		_, err := chromedp.Call(ctx, fetch.ContinueRequest, fetch.ContinueRequestParams{RequestID: event.RequestID})
		return gone(err)
	}
	shown, problem := w.Answer(event.Request.URL + event.Request.URLFragment)
	_, err = chromedp.Call(ctx, fetch.FulfillRequest, fetch.FulfillRequestParams{
		RequestID: event.RequestID, ResponseCode: 200, ResponseHeaders: fetchHeaders(), Body: []byte(shown.html()),
	})
	if problem != nil {
		return problem
	}
	// Somebody who clicks twice gives the first request up, which has the answer
	// all the same.
	if err := gone(err); err != nil {
		return err
	}
	return errAnswered
}

// authenticate gives the proxy, and nobody else, the proxy's credentials.
func (w *openWindow) authenticate(ctx context.Context, event fetch.EventAuthRequired) error {
	response := &fetch.AuthChallengeResponse{Response: fetch.AuthChallengeResponseResponseDefault}
	if event.AuthChallenge.Source == fetch.AuthChallengeSourceProxy {
		if w.asked[event.RequestID] {
			return network.WrongProxyPassword(serverOf(event.AuthChallenge.Origin))
		}
		if w.asked == nil {
			w.asked = map[fetch.RequestID]bool{}
		}
		w.asked[event.RequestID] = true
		response = &fetch.AuthChallengeResponse{
			Response: fetch.AuthChallengeResponseResponseProvideCredentials,
			Username: w.Account.Username, Password: w.Account.Password.Reveal(),
		}
	}
	_, err := chromedp.Call(ctx, fetch.ContinueWithAuth,
		fetch.ContinueWithAuthParams{RequestID: event.RequestID, AuthChallengeResponse: response})
	return gone(err)
}

// serverOf is the host and port of a proxy.
func serverOf(origin string) string {
	u, err := url.Parse(origin)
	if err != nil {
		return "?"
	}
	return u.Host
}

// gone forgives a request that the page has given up in the meantime.
func gone(err error) error {
	var refused *cdproto.Error
	if errors.As(err, &refused) {
		return nil
	}
	return err
}

// close closes the window. Whatever is left of the browser is killed later.
func (w *openWindow) close() {
	limited, cancel := context.WithTimeout(w.tab, closeWithin)
	defer cancel()
	_ = chromedp.Cancel(limited)
}

func fetchHeaders() []*fetch.HeaderEntry {
	var headers []*fetch.HeaderEntry
	for name, value := range pageHeaders() {
		headers = append(headers, &fetch.HeaderEntry{Name: name, Value: value})
	}
	return headers
}
