package microsoft365

import (
	"context"
	"errors"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/chromedp/cdproto"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/network"
	"inventorybeacon/connector/microsoft365/internal/printable"
	"inventorybeacon/connector/panics"
)

// startWithin is how long the browser may take to open its window.
const startWithin = 30 * time.Second

// closeWithin is how long the browser may take to close its window and end, and
// then it is killed.
const closeWithin = 5 * time.Second

// errAnswered ends the watching of a window whose answer has come.
var errAnswered = errors.New("the sign-in was answered")

// popup signs in in a window of an installed browser, which is driven over the
// DevTools pipe: no debugging port is opened. The request to the redirect URI is
// intercepted before it leaves the computer. The browser has ended and its
// temporary profile is deleted when popup returns.
func (s *Source) popup(ctx context.Context, a connector.Access, program string, prompter connector.Prompter) (*attempt, answer, error) {
	attempt, err := newAttempt(a.Connection, a.Connection.RedirectURI)
	if err != nil {
		return nil, answer{}, err
	}
	proxy, err := network.ProxyOf(a)
	if err != nil {
		return nil, answer{}, err
	}
	if needsNoSandbox() {
		s.log.Warn("the sign-in window runs without the browser's sandbox, because the program runs as root")
	}
	prompter.Status("Sign in in the window that opens.")

	// The profile, and what the browser puts beside it and leaves when it is killed.
	temporary, err := os.MkdirTemp("", "sign-in-")
	if err != nil {
		return nil, answer{}, browserFailed(err)
	}
	defer os.RemoveAll(temporary)
	profile, err := newProfile(temporary)
	if err != nil {
		return nil, answer{}, browserFailed(err)
	}
	options := append(browserOptions(program, proxy), chromedp.Env("TMPDIR="+temporary), chromedp.UserDataDir(profile))
	allocator, end := chromedp.NewExecAllocator(ctx, options...)
	defer end() // waits for the process
	tab, cancel := chromedp.NewContext(allocator, chromedp.WithLogf(discard), chromedp.WithErrorf(discard))
	defer cancel()
	// The context of the first call is the browser's life, so that it cannot have
	// a time limit of its own.
	late := time.AfterFunc(startWithin, cancel)
	err = chromedp.Do(tab)
	if late.Stop(); err != nil {
		return nil, answer{}, browserFailed(err)
	}
	w := &signInWindow{attempt: attempt, tab: tab, proxy: proxy}
	err = w.watch(ctx, s.drive)
	if errors.Is(err, errAnswered) {
		w.close()
		return attempt, w.answer, attempt.accept(w.answer)
	}
	return nil, answer{}, err
}

func discard(string, ...any) {}

// browserFailed types the error of a browser that did not start. Its text can
// quote the browser's own output, which is of no use to an administrator.
func browserFailed(err error) error {
	switch {
	case errors.Is(err, chromedp.ErrNoDisplay):
		return &SignInError{Fault: SignInNoBrowser, err: err}
	case lacksSandbox(err.Error()):
		return &SignInError{Fault: SignInNoSandbox, err: err}
	default:
		return &SignInError{Fault: SignInBrowserFailed, err: err}
	}
}

// lacksSandbox knows what Chromium prints when neither user namespaces nor its
// SUID helper can be used, and when that is set up wrongly
// (content/browser/zygote_host/zygote_host_impl_linux.cc).
func lacksSandbox(output string) bool {
	return strings.Contains(output, "No usable sandbox") || strings.Contains(output, "The SUID sandbox helper binary")
}

// signInWindow is a browser window in which somebody signs in.
type signInWindow struct {
	attempt *attempt
	tab     context.Context
	proxy   *url.URL
	answer  answer
	// asked are the requests for which the proxy's credentials were given: once.
	asked map[fetch.RequestID]bool
}

// watch opens the sign-in page and waits until the answer has come
// (errAnswered), the window is closed, or ctx ends.
func (w *signInWindow) watch(ctx context.Context, drive func(context.Context)) error {
	group, watching := panics.WithContext(w.tab)
	// Subscribed before anything is opened, so that nothing is missed.
	paused := chromedp.Events(watching, fetch.RequestPaused)
	wanted := chromedp.Events(watching, fetch.AuthRequired)
	closed := chromedp.BrowserEvents(watching, target.TargetDestroyed)
	if err := w.intercept(watching); err != nil {
		return w.ended(ctx, err)
	}
	group.Go(func() error {
		for event, err := range paused {
			if err == nil {
				err = w.request(watching, event)
			}
			if err != nil {
				return err
			}
		}
		return watching.Err()
	})
	group.Go(func() error {
		for event, err := range wanted {
			if err == nil {
				err = w.authenticate(watching, event)
			}
			if err != nil {
				return err
			}
		}
		return watching.Err()
	})
	group.Go(func() error {
		for event, err := range closed {
			if err != nil {
				return err
			}
			if event.TargetID == chromedp.FromContext(w.tab).Target.TargetID {
				return &SignInError{Fault: SignInWindowClosed}
			}
		}
		return watching.Err()
	})
	group.Go(func() error { return w.open(watching) })
	if drive != nil {
		group.Go(func() error {
			drive(watching)
			return nil
		})
	}
	return w.ended(ctx, group.Wait())
}

