package certificate

import (
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"math"
	"testing"

	"software.sslmate.com/src/go-pkcs12"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

// busyPFX asks for 2^31-1 iterations of the MAC in place of 2048.
func busyPFX(t *testing.T, pfx []byte) []byte {
	t.Helper()
	var file struct {
		Version int
		Content asn1.RawValue
		MAC     struct {
			Digest     asn1.RawValue
			Salt       []byte
			Iterations int
		}
	}
	if _, err := asn1.Unmarshal(pfx, &file); err != nil {
		t.Fatal(err)
	}
	file.MAC.Iterations = math.MaxInt32
	busy, err := asn1.Marshal(file)
	if err != nil {
		t.Fatal(err)
	}
	return busy
}

// protectedKey protects a key with the password "right" in a way that was changed.
func protectedKey(t *testing.T, key []byte, change func(*encryptedKey, *pbes2Parameters, *pbkdf2Parameters)) []byte {
	t.Helper()
	block, _ := pem.Decode(openssl(t, key, "pkcs8", "-topk8", "-passout", "pass:right"))
	var (
		sealed encryptedKey
		method pbes2Parameters
		derive pbkdf2Parameters
	)
	open := func(der []byte, into any) {
		if _, err := asn1.Unmarshal(der, into); err != nil {
			t.Fatal(err)
		}
	}
	seal := func(from any) []byte {
		der, err := asn1.Marshal(from)
		if err != nil {
			t.Fatal(err)
		}
		return der
	}
	open(block.Bytes, &sealed)
	open(sealed.Algorithm.Parameters.FullBytes, &method)
	open(method.Derivation.Parameters.FullBytes, &derive)
	change(&sealed, &method, &derive)
	method.Derivation.Parameters.FullBytes = seal(derive)
	sealed.Algorithm.Parameters.FullBytes = seal(method)
	return sourcetest.PEM("ENCRYPTED PRIVATE KEY", seal(sealed))
}

// busyKey asks for more iterations than anybody waits for.
func busyKey(_ *encryptedKey, _ *pbes2Parameters, derive *pbkdf2Parameters) {
	derive.Iterations = mostIterations + 1
}

// cutKey lacks its last byte, so that it is not made of whole blocks.
func cutKey(sealed *encryptedKey, _ *pbes2Parameters, _ *pbkdf2Parameters) {
	sealed.Data = sealed.Data[:len(sealed.Data)-1]
}

// emptyKey has nothing that is encrypted.
func emptyKey(sealed *encryptedKey, _ *pbes2Parameters, _ *pbkdf2Parameters) { sealed.Data = nil }

// shortVector begins with half a block.
func shortVector(_ *encryptedKey, method *pbes2Parameters, _ *pbkdf2Parameters) {
	method.Cipher.Parameters.FullBytes = []byte{asn1.TagOctetString, 8, 1, 2, 3, 4, 5, 6, 7, 8}
}

func FuzzRead(f *testing.F) {
	key := sourcetest.RSAKey()
	leaf := sourcetest.Certify(f, key, -1, 100)
	f.Add(append(sourcetest.CertificatePEM(leaf), sourcetest.KeyPEM(f, key)...), "")
	f.Add(append(sourcetest.CertificatePEM(leaf),
		openssl(f, sourcetest.KeyPEM(f, key), "pkcs8", "-topk8", "-iter", "1", "-passout", "pass:x")...), "x")
	f.Add(sourcetest.PFX(f, pkcs12.Modern2023.WithIterations(1), key, leaf, nil, "x"), "x")
	f.Add([]byte("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----"), "")
	f.Add([]byte{0x30, 0x80, 0, 0}, "\x00\xff")
	f.Fuzz(func(t *testing.T, content []byte, password string) {
		got, err := describe(content, connector.Secret(password))
		var bad *connector.CertificateError
		switch {
		case err == nil && (got.Thumbprint == "" || got.NotAfter == 0):
			t.Fatalf("accepted without facts: %+v", got)
		case err != nil && (!errors.As(err, &bad) || bad.Reason.ID == ""):
			t.Fatalf("no message: %v", err)
		}
	})
}
