// Package graph reads Microsoft Graph: answers to requests, collections in pages, and
// downloads that it redirects to.
package graph

import (
	"cmp"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/network"
	"inventorybeacon/connector/printable"
)

// The largest bodies that are read, by kind.
const (
	MaxErrorBody      = 64 << 10
	MaxCollectionBody = 16 << 20 // subscribedSkus, subscriptions, groups, organization
)

// TokenSource hands out access tokens for Microsoft Graph.
type TokenSource interface {
	Token(ctx context.Context) (string, error)
	// Invalidate says that Graph refused the token, so that the next call of
	// Token fetches another one.
	Invalidate(token string)
}

// Client reads Microsoft Graph for one import or one test. Its methods may be
// called from several goroutines.
type Client struct {
	// client does not follow redirects: Graph answers reports with one to another
	// host, which must never see the token.
	client *http.Client
	// plain follows redirects and is never given a token.
	plain *http.Client
	// Tokens are what requests are sent with, Endpoint where they are sent to.
	Tokens   TokenSource
	Endpoint *url.URL
	// unattended says that the application signs in by itself.
	unattended bool
	gates      gates
	budget     network.Budget
	// Log receives what an administrator may need later; never a secret.
	Log *slog.Logger
	// BetaReports says that usage reports are in the beta version only.
	BetaReports bool
	// Note tells the administrator about a long wait.
	Note func(connector.Message)
}

// New returns a client for the connection's Graph endpoint, for example
// https://graph.microsoft.com. It copies client, whose transport (and with it
// the proxy) it shares.
func New(c connector.Connection, client *http.Client, tokens TokenSource, b network.Budget) (*Client, error) {
	parsed, err := url.Parse(connector.GraphRoot(c.GraphEndpoint))
	if err != nil || parsed.Host == "" {
		return nil, connector.NewError(connector.Message{ID: "graph.endpoint"}, nil) // whose cause would print it
	}
	fixed, plain := *client, *client
	// Answers may be long; a stalled one is ended by the budget instead.
	fixed.Timeout, plain.Timeout = 0, 0
	fixed.Transport, plain.Transport = locations{client.Transport}, locations{client.Transport}
	fixed.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	g := &Client{
		client: &fixed, plain: &plain, Tokens: tokens, Endpoint: parsed, budget: b,
		unattended: c.Flow == connector.ClientCredentials,
		Log:        slog.New(slog.DiscardHandler), Note: func(connector.Message) {},
	}
	plain.CheckRedirect = g.followDownload
	return g, nil
}

// Address returns the whole address of a resource of version 1.0, such as
// "/users?$top=999".
func (g *Client) Address(resource string) string {
	return g.Endpoint.String() + "/v1.0" + resource
}

// ReportAddress returns the whole address of a usage report.
func (g *Client) ReportAddress(resource string) string {
	if g.BetaReports {
		return g.Endpoint.String() + "/beta" + resource
	}
	return g.Address(resource)
}

// Request is what a GET asks for.
type Request struct {
	Address string
	// Eventual asks for the advanced queries ($count, $filter on collections).
	Eventual bool
	// Report names the usage report that is asked for: Graph may answer with a
	// redirect to its download, whose answer is then the one that is used, or with
	// 204 No Content.
	Report string
	// download says that the address is that of the report's download: a secret,
	// to which no token is sent.
	download bool
	// Timeouts is how many answers 504 it takes to give up; zero means as many as the
	// budget allows. A listing with a smaller page is the better answer to them.
	Timeouts int
	// Throttled, unless nil, is told of each answer that asks for fewer requests.
	Throttled func()
}

// succeeded reports whether an answer is one for the caller of the request.
func (r Request) succeeded(status int) bool {
	switch {
	case status == http.StatusOK:
		return true
	case status == http.StatusNoContent:
		return r.Report != ""
	default:
		return r.Report != "" && !r.download && isRedirect(status)
	}
}

// path is what errors say of a request's address.
func (r Request) path(address *url.URL) string {
	if r.download {
		return r.Report
	}
	return address.Path
}

