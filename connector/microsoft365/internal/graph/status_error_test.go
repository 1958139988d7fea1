package graph

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
	"inventorybeacon/connector/microsoft365/internal/users/userjson"
)

func TestReadPageLimitsAndChecksBodies(t *testing.T) {
	for _, tt := range []struct {
		name, body string
		want       error
		requests   int32
	}{
		{"too large", `{"x":"` + strings.Repeat("x", 2000) + `"}`, ErrTooLarge, 1},
		{"cut off by a proxy", `{"value":[{"id":`, ErrTruncated, 6},
		{"nothing", ``, ErrTruncated, 6},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var requests atomic.Int32
			g, _ := graphAt(t, func(w http.ResponseWriter, _ *http.Request) {
				requests.Add(1)
				_, _ = io.WriteString(w, tt.body)
			})
			_, err := g.readPage(t.Context(), Request{Address: g.Address("/x")}, 1000, nil, func([]byte) error { return nil })
			if _, explained := connector.MessageOf(err); !errors.Is(err, tt.want) || !explained || requests.Load() != tt.requests {
				t.Errorf("%v after %d requests", err, requests.Load())
			}
		})
	}
}

func TestParseGraphErrorGivenSamples(t *testing.T) {
	body := func(name string) []byte {
		text := string(sourcetest.Sample(t, name))
		return []byte(text[strings.IndexByte(text, '{'):])
	}
	for _, tt := range []struct {
		file string
		want StatusError
	}{
		{
			"graph_error.json",
			StatusError{Code: "invalidRange", Text: "Uploaded fragment overlaps with existing data.", RequestID: "request-id", Date: "date-time"},
		},
		{"graph_error_badrequest_real.json", StatusError{
			Code:      "BadRequest",
			Text:      "Invalid request for delta query: for this entity set, $expand/$select is not supported for the following properties: signInActivity",
			RequestID: "eac0ce13-66ac-4e58-a71d-dcd06f3e8b33", ClientRequestID: "f246ff61-2360-5d21-a799-cfe24e22d20f", Date: "2024-06-11T10:31:27",
		}},
		{"graph_error_role_real.json", StatusError{
			Code: codeUnsupportedRole, Text: "User is not in the allowed roles",
			RequestID: "51017acd-3824-4dac-bbf1-0679e765a757", ClientRequestID: "51017acd-3824-4dac-bbf1-0679e765a757", Date: "2020-11-17T09:55:30",
		}},
		{"graph_429.txt", StatusError{
			Code: "TooManyRequests", Text: "Please retry again later.",
			RequestID: "94fb3b52-452a-4535-a601-69e0a90e3aa2", Date: "2020-08-18T12:51:51",
		}},
		{"graph_501.txt", StatusError{
			Code: "NotImplemented", Text: "This operation target is not yet supported.", RequestID: "...",
			Date: "2019-09-20T21:47:50",
		}},
	} {
		t.Run(tt.file, func(t *testing.T) {
			var got StatusError
			got.parse(body(tt.file))
			if got != tt.want {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestParseGraphErrorGivenAnErrorWithinAMessage(t *testing.T) {
	var got StatusError
	got.parse([]byte(sourcetest.Case(t, "unknown_tenant_404.json")))
	if got.Code != codeUnknownTenant || !strings.HasPrefix(got.Text, "We do not recognize this tenant") || got.Date != "2026-11-28T10:00:00" {
		t.Errorf("%+v", got)
	}
	got.parse([]byte(`{"error":{"code":"outer","message":"{\"a\":1}"}}`))
	if got.Code != "outer" || got.Text != `{"a":1}` {
		t.Errorf("%+v", got)
	}
}

func TestNextLinkGivenTheSample(t *testing.T) {
	g, err := New(sourcetest.AtGraph("https://graph.microsoft.com/"), http.DefaultClient, &sourcetest.Tokens{}, quick)
	if err != nil {
		t.Fatal(err)
	}
	var d userjson.Decoder
	page, err := d.Decode([]byte(`{"value":[],` + strings.TrimSpace(string(sourcetest.Sample(t, "users_nextlink.txt"))) + "}"))
	if link := page.Next; err != nil || !strings.HasPrefix(link, "https://graph.microsoft.com/v1.0/users?$top=5&$skiptoken=X%27") {
		t.Errorf("%q, %v", link, err)
	}
	if _, err := g.ownAddress(page.Next); err != nil {
		t.Error(err)
	}
}
