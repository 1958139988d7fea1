package signin

import (
	"encoding/base64"
	"math/rand/v2"
	"strings"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant/internal/company"
	"inventorybeacon/connector/demotenant/internal/data"
	"inventorybeacon/connector/demotenant/internal/seal"
)

// Grant is what stands in a code, a refresh token or an access token.
type Grant struct {
	ID      string  `json:"i,omitempty"`
	Client  string  `json:"c"`
	User    int     `json:"u"`
	Scopes  []scope `json:"o,omitempty"`
	Expires int64   `json:"e"`
	// Generation is the one of the tenant when the token was made; see RevokeAll.
	Generation int64 `json:"g,omitempty"`
	// The rest belongs to codes.
	Tenant    string `json:"t,omitempty"`
	Redirect  string `json:"r,omitempty"`
	Challenge string `json:"k,omitempty"`
	Nonce     string `json:"n,omitempty"`
}

// Application as the user of a grant means that the application acts itself.
const Application = -2

// The sizes of tokens before base64; Microsoft's are of unspecified length and
// usually above 1,000 characters.
const (
	codeSize             = 600
	refreshSize          = 960
	accessSize           = 1100
	refreshTokenLifetime = 90 * 24 * time.Hour
	// Microsoft's access tokens live for a random time of 60 to 90 minutes.
	shortestAccess = 60 * time.Minute
	accessSpread   = 30 * time.Minute
)

// issue returns a sealed grant that is valid for so long, made of at least size bytes.
func (p *Provider) issue(kind seal.Kind, g Grant, life time.Duration, size int) string {
	g.Expires, g.Generation = p.company.Now().Add(life).Unix(), p.generation.Load()
	return p.sealer.Seal(kind, g, size)
}

// OpenGrant reads a token or code: what is sealed stands behind its last point.
func (p *Provider) OpenGrant(kind seal.Kind, text string) (g Grant, ok bool) {
	return g, p.sealer.Open(kind, text[strings.LastIndexByte(text, '.')+1:], &g) == nil
}

func (p *Provider) newCode(a authorization, user int) string {
	return "1." + p.issue(seal.Code, Grant{
		ID: connector.NewGUID(), Client: a.Client, User: user, Scopes: a.Scopes,
		Tenant: a.Tenant, Redirect: a.Redirect, Challenge: a.Challenge, Nonce: a.Nonce,
	}, codeLifetime, codeSize)
}

func (p *Provider) newRefreshToken(g Grant) string {
	g = Grant{ID: connector.NewGUID(), Client: g.Client, User: g.User, Scopes: g.Scopes}
	return "1." + p.issue(seal.Refresh, g, refreshTokenLifetime, refreshSize)
}

// newAccessToken returns a token and how long it is valid.
func (p *Provider) newAccessToken(g Grant) (string, time.Duration) {
	life := p.options.TokenLifetime
	if life <= 0 {
		life = shortestAccess + rand.N(accessSpread).Truncate(time.Second)
	}
	g = Grant{Client: g.Client, User: g.User, Scopes: g.Scopes}
	return p.accessClaims(g, p.company.Now().Add(life).Unix()) + "." + p.issue(seal.Access, g, life, accessSize), life
}

// accessClaims are the header and the claims of an access token as Microsoft's
// have them (learn.microsoft.com/entra/identity-platform/access-token-claims-
// reference): roles for an application, scp for a user. The tenant itself reads
// only what stands sealed in the place of the signature.
func (p *Provider) accessClaims(g Grant, ends int64) string {
	var names []string
	for _, s := range g.Scopes {
		if !isOpenID(s.Name) {
			names = append(names, s.Name)
		}
	}
	claims := map[string]any{"aud": "00000003-0000-0000-c000-000000000000", "appid": g.Client, "tid": p.company.ID, "exp": ends, "ver": "1.0"}
	if g.User == Application {
		claims["roles"] = names
	} else {
		claims["scp"] = strings.Join(names, " ")
	}
	return encodeJWT(claims)
}

// newIDToken returns an id_token (learn.microsoft.com/entra/identity-platform/
// id-token-claims-reference). Nobody can verify its signature: a client that
// receives it straight from the token endpoint has no need to.
func (p *Provider) newIDToken(g Grant, issuer string) string {
	u := p.company.User(g.User)
	now := p.company.Now()
	claims := map[string]any{
		"aud": g.Client, "iss": issuer, "iat": now.Unix(), "nbf": now.Unix(), "exp": now.Add(time.Hour).Unix(),
		"sub": p.company.Draws(company.StreamToken, g.User).GUID(), "tid": p.company.ID, "ver": "2.0",
	}
	if Holds(g.Scopes, "profile") {
		claims["oid"] = u.Draws.GUID()
		claims["name"] = u.DisplayName()
		claims["preferred_username"] = p.accountName(g.User)
	}
	if Holds(g.Scopes, "email") {
		_, claims["email"] = u.Addresses()
	}
	if g.Nonce != "" {
		claims["nonce"] = g.Nonce
	}
	return encodeJWT(claims) + "." + base64.RawURLEncoding.EncodeToString(make([]byte, 256))
}

// encodeJWT returns the header and the claims of a token (RFC 7519).
func encodeJWT(claims map[string]any) string {
	header := map[string]any{"typ": "JWT", "alg": "RS256", "kid": "demonstration"}
	return base64.RawURLEncoding.EncodeToString(data.JSON(header)) + "." + base64.RawURLEncoding.EncodeToString(data.JSON(claims))
}

// RevokeAll ends every refresh token, as resetting the account's password does.
func (p *Provider) RevokeAll() { p.generation.Add(1) }
