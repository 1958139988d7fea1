package entra

import (
	"net/http"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/connector/connectortest"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
	"inventorybeacon/connector/network"
)

// FuzzTokenAnswer gives any text for an answer of the token endpoint.
func FuzzTokenAnswer(f *testing.F) {
	for _, seed := range []string{
		`{"token_type":"Bearer","scope":"https://graph.microsoft.com/Directory.Read.All","expires_in":3599,"access_token":"secret-token","refresh_token":"secret-token-2","id_token":"a.b.c"}`,
		`{"access_token":"x","expires_in":"3599"}`, `{"access_token":"x","expires_in":-1}`, `{"access_token":"x","expires_in":1e300}`,
		`{"access_token":""}`, `{"access_token":7}`,
		`{"error":"invalid_grant","error_description":"AADSTS700082: x","error_codes":[700082]}`, "", "{", "<html>",
		"access_token=x&expires_in=1", "\xff",
	} {
		f.Add([]byte(seed), uint16(200))
		f.Add([]byte(seed), uint16(400))
	}
	c := connectionTo("https://login.microsoftonline.com", "https://graph.microsoft.com")
	f.Fuzz(func(t *testing.T, body []byte, status uint16) {
		a := connector.Access{
			Connection: c, Secrets: connector.Secrets{RefreshToken: "secret-token-1"}, Keep: func(connector.Secret) error { return nil },
		}
		way := sourcetest.Answering{
			Status: int(200 + status%400), Header: http.Header{"Content-Type": {"application/json"}},
			Body: sourcetest.BodyOf(body),
		}
		token, err := newClient(t).NewTokenSource(a, &http.Client{Transport: way}, network.Budget{Tries: 1}).Token(t.Context())
		if (token == "") == (err == nil) {
			t.Errorf("token %q, %v", token, err)
		}
		connectortest.CheckMessage(t, "token", err)
	})
}
