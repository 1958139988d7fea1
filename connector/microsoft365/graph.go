package microsoft365

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"inventorybeacon/connector"
)

// The largest bodies that are read, by kind.
const (
	limitError      = 64 << 10
	limitNumber     = 1 << 10
	limitCollection = 16 << 20 // subscribedSkus, subscriptions, groups, organization
	limitPage       = 64 << 20 // 999 users take 2 to 3 MiB
	limitReport     = 4 << 30  // streamed, never held
)

// spoiledTries is how often an answer is asked for that is cut off although its
// transfer ended properly, or that is a web page. What spoils answers mostly does
// it again.
const spoiledTries = 5

// maxRenewals is how often a request that is refused with 401 gets another
// token. One that lives for a few requests only may be used up by those beside
// this one; a token that is refused for good must not look like a loop.
const maxRenewals = 3

// tokenSource hands out access tokens for Microsoft Graph.
type tokenSource interface {
	Token(ctx context.Context) (string, error)
	// Invalidate says that Graph refused the token, so that the next call of
	// Token fetches another one.
	Invalidate(token string)
}

// graph reads Microsoft Graph for one import or one test. Its methods may be
// called from several goroutines.
type graph struct {
	// client does not follow redirects: Graph answers reports with one to another
	// host, which must never see the token.
	client *http.Client
	// plain follows redirects and is never given a token.
	plain    *http.Client
	tokens   tokenSource
	endpoint *url.URL
	gate     gate
	pace     pace
	log      *slog.Logger
	// note tells the administrator about a long wait.
	note func(text string)
}

// newGraph returns a client for the Graph endpoint, for example
// https://graph.microsoft.com. It copies client, whose transport (and with it
// the proxy) it shares.
func newGraph(endpoint string, client *http.Client, tokens tokenSource, p pace) (*graph, error) {
	parsed, err := url.Parse(connector.GraphRoot(endpoint))
	if err != nil || parsed.Host == "" {
		return nil, &AnswerError{What: "the Graph endpoint", Reason: "is not possible, because it is not an address such as https://graph.microsoft.com", Action: "Correct the Graph endpoint of the connection."}
	}
	fixed, plain := *client, *client
	// Answers may be long; a stalled one is ended by the pace instead.
	fixed.Timeout, plain.Timeout = 0, 0
	fixed.Transport, plain.Transport = locations{client.Transport}, locations{client.Transport}
	fixed.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	plain.CheckRedirect = followDownload
	return &graph{
		client: &fixed, plain: &plain, tokens: tokens, endpoint: parsed, pace: p,
		log: slog.New(slog.DiscardHandler), note: func(string) {},
	}, nil
}

// address returns the whole address of a resource of version 1.0, such as
// "/users?$top=999".
func (g *graph) address(resource string) string {
	return g.endpoint.String() + "/v1.0" + resource
}

// request is what a GET asks for.
type request struct {
	address string
	// eventual asks for the advanced queries ($count, $filter on collections).
	eventual bool
	// redirect hands a redirect to use instead of calling it an error.
	redirect bool
	// timeouts is how many answers 504 are put up with; zero means as many as
	// tries. A listing with a smaller page is the better answer to them.
	timeouts int
	// tries is how often it is sent at the most; zero leaves that to the pace.
	tries int
	// throttled, unless nil, is told of each answer that asks for fewer requests.
	throttled func()
	// name stands for the path in errors; a report's download address is a secret.
	name string
}

