package graph

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/connectortest"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
	"inventorybeacon/connector/network"
)

// quick is a budget for tests; servers that want longer waits say so in Retry-After.
var quick = network.Budget{Tries: 12, Within: 2 * time.Hour, First: time.Millisecond, Most: 4 * time.Millisecond, Stall: 20 * time.Second}

// graphAt returns a client for a server that answers with handler.
func graphAt(t *testing.T, handler http.HandlerFunc) (*Client, *sourcetest.Tokens) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	client, err := network.NewClient(connector.Access{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.CloseIdleConnections)
	token := &sourcetest.Tokens{}
	g, err := New(sourcetest.AtGraph(server.URL), client, token, quick)
	if err != nil {
		t.Fatal(err)
	}
	return g, token
}

// readText reads an address as text.
func readText(ctx context.Context, g *Client, resource string) (string, error) {
	var text string
	err := g.Get(ctx, Request{Address: g.Address(resource)}, func(resp *http.Response) error {
		body, err := ReadBody(resp, MaxCollectionBody, nil)
		text = string(body)
		return err
	})
	return text, err
}

func TestGetTriesAgainGivenPassingFaults(t *testing.T) {
	reset := func(w http.ResponseWriter) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err == nil {
			conn.Close()
		}
	}
	for _, tt := range []struct {
		name  string
		fault func(w http.ResponseWriter)
	}{
		{"429 without Retry-After", func(w http.ResponseWriter) { w.WriteHeader(http.StatusTooManyRequests) }},
		{"429 with decimals", func(w http.ResponseWriter) {
			w.Header().Set("Retry-After", "0.005")
			w.WriteHeader(http.StatusTooManyRequests)
		}},
		{"503", func(w http.ResponseWriter) { w.WriteHeader(http.StatusServiceUnavailable) }},
		{"503 with a page", func(w http.ResponseWriter) {
			w.WriteHeader(http.StatusServiceUnavailable)
			_, _ = io.WriteString(w, "<html>busy")
		}},
		{"504", func(w http.ResponseWriter) { w.WriteHeader(http.StatusGatewayTimeout) }},
		{"502", func(w http.ResponseWriter) { w.WriteHeader(http.StatusBadGateway) }},
		{"connection reset", reset},
		{"body cut off", func(w http.ResponseWriter) {
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, "half")
			_ = http.NewResponseController(w).Flush()
			reset(w)
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var requests atomic.Int32
			ids := sync.Map{}
			g, _ := graphAt(t, func(w http.ResponseWriter, r *http.Request) {
				n := requests.Add(1)
				if _, twice := ids.LoadOrStore(r.Header.Get("client-request-id"), true); twice {
					t.Error("a client-request-id came twice")
				}
				if n > 1 && r.Header.Get("Retry-Attempt") != fmt.Sprint(n-1) {
					t.Errorf("Retry-Attempt %q at request %d", r.Header.Get("Retry-Attempt"), n)
				}
				if n < 5 {
					tt.fault(w)
					return
				}
				_, _ = io.WriteString(w, "fine")
			})
			text, err := readText(t.Context(), g, "/x")
			if err != nil || text != "fine" || requests.Load() != 5 {
				t.Errorf("%q, %v after %d requests", text, err, requests.Load())
			}
		})
	}
}

