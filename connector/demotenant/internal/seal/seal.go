// Package seal makes the opaque texts of the offline tenant: tokens, codes, addresses.
package seal

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"

	"inventorybeacon/connector/demotenant/internal/data"
)

// Sealer makes the tenant's opaque strings: codes, tokens, page tokens, and the
// state of a sign-in that travels through the pages. The tenant itself keeps
// none of them. The key follows from the seed, so that a refresh token that a
// connection has stored is good for the same tenant started anew.
type Sealer struct{ aead cipher.AEAD }

// New makes the sealer of a tenant.
func New(seed uint64, name string) Sealer {
	key := sha256.Sum256(fmt.Appendf(nil, "demonstration tenant %d %s", seed, name))
	block, err := aes.NewCipher(key[:])
	if err != nil {
		panic(err) // the key has the right size
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err)
	}
	return Sealer{aead}
}

// Kind keeps one kind of opaque string from being accepted as another.
type Kind string

const (
	Flow     Kind = "flow"
	Session  Kind = "session"
	Code     Kind = "code"
	Access   Kind = "access"
	Refresh  Kind = "refresh"
	Page     Kind = "page"
	Download Kind = "download"
)

// Seal returns v as an opaque text made of at least size bytes.
func (s Sealer) Seal(kind Kind, v any, size int) string {
	plain := data.JSON(v)
	plain = append(plain, bytes.Repeat([]byte{' '}, max(0, size-len(plain)))...)
	return base64.RawURLEncoding.EncodeToString(s.aead.Seal(nil, nil, plain, []byte(kind)))
}

// Open is the reverse of seal.
func (s Sealer) Open(kind Kind, text string, v any) error {
	sealed, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return err
	}
	plain, err := s.aead.Open(nil, nil, sealed, []byte(kind))
	if err != nil {
		return err
	}
	return json.Unmarshal(plain, v)
}