// get sends the request until it is answered, and hands the answer to use. When
// the body breaks off while use reads it, use is called again with a new
// answer; every other error of use is final.
func (g *graph) get(ctx context.Context, r request, use func(*http.Response) error) error {
	target, err := g.ownAddress(r.address)
	if err != nil {
		return err
	}
	renewals, timeouts := 0, 0
	return g.retry(ctx, target.Path, func(try int) error {
		token, err := g.tokens.Token(ctx)
		if err != nil {
			return err
		}
		err = g.send(ctx, g.client, r, token, try, use)
		for ; unauthorized(err) && renewals < maxRenewals; renewals++ {
			g.tokens.Invalidate(token)
			if token, err = g.tokens.Token(ctx); err != nil {
				return err
			}
			err = g.send(ctx, g.client, r, token, try, use)
		}
		if r.throttled != nil && throttled(err) {
			r.throttled()
		}
		if failed := (*transient)(nil); r.tries > 0 && errors.As(err, &failed) && failed.tries == 0 {
			failed.tries = r.tries
		}
		if timedOut(err) {
			if timeouts++; timeouts == r.timeouts {
				return gaveUp(errors.Unwrap(err), try) // for good
			}
		}
		return err
	})
}

// unauthorized says that Graph refused the access token.
func unauthorized(err error) bool {
	var refused *GraphError
	return errors.As(err, &refused) && refused.Status == http.StatusUnauthorized
}

// throttled says that Graph asked for fewer requests.
func throttled(err error) bool {
	var refused *GraphError
	return errors.As(err, &refused) &&
		(refused.Status == http.StatusTooManyRequests || refused.Status == http.StatusServiceUnavailable)
}

// transient is a failure that another try may mend.
type transient struct {
	err error
	// after is what Retry-After asked for; negative when it said nothing.
	after time.Duration
	// tries is how often failures with such a bound are put up with, where that is
	// less often than the pace allows; zero is no bound.
	tries int
}

func (t *transient) Error() string { return t.err.Error() }
func (t *transient) Unwrap() error { return t.err }

// retry calls attempt until it succeeds, fails for good, or has failed as often
// as the pace allows. No attempt starts while the gate is shut.
func (g *graph) retry(ctx context.Context, path string, attempt func(try int) error) error {
	bounded := 0
	for try := 1; ; try++ {
		if err := g.gate.wait(ctx); err != nil {
			return err
		}
		err := attempt(try)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		var failed *transient
		if !errors.As(err, &failed) {
			return err
		}
		if failed.tries > 0 {
			bounded++
		}
		delay := failed.after
		if delay < 0 {
			delay = g.pace.backoff(try)
		}
		deadline, ends := ctx.Deadline()
		if try >= g.pace.tries || failed.tries > 0 && bounded >= failed.tries || ends && time.Until(deadline) < delay {
			return gaveUp(failed.err, try)
		}
		if failed.after >= 0 {
			// Many are told of the same wait; the administrator once.
			if g.gate.close(delay) {
				g.announce(path, failed.err, try, delay)
			}
			continue
		}
		g.announce(path, failed.err, try, delay)
		if err := sleep(ctx, delay); err != nil {
			return err
		}
	}
}

// announce logs a failed try, and tells the administrator when the wait is one
// that can be noticed.
func (g *graph) announce(path string, err error, try int, delay time.Duration) {
	g.log.Debug("trying again", "path", path, "try", try, "wait", delay, "error", err)
	if delay >= 10*time.Second {
		reason := "the connection failed"
		var refused *GraphError
		if errors.As(err, &refused) {
			reason = fmt.Sprintf("status %d", refused.Status)
		}
		g.note(fmt.Sprintf("Microsoft Graph could not answer for %s (%s); trying again in %s.", path, reason, delay.Round(time.Second)))
	}
}

func gaveUp(err error, try int) error {
	var refused *GraphError
	if errors.As(err, &refused) {
		refused.Tries = try
	}
	return err
}