func TestGetGivesUpWithAMessage(t *testing.T) {
	for _, tt := range []struct {
		name     string
		status   int
		body     string
		path     string
		requests int32
		said     string
	}{
		{
			"400 expired page", 400, `{"error":{"code":"Directory_ExpiredPageToken","message":"x"}}`, "/users", 1,
			"graph.page-expired Count=1 Host=127.0.0.1 Path=/v1.0/users Status=400",
		},
		{
			"403", 403, `{"error":{"code":"Authorization_RequestDenied","message":"x"}}`, "/users", 1,
			"graph.forbidden.permission Count=1 Host=127.0.0.1 Path=/v1.0/users Status=403",
		},
		{
			"403 of reports", 403, `{"error":{"code":"S2SUnauthorized","message":"Invalid permission"}}`, "/reports/x", 1,
			"graph.forbidden.reports",
		},
		{
			"403 for the role, of reports", 403, `{"error":{"code":"Authentication_RequestFromUnsupportedUserRole","message":"x"}}`, "/reports/x", 1,
			"graph.forbidden.reports",
		},
		{
			"403 for the role", 403, `{"error":{"code":"Authentication_RequestFromUnsupportedUserRole","message":"x"}}`, "/users", 1,
			"graph.forbidden.role Count=1 Host=127.0.0.1 Path=/v1.0/users Status=403",
		},
		{"404", 404, `{"error":{"code":"Request_ResourceNotFound"}}`, "/x", 1, "graph.not-found Count=1 Host=127.0.0.1 Path=/v1.0/x Status=404"},
		{"429", 429, `{}`, "/x", 12, "graph.throttled Count=12 Host=127.0.0.1 Path=/v1.0/x Status=429"},
		{"500", 500, `{"error":{"code":"UnknownError"}}`, "/x", 6, "graph.unavailable Count=6 Host=127.0.0.1 Path=/v1.0/x Status=500"},
		{"501", 501, `{"error":{"code":"NotImplemented"}}`, "/x", 1, "graph.not-implemented Count=1 Host=127.0.0.1 Path=/v1.0/x Status=501"},
		{"302 to a sign-in page", 302, ``, "/x", 1, "graph.redirected Count=1 Host=127.0.0.1 Path=/v1.0/x Status=302"},
		{"410", 410, ``, "/x", 1, "graph.page-expired Count=1 Host=127.0.0.1 Path=/v1.0/x Status=410"},
		{
			"401", 401, `{"error":{"code":"InvalidAuthenticationToken"}}`, "/x", 4,
			"graph.unauthorized.account-again Count=4 Host=127.0.0.1 Path=/v1.0/x Status=401",
		},
		{
			"a proxy's page", 200, "\n<HTML><head><Title>Corp&amp;Co\n Proxy</TITLE>", "/x", 6,
			"network.web-page Host=127.0.0.1 Status=200 Title=Corp&Co Proxy",
		},
		{"a proxy's 403", 403, "<html><title>Blocked</title>", "/x", 1, "network.web-page Host=127.0.0.1 Status=403 Title=Blocked"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var requests atomic.Int32
			g, _ := graphAt(t, func(w http.ResponseWriter, _ *http.Request) {
				requests.Add(1)
				w.Header().Set("request-id", "the-request")
				w.WriteHeader(tt.status)
				_, _ = io.WriteString(w, tt.body)
			})
			_, err := g.readPage(t.Context(), Request{Address: g.Address(tt.path + "?$skiptoken=geheim")}, MaxCollectionBody, nil,
				func([]byte) error { return nil })
			if said := connectortest.Said(err); said != tt.said {
				t.Errorf("%s of %v, want %s", said, err, tt.said)
			}
			if requests.Load() != tt.requests {
				t.Errorf("%d requests", requests.Load())
			}
			var refused *StatusError
			if errors.As(err, &refused) && (refused.RequestID != "the-request" || refused.ClientRequestID == "" || refused.Status != tt.status) {
				t.Errorf("%+v", refused)
			}
			if text := connectortest.Told(t, err); strings.Contains(text, "geheim") || strings.Contains(text, "secret-token") {
				t.Errorf("a secret shows in %s", text)
			}
		})
	}
}

// Whoever asks for the first page of a listing in a wrong way is told so; who
// follows Graph's own link is told that its place is gone.
func TestBadRequestForAPageLinkIsAnExpiredPage(t *testing.T) {
	for query, expired := range map[string]bool{
		"?$top=999&$skiptoken=geheim": true, "?%24skiptoken=geheim": true, "?$SkipToken=geheim": true,
		"?$top=999": false, "": false, "?$filter=displayName eq '$skiptoken'": false,
	} {
		g, _ := graphAt(t, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, sourcetest.Case(t, "skiptoken_400.json"))
		})
		_, err := readText(t.Context(), g, "/users"+strings.ReplaceAll(query, " ", "%20"))
		var refused *StatusError
		if !errors.As(err, &refused) || refused.PageExpired() != expired || refused.Text != "Invalid Skip Token" {
			t.Errorf("%q: %v, %+v", query, err, refused)
		}
	}
}

func TestGetRenewsTheTokenOnceAfter401(t *testing.T) {
	g, token := graphAt(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer secret-token-1" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		_, _ = io.WriteString(w, "fine")
	})
	text, err := readText(t.Context(), g, "/x")
	if err != nil || text != "fine" || len(token.Bad) != 1 || token.Bad[0] != "secret-token-0" {
		t.Errorf("%q, %v, invalidated %v", text, err, token.Bad)
	}
}

