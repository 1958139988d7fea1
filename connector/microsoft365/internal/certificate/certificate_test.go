package certificate

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"software.sslmate.com/src/go-pkcs12"

	"inventorybeacon/connector"
	"inventorybeacon/connector/connectortest"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

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

func describe(content []byte, password connector.Secret) (connector.Certificate, error) {
	c, err := Read(content, password, time.Now())
	if err != nil {
		return connector.Certificate{}, err
	}
	return c.Describe(), nil
}

func TestReadGivenTheFormsOfAFile(t *testing.T) {
	key := sourcetest.RSAKey()
	leaf := sourcetest.Certify(t, key, -1, 100)
	authority := sourcetest.Certify(t, sourcetest.NewRSAKey(2048), -1, 100)
	pkcs1 := sourcetest.PEM("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key))
	pkcs8 := sourcetest.KeyPEM(t, key)
	together := filepath.Join(t.TempDir(), "together.pem")
	if err := os.WriteFile(together, append(sourcetest.CertificatePEM(leaf), pkcs8...), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, given := range map[string]struct {
		content  []byte
		password connector.Secret
	}{
		"PEM, PKCS #1":                 {append(sourcetest.CertificatePEM(leaf), pkcs1...), ""},
		"PEM, PKCS #8, key first":      {append(bytes.Clone(pkcs8), sourcetest.CertificatePEM(leaf)...), ""},
		"PEM with a needless password": {append(sourcetest.CertificatePEM(leaf), pkcs8...), "not needed"},
		"PEM in UTF-16":                {inUTF16(string(append(sourcetest.CertificatePEM(leaf), pkcs8...))), ""},
		"PEM with a byte order mark":   {append([]byte("\ufeff"), append(sourcetest.CertificatePEM(leaf), pkcs8...)...), ""},
		"PEM with Windows' line ends":  {bytes.ReplaceAll(append(sourcetest.CertificatePEM(leaf), pkcs8...), []byte("\n"), []byte("\r\n")), ""},
		"PEM with bag attributes": {append([]byte("Bag Attributes\n    localKeyID: 01\n"),
			append(sourcetest.CertificatePEM(leaf), pkcs8...)...), ""},
		"PEM, authority first": {
			append(sourcetest.CertificatePEM(authority), append(sourcetest.CertificatePEM(leaf), pkcs8...)...),
			"",
		},
		"PEM protected by AES-256": {append(sourcetest.CertificatePEM(leaf),
			openssl(t, pkcs8, "pkcs8", "-topk8", "-passout", "pass:p@ss wörd", "-v2", "aes-256-cbc")...), "p@ss wörd"},
		"PEM protected by AES-128, SHA1": {append(sourcetest.CertificatePEM(leaf),
			openssl(t, pkcs8, "pkcs8", "-topk8", "-passout", "pass:x", "-v2", "aes-128-cbc", "-v2prf", "hmacWithSHA1")...), "x"},
		"PEM protected by AES-192, SHA512": {
			append(sourcetest.CertificatePEM(leaf),
				openssl(t, pkcs8, "pkcs8", "-topk8", "-passout", "pass:x", "-v2", "aes-192-cbc", "-v2prf", "hmacWithSHA512")...), "x",
		},
		"PFX as Windows writes it today":  {sourcetest.PFX(t, pkcs12.Modern2023, key, leaf, nil, "p@ss wörd"), "p@ss wörd"},
		"PFX as Windows wrote it earlier": {sourcetest.PFX(t, pkcs12.LegacyDES, key, leaf, nil, "x"), "x"},
		"PFX with RC2":                    {sourcetest.PFX(t, pkcs12.LegacyRC2, key, leaf, nil, "x"), "x"},
		"PFX with an empty password":      {sourcetest.PFX(t, pkcs12.Modern2023, key, leaf, nil, ""), ""},
		"PFX without a password":          {sourcetest.PFX(t, pkcs12.Passwordless, key, leaf, nil, ""), ""},
		"PFX with the authority":          {sourcetest.PFX(t, pkcs12.Modern2023, key, leaf, []*x509.Certificate{authority}, "x"), "x"},
		"PFX, authority first":            {sourcetest.PFX(t, pkcs12.Modern2023, key, authority, []*x509.Certificate{leaf}, "x"), "x"},
		"PFX of openssl":                  {openssl(t, nil, "pkcs12", "-export", "-in", together, "-passout", "pass:x"), "x"},
		"PFX of openssl -legacy":          {openssl(t, nil, "pkcs12", "-export", "-legacy", "-in", together, "-passout", "pass:x"), "x"},
		"PFX in base64, as Azure Key Vault gives it": {
			[]byte(base64.StdEncoding.EncodeToString(sourcetest.PFX(t, pkcs12.Passwordless, key, leaf, nil, "")) + "\r\n"), "",
		},
		"PFX in base64, in lines": {openssl(t, sourcetest.PFX(t, pkcs12.Modern2023, key, leaf, nil, "x"), "base64", "-e"), "x"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := describe(given.content, given.password)
			if err != nil {
				t.Fatal(err)
			}
			want := connector.Certificate{
				Subject: "CN=Inventory Beacon,O=Contoso", Thumbprint: fmt.Sprintf("%X", sha256.Sum256(leaf.Raw)),
				NotAfter: connector.DateOf(leaf.NotAfter),
			}
			if got != want {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
		})
	}
}

func TestReadHasASentenceForEachFault(t *testing.T) {
	key := sourcetest.RSAKey()
	leaf := sourcetest.Certify(t, key, -1, 100)
	whole := append(sourcetest.CertificatePEM(leaf), sourcetest.KeyPEM(t, key)...)
	short := sourcetest.NewRSAKey(1024)
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	curveDER, err := x509.MarshalECPrivateKey(curve)
	if err != nil {
		t.Fatal(err)
	}
	protected := append(sourcetest.CertificatePEM(leaf), openssl(t, sourcetest.KeyPEM(t, key), "pkcs8", "-topk8", "-passout", "pass:right")...)
	pfx := sourcetest.PFX(t, pkcs12.Modern2023, key, leaf, nil, "right")
	for name, test := range map[string]struct {
		content  []byte
		password connector.Secret
		field    connector.Field
		message  string // its ID
	}{
		"empty":                   {nil, "", connector.FieldCertificate, "certificate.empty"},
		"blanks":                  {[]byte(" \r\n"), "", connector.FieldCertificate, "certificate.empty"},
		"too large":               {make([]byte, longestFile+1), "", connector.FieldCertificate, "certificate.large"},
		"a text":                  {[]byte("hello, world"), "", connector.FieldCertificate, "certificate.unknown"},
		"a text in base64":        {[]byte("aGVsbG8="), "", connector.FieldCertificate, "certificate.unknown"},
		"PEM without key":         {sourcetest.CertificatePEM(leaf), "", connector.FieldCertificate, "certificate.no-key"},
		"PEM without certificate": {sourcetest.KeyPEM(t, key), "", connector.FieldCertificate, "certificate.no-certificate"},
		"PEM of something else":   {sourcetest.PEM("CERTIFICATE REQUEST", []byte{1}), "", connector.FieldCertificate, "certificate.nothing"},
		"PEM cut off":             {whole[:len(whole)-100], "", connector.FieldCertificate, "certificate.pem-damaged"},
		"PEM with a damaged key": {
			append(sourcetest.CertificatePEM(leaf), sourcetest.PEM("PRIVATE KEY", []byte("x"))...), "",
			connector.FieldCertificate, "certificate.key-damaged",
		},
		"PEM with a damaged cert": {
			append(sourcetest.PEM("CERTIFICATE", []byte("x")), sourcetest.KeyPEM(t, key)...), "",
			connector.FieldCertificate, "certificate.pem-damaged",
		},
		"PEM of two strangers": {append(sourcetest.CertificatePEM(sourcetest.Certify(t, sourcetest.NewRSAKey(2048), -1, 100)),
			sourcetest.KeyPEM(t, key)...), "", connector.FieldCertificate, "certificate.mismatch"},
		"PEM with an EC key": {append(sourcetest.CertificatePEM(sourcetest.Certify(t, curve, -1, 100)),
			sourcetest.PEM("EC PRIVATE KEY", curveDER)...), "", connector.FieldCertificate, "certificate.no-rsa"},
		"PEM with an EC PKCS #8 key": {
			append(sourcetest.CertificatePEM(sourcetest.Certify(t, curve, -1, 100)), sourcetest.KeyPEM(t, curve)...),
			"", connector.FieldCertificate, "certificate.no-rsa",
		},
		"PEM with a DSA key": {
			append(sourcetest.CertificatePEM(leaf), sourcetest.PEM("DSA PRIVATE KEY", []byte("x"))...), "",
			connector.FieldCertificate, "certificate.key-kind",
		},
		"PEM, password missing": {protected, "", connector.FieldCertificatePassword, "certificate.password"},
		"PEM, password wrong":   {protected, "wrong", connector.FieldCertificatePassword, "certificate.wrong-password"},
		"PEM protected the old way": {
			append(sourcetest.CertificatePEM(leaf),
				openssl(t, sourcetest.KeyPEM(t, key), "rsa", "-traditional", "-aes128", "-passout", "pass:right")...), "right",
			connector.FieldCertificate, "certificate.old-protection",
		},
		"PEM protected by a method of its own": {
			append(sourcetest.CertificatePEM(leaf),
				openssl(t, sourcetest.KeyPEM(t, key), "pkcs8", "-topk8", "-v2", "des3", "-passout", "pass:right")...), "right",
			connector.FieldCertificate, "certificate.key-protection",
		},
		"PFX, password missing": {pfx, "", connector.FieldCertificatePassword, "certificate.password"},
		"PFX, password wrong":   {pfx, "wrong", connector.FieldCertificatePassword, "certificate.wrong-password"},
		"PFX, password never needed": {
			sourcetest.PFX(t, pkcs12.Passwordless, key, leaf, nil, ""), "x", connector.FieldCertificatePassword,
			"certificate.pfx-no-password",
		},
		"PFX without key": {
			openssl(t, sourcetest.CertificatePEM(leaf), "pkcs12", "-export", "-nokeys", "-passout", "pass:x"), "x",
			connector.FieldCertificate, "certificate.pfx-no-key",
		},
		"PFX without certificate": {
			openssl(t, sourcetest.KeyPEM(t, key), "pkcs12", "-export", "-nocerts", "-passout", "pass:x"), "x",
			connector.FieldCertificate, "certificate.pfx-no-certificate",
		},
		"PFX cut off": {pfx[:len(pfx)/2], "right", connector.FieldCertificate, "certificate.pfx-damaged"},
		"PFX with an EC key": {
			sourcetest.PFX(t, pkcs12.Modern2023, curve, sourcetest.Certify(t, curve, -1, 100), nil, "x"), "x",
			connector.FieldCertificate, "certificate.no-rsa",
		},
		"PFX of two strangers": {sourcetest.PFX(t, pkcs12.Modern2023, key, sourcetest.Certify(t, sourcetest.NewRSAKey(2048), -1, 100), nil,
			"x"), "x", connector.FieldCertificate, "certificate.mismatch"},
		"PFX that keeps busy": {busyPFX(t, pfx), "right", connector.FieldCertificate, "certificate.pfx-protection"},
		"PEM that keeps busy": {
			append(sourcetest.CertificatePEM(leaf), protectedKey(t, sourcetest.KeyPEM(t, key), busyKey)...), "right",
			connector.FieldCertificate, "certificate.key-protection",
		},
		"PEM with a cut key": {
			append(sourcetest.CertificatePEM(leaf), protectedKey(t, sourcetest.KeyPEM(t, key), cutKey)...), "right",
			connector.FieldCertificate, "certificate.key-damaged",
		},
		"PEM with an empty key": {
			append(sourcetest.CertificatePEM(leaf), protectedKey(t, sourcetest.KeyPEM(t, key), emptyKey)...), "right",
			connector.FieldCertificate, "certificate.key-damaged",
		},
		"PEM with a short vector": {
			append(sourcetest.CertificatePEM(leaf), protectedKey(t, sourcetest.KeyPEM(t, key), shortVector)...), "right",
			connector.FieldCertificate, "certificate.key-damaged",
		},
		"a bare certificate": {leaf.Raw, "", connector.FieldCertificate, "certificate.no-key"},
		"expired": {
			append(sourcetest.CertificatePEM(sourcetest.Certify(t, key, -10, -1)), sourcetest.KeyPEM(t, key)...), "",
			connector.FieldCertificate, "certificate.expired",
		},
		"not yet valid": {
			append(sourcetest.CertificatePEM(sourcetest.Certify(t, key, 1, 10)), sourcetest.KeyPEM(t, key)...), "",
			connector.FieldCertificate, "certificate.not-yet",
		},
		"a short key": {
			append(sourcetest.CertificatePEM(sourcetest.Certify(t, short, -1, 100)), sourcetest.KeyPEM(t, short)...), "",
			connector.FieldCertificate, "certificate.short-key",
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := describe(test.content, test.password)
			var bad *connector.CertificateError
			if !errors.As(err, &bad) || got != (connector.Certificate{}) {
				t.Fatalf("got %+v, %v", got, err)
			}
			if bad.Field != test.field || bad.Reason.ID != test.message {
				t.Errorf("%+v, want %s", bad, test.message)
			}
			if told := connectortest.Told(t, err); strings.Contains(told, "=right") || strings.Contains(told, "=wrong") {
				t.Errorf("the message shows the password: %q", told)
			}
		})
	}
}

// inUTF16 is text as PowerShell 5.1 redirects it into a file.
func inUTF16(text string) []byte {
	content := []byte("\xff\xfe")
	for _, unit := range utf16.Encode([]rune(text)) {
		content = binary.LittleEndian.AppendUint16(content, unit)
	}
	return content
}
