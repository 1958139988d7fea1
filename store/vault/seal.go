package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"errors"
	"fmt"
)

// sealVersion is the first byte of a sealed value: AES-256-GCM, then 12 bytes of
// random nonce, the encrypted value and 16 bytes of tag.
const sealVersion = 1

// errNotOpened says nothing of the value, neither sealed nor open.
var errNotOpened = errors.New("sealed value cannot be opened with this key in this place")

// sealer seals values to one place each, so that none can be read from another.
type sealer struct{ aead cipher.AEAD }

func newSealer(key []byte) (sealer, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return sealer{}, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	return sealer{aead: aead}, err
}

// Seal encrypts value for the given connection and field.
func (s sealer) Seal(connectionID, field string, value []byte) []byte {
	return s.aead.Seal([]byte{sealVersion}, nil, value, place(connectionID, field))
}

// open returns what seal was given, and an error for anything else.
func (s sealer) open(connectionID, field string, sealed []byte) ([]byte, error) {
	if len(sealed) == 0 || sealed[0] != sealVersion {
		return nil, errNotOpened
	}
	value, err := s.aead.Open(nil, nil, sealed[1:], place(connectionID, field))
	if err != nil {
		return nil, errNotOpened
	}
	return value, nil
}

// place is the associated data of a sealed value. The lengths keep the parts
// apart.
func place(connectionID, field string) []byte {
	return fmt.Appendf(nil, "inventory-beacon/%d/%d:%s/%d:%s",
		sealVersion, len(connectionID), connectionID, len(field), field)
}

// DraftField is the field of a waiting edit, which is sealed as a whole.
const DraftField = "draft"

// Open opens a sealed value, or says whose value was altered.
func (k *Key) Open(connectionID, field string, sealed []byte) ([]byte, error) {
	value, err := k.open(connectionID, field, sealed)
	if errors.Is(err, errNotOpened) {
		err = &KeyError{Problem: Altered, Place: k.place, Err: fmt.Errorf("%s of connection %s: %w", field, connectionID, err)}
	}
	return value, err
}
