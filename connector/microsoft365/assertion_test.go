package microsoft365

import (
	"crypto/x509"
	"errors"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"inventorybeacon/connector"
	"inventorybeacon/connector/connectortest"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/microsoft365/internal/entra"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

// asCertified returns access to a tenant whose application has the certificate
// that is registered, with the content and password of a file.
func asCertified(t testing.TB, registered *x509.Certificate, content []byte, password connector.Secret) (connector.Access, *Source) {
	t.Helper()
	const id = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
	server, source := demo(t, demotenant.Options{Apps: []demotenant.App{{
		ID: id, Name: "Certified", Certificate: registered, Roles: entra.Permissions(),
	}}})
	a := asApplication(server, source)
	a.Connection.ClientID = id
	a.Secrets = connector.Secrets{Certificate: connector.Secret(content), CertificatePassword: password}
	return a, source
}

func TestTokenGivenACertificate(t *testing.T) {
	key := sourcetest.RSAKey()
	leaf := sourcetest.Certify(t, key, -1, 100)
	for name, given := range map[string]struct {
		content  []byte
		password connector.Secret
	}{
		"PEM": {append(sourcetest.CertificatePEM(leaf), sourcetest.KeyPEM(t, key)...), ""},
		"PFX": {sourcetest.PFX(t, pkcs12.Modern2023, key, leaf, nil, "x"), "x"},
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
	key := sourcetest.RSAKey()
	leaf := sourcetest.Certify(t, key, -1, 100)
	content := append(sourcetest.CertificatePEM(leaf), sourcetest.KeyPEM(t, key)...)
	for name, test := range map[string]struct {
		registered *x509.Certificate
		change     func(*connector.Access, *Source)
		code       int
		message    string
	}{
		"another certificate is registered": {
			sourcetest.Certify(t, sourcetest.NewRSAKey(2048), -1, 100), nil, 700027,
			"entra.aadsts.foreign-certificate",
		},
		"the same key, certified anew": {sourcetest.Certify(t, key, -1, 50), nil, 700027, "entra.aadsts.foreign-certificate"},
		"none is registered":           {nil, nil, 700027, "entra.aadsts.foreign-certificate"},
		"the clock is an hour late": {leaf, func(_ *connector.Access, s *Source) {
			s.entra.Now = func() time.Time { return time.Now().Add(-time.Hour) }
		}, 700024, "entra.aadsts.clock"},
		"another application": {leaf, func(a *connector.Access, _ *Source) {
			a.Connection.ClientID = "00000000-0000-0000-0000-000000000001"
		}, 700016, "entra.aadsts.unknown-application"},
		"a public client": {leaf, func(a *connector.Access, _ *Source) {
			a.Connection.ClientID = demotenant.ClientID
		}, 700025, "entra.aadsts.public-client"},
	} {
		t.Run(name, func(t *testing.T) {
			a, source := asCertified(t, test.registered, content, "")
			if test.change != nil {
				test.change(&a, source)
			}
			err := source.RefreshToken(t.Context(), a)
			var refused *entra.TokenError
			if !errors.As(err, &refused) || refused.Code != test.code {
				t.Fatalf("got %v", err)
			}
			connectortest.Told(t, err)
			if m := refused.Message(); m.ID != test.message {
				t.Errorf("%s, want %s", m, test.message)
			}
		})
	}
}

func TestTokenSendsNothingGivenACertificateThatCannotBeUsed(t *testing.T) {
	key := sourcetest.RSAKey()
	expired := sourcetest.Certify(t, key, -10, -1)
	a, source := asCertified(t, expired, append(sourcetest.CertificatePEM(expired), sourcetest.KeyPEM(t, key)...), "")
	a.Connection.TokenEndpoint = "https://nobody.invalid/contoso/oauth2/v2.0/token"
	err := source.RefreshToken(t.Context(), a)
	var bad *connector.CertificateError
	if !errors.As(err, &bad) || bad.Reason.ID != "certificate.expired" {
		t.Errorf("got %v", err)
	}
}
