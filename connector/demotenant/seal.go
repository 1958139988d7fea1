package demotenant

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
)

// sealer makes the tenant's opaque texts: codes, tokens, page tokens, and the
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
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return sealer{aead}
}

// sealKind keeps one kind of opaque text from being taken for another.
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

var errSealed = errors.New("not sealed by this tenant")

// seal returns v as an opaque text made of at least size bytes.
func (s sealer) seal(kind sealKind, v any, size int) string {
	content, err := json.Marshal(v)
	if err != nil {
		panic(err) // our own structs of strings and numbers
	}
	plain := binary.BigEndian.AppendUint32(nil, uint32(len(content)))
	plain = append(plain, content...)
	if pad := size - len(plain); pad > 0 {
		plain = append(plain, make([]byte, pad)...)
	}
	nonce := make([]byte, s.aead.NonceSize(), s.aead.NonceSize()+len(plain)+s.aead.Overhead())
	_, _ = rand.Read(nonce) // never fails since Go 1.24
	return base64.RawURLEncoding.EncodeToString(s.aead.Seal(nonce, nonce, plain, []byte(kind)))
}

// open is the reverse of seal.
func (s sealer) open(kind sealKind, text string, v any) error {
	sealed, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(sealed) < s.aead.NonceSize() {
		return errSealed
	}
	nonce, sealed := sealed[:s.aead.NonceSize()], sealed[s.aead.NonceSize():]
	plain, err := s.aead.Open(nil, nonce, sealed, []byte(kind))
	if err != nil || len(plain) < 4 {
		return errSealed
	}
	size, content := binary.BigEndian.Uint32(plain), plain[4:]
	if int(size) > len(content) {
		return errSealed
	}
	return json.Unmarshal(content[:size], v)
}
