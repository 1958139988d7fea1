package connector

import "testing"

func TestEachSecretHasItsField(t *testing.T) {
	var names BySecret[string]
	values := names.Values()
	for i, field := range SecretFields {
		if values[i] != names.Of(field) {
			t.Errorf("%s is another one", field)
		}
		*values[i] = string(field)
	}
	if want := (BySecret[string]{
		RefreshToken: "refresh-token", ClientSecret: "client-secret", ProxyPassword: "proxy-password",
		Certificate: "certificate", CertificatePassword: "certificate-password",
	}); names != want {
		t.Errorf("%+v", names)
	}
	if names.Of(FieldName) != nil {
		t.Error("a name is a secret")
	}
}
