package signin

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"

	"inventorybeacon/connector/demotenant/internal/web"
)

// x5t is defined as a SHA-1 thumbprint (RFC 7515 section 4.1.7)

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// assertionHeader and assertionClaims are the parts of a client assertion that
// learn.microsoft.com/entra/identity-platform/certificate-credentials asks for.
type assertionHeader struct {
	Algorithm string `json:"alg"`
	SHA1      string `json:"x5t"`
	SHA256    string `json:"x5t#S256"`
}

type assertionClaims struct {
	Audience  string `json:"aud"`
	Issuer    string `json:"iss"`
	Subject   string `json:"sub"`
	ID        string `json:"jti"`
	Expires   int64  `json:"exp"`
	NotBefore int64  `json:"nbf"`
}

// checkAssertion verifies a client assertion with the certificate of the client.
func (p *Provider) checkAssertion(r *tokenRequest, assertion string) *oauthError {
	if r.form.Get("client_assertion_type") != assertionType {
		return missing("client_assertion_type")
	}
	invalid := refusal(700027)
	parts := strings.Split(assertion, ".")
	if len(parts) != 3 || r.app.Certificate == nil {
		return invalid
	}
	var header assertionHeader
	var claims assertionClaims
	if !decodeJWT(parts[0], &header) || !decodeJWT(parts[1], &claims) {
		return invalid
	}
	if !namesCertificate(header, r.app.Certificate.Raw) || !verifies(r.app, header.Algorithm, parts) {
		return invalid
	}
	now := p.company.Now().Unix()
	base := web.Origin(r.Request) + "/" + r.tenant
	switch {
	case !strings.EqualFold(claims.Issuer, r.app.ID) || !strings.EqualFold(claims.Subject, r.app.ID):
		return refusal(700021)
	case claims.Audience != base+"/oauth2/v2.0/token" && claims.Audience != base+"/v2.0":
		return refusal(700023)
	case now < claims.NotBefore || now >= claims.Expires || claims.ID == "":
		return refusal(700024)
	default:
		return nil
	}
}

func decodeJWT(part string, v any) bool {
	text, err := base64.RawURLEncoding.DecodeString(part)
	return err == nil && json.Unmarshal(text, v) == nil
}

// namesCertificate reports whether the header names a certificate by one of its thumbprints.
func namesCertificate(header assertionHeader, raw []byte) bool {
	if header.SHA256 != "" {
		sum := sha256.Sum256(raw)
		return header.SHA256 == base64.RawURLEncoding.EncodeToString(sum[:])
	}
	sum := sha1.Sum(raw)
	return header.SHA1 == base64.RawURLEncoding.EncodeToString(sum[:])
}

// verifies checks the signature, PS256 or RS256 (RFC 7518 section 3.1).
func verifies(app App, algorithm string, parts []string) bool {
	key, isRSA := app.Certificate.PublicKey.(*rsa.PublicKey)
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if !isRSA || err != nil {
		return false
	}
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	switch algorithm {
	case "PS256":
		return rsa.VerifyPSS(key, crypto.SHA256, sum[:], signature, nil) == nil
	case "RS256":
		return rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], signature) == nil
	default:
		return false
	}
}
