package connector

import "testing"

func TestStoredCertificate(t *testing.T) {
	const sum = "0123456789ABCDEF0123456789ABCDEF01234567"
	for name, given := range map[string]struct {
		store, thumbprint, subject string
		want                       StoredCertificate
		id                         string // of the message of the error
	}{
		"as Windows shows it": {
			`CurrentUser\My`, "\u200e01 23 45 67 89 ab cd ef 01 23 45 67 89 ab cd ef 01 23 45 67", "",
			StoredCertificate{`CurrentUser\My`, sum, ""},
			"",
		},
		"as PowerShell does": {`Cert:\LocalMachine\My`, sum + sum[:24], "", StoredCertificate{`LocalMachine\My`, sum + sum[:24], ""}, ""},
		"a subject": {
			"localmachine/my", "", " CN=Beacon, O=Contoso: IT ",
			StoredCertificate{`LocalMachine\My`, "", "CN=Beacon, O=Contoso: IT"},
			"",
		},
		"another store": {`CurrentUser\Root`, sum, "", StoredCertificate{}, "certificate.store.unknown"},
		"neither":       {`CurrentUser\My`, "", "", StoredCertificate{}, "certificate.store.one"},
		"both":          {`CurrentUser\My`, sum, "CN=x", StoredCertificate{}, "certificate.store.one"},
		"a line break":  {`CurrentUser\My`, "", "CN=x\nstore: y", StoredCertificate{}, "certificate.store.one"},
		"no digest":     {`CurrentUser\My`, "12", "", StoredCertificate{}, "certificate.store.thumbprint"},
		"other letters": {`CurrentUser\My`, "x" + sum[1:], "", StoredCertificate{}, "certificate.store.thumbprint"},
	} {
		got, err := NewStoredCertificate(given.store, given.thumbprint, given.subject)
		if m, _ := MessageOf(err); m.ID != given.id || got != given.want {
			t.Errorf("%s: %+v, %v", name, got, err)
			continue
		}
		if given.id != "" {
			continue
		}
		if read, found := ParseStoredCertificate([]byte(got.Content().Reveal())); !found || read != got {
			t.Errorf("%s: read as %+v", name, read)
		}
	}
	if _, found := ParseStoredCertificate([]byte("-----BEGIN CERTIFICATE-----")); found {
		t.Error("a file is taken for a reference")
	}
}
