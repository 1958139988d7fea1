package demotenant

import (
	"encoding/base64"
	"math/rand/v2"
	"strings"
	"time"
)

// grant is what stands in a code, a refresh token or an access token.
type grant struct {
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

// application as the user of a grant means that the application acts itself.
const application = -2

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
func (t *Tenant) issue(kind sealKind, g grant, life time.Duration, size int) string {
	g.Expires, g.Generation = t.now().Add(life).Unix(), t.generation.Load()
	return t.sealer.seal(kind, g, size)
}

// openGrant reads a token or code: what is sealed stands behind its last point.
func (t *Tenant) openGrant(kind sealKind, text string) (g grant, ok bool) {
	return g, t.sealer.open(kind, text[strings.LastIndexByte(text, '.')+1:], &g) == nil
}

func (t *Tenant) newCode(a authorization, user int) string {
	return "1." + t.issue(sealCode, grant{
		ID: newGUIDText(), Client: a.Client, User: user, Scopes: a.Scopes,
		Tenant: a.Tenant, Redirect: a.Redirect, Challenge: a.Challenge, Nonce: a.Nonce,
	}, codeLifetime, codeSize)
}

func (t *Tenant) newRefreshToken(g grant) string {
	g = grant{ID: newGUIDText(), Client: g.Client, User: g.User, Scopes: g.Scopes}
	return "1." + t.issue(sealRefresh, g, refreshTokenLifetime, refreshSize)
}

// newAccessToken returns a token and how long it is valid.
func (t *Tenant) newAccessToken(g grant) (string, time.Duration) {
	life := t.options.TokenLifetime
	if life <= 0 {
		life = shortestAccess + rand.N(accessSpread).Truncate(time.Second)
	}
	g = grant{Client: g.Client, User: g.User, Scopes: g.Scopes}
	return t.accessClaims(g, t.now().Add(life).Unix()) + "." + t.issue(sealAccess, g, life, accessSize), life
}

// accessClaims are the header and the claims of an access token as Microsoft's
// have them (learn.microsoft.com/entra/identity-platform/access-token-claims-
// reference): roles for an application, scp for a user. The tenant itself reads
// only what stands sealed in the place of the signature.
func (t *Tenant) accessClaims(g grant, ends int64) string {
	var names []string
	for _, s := range g.Scopes {
		if !isOpenID(s.Name) {
			names = append(names, s.Name)
		}
	}
	claims := map[string]any{"aud": "00000003-0000-0000-c000-000000000000", "appid": g.Client, "tid": t.id, "exp": ends, "ver": "1.0"}
	if g.User == application {
		claims["roles"] = names
	} else {
		claims["scp"] = strings.Join(names, " ")
	}
	return encodeJWT(claims)
}

// newIDToken returns an id_token (learn.microsoft.com/entra/identity-platform/
// id-token-claims-reference). Nobody can verify its signature: a client that
// receives it straight from the token endpoint has no need to.
func (t *Tenant) newIDToken(g grant, issuer string) string {
	u := t.user(g.User)
	now := t.now()
	claims := map[string]any{
		"aud": g.Client, "iss": issuer, "iat": now.Unix(), "nbf": now.Unix(), "exp": now.Add(time.Hour).Unix(),
		"sub": u.t.draws(streamToken, g.User).guid(), "tid": t.id, "ver": "2.0",
	}
	if holds(g.Scopes, "profile") {
		claims["oid"] = u.draws.guid()
		claims["name"] = u.displayName()
		claims["preferred_username"] = t.accountName(g.User)
	}
	if holds(g.Scopes, "email") {
		_, claims["email"] = u.addresses()
	}
	if g.Nonce != "" {
		claims["nonce"] = g.Nonce
	}
	return encodeJWT(claims) + "." + base64.RawURLEncoding.EncodeToString(make([]byte, 256))
}

// encodeJWT returns the header and the claims of a token (RFC 7519).
func encodeJWT(claims map[string]any) string {
	header := map[string]any{"typ": "JWT", "alg": "RS256", "kid": "demonstration"}
	return base64.RawURLEncoding.EncodeToString(mustJSON(header)) + "." + base64.RawURLEncoding.EncodeToString(mustJSON(claims))
}

// RevokeAll ends every refresh token, as resetting the account's password does.
func (t *Tenant) RevokeAll() { t.generation.Add(1) }
