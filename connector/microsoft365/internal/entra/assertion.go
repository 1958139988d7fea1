package entra

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/certificate"
)

// assertionType is what a client that signs instead of telling a secret sends
// (RFC 7523 section 2.2).
const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// assertionLife is how long Microsoft may take the signed request; it
// recommends five to ten minutes.
const assertionLife = 10 * time.Minute

// assertion returns a signed statement that we are the client
// (learn.microsoft.com/entra/identity-platform/certificate-credentials). Each
// is for one request to one token endpoint.
func assertion(c *certificate.Certificate, client, tokenEndpoint string, now time.Time) (string, error) {
	// PS256 is PSS with a salt as long as the digest (RFC 7518 section 3.5). Older keys of Windows know
	// only what is RS256, which Microsoft takes, too.
	signed, err := sign(c, "PS256", &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash, Hash: crypto.SHA256}, client, tokenEndpoint, now)
	if err != nil {
		if signed, second := sign(c, "RS256", crypto.SHA256, client, tokenEndpoint, now); second == nil {
			return signed, nil
		}
	}
	return signed, err
}

// sign returns the statement, signed by an algorithm of RFC 7518.
func sign(
	c *certificate.Certificate, algorithm string, options crypto.SignerOpts, client, tokenEndpoint string, now time.Time,
) (string, error) {
	sum := sha256.Sum256(c.Leaf.Raw)
	header, err := json.Marshal(struct {
		Algorithm  string `json:"alg"`
		Type       string `json:"typ"`
		Thumbprint string `json:"x5t#S256"`
	}{algorithm, "JWT", base64.RawURLEncoding.EncodeToString(sum[:])})
	if err != nil {
		return "", err
	}
	claims, err := json.Marshal(struct {
		Audience  string `json:"aud"`
		Issuer    string `json:"iss"`
		Subject   string `json:"sub"`
		ID        string `json:"jti"`
		NotBefore int64  `json:"nbf"`
		IssuedAt  int64  `json:"iat"`
		Expires   int64  `json:"exp"`
	}{tokenEndpoint, client, client, connector.NewGUID(), now.Unix(), now.Unix(), now.Add(assertionLife).Unix()})
	if err != nil {
		return "", err
	}
	text := base64.RawURLEncoding.EncodeToString(header) + "." + base64.RawURLEncoding.EncodeToString(claims)
	digest := sha256.Sum256([]byte(text))
	signature, err := c.Key.Sign(rand.Reader, digest[:], options)
	if err != nil {
		return "", fmt.Errorf("sign the request for a token: %w", err)
	}
	return text + "." + base64.RawURLEncoding.EncodeToString(signature), nil
}
