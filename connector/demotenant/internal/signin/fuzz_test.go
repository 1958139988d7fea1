package signin

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"inventorybeacon/connector/demotenant/internal/company"
	"inventorybeacon/connector/demotenant/internal/seal"
)

// providerOf is the sign-in of a small company.
func providerOf() *Provider {
	of := company.New(company.Options{Users: 3, Name: "Contoso", Now: time.Now})
	return New(of, seal.New(0, "Contoso"), Options{Logger: slog.New(slog.DiscardHandler)})
}

// Whatever is sent, the sign-in answers with a page or a redirect to the client's own address.
func FuzzAuthorize(f *testing.F) {
	const good = "client_id=" + ClientID +
		"&response_type=code&redirect_uri=http://localhost:1&scope=openid&code_challenge_method=S256&code_challenge=0123456789012345678901234567890123456789012"
	f.Add("common", good)
	f.Add("common", good+"&prompt=none&state=%0d%0aX:%20y")
	f.Add("x", "redirect_uri=//example.com")
	f.Add("common", strings.Replace(good, "localhost:1", "localhost@example.com", 1)+"&response_type=token")
	provider := providerOf()
	f.Fuzz(func(t *testing.T, path, query string) {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL.RawQuery = query
		w := httptest.NewRecorder()
		r.SetPathValue("tenant", path)
		provider.serveAuthorize(w, r)
		switch w.Code {
		case http.StatusOK, http.StatusBadRequest:
			if !strings.HasPrefix(w.Body.String(), "<!DOCTYPE html>") {
				t.Errorf("not a page: %.100s", w.Body)
			}
		case http.StatusFound:
			at, err := url.Parse(w.Header().Get("Location"))
			if err != nil || at.Hostname() != "localhost" && at.Host != r.Host {
				t.Errorf("redirects to %q, %v", w.Header().Get("Location"), err)
			}
		default:
			t.Errorf("status %d", w.Code)
		}
	})
}

// Whatever is sent, the token endpoint answers with an error of its own.
func FuzzToken(f *testing.F) {
	f.Add("common", "grant_type=refresh_token&client_id="+ClientID+"&refresh_token=1.abc")
	f.Add("common", "grant_type=authorization_code&client_id="+ClientID+"&code=1.abc&redirect_uri=x")
	f.Add("contoso.example", "grant_type=client_credentials&scope=.default&client_id="+ConfidentialClientID+"&client_secret="+
		ConfidentialClientSecret)
	f.Add("contoso.example", "grant_type=client_credentials&client_id="+ConfidentialClientID+"&client_assertion=a.b.c&client_assertion_type="+
		assertionType)
	f.Add("", "%")
	provider := providerOf()
	f.Fuzz(func(t *testing.T, path, body string) {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		r.SetPathValue("tenant", path)
		provider.serveToken(w, r)
		var answer struct {
			Error string `json:"error"`
			Codes []int  `json:"error_codes"`
		}
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
			t.Fatal(err)
		}
		if (w.Code == http.StatusOK) != (answer.Error == "") || w.Code != http.StatusOK && len(answer.Codes) != 1 {
			t.Errorf("status %d, %s", w.Code, w.Body)
		}
	})
}