// Requests beside each other use up a token that is good for one request only.
func TestGetRenewsTheTokenThatOthersHaveUsedUp(t *testing.T) {
	g, token := graphAt(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer secret-token-3" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		_, _ = io.WriteString(w, "fine")
	})
	text, err := readText(t.Context(), g, "/x")
	if err != nil || text != "fine" || len(token.Bad) != 3 {
		t.Errorf("%q, %v, invalidated %v", text, err, token.Bad)
	}
}

func TestGetRefusesForeignAddresses(t *testing.T) {
	var requests atomic.Int32
	g, _ := graphAt(t, func(http.ResponseWriter, *http.Request) { requests.Add(1) })
	own := g.Endpoint.Host
	for _, address := range []string{
		"https://" + own + "/v1.0/users", "http://127.0.0.1:1/v1.0/users", "http://evil.example/v1.0/users",
		"http://user@" + own + "/x", "http://" + own + ".evil.example/x", "http:" + own, "//" + own + "/x", "/v1.0/users", "", "http://[::1",
		"%zz",
	} {
		err := g.Get(t.Context(), Request{Address: address}, func(*http.Response) error { return nil })
		if m, _ := connector.MessageOf(err); m.ID != "graph.foreign-link" {
			t.Errorf("%q: %v", address, err)
		}
	}
	if requests.Load() != 0 {
		t.Errorf("%d requests were sent", requests.Load())
	}
	if _, err := g.ownAddress(strings.ToUpper(g.Endpoint.Scheme) + "://" + own + "/v1.0/users?$skiptoken=x"); err != nil {
		t.Error(err)
	}
}

func TestGetKeepsTheTokenFromARedirect(t *testing.T) {
	var leaked atomic.Bool
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { leaked.Store(true) }))
	defer elsewhere.Close()
	g, _ := graphAt(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere.URL, http.StatusFound)
	})
	_, err := readText(t.Context(), g, "/x")
	var refused *StatusError
	if !errors.As(err, &refused) || refused.Status != http.StatusFound || leaked.Load() {
		t.Errorf("%v, followed %v", err, leaked.Load())
	}
}

func TestCancelEndsAWaitAtOnce(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	g, _ := graphAt(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(http.StatusTooManyRequests)
		time.AfterFunc(20*time.Millisecond, cancel)
	})
	if _, err := readText(ctx, g, "/x"); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestGetGivesUpAtOnceWhenRetryAfterIsBeyondWhatIsLeft(t *testing.T) {
	for name, shorten := range map[string]func(context.Context, *Client) (context.Context, context.CancelFunc){
		"given a deadline": func(ctx context.Context, _ *Client) (context.Context, context.CancelFunc) {
			return context.WithTimeout(ctx, time.Minute)
		},
		"given a budget": func(ctx context.Context, g *Client) (context.Context, context.CancelFunc) {
			g.budget.Within = time.Minute
			return context.WithCancel(ctx)
		},
	} {
		t.Run(name, func(t *testing.T) {
			g, _ := graphAt(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Retry-After", "5400")
				w.WriteHeader(http.StatusTooManyRequests)
			})
			ctx, cancel := shorten(t.Context(), g)
			defer cancel()
			_, err := readText(ctx, g, "/x")
			var refused *StatusError
			if !errors.As(err, &refused) || refused.Tries != 1 {
				t.Error(err)
			}
			m, _ := connector.MessageOf(err)
			if m.ID != "network.wait" || m.Data["Host"] != "127.0.0.1" || m.Data["Wait"] != 90*time.Minute || !strings.Contains(m.Reference, "429") {
				t.Errorf("%+v", m)
			}
		})
	}
}

func TestGetGivesUpAStalledAnswer(t *testing.T) {
	var requests atomic.Int32
	g, _ := graphAt(t, func(w http.ResponseWriter, r *http.Request) {
		if requests.Add(1) == 1 {
			_, _ = io.WriteString(w, "half")
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
			return
		}
		_, _ = io.WriteString(w, "whole")
	})
	g.budget.Stall = 50 * time.Millisecond
	if text, err := readText(t.Context(), g, "/x"); err != nil || text != "whole" {
		t.Errorf("%q, %v", text, err)
	}
}
