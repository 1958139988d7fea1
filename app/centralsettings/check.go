package centralsettings

import (
	"crypto/tls"
	"strings"
	"unicode"

	"inventorybeacon/connector"
	"inventorybeacon/store/central"
)

// Check returns every problem of complete settings and their secrets, in the order of the
// dialog's fields. It looks at nothing but its arguments.
func Check(s Settings, secrets Secrets) (problems []connector.Problem) {
	add := func(field connector.Field, m connector.Message) {
		if m.ID != "" {
			problems = append(problems, connector.Problem{Field: field, Message: m})
		}
	}
	add(FieldServer, central.CheckServer(s.Server))
	add(FieldDatabase, central.CheckDatabase(s.Database))
	add(FieldUser, central.CheckUser(s.User))
	if strings.ContainsFunc(secrets.Password.Reveal(), unicode.IsControl) {
		add(FieldPassword, connector.Message{ID: "central.field.password-control"})
	}
	add(FieldSchema, central.CheckSchema(s.Schema))
	add(FieldTLS, central.CheckTLS(central.TLSMode(s.TLS)))
	if s.CA != "" {
		add(FieldCA, checkAuthorities(s))
	}
	switch {
	case s.Certificate == "" && secrets.Key == "":
	case s.Certificate == "":
		add(FieldCertificate, connector.Message{ID: "central.field.key-alone"})
	case secrets.Key == "":
		add(FieldKey, connector.Message{ID: "central.field.no-key"})
	case s.TLS == string(central.Disable):
		add(FieldCertificate, connector.Message{ID: "central.field.certificate-plain"})
	default:
		if _, err := tls.X509KeyPair([]byte(s.Certificate), []byte(secrets.Key.Reveal())); err != nil {
			add(FieldCertificate, connector.Message{ID: "central.field.mismatch"})
		}
	}
	return problems
}

func checkAuthorities(s Settings) connector.Message {
	if certificates, keys := blocks(s.CA); len(certificates) == 0 || len(keys) > 0 {
		return connector.Message{ID: "central.field.no-authority"}
	}
	if s.TLS != string(central.VerifyFull) {
		return connector.Message{ID: "central.field.authority-unused", Data: connector.Data{"TLS": s.TLS}}
	}
	return connector.Message{}
}
