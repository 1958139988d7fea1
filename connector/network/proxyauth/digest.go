package proxyauth

import (
	"crypto/md5" // what most proxies know of Digest
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"slices"
	"strings"
)

// digest sends a digest of name, password and the proxy's nonce (RFC 7616).
type digest struct {
	account Account
	target  Target
	nonce   string // the one that was answered
}

// Answer implements [Handshake]. A nonce that has become too old (stale) is answered with
// the new one.
func (d *digest) Answer(c Challenge) (string, error) {
	stale := strings.EqualFold(c.Parameters["stale"], "true")
	nonce := c.Parameters["nonce"]
	if d.nonce != "" && (!stale || d.nonce == nonce) {
		return "", ErrRefused
	}
	sum, ok := digestHash(c.Parameters["algorithm"])
	if !ok {
		return "", ErrRefused
	}
	d.nonce = nonce
	var random [16]byte
	_, _ = rand.Read(random[:]) // never fails
	return d.header(c, sum, hex.EncodeToString(random[:])), nil
}

// knowsDigest reports whether a challenge can be answered.
func knowsDigest(c Challenge) bool {
	_, ok := digestHash(c.Parameters["algorithm"])
	return ok && c.Parameters["nonce"] != ""
}

// header is the answer to a challenge, with a nonce of the client's own.
func (d *digest) header(c Challenge, sum func(parts ...string) string, clientNonce string) string {
	const count = "00000001"
	realm, nonce, algorithm := c.Parameters["realm"], c.Parameters["nonce"], c.Parameters["algorithm"]
	secret := sum(d.account.Username, realm, d.account.Password.Reveal())
	if strings.HasSuffix(strings.ToLower(algorithm), "-sess") {
		secret = sum(secret, nonce, clientNonce)
	}
	request := sum(d.target.Method, d.target.Address)
	fields := []string{
		`username="` + quotable(d.account.Username) + `"`, `realm="` + quotable(realm) + `"`, `nonce="` + quotable(nonce) + `"`,
		`uri="` + quotable(d.target.Address) + `"`,
	}
	if offered := strings.Split(c.Parameters["qop"], ","); slices.ContainsFunc(offered, isAuth) {
		fields = append(fields, `response="`+sum(secret, nonce, count, clientNonce, "auth", request)+`"`,
			"qop=auth", "nc="+count, `cnonce="`+clientNonce+`"`)
	} else { // RFC 2069
		fields = append(fields, `response="`+sum(secret, nonce, request)+`"`)
	}
	if algorithm != "" {
		fields = append(fields, "algorithm="+algorithm)
	}
	if opaque, given := c.Parameters["opaque"]; given {
		fields = append(fields, `opaque="`+quotable(opaque)+`"`)
	}
	return Digest + " " + strings.Join(fields, ", ")
}

// Close implements [Handshake].
func (d *digest) Close() {}

func isAuth(qop string) bool { return strings.EqualFold(strings.TrimSpace(qop), "auth") }

// digestHash returns the digest of parts joined by colons, in hexadecimal digits.
func digestHash(algorithm string) (sum func(parts ...string) string, ok bool) {
	var open func() hash.Hash
	switch strings.TrimSuffix(strings.ToUpper(algorithm), "-SESS") {
	case "", "MD5":
		open = md5.New
	case "SHA-256":
		open = sha256.New
	default:
		return nil, false
	}
	return func(parts ...string) string {
		h := open()
		fmt.Fprint(h, strings.Join(parts, ":"))
		return hex.EncodeToString(h.Sum(nil))
	}, true
}

// quotable puts backslashes before what may not stand in quotes.
func quotable(text string) string { return strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) }
