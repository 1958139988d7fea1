package command

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"os"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"software.sslmate.com/src/go-pkcs12"

	"inventorybeacon/connector/demotenant"
)

// certificatePassword opens the PFX file of the scripts.
const certificatePassword = "Pa55word of the key"

// certifiedApp is an app registration with a certificate that expires in some
// days. It writes the files certificate.pem, certificate.pfx and
// certificate-password for the script.
func certifiedApp(ts *testscript.TestScript) demotenant.App {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	ts.Check(err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Beacon of the script"},
		NotBefore: time.Now().AddDate(0, 0, -1), NotAfter: time.Now().AddDate(0, 0, 10),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	ts.Check(err)
	certificate, err := x509.ParseCertificate(der)
	ts.Check(err)

	pfx, err := pkcs12.Modern.Encode(key, certificate, nil, certificatePassword)
	ts.Check(err)
	private, err := x509.MarshalPKCS8PrivateKey(key)
	ts.Check(err)
	text := append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}),
		pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})...)
	for file, content := range map[string][]byte{
		"certificate.pem": text, "certificate.pfx": pfx, "certificate-password": []byte(certificatePassword + "\n"),
	} {
		ts.Check(os.WriteFile(ts.MkAbs(file), content, 0o600))
	}
	const id = "2c1f1d2e-6b1d-4f6e-9d53-0a8a1c3f7e55"
	ts.Setenv("CERTIFIED_ID", id)
	return demotenant.App{ID: id, Name: "Certified", Certificate: certificate, Roles: []string{"Directory.Read.All", "Reports.Read.All"}}
}
