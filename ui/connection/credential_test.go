package connection

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"math/big"
	"strings"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"inventorybeacon/app"
	"inventorybeacon/connector"
	"inventorybeacon/ui/session/sessiontest"
)

// pfxFiles are a certificate that a password opens, and one without.
func pfxFiles(t *testing.T, password string) (protected, open string) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	encode := func(with *pkcs12.Encoder, password string) string {
		content, err := with.Encode(key, leaf, nil, password)
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
	return encode(pkcs12.Modern, password), encode(pkcs12.Passwordless, "")
}

// unattended is a new connection with a client secret or certificate.
func unattended(w *sessiontest.Window) connector.Connection {
	c := w.Beacon.NewConnection(connector.CloudGlobal)
	c.Name, c.Flow, c.ClientID = "Unattended", connector.ClientCredentials, connector.NewGUID()
	for _, endpoint := range []*string{&c.TokenEndpoint, &c.AuthorizationEndpoint} {
		*endpoint = strings.Replace(*endpoint, "/common/", "/contoso.onmicrosoft.com/", 1)
	}
	return c
}

func TestANewCredentialIsTakenOnlyWhenItCanBeUsed(t *testing.T) {
	protected, open := pfxFiles(t, "right")
	aSecret := app.SecretChanges{ClientSecret: secret("s3cret")}
	aCertificate := app.SecretChanges{Certificate: secret(protected), CertificatePassword: secret("right")}
	choose := func(content string) func(*showing) { return func(d *showing) { d.useCertificate(content) } }
	password := func(text string) func(*showing) {
		return func(d *showing) { d.fields.certificatePassword.SetText(text) }
	}
	both := func(steps ...func(*showing)) func(*showing) {
		return func(d *showing) {
			for _, step := range steps {
				step(d)
			}
		}
	}
	for _, given := range []struct {
		what   string
		before app.SecretChanges
		enter  func(*showing)
		says   string // why it is refused; empty when it is taken
		has    string // which secrets the connection has in the end
	}{
		{"a secret, and nothing is entered", aSecret, func(*showing) {}, "", "secret"},
		{"a secret, and a certificate is chosen", aSecret, choose(open), "", "certificate"},
		{"a secret, and a certificate with its password", aSecret, both(choose(protected), password("right")), "", "certificate password"},
		{"a secret, and what is no certificate", aSecret, choose("no certificate"), "The certificate file is neither PEM nor PFX.", "secret"},
		{"a secret, and a password alone", aSecret, password("right"), "There is no certificate that this password could open.", "secret"},
		{"a certificate, and a secret is entered", aCertificate, func(d *showing) { d.fields.clientSecret.SetText("new") }, "", "secret"},
		{"a certificate, and one without password", aCertificate, choose(open), "", "certificate"},
		{
			"a certificate, and one whose password is missing", aCertificate, choose(protected), "The certificate file is protected by a password.",
			"certificate password",
		},
		{"a certificate, and its password again", aCertificate, password("right"), "", "certificate password"},
		{
			"a certificate, and a wrong password", aCertificate, password("wrong"), "The password does not open the certificate file.",
			"certificate password",
		},
	} {
		for _, waiting := range []bool{false, true} {
			state := map[bool]string{false: "stored", true: "waiting for Save"}[waiting]
			t.Run("given "+state+" "+given.what, func(t *testing.T) {
				w := sessiontest.Open(t, sessiontest.Options{})
				c := unattended(w)
				if waiting {
					w.Must(w.Beacon.Put(t.Context(), c, given.before))
				} else {
					w.Must(w.Beacon.SaveConnection(t.Context(), c, given.before))
				}
				d := edited(w, c)
				given.enter(d)
				for range 2 { // also while the certificate is read, and after it was
					w.Press("OK")
					w.Until("the answer", func() bool {
						ended := d.frame.Begin() // which it does while nothing runs
						if ended {
							d.frame.End()
						}
						return ended && !d.reading
					})
					if given.says == "" {
						break
					}
					if !w.Says(given.says) {
						t.Fatalf("the dialog says:\n%s", w.Text())
					}
				}
				if open := w.Dialogs() > 0; open != (given.says != "") {
					t.Fatalf("the dialog is open: %v", open)
				}
				w.Must(w.Beacon.Save(t.Context()))
				if got := stored(w, c); got != given.has {
					t.Errorf("the connection has %q, want %q", got, given.has)
				}
			})
		}
	}
}

// edited opens the dialog of a connection.
func edited(w *sessiontest.Window, c connector.Connection) *showing {
	return open(w.Session, "Edit", w.Entry(c), func(string) {})
}

// stored names the stored credentials of a connection.
func stored(w *sessiontest.Window, c connector.Connection) string {
	var names []string
	secrets := w.Entry(c).Secrets
	for _, s := range []struct {
		name string
		at   time.Time
	}{{"secret", secrets.ClientSecret}, {"certificate", secrets.Certificate}, {"password", secrets.CertificatePassword}} {
		if !s.at.IsZero() {
			names = append(names, s.name)
		}
	}
	return strings.Join(names, " ")
}

func TestASecretWhoseRemovalWaitsIsNotSaidToBeStored(t *testing.T) {
	_, open := pfxFiles(t, "right")
	w := sessiontest.Open(t, sessiontest.Options{})
	c := unattended(w)
	w.Must(w.Beacon.SaveConnection(t.Context(), c, app.SecretChanges{ClientSecret: secret("s3cret"), RefreshToken: secret("token")}))
	none := secret("")
	w.Must(w.Beacon.Put(t.Context(), c, app.SecretChanges{ClientSecret: none, RefreshToken: none, Certificate: secret(open)}))
	d := edited(w, c)
	for _, field := range []interface{ Says() string }{d.fields.clientSecret, d.fields.refreshToken} {
		if !strings.HasPrefix(field.Says(), "none") {
			t.Errorf("the field says %q", field.Says())
		}
	}
}

func TestACertificateThatTheFlowHidesIsNotTaken(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{})
	c := unattended(w)
	w.Must(w.Beacon.SaveConnection(t.Context(), c, app.SecretChanges{ClientSecret: secret("s3cret")}))
	d := edited(w, c)
	d.useCertificate("no certificate")
	w.Await("The certificate file is neither PEM nor PFX.")
	d.fields.flow.SetSelected(connector.AuthorizationCode.Label())
	d.update()
	w.Press("OK")
	w.Until("the dialog to close", func() bool { return w.Dialogs() == 0 })
	w.Must(w.Beacon.Save(t.Context()))
	if got := stored(w, c); got != "secret" {
		t.Errorf("the connection has %q", got)
	}
}