// send makes one try, as soon as the gate is open: it may have shut while a
// token was fetched. A failure that another try may mend is a *transient.
func (g *graph) send(ctx context.Context, client *http.Client, r request, token string, try int, use func(*http.Response) error) error {
	if err := g.gate.wait(ctx); err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	watch := time.AfterFunc(g.pace.stall, func() { cancel(errStalled) })
	defer watch.Stop()

	req, err := http.NewRequestWithContext(ctx, http.MethodGet, r.address, nil)
	if err != nil {
		return &AnswerError{What: firstOf(r.name, "Microsoft Graph"), Reason: "names an address that is not valid"}
	}
	id := newRequestID()
	req.Header.Set("User-Agent", "inventory-beacon")
	if connector.IsLoopback(req.URL.Hostname()) {
		// On the way to this computer itself, packing and unpacking a page costs
		// both ends more than sending it.
		req.Header.Set("Accept-Encoding", "identity")
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
		req.Header.Set("client-request-id", id)
		req.Header.Set("Accept", "application/json, text/csv;q=0.9, text/plain;q=0.8")
		if r.eventual {
			req.Header.Set("ConsistencyLevel", "eventual")
		}
		if try > 1 {
			req.Header.Set("Retry-Attempt", strconv.Itoa(try-1))
		}
	}
	resp, err := client.Do(req)
	if err != nil {
		return g.transportError(ctx, err, req.URL.Hostname())
	}
	defer resp.Body.Close()
	watch.Stop()
	resp.Body = &watchedBody{from: resp.Body, watch: watch, stall: g.pace.stall}

	if resp.StatusCode == http.StatusOK || r.redirect && isRedirect(resp.StatusCode) {
		err := use(resp)
		if broken := (*brokenBody)(nil); errors.As(err, &broken) {
			return g.transportError(ctx, broken.err, req.URL.Hostname())
		}
		if page := (*WebPageError)(nil); errors.Is(err, errSpoiled) || errors.As(err, &page) {
			return &transient{err: err, after: -1, tries: spoiledTries}
		}
		return err
	}
	return refusal(resp, r, id)
}

// refusal makes the error of an answer that is not a success.
func refusal(resp *http.Response, r request, id string) error {
	// A body that cannot be read only makes the error say less.
	body, _ := io.ReadAll(io.LimitReader(resp.Body, limitError))
	refused := &GraphError{
		Status: resp.StatusCode, Path: firstOf(r.name, resp.Request.URL.Path),
		RequestID: printable(resp.Header.Get("request-id"), 80), ClientRequestID: id,
		Date: printable(resp.Header.Get("Date"), 40), Tries: 1,
	}
	var err error = refused
	if !isRedirect(resp.StatusCode) && looksLikeWebPage(resp.Header, body) {
		err = &WebPageError{Status: resp.StatusCode, Host: resp.Request.URL.Hostname(), Title: pageTitle(body)}
	} else {
		refused.parseGraphError(body)
	}
	again := &transient{err: err, after: -1}
	switch resp.StatusCode {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable, http.StatusBadGateway, http.StatusGatewayTimeout:
	case http.StatusInternalServerError:
		// Seldom mended by time, so it is not worth minutes.
		again.tries = 3
	default:
		return err
	}
	if after, ok := parseRetryAfter(resp.Header.Get("Retry-After"), time.Now()); ok {
		again.after = after
	}
	return again
}

// ownAddress parses an address and refuses one that is not the Graph
// endpoint's: following a foreign page link would hand the token to its host.
func (g *graph) ownAddress(address string) (*url.URL, error) {
	target, err := url.Parse(address)
	if err != nil || target.User != nil || target.Opaque != "" ||
		!strings.EqualFold(target.Scheme, g.endpoint.Scheme) || authority(target) != authority(g.endpoint) {
		host := "an address that is not valid"
		if err == nil && target.Host != "" {
			host = printable(target.Host, 100)
		}
		return nil, &ForeignLinkError{Host: host, Endpoint: g.endpoint.Host}
	}
	return target, nil
}

// authority returns host and port in lower case, with the scheme's own port
// where none is written.
func authority(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "http": "80"}[strings.ToLower(u.Scheme)]
	}
	return strings.ToLower(u.Hostname()) + ":" + port
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	default:
		return false
	}
}

// newRequestID returns a random UUID (RFC 9562 version 4), by which Microsoft's
// support can find a request.
func newRequestID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
