package mail

import (
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/connector/connectortest"
	"inventorybeacon/connector/network"
	"inventorybeacon/connector/network/networktest"
)

func TestATokenIsAskedFor(t *testing.T) {
	const secret = "the client secret"
	status, answer := http.StatusOK, `{"access_token":"a token","token_type":"Bearer","expires_in":3599}`
	endpoint := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("client_secret") != secret || r.FormValue("grant_type") != "client_credentials" || r.FormValue("scope") != "a/.default" {
			t.Errorf("asked with %v", r.Form)
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	}))
	defer endpoint.Close()
	app := Application{TokenEndpoint: endpoint.URL, ClientID: "id", Scope: "a/.default", ClientSecret: secret, Client: endpoint.Client()}
	token, err := app.Token(t.Context())
	if err != nil || token.Reveal() != "a token" {
		t.Fatal(err)
	}
	status, answer = http.StatusUnauthorized, `{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided."}`
	_, err = app.Token(t.Context())
	var refused *TokenError
	if !errors.As(err, &refused) || !strings.Contains(refused.Said, "AADSTS7000215") || strings.Contains(err.Error()+refused.Said, secret) {
		t.Errorf("%v", err)
	}
}

func TestATokenEndpointThatRepeatsTheSecretIsQuotedWithItsCodeAlone(t *testing.T) {
	const secret = "the client secret"
	endpoint := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = io.WriteString(w, `{"error":"invalid_client","error_description":"wrong: `+string(body)+`"}`)
	}))
	defer endpoint.Close()
	_, err := Application{TokenEndpoint: endpoint.URL, ClientID: "id", ClientSecret: secret, Client: endpoint.Client()}.Token(t.Context())
	var refused *TokenError
	if !errors.As(err, &refused) || refused.Said != "invalid_client" || strings.Contains(err.Error(), "secret") {
		t.Errorf("%v", err)
	}
}

// What is wrong on the way to the endpoint is said of the channel: there is no connection whose endpoints could be checked.
func TestAWayToATokenEndpointThatFailsIsOneOfTheChannel(t *testing.T) {
	stranger := httptest.NewUnstartedServer(http.NotFoundHandler())
	stranger.Config.ErrorLog = log.New(io.Discard, "", 0) // of the handshake that is refused
	stranger.StartTLS()
	defer stranger.Close()
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	for name, c := range map[string]struct{ endpoint, problem string }{
		"nobody there":              {"https://" + networktest.ClosedPort(t), "network.unreachable"},
		"an untrusted certificate":  {stranger.URL, "network.certificate-untrusted"},
		"a host that speaks no TLS": {strings.Replace(plain.URL, "http://", "https://", 1), "network.no-tls"},
		"a name that nobody knows":  {"https://token.invalid/", "network.name-not-found"},
	} {
		t.Run("given "+name, func(t *testing.T) {
			client, err := network.NewClient(connector.Access{}, x509.NewCertPool())
			if err != nil {
				t.Fatal(err)
			}
			defer client.CloseIdleConnections()
			_, err = Application{TokenEndpoint: c.endpoint, ClientID: "id", ClientSecret: "the-client-secret", Client: client}.Token(t.Context())
			if told := connectortest.Told(t, err); !strings.Contains(told, "mail.token-unreached") || !strings.Contains(told, c.problem) {
				t.Error(told)
			}
		})
	}
}
