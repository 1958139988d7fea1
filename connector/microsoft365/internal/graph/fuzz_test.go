package graph

import (
	"net/http"
	"strings"
	"testing"

	"inventorybeacon/connector/connectortest"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

// FuzzPageLink makes sure that only Graph itself is sent the token.
func FuzzPageLink(f *testing.F) {
	link := strings.Trim(strings.TrimPrefix(strings.TrimSpace(string(sourcetest.Sample(f, "users_nextlink.txt"))), `"@odata.nextLink":`), `" `)
	for _, seed := range []string{
		link, "https://graph.microsoft.com:443/x", "HTTPS://GRAPH.MICROSOFT.COM/x", "http://graph.microsoft.com/",
		"https://graph.microsoft.com@evil.example/",
		"https://evil.example#@graph.microsoft.com", "https://graph.microsoft.com.evil.example", "//graph.microsoft.com/x",
		"https:graph.microsoft.com", "https://graph.microsoft.com:443:80/",
		"https://graph.microsoft.com\\@evil.example", "https://[::1%25graph.microsoft.com]/", "",
	} {
		f.Add(seed)
	}
	g, err := New(sourcetest.AtGraph("https://graph.microsoft.com"), http.DefaultClient, &sourcetest.Tokens{}, quick)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, link string) {
		_, err := g.ownAddress(link)
		connectortest.CheckMessage(t, link, err)
		if err != nil {
			return
		}
		req, err := http.NewRequest(http.MethodGet, link, nil)
		if err != nil {
			return // nothing is sent
		}
		if port := req.URL.Port(); !strings.EqualFold(req.URL.Hostname(), "graph.microsoft.com") || port != "" && port != "443" ||
			req.URL.Scheme != "https" || req.URL.User != nil {
			t.Errorf("%q would be followed to %s", link, req.URL.Host)
		}
	})
}
