package certificate

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/sha1" // still PBKDF2's default (RFC 8018 appendix A.2)
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"hash"

	"inventorybeacon/connector"
)

// What OpenSSL, and every tool of this century, protects a PKCS #8 key with
// (RFC 8018): PBES2 of PBKDF2 and AES-CBC.
var (
	oidPBES2      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 13}
	oidPBKDF2     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 12}
	oidHMACSHA1   = asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 7}
	oidHMACSHA256 = asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 9}
	oidHMACSHA512 = asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 11}
	oidAES128CBC  = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 1, 2}
	oidAES192CBC  = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 1, 22}
	oidAES256CBC  = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 1, 42}
)

var (
	errKeyPassword   = errors.New("the password does not open the private key")
	errKeyProtection = errors.New("the private key is protected by an unknown method")
)

// mostIterations is twice what careful tools use; a file that asks for more
// is made to keep the program busy.
const mostIterations = 2_000_000

type encryptedKey struct {
	Algorithm pkix.AlgorithmIdentifier
	Data      []byte
}

type pbes2Parameters struct{ Derivation, Cipher pkix.AlgorithmIdentifier }

type pbkdf2Parameters struct {
	Salt       []byte
	Iterations int
	KeyLength  int                      `asn1:"optional"`
	PRF        pkix.AlgorithmIdentifier `asn1:"optional"`
}

// decryptPKCS8 opens an EncryptedPrivateKeyInfo (RFC 5958). The standard library
// reads only the open form, and youmark/pkcs8 panics when a key was cut, knows no
// HMAC-SHA-512, and derives as often as a file asks for. The error may be errKeyPassword or errKeyProtection.
func decryptPKCS8(der []byte, password connector.Secret) (any, error) {
	var sealed encryptedKey
	if _, err := asn1.Unmarshal(der, &sealed); err != nil {
		return nil, err
	}
	if !sealed.Algorithm.Algorithm.Equal(oidPBES2) {
		return nil, errKeyProtection
	}
	var p pbes2Parameters
	if _, err := asn1.Unmarshal(sealed.Algorithm.Parameters.FullBytes, &p); err != nil {
		return nil, err
	}
	keyLength, err := aesKeyLength(p.Cipher.Algorithm)
	if err != nil {
		return nil, err
	}
	key, err := deriveKey(p.Derivation, password, keyLength)
	if err != nil {
		return nil, err
	}
	open, err := decryptCBC(key, p.Cipher.Parameters.FullBytes, sealed.Data)
	if err != nil {
		return nil, err
	}
	private, err := x509.ParsePKCS8PrivateKey(open)
	if err != nil {
		return nil, errKeyPassword // the padding fits one wrong password in 256
	}
	return private, nil
}

func aesKeyLength(algorithm asn1.ObjectIdentifier) (int, error) {
	switch {
	case algorithm.Equal(oidAES128CBC):
		return 16, nil
	case algorithm.Equal(oidAES192CBC):
		return 24, nil
	case algorithm.Equal(oidAES256CBC):
		return 32, nil
	default:
		return 0, errKeyProtection
	}
}

func deriveKey(derivation pkix.AlgorithmIdentifier, password connector.Secret, length int) ([]byte, error) {
	if !derivation.Algorithm.Equal(oidPBKDF2) {
		return nil, errKeyProtection
	}
	var p pbkdf2Parameters
	if _, err := asn1.Unmarshal(derivation.Parameters.FullBytes, &p); err != nil {
		return nil, err
	}
	var digest func() hash.Hash
	switch algorithm := p.PRF.Algorithm; {
	case len(algorithm) == 0, algorithm.Equal(oidHMACSHA1):
		digest = sha1.New
	case algorithm.Equal(oidHMACSHA256):
		digest = sha256.New
	case algorithm.Equal(oidHMACSHA512):
		digest = sha512.New
	default:
		return nil, errKeyProtection
	}
	if p.Iterations < 1 || p.Iterations > mostIterations {
		return nil, errKeyProtection
	}
	return pbkdf2.Key(digest, password.Reveal(), p.Salt, p.Iterations, length)
}

// decryptCBC removes the cipher and its padding (RFC 8018 section 6.1.1). A
// wrong password shows in the padding.
func decryptCBC(key, parameters, data []byte) ([]byte, error) {
	var iv []byte
	if _, err := asn1.Unmarshal(parameters, &iv); err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	if len(iv) != aes.BlockSize || len(data) == 0 || len(data)%aes.BlockSize != 0 {
		return nil, errors.New("the encrypted private key has a wrong length")
	}
	open := make([]byte, len(data))
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(open, data)
	padding := int(open[len(open)-1])
	if padding == 0 || padding > aes.BlockSize {
		return nil, errKeyPassword
	}
	return open[:len(open)-padding], nil
}
