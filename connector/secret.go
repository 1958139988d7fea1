package connector

import (
	"fmt"
	"io"
	"log/slog"
)

// hidden is what stands wherever a secret would otherwise be printed.
const hidden = "[secret]"

// Secret is a value that never shows itself: printing, logging and JSON all
// give the same placeholder. Only Reveal returns the value, so every place
// that uses it can be found.
type Secret string

// Reveal returns the value itself, for the one request or the one sealed
// column that needs it.
func (s Secret) Reveal() string { return string(s) }

// Format implements [fmt.Formatter], so that no verb can print the value.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hidden) }

// String implements [fmt.Stringer] for callers that do not go through fmt.
func (s Secret) String() string { return hidden }

// LogValue implements [slog.LogValuer].
func (s Secret) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalJSON implements json.Marshaler: exports never hold a secret.
func (s Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + hidden + `"`), nil }

// SecretFields are the fields of a connection that hold secrets, in the order of
// [BySecret.Values].
var SecretFields = [...]Field{
	FieldRefreshToken, FieldClientSecret, FieldProxyPassword, FieldCertificate, FieldCertificatePassword,
}

// BySecret has one value for each secret of a connection.
type BySecret[T any] struct {
	RefreshToken        T `json:"refreshToken"`
	ClientSecret        T `json:"clientSecret"`
	ProxyPassword       T `json:"proxyPassword"`
	Certificate         T `json:"certificate"`
	CertificatePassword T `json:"certificatePassword"`
}

// Values are the values in the order of [SecretFields].
func (b *BySecret[T]) Values() [len(SecretFields)]*T {
	return [...]*T{&b.RefreshToken, &b.ClientSecret, &b.ProxyPassword, &b.Certificate, &b.CertificatePassword}
}

// Of is the value of a field; nil when it holds no secret.
func (b *BySecret[T]) Of(field Field) *T {
	for i, value := range b.Values() {
		if SecretFields[i] == field {
			return value
		}
	}
	return nil
}

// Secrets are the values of a connection that are sealed in the store and
// never shown again. An empty one is not set.
//
// Certificate holds the bytes of a file, unchanged and therefore not always
// UTF-8, with the certificate of the app registration and its private key:
// PEM, or PFX (PKCS #12) raw or in base64. It takes the place of ClientSecret.
// CertificatePassword opens that private key.
type Secrets = BySecret[Secret]
