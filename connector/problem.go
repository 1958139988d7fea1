package connector

// Field names an input of the connection dialog; a problem is shown beside it.
// Its value is the console flag of the same input.
type Field string

// The fields of the connection dialog.
const (
	FieldName                  Field = "name"
	FieldSourceType            Field = "source-type"
	FieldProxyServer           Field = "proxy-server"
	FieldProxyUsername         Field = "proxy-username"
	FieldProxyPassword         Field = "proxy-password-file"
	FieldCloud                 Field = "cloud"
	FieldTokenEndpoint         Field = "token-endpoint"
	FieldClientID              Field = "client-id"
	FieldRedirectURI           Field = "redirect-uri"
	FieldFlow                  Field = "flow"
	FieldAuthorizationEndpoint Field = "authorization-endpoint"
	FieldGraphEndpoint         Field = "graph-endpoint"
	FieldRefreshToken          Field = "refresh-token-file"
	FieldClientSecret          Field = "client-secret-file"
	FieldClientSecretExpires   Field = "client-secret-expires"
	FieldCertificate           Field = "certificate-file"
	FieldCertificatePassword   Field = "certificate-password-file"
	FieldLossShare             Field = "max-loss"
)

// Problem is one sentence about one field: what is wrong and what to do.
type Problem struct {
	Field   Field  `json:"field"`
	Message string `json:"message"`
}
