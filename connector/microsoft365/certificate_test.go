package microsoft365

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

// rsaKey makes one key for all tests, because that takes long.
var rsaKey = sync.OnceValue(func() *rsa.PrivateKey { return newRSAKey(2048) })

func newRSAKey(bits int) *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		panic(err)
	}
	return key
}

// certify makes a self-signed certificate that is valid from and until so many
// days from now.
func certify(t testing.TB, key crypto.Signer, from, until int) *x509.Certificate {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Inventory Beacon", Organization: []string{"Contoso"}},
		NotBefore: time.Now().AddDate(0, 0, from), NotAfter: time.Now().AddDate(0, 0, until),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return leaf
}

func pemOf(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

func certificatePEM(c *x509.Certificate) []byte { return pemOf("CERTIFICATE", c.Raw) }

func keyPEM(t testing.TB, key any) []byte {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return pemOf("PRIVATE KEY", der)
}

func pfxOf(t testing.TB, encoder *pkcs12.Encoder, key any, leaf *x509.Certificate, chain []*x509.Certificate, password string) []byte {
	t.Helper()
	pfx, err := encoder.Encode(key, leaf, chain, password)
	if err != nil {
		t.Fatal(err)
	}
	return pfx
}

// openssl runs the program with the given input and returns what it prints.
func openssl(t testing.TB, input []byte, arguments ...string) []byte {
	t.Helper()
	command := exec.Command("openssl", arguments...)
	command.Stdin = bytes.NewReader(input)
	output, err := command.Output()
	if err != nil {
		t.Fatalf("openssl %v: %v", arguments, err)
	}
	return output
}

func TestReadCertificateGivenTheFormsOfAFile(t *testing.T) {
	key := rsaKey()
	leaf := certify(t, key, -1, 100)
	authority := certify(t, newRSAKey(2048), -1, 100)
	pkcs1 := pemOf("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key))
	pkcs8 := keyPEM(t, key)
	together := filepath.Join(t.TempDir(), "together.pem")
	if err := os.WriteFile(together, append(certificatePEM(leaf), pkcs8...), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, given := range map[string]struct {
		content  []byte
		password connector.Secret
	}{
		"PEM, PKCS #1":                   {append(certificatePEM(leaf), pkcs1...), ""},
		"PEM, PKCS #8, key first":        {append(bytes.Clone(pkcs8), certificatePEM(leaf)...), ""},
		"PEM with a needless password":   {append(certificatePEM(leaf), pkcs8...), "not needed"},
		"PEM with a byte order mark":     {append([]byte("\ufeff"), append(certificatePEM(leaf), pkcs8...)...), ""},
		"PEM with Windows' line ends":    {bytes.ReplaceAll(append(certificatePEM(leaf), pkcs8...), []byte("\n"), []byte("\r\n")), ""},
		"PEM with bag attributes":        {append([]byte("Bag Attributes\n    localKeyID: 01\n"), append(certificatePEM(leaf), pkcs8...)...), ""},
		"PEM, authority first":           {append(certificatePEM(authority), append(certificatePEM(leaf), pkcs8...)...), ""},
		"PEM protected by AES-256":       {append(certificatePEM(leaf), openssl(t, pkcs8, "pkcs8", "-topk8", "-passout", "pass:p@ss wörd", "-v2", "aes-256-cbc")...), "p@ss wörd"},
		"PEM protected by AES-128, SHA1": {append(certificatePEM(leaf), openssl(t, pkcs8, "pkcs8", "-topk8", "-passout", "pass:x", "-v2", "aes-128-cbc", "-v2prf", "hmacWithSHA1")...), "x"},
		"PEM protected by AES-192, SHA512": {
			append(certificatePEM(leaf), openssl(t, pkcs8, "pkcs8", "-topk8", "-passout", "pass:x", "-v2", "aes-192-cbc", "-v2prf", "hmacWithSHA512")...), "x",
		},
		"PFX as Windows writes it today":  {pfxOf(t, pkcs12.Modern2023, key, leaf, nil, "p@ss wörd"), "p@ss wörd"},
		"PFX as Windows wrote it earlier": {pfxOf(t, pkcs12.LegacyDES, key, leaf, nil, "x"), "x"},
		"PFX with RC2":                    {pfxOf(t, pkcs12.LegacyRC2, key, leaf, nil, "x"), "x"},
		"PFX with an empty password":      {pfxOf(t, pkcs12.Modern2023, key, leaf, nil, ""), ""},
		"PFX without a password":          {pfxOf(t, pkcs12.Passwordless, key, leaf, nil, ""), ""},
		"PFX with the authority":          {pfxOf(t, pkcs12.Modern2023, key, leaf, []*x509.Certificate{authority}, "x"), "x"},
		"PFX, authority first":            {pfxOf(t, pkcs12.Modern2023, key, authority, []*x509.Certificate{leaf}, "x"), "x"},
		"PFX of openssl":                  {openssl(t, nil, "pkcs12", "-export", "-in", together, "-passout", "pass:x"), "x"},
		"PFX of openssl -legacy":          {openssl(t, nil, "pkcs12", "-export", "-legacy", "-in", together, "-passout", "pass:x"), "x"},
		"PFX in base64, as Azure Key Vault gives it": {
			[]byte(base64.StdEncoding.EncodeToString(pfxOf(t, pkcs12.Passwordless, key, leaf, nil, "")) + "\r\n"), "",
		},
		"PFX in base64, in lines": {openssl(t, pfxOf(t, pkcs12.Modern2023, key, leaf, nil, "x"), "base64", "-e"), "x"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := New(Options{}).ReadCertificate(given.content, given.password)
			if err != nil {
				t.Fatal(err)
			}
			want := connector.Certificate{
				Subject: "CN=Inventory Beacon,O=Contoso", Thumbprint: fmt.Sprintf("%X", sha256.Sum256(leaf.Raw)), NotAfter: connector.DateOf(leaf.NotAfter),
			}
			if got != want {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
		})
	}
}

func TestReadCertificateHasASentenceForEachFault(t *testing.T) {
	key := rsaKey()
	leaf := certify(t, key, -1, 100)
	whole := append(certificatePEM(leaf), keyPEM(t, key)...)
	short := newRSAKey(1024)
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	curveDER, err := x509.MarshalECPrivateKey(curve)
	if err != nil {
		t.Fatal(err)
	}
	protected := append(certificatePEM(leaf), openssl(t, keyPEM(t, key), "pkcs8", "-topk8", "-passout", "pass:right")...)
	pfx := pfxOf(t, pkcs12.Modern2023, key, leaf, nil, "right")
	for name, test := range map[string]struct {
		content  []byte
		password connector.Secret
		field    connector.Field
		message  string // a part of it
	}{
		"empty":                      {nil, "", connector.FieldCertificate, "is empty"},
		"blanks":                     {[]byte(" \r\n"), "", connector.FieldCertificate, "is empty"},
		"too large":                  {make([]byte, longestCertificateFile+1), "", connector.FieldCertificate, "too large"},
		"a text":                     {[]byte("hello, world"), "", connector.FieldCertificate, "neither PEM nor PFX"},
		"a text in base64":           {[]byte("aGVsbG8="), "", connector.FieldCertificate, "neither PEM nor PFX"},
		"PEM without key":            {certificatePEM(leaf), "", connector.FieldCertificate, "no private key"},
		"PEM without certificate":    {keyPEM(t, key), "", connector.FieldCertificate, "no certificate"},
		"PEM of something else":      {pemOf("CERTIFICATE REQUEST", []byte{1}), "", connector.FieldCertificate, "neither a certificate nor a private key"},
		"PEM cut off":                {whole[:len(whole)-100], "", connector.FieldCertificate, "damaged"},
		"PEM with a damaged key":     {append(certificatePEM(leaf), pemOf("PRIVATE KEY", []byte("x"))...), "", connector.FieldCertificate, "damaged"},
		"PEM with a damaged cert":    {append(pemOf("CERTIFICATE", []byte("x")), keyPEM(t, key)...), "", connector.FieldCertificate, "damaged"},
		"PEM of two strangers":       {append(certificatePEM(certify(t, newRSAKey(2048), -1, 100)), keyPEM(t, key)...), "", connector.FieldCertificate, "do not belong together"},
		"PEM with an EC key":         {append(certificatePEM(certify(t, curve, -1, 100)), pemOf("EC PRIVATE KEY", curveDER)...), "", connector.FieldCertificate, "only RSA"},
		"PEM with an EC PKCS #8 key": {append(certificatePEM(certify(t, curve, -1, 100)), keyPEM(t, curve)...), "", connector.FieldCertificate, "only RSA"},
		"PEM with a DSA key":         {append(certificatePEM(leaf), pemOf("DSA PRIVATE KEY", []byte("x"))...), "", connector.FieldCertificate, "a kind that Microsoft Entra does not accept"},
		"PEM, password missing":      {protected, "", connector.FieldCertificatePassword, "protected by a password"},
		"PEM, password wrong":        {protected, "wrong", connector.FieldCertificatePassword, "does not open"},
		"PEM protected the old way": {
			append(certificatePEM(leaf), openssl(t, keyPEM(t, key), "rsa", "-traditional", "-aes128", "-passout", "pass:right")...), "right", connector.FieldCertificate, "old way",
		},
		"PEM protected by a method of its own": {
			append(certificatePEM(leaf), openssl(t, keyPEM(t, key), "pkcs8", "-topk8", "-v2", "des3", "-passout", "pass:right")...), "right", connector.FieldCertificate, "a method that this program does not know",
		},
		"PFX, password missing":      {pfx, "", connector.FieldCertificatePassword, "protected by a password"},
		"PFX, password wrong":        {pfx, "wrong", connector.FieldCertificatePassword, "does not open"},
		"PFX, password never needed": {pfxOf(t, pkcs12.Passwordless, key, leaf, nil, ""), "x", connector.FieldCertificatePassword, "has no password"},
		"PFX without key":            {openssl(t, certificatePEM(leaf), "pkcs12", "-export", "-nokeys", "-passout", "pass:x"), "x", connector.FieldCertificate, "no private key"},
		"PFX without certificate":    {openssl(t, keyPEM(t, key), "pkcs12", "-export", "-nocerts", "-passout", "pass:x"), "x", connector.FieldCertificate, "no certificate"},
		"PFX cut off":                {pfx[:len(pfx)/2], "right", connector.FieldCertificate, "damaged"},
		"PFX with an EC key":         {pfxOf(t, pkcs12.Modern2023, curve, certify(t, curve, -1, 100), nil, "x"), "x", connector.FieldCertificate, "only RSA"},
		"PFX of two strangers":       {pfxOf(t, pkcs12.Modern2023, key, certify(t, newRSAKey(2048), -1, 100), nil, "x"), "x", connector.FieldCertificate, "do not belong together"},
		"PFX that keeps busy":        {busyPFX(t, pfx), "right", connector.FieldCertificate, "in a way that this program does not know"},
		"PEM that keeps busy":        {append(certificatePEM(leaf), protectedKey(t, keyPEM(t, key), busyKey)...), "right", connector.FieldCertificate, "a method that this program does not know"},
		"PEM with a cut key":         {append(certificatePEM(leaf), protectedKey(t, keyPEM(t, key), cutKey)...), "right", connector.FieldCertificate, "damaged"},
		"PEM with an empty key":      {append(certificatePEM(leaf), protectedKey(t, keyPEM(t, key), emptyKey)...), "right", connector.FieldCertificate, "damaged"},
		"PEM with a short vector":    {append(certificatePEM(leaf), protectedKey(t, keyPEM(t, key), shortVector)...), "right", connector.FieldCertificate, "damaged"},
		"a bare certificate":         {leaf.Raw, "", connector.FieldCertificate, "no private key"},
		"expired":                    {append(certificatePEM(certify(t, key, -10, -1)), keyPEM(t, key)...), "", connector.FieldCertificate, "has expired on"},
		"not yet valid":              {append(certificatePEM(certify(t, key, 1, 10)), keyPEM(t, key)...), "", connector.FieldCertificate, "is not valid before"},
		"a short key":                {append(certificatePEM(certify(t, short, -1, 100)), keyPEM(t, short)...), "", connector.FieldCertificate, "1024 bits"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := New(Options{}).ReadCertificate(test.content, test.password)
			var bad *connector.CertificateError
			if !errors.As(err, &bad) || got != (connector.Certificate{}) {
				t.Fatalf("got %+v, %v", got, err)
			}
			if bad.Field != test.field || !strings.Contains(bad.Message, test.message) || bad.Action == "" {
				t.Errorf("%+v", bad)
			}
			if told := bad.Problem().Message; strings.Contains(told, "right") || strings.Contains(told, "wrong") {
				t.Errorf("the sentence shows the password: %q", told)
			}
		})
	}
}

// asCertified returns access to a tenant whose application has the certificate
// that is registered, with the content and password of a file.
func asCertified(t testing.TB, registered *x509.Certificate, content []byte, password connector.Secret) (connector.Access, *Source) {
	t.Helper()
	const id = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
	server, source := demo(t, demotenant.Options{Apps: []demotenant.App{{
		ID: id, Name: "Certified", Certificate: registered, Roles: permissions(),
	}}})
	a := asApplication(server, source)
	a.Connection.ClientID = id
	a.Secrets = connector.Secrets{Certificate: connector.Secret(content), CertificatePassword: password}
	return a, source
}

func TestTokenGivenACertificate(t *testing.T) {
	key := rsaKey()
	leaf := certify(t, key, -1, 100)
	for name, given := range map[string]struct {
		content  []byte
		password connector.Secret
	}{
		"PEM": {append(certificatePEM(leaf), keyPEM(t, key)...), ""},
		"PFX": {pfxOf(t, pkcs12.Modern2023, key, leaf, nil, "x"), "x"},
	} {
		t.Run(name, func(t *testing.T) {
			a, source := asCertified(t, leaf, given.content, given.password)
			if _, err := importInto(t.Context(), source, a, sourcetest.NewSink()); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestTokenGivenACertificateThatIsRefused(t *testing.T) {
	key := rsaKey()
	leaf := certify(t, key, -1, 100)
	content := append(certificatePEM(leaf), keyPEM(t, key)...)
	for name, test := range map[string]struct {
		registered *x509.Certificate
		change     func(*connector.Access, *Source)
		code       int
		message    string
	}{
		"another certificate is registered": {certify(t, newRSAKey(2048), -1, 100), nil, 700027, "not one of the app registration's"},
		"the same key, certified anew":      {certify(t, key, -1, 50), nil, 700027, "not one of the app registration's"},
		"none is registered":                {nil, nil, 700027, "not one of the app registration's"},
		"the clock is an hour late": {leaf, func(_ *connector.Access, s *Source) {
			s.now = func() time.Time { return time.Now().Add(-time.Hour) }
		}, 700024, "too old or too new"},
		"another application": {leaf, func(a *connector.Access, _ *Source) {
			a.Connection.ClientID = "00000000-0000-0000-0000-000000000001"
		}, 700016, "does not know the application"},
		"a public client": {leaf, func(a *connector.Access, _ *Source) {
			a.Connection.ClientID = demotenant.ClientID
		}, 700025, "public client"},
	} {
		t.Run(name, func(t *testing.T) {
			a, source := asCertified(t, test.registered, content, "")
			if test.change != nil {
				test.change(&a, source)
			}
			err := source.RefreshToken(t.Context(), a)
			var refused *TokenError
			if !errors.As(err, &refused) || refused.Code != test.code {
				t.Fatalf("got %v", err)
			}
			if advice := refused.Advice(); !strings.Contains(advice.Message, test.message) || advice.Action == "" {
				t.Errorf("%+v", advice)
			}
		})
	}
}

func TestTokenSendsNothingGivenACertificateThatCannotBeUsed(t *testing.T) {
	key := rsaKey()
	expired := certify(t, key, -10, -1)
	a, source := asCertified(t, expired, append(certificatePEM(expired), keyPEM(t, key)...), "")
	a.Connection.TokenEndpoint = "https://nobody.invalid/contoso/oauth2/v2.0/token"
	err := source.RefreshToken(t.Context(), a)
	var bad *connector.CertificateError
	if !errors.As(err, &bad) || !strings.Contains(bad.Message, "has expired") {
		t.Errorf("got %v", err)
	}
}
