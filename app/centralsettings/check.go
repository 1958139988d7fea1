package centralsettings

import (
	"crypto/tls"
	"net"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"inventorybeacon/connector"
	"inventorybeacon/store/central"
)

// longestName is how many bytes PostgreSQL takes of a name
// (www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS).
const longestName = 63

// Check returns every problem of complete settings and their secrets, in the order of the
// dialog's fields. It looks at nothing but its arguments.
func Check(s Settings, secrets Secrets) (problems []connector.Problem) {
	add := func(field connector.Field, m connector.Message) {
		if m.ID != "" {
			problems = append(problems, connector.Problem{Field: field, Message: m})
		}
	}
	add(FieldServer, checkServer(s.Server))
	add(FieldDatabase, checkName("central.field.database", s.Database))
	add(FieldUser, checkName("central.field.user", s.User))
	if strings.ContainsFunc(secrets.Password.Reveal(), unicode.IsControl) {
		add(FieldPassword, connector.Message{ID: "central.field.password-control"})
	}
	add(FieldSchema, checkSchema(s.Schema))
	if !slices.Contains(Modes(), s.TLS) {
		add(FieldTLS, connector.Message{ID: "central.field.tls", Data: connector.Data{"TLS": s.TLS, "Known": Modes()}})
	}
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

func checkServer(server string) connector.Message {
	if server == "" {
		return connector.Message{ID: "central.field.server-empty"}
	}
	data := connector.Data{"Server": server}
	if strings.ContainsAny(server, "/@") {
		return connector.Message{ID: "central.field.server-address", Data: data}
	}
	host, port, err := net.SplitHostPort(server)
	if err != nil || host == "" || strings.ContainsFunc(host, notInHost) {
		return connector.Message{ID: "central.field.server", Data: data}
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
		return connector.Message{ID: "central.field.port", Data: connector.Data{"Port": port}}
	}
	return connector.Message{}
}

func notInHost(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune("-_.:%", r)
}

// checkName checks the name of a database or user; what is the message that names it.
func checkName(what, name string) connector.Message {
	data := connector.Data{"What": connector.Message{ID: what}}
	switch {
	case name == "":
		return connector.Message{ID: "central.field.name-empty", Data: data}
	case strings.ContainsFunc(name, unicode.IsControl):
		return connector.Message{ID: "central.field.name-control", Data: data}
	case len(name) > longestName:
		return connector.Message{ID: "central.field.name-long", Data: data}
	}
	return connector.Message{}
}

// plainName is a name that needs no quotation marks, so that those who write queries need
// none either.
var plainName = regexp.MustCompile(`^[a-z_][a-z0-9_]*$`)

func checkSchema(schema string) connector.Message {
	data := connector.Data{"Schema": schema}
	switch {
	case len(schema) > longestName:
		return connector.Message{ID: "central.field.name-long", Data: connector.Data{"What": connector.Message{ID: "central.field.schema"}}}
	case strings.HasPrefix(schema, "pg_"), schema == "information_schema":
		return connector.Message{ID: "central.field.schema-reserved", Data: data}
	case !plainName.MatchString(schema):
		return connector.Message{ID: "central.field.schema-name", Data: data}
	}
	return connector.Message{}
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