// Get sends the request until it is answered, and hands the answer to use. When
// the body breaks off while use reads it, use is called again with a new
// answer; every other error of use is final.
func (g *Client) Get(ctx context.Context, r Request, use func(*http.Response) error) error {
	target, err := g.ownAddress(r.Address)
	if err != nil {
		return err
	}
	gate, timeouts := g.gates.of(target.Path), 0
	retries := network.Retrier{
		Budget: g.budget, Gate: gate,
		Announce: func(err error, try int, wait time.Duration, long bool) {
			g.Log.Debug("trying again", "path", target.Path, "try", try, "wait", wait, "error", err)
			if long {
				g.Note(connector.Message{ID: "graph.note.again", Data: connector.Data{"Path": target.Path, "Reason": Reason(err), "Wait": wait}})
			}
		},
	}
	return retries.Do(ctx, func(try int) error {
		err := g.attempt(ctx, gate, r, try, use)
		if r.Throttled != nil && throttled(err) {
			r.Throttled()
		}
		if TimedOut(err) {
			if timeouts++; timeouts == r.Timeouts {
				return errors.Unwrap(err) // for good
			}
		}
		return err
	})
}

// attempt sends the request once, and loads the download that its answer leads
// to. Whoever has that address can read the report, so that it stands in no
// error and no log, and the access token is never sent there.
func (g *Client) attempt(ctx context.Context, gate *network.Gate, r Request, try int, use func(*http.Response) error) error {
	token, err := g.Tokens.Token(ctx)
	if err != nil {
		return err
	}
	if err := gate.Wait(ctx); err != nil { // it may have shut while a token was fetched
		return err
	}
	var download *url.URL
	err = g.send(ctx, r, token, try, func(resp *http.Response) error {
		if !isRedirect(resp.StatusCode) {
			return use(resp)
		}
		var err error
		download, err = g.downloadAddress(resp)
		return err
	})
	switch {
	case unauthorized(err):
		g.Tokens.Invalidate(token)
		return &network.Transient{Err: err, Cost: network.CostRenewal}
	case err != nil || download == nil:
		return err
	default:
		return g.send(ctx, Request{Address: download.String(), Report: r.Report, download: true}, "", try, use)
	}
}

// unauthorized reports whether Graph refused the access token.
func unauthorized(err error) bool {
	var refused *StatusError
	return errors.As(err, &refused) && refused.Status == http.StatusUnauthorized
}

// throttled reports whether Graph asked for fewer requests.
func throttled(err error) bool {
	var refused *StatusError
	return errors.As(err, &refused) &&
		(refused.Status == http.StatusTooManyRequests || refused.Status == http.StatusServiceUnavailable)
}

// Reason says in some words why a try has failed.
func Reason(err error) connector.Message {
	var (
		refused *StatusError
		page    *network.WebPageError
		host    *network.HostError
		proxy   *network.ProxyError
		answer  *AnswerError
	)
	switch {
	case errors.As(err, &host):
		return connector.Message{ID: "graph.reason.host", Data: connector.Data{"Host": host.Host, "Reason": host.Reason()}}
	case errors.As(err, &proxy) && proxy.Server != "":
		return connector.Message{ID: "graph.reason.proxy", Data: connector.Data{"Proxy": proxy.Server}}
	case errors.As(err, &refused):
		return connector.Message{ID: "graph.reason.status", Data: connector.Data{"Host": refused.Host, "Status": refused.Status}}
	case errors.As(err, &page):
		return connector.Message{ID: "graph.reason.web-page", Data: connector.Data{"Host": page.Host}}
	case errors.Is(err, ErrInvalid), errors.As(err, &answer):
		return connector.Message{ID: "graph.reason.invalid"}
	default:
		return connector.Message{ID: "graph.reason.connection"}
	}
}

