package demotenant

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
)

// sealer makes the tenant's opaque strings: codes, tokens, page tokens, and the
// state of a sign-in that travels through the pages. The tenant itself keeps
// none of them. The key follows from the seed, so that a refresh token that a
// connection has stored is good for the same tenant started anew.
type sealer struct{ aead cipher.AEAD }

func newSealer(seed uint64, name string) sealer {
	key := sha256.Sum256(fmt.Appendf(nil, "demonstration tenant %d %s", seed, name))
	block, err := aes.NewCipher(key[:])
	if err != nil {
		panic(err) // the key has the right size
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err)
	}
	return sealer{aead}
}

// sealKind keeps one kind of opaque string from being accepted as another.
type sealKind string

const (
	sealFlow     sealKind = "flow"
	sealSession  sealKind = "session"
	sealCode     sealKind = "code"
	sealAccess   sealKind = "access"
	sealRefresh  sealKind = "refresh"
	sealPage     sealKind = "page"
	sealDownload sealKind = "download"
)

// seal returns v as an opaque text made of at least size bytes.
func (s sealer) seal(kind sealKind, v any, size int) string {
	plain := mustJSON(v)
	plain = append(plain, bytes.Repeat([]byte{' '}, max(0, size-len(plain)))...)
	return base64.RawURLEncoding.EncodeToString(s.aead.Seal(nil, nil, plain, []byte(kind)))
}

// open is the reverse of seal.
func (s sealer) open(kind sealKind, text string, v any) error {
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
