package entra

import (
	"crypto"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"inventorybeacon/connector/microsoft365/internal/certificate"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

// olderKey signs as those of Windows do that know no PSS, or not at all.
type olderKey struct {
	*rsa.PrivateKey
	err error // of every signature
}

var errNoPSS = errors.New("no PSS")

func (k olderKey) Sign(random io.Reader, digest []byte, options crypto.SignerOpts) ([]byte, error) {
	if _, isPSS := options.(*rsa.PSSOptions); isPSS {
		return nil, errNoPSS
	}
	if k.err != nil {
		return nil, k.err
	}
	return k.PrivateKey.Sign(random, digest, options)
}

// A request is signed as well as the key can, and says how.
func TestARequestIsSignedAsTheKeyCan(t *testing.T) {
	key := sourcetest.RSAKey()
	leaf := sourcetest.Certify(t, key, -1, 1)
	refused := errors.New("the card is out")
	for given, c := range map[string]struct {
		key       crypto.Signer
		algorithm string
		err       error
	}{
		"a key that knows PSS":  {key, "PS256", nil},
		"a key of before":       {olderKey{key, nil}, "RS256", nil},
		"a key that signs none": {olderKey{key, refused}, "", errNoPSS},
	} {
		t.Run("given "+given, func(t *testing.T) {
			signed, err := assertion(&certificate.Certificate{Leaf: leaf, Key: c.key}, clientID, "https://login.example/token", time.Now())
			if c.err != nil {
				if signed != "" || !errors.Is(err, c.err) {
					t.Errorf("%q, %v; want the first error", signed, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			parts := strings.Split(signed, ".")
			text, err := base64.RawURLEncoding.DecodeString(parts[0])
			var header struct{ Alg string }
			if err := errors.Join(err, json.Unmarshal(text, &header)); err != nil || header.Alg != c.algorithm || len(parts) != 3 {
				t.Fatalf("%s, %v", text, err)
			}
			signature, err := base64.RawURLEncoding.DecodeString(parts[2])
			if err != nil {
				t.Fatal(err)
			}
			digest := crypto.SHA256.New()
			digest.Write([]byte(parts[0] + "." + parts[1]))
			if c.algorithm == "PS256" {
				err = rsa.VerifyPSS(&key.PublicKey, crypto.SHA256, digest.Sum(nil), signature, &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash})
			} else {
				err = rsa.VerifyPKCS1v15(&key.PublicKey, crypto.SHA256, digest.Sum(nil), signature)
			}
			if err != nil {
				t.Errorf("the signature is none: %v", err)
			}
		})
	}
}