// ended says why watching has ended. The window's end makes other things fail
// first, so it is asked for last.
func (w *signInWindow) ended(ctx context.Context, err error) error {
	var (
		typed   connector.Advised
		crashed *exec.ExitError
	)
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.Is(err, errAnswered), errors.As(err, &typed):
		return err
	case errors.As(err, &crashed):
		return browserFailed(err)
	case w.tab.Err() != nil:
		return &SignInError{Fault: SignInWindowClosed}
	default:
		return browserFailed(err)
	}
}

// intercept has the browser stop before requests to the redirect URI. A proxy
// that wants credentials is answered only for requests that are stopped, so
// then it is all of them.
func (w *signInWindow) intercept(ctx context.Context) error {
	pattern := patternOf(w.attempt.redirect)
	credentials := w.proxy != nil && w.proxy.User != nil
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
func (w *signInWindow) open(ctx context.Context) error {
	opened, err := chromedp.Call(ctx, page.Navigate, page.NavigateParams{URL: w.attempt.address()})
	if err != nil {
		return err
	}
	// Aborted is a page that was left before it was complete.
	if opened.ErrorText == "" || opened.ErrorText == "net::ERR_ABORTED" {
		return nil
	}
	return &SignInError{
		Fault: SignInPageFailed, err: errors.New(printable.Line(opened.ErrorText, 80)),
		detail: "The sign-in page of " + network.HostOf(w.attempt.config.Endpoint.AuthURL) + " cannot be opened (" + printable.Line(opened.ErrorText, 80) + "). " +
			"Check the authorization endpoint and the proxy settings of the connection.",
	}
}

// request lets a stopped request go on, or takes the answer from it.
func (w *signInWindow) request(ctx context.Context, event fetch.EventRequestPaused) error {
	address, err := url.Parse(event.Request.URL)
	if err != nil || !network.SameAddress(address, w.attempt.redirect) {
		_, err := chromedp.Call(ctx, fetch.ContinueRequest, fetch.ContinueRequestParams{RequestID: event.RequestID})
		return gone(err)
	}
	got, problem := w.attempt.parseAnswer(event.Request.URL + event.Request.URLFragment)
	body := pageSignedIn
	if problem != nil || got.refused != nil {
		body = pageRefused
	}
	_, err = chromedp.Call(ctx, fetch.FulfillRequest, fetch.FulfillRequestParams{
		RequestID: event.RequestID, ResponseCode: 200, ResponseHeaders: fetchHeaders(), Body: []byte(body),
	})
	if problem != nil {
		return wrongAnswer("The sign-in ended without an answer that can be used.")
	}
	// Somebody who clicks twice gives the first request up, which has the answer
	// all the same.
	if err := gone(err); err != nil {
		return err
	}
	w.answer = got
	return errAnswered
}

// authenticate gives the proxy, and nobody else, the proxy's credentials.
func (w *signInWindow) authenticate(ctx context.Context, event fetch.EventAuthRequired) error {
	response := &fetch.AuthChallengeResponse{Response: fetch.AuthChallengeResponseResponseDefault}
	if event.AuthChallenge.Source == fetch.AuthChallengeSourceProxy {
		if w.asked[event.RequestID] {
			return &network.ProxyError{Fault: network.ProxyAuthentication, Server: w.proxy.Host, Status: 407, Schemes: []string{"Basic"}, WithCredentials: true}
		}
		if w.asked == nil {
			w.asked = map[fetch.RequestID]bool{}
		}
		w.asked[event.RequestID] = true
		password, _ := w.proxy.User.Password()
		response = &fetch.AuthChallengeResponse{
			Response: fetch.AuthChallengeResponseResponseProvideCredentials, Username: w.proxy.User.Username(), Password: password,
		}
	}
	_, err := chromedp.Call(ctx, fetch.ContinueWithAuth, fetch.ContinueWithAuthParams{RequestID: event.RequestID, AuthChallengeResponse: response})
	return gone(err)
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
func (w *signInWindow) close() {
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
