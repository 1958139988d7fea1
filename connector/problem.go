package connector

import "strings"

// Field names an input of the connection dialog; a problem is shown beside it.
type Field string

// Key is the field as the key of an object of JSON or YAML.
func (f Field) Key() string {
	words := strings.Split(string(f), "-")
	for i := range words[1:] {
		words[i+1] = strings.ToUpper(words[i+1][:1]) + words[i+1][1:]
	}
	return strings.Join(words, "")
}

// The fields of the connection dialog.
const (
	FieldName                  Field = "name"
	FieldSourceType            Field = "source-type"
	FieldProxyFrom             Field = "proxy-from"
	FieldProxyServer           Field = "proxy-server"
	FieldProxyScript           Field = "proxy-script"
	FieldProxyExceptions       Field = "proxy-exceptions"
	FieldProxyUsername         Field = "proxy-username"
	FieldProxyPassword         Field = "proxy-password"
	FieldCloud                 Field = "cloud"
	FieldTokenEndpoint         Field = "token-endpoint"
	FieldClientID              Field = "client-id"
	FieldRedirectURI           Field = "redirect-uri"
	FieldFlow                  Field = "flow"
	FieldAuthorizationEndpoint Field = "authorization-endpoint"
	FieldGraphEndpoint         Field = "graph-endpoint"
	FieldRefreshToken          Field = "refresh-token"
	FieldClientSecret          Field = "client-secret"
	FieldClientSecretExpires   Field = "client-secret-expires"
	FieldCertificate           Field = "certificate"
	FieldCertificatePassword   Field = "certificate-password"
	FieldLossShare             Field = "loss-share"
)

// Problem says what is wrong with the value of one field.
type Problem struct {
	Field   Field
	Message Message
}
