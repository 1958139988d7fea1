package entra

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/connector/printable"
)

// personalTenant is the tenant of all personal Microsoft accounts
// (learn.microsoft.com/entra/identity-platform/id-token-claims-reference).
const personalTenant = "9188040d-6c67-4c5b-b112-36a304b66dad"

// longestIDToken is far more than Microsoft issues.
const longestIDToken = 256 << 10

// identity is what an id_token says about who signed in.
type identity struct {
	// Tenant is empty when the issuer is not Microsoft.
	Tenant   string   `json:"tid"`
	Account  string   `json:"preferred_username"`
	Email    string   `json:"email"`
	Subject  string   `json:"sub"`
	Name     string   `json:"name"`
	Audience audience `json:"aud"`
	Nonce    string   `json:"nonce"`
	Issuer   string   `json:"iss"`
}

// audience is one client or a list of them (RFC 7519, section 4.1.3).
type audience []string

// UnmarshalJSON implements json.Unmarshaler.
func (a *audience) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		*a = audience{one}
		return nil
	}
	return json.Unmarshal(data, (*[]string)(a))
}

func (a audience) has(client string) bool {
	return slices.ContainsFunc(a, func(one string) bool { return strings.EqualFold(one, client) })
}

// parseIDToken reads an id_token and checks that it was issued to the client
// for this attempt. Its signature is not verified: it came straight from the
// token endpoint over TLS (OpenID Connect Core 1.0, section 3.1.3.7).
func parseIDToken(token, client, nonce string) (identity, error) {
	bad := func(id string) (identity, error) {
		return identity{}, &SignInError{Fault: SignInBadIdentity, detail: connector.Message{ID: id}}
	}
	parts := strings.Split(token, ".")
	if len(token) > longestIDToken || len(parts) != 3 {
		return bad("entra.sign-in.no-id-token")
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	if err != nil {
		return bad("entra.sign-in.no-base64")
	}
	var id identity
	if err := json.Unmarshal(payload, &id); err != nil {
		return bad("entra.sign-in.no-json")
	}
	switch {
	case !id.Audience.has(client):
		return bad("entra.sign-in.other-application")
	case !same(id.Nonce, nonce):
		return bad("entra.sign-in.other-sign-in")
	case strings.EqualFold(id.Tenant, personalTenant):
		return identity{}, &SignInError{Fault: SignInPersonalAccount}
	}
	// preferred_username is Microsoft's; others may name the account otherwise.
	id.Account = cmp.Or(id.Account, id.Email, id.Subject)
	id.Tenant = strings.ToLower(printable.Line(id.Tenant, 80))
	id.Account, id.Name = printable.Line(id.Account, 256), printable.Line(id.Name, 256)
	return id, nil
}
