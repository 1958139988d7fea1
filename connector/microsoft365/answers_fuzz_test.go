package microsoft365

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/connectortest"
	"inventorybeacon/connector/microsoft365/internal/graph"
	"inventorybeacon/connector/microsoft365/internal/report"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
	"inventorybeacon/connector/microsoft365/internal/users"
	"inventorybeacon/connector/network"
)

func graphBehind(t testing.TB, a http.RoundTripper) *graph.Client {
	t.Helper()
	once := network.Budget{Tries: 1, Stall: time.Minute}
	g, err := graph.New(sourcetest.AtGraph("https://graph.microsoft.com"), &http.Client{Transport: a}, &sourcetest.Tokens{}, once)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// answerReaders read each kind of answer of Graph.
var answerReaders = map[string]func(ctx context.Context, g *graph.Client) error{
	"organization":  func(ctx context.Context, g *graph.Client) error { _, err := g.Organization(ctx); return err },
	"licenses":      func(ctx context.Context, g *graph.Client) error { _, _, err := readLicenses(ctx, g); return err },
	"subscriptions": func(ctx context.Context, g *graph.Client) error { _, err := readSubscriptions(ctx, g); return err },
	"groups":        func(ctx context.Context, g *graph.Client) error { _, err := readGroups(ctx, g); return err },
	"count": func(ctx context.Context, g *graph.Client) error {
		_, err := users.Count(ctx, g)
		return err
	},
	"users": func(ctx context.Context, g *graph.Client) error {
		return users.New(g, &sourcetest.Discard{}, "", func(int64, int64) {}).Read(ctx, -1)
	},
}

func init() {
	for _, kind := range report.Kinds("D180") {
		answerReaders[kind.Name()] = func(ctx context.Context, g *graph.Client) error {
			return report.Read(ctx, g, kind, &sourcetest.Discard{}, connector.DateOf(time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)), func(int64) {})
		}
	}
}

// FuzzAnswers gives any text for an answer to everything that reads one: it ends,
// without a panic, with a result or with an error that says what is wrong.
func FuzzAnswers(f *testing.F) {
	for _, name := range []string{
		"organization.json", "subscribed_skus.json", "directory_subscriptions.json", "users_page.json", "users_delta_page.json",
		"graph_error.json", "graph_error_badrequest_real.json", "graph_error_role_real.json", "m365app_user_detail.json",
		"activations_user_detail_beta.json", "concealed_row.txt",
	} {
		f.Add(sourcetest.Sample(f, name), uint16(http.StatusOK), "")
	}
	for _, seed := range []struct {
		body   string
		status uint16
		header string
	}{
		{"", 200, ""},
		{"\ufeff12345", 200, ""},
		{"-1", 200, ""},
		{"99999999999999999999", 200, ""},
		{"{", 200, ""},
		{"[]", 200, ""},
		{"null", 200, ""},
		{`{"value":null}`, 200, ""},
		{`{"value":{}}`, 200, ""},
		{`{"value":[],"@odata.count":}`, 200, ""},
		{`{"value":[{"id":"a"}],"error":{"code":"InternalServerError"}}`, 200, ""},
		{`{"value":[null,1,"x",[],{}]}`, 200, ""},
		{`{"value":[{"skuId":1}]}`, 200, ""},
		{`{"value":[` + skuJSON(nil) + `,` + skuJSON(nil) + `]}`, 200, ""},
		{`{"value":[` + skuJSON(nil) + `,` + skuJSON(map[string]any{"servicePlans": []any{nil}}) + `]}`, 200, ""},
		{`{"value":[],"@odata.nextLink":"https://graph.microsoft.com/v1.0/users?$skiptoken=x"}`, 200, ""},
		{sourcetest.Selected(`{"value":[{"id":"a"}]}`), 200, ""},
		{sourcetest.Selected(`{"value":[{"id":"a"}],"@odata.nextLink":"https://graph.microsoft.com.evil.example/"}`), 200, ""},
		{`{"value":[],"@odata.nextLink":"` + "\x00" + `"}`, 200, ""},
		{`{"value":[],"@odata.nextLink":7,"@odata.count":-1e3}`, 200, ""},
		{strings.Repeat(`{"value":[`, 20_000), 200, ""},
		{"<html><title>\x1b[31mProxy</title>", 200, ""},
		{"<!DOCTYPE html>", 503, "1"},
		{`{"error":{"code":"TooManyRequests","innerError":{"date":"x"}}}`, 429, "2.128"},
		{`{"error":"x"}`, 400, ""},
		{`{"error":{"code":"\u001b[1m"}}`, 418, "-1"},
		{"moved", 302, "https://reports.office.com/x"},
		{"gone", 410, ""},
		{"User Principal Name,Report Refresh Date\r\n\"a@b\",2026-01-01\r\n", 200, ""},
		{"Report Refresh Date,User Principal Name,Last Activity Date,Product Type\n,\"", 200, ""},
	} {
		f.Add([]byte(seed.body), seed.status, seed.header)
	}
	f.Fuzz(func(t *testing.T, body []byte, status uint16, header string) {
		status = 200 + status%400
		// What waits longer than the time limit is given up at once.
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		answer := sourcetest.Answering{
			Status: int(status), Header: http.Header{"Retry-After": {header}, "Location": {header}},
			Body: sourcetest.BodyOf(body),
		}
		for what, read := range answerReaders {
			connectortest.CheckMessage(t, what, read(ctx, graphBehind(t, answer)))
		}
	})
}

// Of an answer that has no end so much is read as its kind may take, and no more.
func TestAnswersAreBounded(t *testing.T) {
	const slack = 1 << 20
	for _, tt := range []struct {
		what, begin, again string
		status             int
		limit              int64
	}{
		{"organization", `{"value":[`, " ", 200, graph.MaxCollectionBody},
		{"licenses", `{"value":[`, `{"skuId":"x"},`, 200, graph.MaxCollectionBody},
		{"subscriptions", `{"value":[`, `{},`, 200, graph.MaxCollectionBody},
		{"groups", `{"value":[`, `{},`, 200, graph.MaxCollectionBody},
		{"users", `{"value":[`, sourcetest.Selected(`{"id":"x"},`), 200, 4 * 64 << 20},
		{"count", "", "1", 200, 1 << 10},
		{"getOffice365ActiveUserDetail", `{"value":[`, `{},`, 200, graph.MaxCollectionBody},
		{"getOffice365ActiveUserDetail", "", `"`, 200, 2 << 20},
		{"getM365AppUserDetail", "User Principal Name,\"", "x\n", 200, 2 << 20},
		{"licenses", `{"error":{"message":"`, "x", 400, graph.MaxErrorBody},
		{"licenses", "<html>", "x", 502, graph.MaxErrorBody},
		{"getOffice365ActivationsUserDetail", "<html>", "x", 200, graph.MaxErrorBody},
	} {
		t.Run(tt.what+" "+url.QueryEscape(tt.begin), func(t *testing.T) {
			body := &sourcetest.EndlessText{Begin: tt.begin, Again: tt.again}
			err := answerReaders[tt.what](t.Context(),
				graphBehind(t, sourcetest.Answering{Status: tt.status, Body: func() io.Reader { return body }}))
			if err == nil {
				t.Fatal("it was taken")
			}
			connectortest.CheckMessage(t, tt.what, err)
			if body.Count > tt.limit+slack {
				t.Errorf("%d bytes were read, %d are allowed", body.Count, tt.limit)
			}
		})
	}
}
