package app

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"math/big"
	"testing"
	"time"

	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
)

func TestWhatIsWrongWithACertificateIsSaidAtItsField(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 1})))
	var problems *workspace.ProblemsError
	if _, err := b.ReadCertificate([]byte("no certificate"), "password"); !errors.As(err, &problems) || len(problems.Problems) != 1 {
		t.Errorf("error = %v, want one problem", err)
	}
}

func TestANewCredentialTakesThePlaceOfTheOther(t *testing.T) {
	b := openConsole(t, t.TempDir())
	pemFile, password := connector.Secret(selfSigned(t)), connector.Secret("")
	before := connector.Certificate{Thumbprint: "before"}
	for _, c := range []struct {
		name                 string
		secret, certificate  *connector.Secret
		thumbprint           string // none, before or new
		secretGoes, certGoes bool
		expires              connector.Date
	}{
		{"given neither, then both stay", nil, nil, "before", false, false, 5},
		{"given a secret, then the certificate goes", secret("new"), nil, "none", false, true, 5},
		{"given a certificate, then the secret goes", nil, &pemFile, "new", true, false, 0},
		{"given both, then both are left", secret("new"), &pemFile, "new", false, false, 5},
	} {
		t.Run(c.name, func(t *testing.T) {
			connection := connector.Connection{Certificate: before, ClientSecretExpires: 5}
			changes := SecretChanges{ClientSecret: c.secret, Certificate: c.certificate}
			if err := b.ChooseCredential(t.Context(), &connection, &changes); err != nil {
				t.Fatal(err)
			}
			thumbprint := "new"
			switch connection.Certificate.Thumbprint {
			case "":
				thumbprint = "none"
			case before.Thumbprint:
				thumbprint = "before"
			}
			secretGoes := changes.ClientSecret != nil && *changes.ClientSecret == ""
			certGoes := changes.Certificate != nil && *changes.Certificate == ""
			if thumbprint != c.thumbprint || secretGoes != c.secretGoes || certGoes != c.certGoes || connection.ClientSecretExpires != c.expires {
				t.Errorf("the certificate is the %s one, the secret goes: %v, the certificate goes: %v, the secret ends %d",
					thumbprint, secretGoes, certGoes, connection.ClientSecretExpires)
			}
			if (changes.CertificatePassword != nil) != (c.secret != nil || c.certificate != nil) || changes.CertificatePassword != nil &&
				*changes.CertificatePassword != password {
				t.Error("the password of the certificate does not go with it")
			}
		})
	}
	var problems *workspace.ProblemsError
	if err := b.ChooseCredential(t.Context(), &connector.Connection{}, &SecretChanges{Certificate: secret("no certificate")}); !errors.As(err,
		&problems) {
		t.Errorf("what is no certificate: %v", err)
	}
}

// selfSigned is a certificate with its key.
func selfSigned(t *testing.T) string {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	keyBytes, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate})) +
		string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyBytes}))
}