// send sends one request and hands its answer to use. A failure that another
// try may mend is a *network.Transient.
func (g *Client) send(ctx context.Context, r Request, token string, try int, use func(*http.Response) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	watch := time.AfterFunc(g.budget.Stall, func() { cancel(errStalled) })
	defer watch.Stop()

	req, err := http.NewRequestWithContext(ctx, http.MethodGet, r.Address, nil)
	if err != nil {
		return &AnswerError{Reason: connector.Message{ID: "graph.answer.address", Data: Of(cmp.Or(r.Report, g.Endpoint.Host))}}
	}
	client, id := g.client, connector.NewGUID()
	req.Header.Set("User-Agent", "inventory-beacon")
	if connector.IsLoopback(req.URL.Hostname()) {
		// On the way to this computer itself, packing and unpacking a page costs
		// both ends more than sending it.
		req.Header.Set("Accept-Encoding", "identity")
	}
	if r.download {
		client = g.plain
	} else {
		req.Header.Set("Authorization", "Bearer "+token)
		req.Header.Set("client-request-id", id)
		req.Header.Set("Accept", "application/json, text/csv;q=0.9, text/plain;q=0.8")
		if r.Eventual {
			req.Header.Set("ConsistencyLevel", "eventual")
		}
		if try > 1 {
			req.Header.Set("Retry-Attempt", strconv.Itoa(try-1))
		}
	}
	began := time.Now()
	resp, err := client.Do(req)
	if err != nil {
		return g.transportError(ctx, err, req.URL.Hostname())
	}
	defer resp.Body.Close()
	g.Log.Debug("answered", "host", req.URL.Hostname(), "path", r.path(req.URL), "status", resp.StatusCode, "try", try,
		"took", time.Since(began), "client-request-id", id)
	watch.Stop()
	resp.Body = &watchedBody{from: resp.Body, watch: watch, stall: g.budget.Stall}

	if r.succeeded(resp.StatusCode) {
		err := use(resp)
		if broken := (*BodyError)(nil); errors.As(err, &broken) {
			return g.transportError(ctx, broken.err, req.URL.Hostname())
		}
		if page := (*network.WebPageError)(nil); errors.Is(err, ErrInvalid) || errors.As(err, &page) {
			return &network.Transient{Err: err, Cost: network.CostInvalid}
		}
		return err
	}
	return g.refusal(resp, r, id, try)
}

// refusal makes the error of an answer that is not a success.
func (g *Client) refusal(resp *http.Response, r Request, id string, try int) error {
	// A body that cannot be read only makes the error say less.
	body, _ := io.ReadAll(io.LimitReader(resp.Body, MaxErrorBody))
	asked := resp.Request.URL
	refused := &StatusError{
		Status: resp.StatusCode, Host: asked.Hostname(), Path: r.path(asked), Page: isPageLink(asked), Download: r.download,
		RequestID: printable.Line(resp.Header.Get("request-id"), 80), ClientRequestID: id,
		Date: printable.Line(resp.Header.Get("Date"), 40), Tries: try, Unattended: g.unattended,
	}
	var err error
	if !isRedirect(resp.StatusCode) {
		err = network.WebPage(resp, asked.Hostname(), body)
	}
	if err == nil {
		refused.parse(body)
		err = refused
	}
	if !network.Passing(resp.StatusCode) && !r.download { // whose address lives for a few minutes only; another one may do
		return err
	}
	again := &network.Transient{Err: err, Host: asked.Hostname()}
	switch resp.StatusCode {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable, http.StatusBadGateway, http.StatusGatewayTimeout:
	default:
		again.Cost = network.CostInvalid
	}
	again.After = network.RetryAfter(resp.Header.Get("Retry-After"), time.Now())
	return again
}

// ownAddress parses an address and refuses one that is not the Graph
// endpoint's: following a foreign page link would hand the token to its host.
func (g *Client) ownAddress(address string) (*url.URL, error) {
	target, err := url.Parse(address)
	if err != nil || target.User != nil || target.Opaque != "" ||
		!strings.EqualFold(target.Scheme, g.Endpoint.Scheme) || network.Authority(target) != network.Authority(g.Endpoint) {
		host := ""
		if err == nil {
			host = printable.Line(target.Host, 100)
		}
		return nil, &AnswerError{Reason: connector.Message{
			ID: "graph.foreign-link", Data: connector.Data{"Host": named(host), "Endpoint": g.Endpoint.Host},
		}}
	}
	return target, nil
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	default:
		return false
	}
}
