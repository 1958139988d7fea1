package central

import (
	"net"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"inventorybeacon/connector"
)

// What is wrong with a value is said by a message, which has no ID when nothing is. Whoever lets people enter values and whoever
// connects by them ask the same functions.

// longestName is how many bytes PostgreSQL takes of a name
// (www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS).
const longestName = 63

// CheckServer says what is wrong with the name or address of a server, with or without a port.
func CheckServer(server string) (wrong connector.Message) {
	_, _, wrong = hostPort(server)
	return wrong
}

// hostPort are the parts of a server, with the usual port where it has none.
func hostPort(server string) (host string, port uint16, wrong connector.Message) {
	if server == "" {
		return "", 0, connector.Message{ID: "central.field.server-empty"}
	}
	data := connector.Data{"Server": server}
	if strings.ContainsAny(server, "/@") { // a socket's folder and the address of a driver are not meant
		return "", 0, connector.Message{ID: "central.field.server-address", Data: data}
	}
	host, text, err := net.SplitHostPort(server)
	if _, address := netip.ParseAddr(server); err != nil && (address == nil || !strings.Contains(server, ":")) {
		host, text, err = server, strconv.Itoa(DefaultPort), nil
	}
	if err != nil || host == "" || strings.ContainsFunc(host, notInHost) {
		return "", 0, connector.Message{ID: "central.field.server", Data: data}
	}
	n, err := strconv.ParseUint(text, 10, 16)
	if err != nil || n == 0 {
		return "", 0, connector.Message{ID: "central.field.port", Data: connector.Data{"Port": text}}
	}
	return host, uint16(n), connector.Message{}
}

func notInHost(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune("-_.:%", r)
}

// CheckDatabase says what is wrong with the name of a database.
func CheckDatabase(name string) connector.Message { return checkName("central.field.database", name) }

// CheckUser says what is wrong with the name of a user.
func CheckUser(name string) connector.Message { return checkName("central.field.user", name) }

// checkName checks a name; what is the message that names it.
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

// CheckSchema says what is wrong with the name of a schema.
func CheckSchema(schema string) connector.Message {
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

// CheckTLS says what is wrong with a way to protect the connection.
func CheckTLS(mode TLSMode) connector.Message {
	if slices.Contains(TLSModes, mode) {
		return connector.Message{}
	}
	var known []string
	for _, one := range TLSModes {
		known = append(known, string(one))
	}
	return connector.Message{ID: "central.field.tls", Data: connector.Data{"TLS": string(mode), "Known": known}}
}
