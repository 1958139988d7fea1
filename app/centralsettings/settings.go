// Package centralsettings is what an administrator enters of the central database: what is
// usual, what is wrong with a value, how it is stored and tried.
package centralsettings

import (
	"net"
	"net/netip"
	"strconv"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/central"
)

// Settings say how the central database is reached.
type Settings = store.Central

// Secrets are those of the central database.
type Secrets = store.CentralSecrets[connector.Secret]

// Modes are the ways to protect the connection from which to choose, the safest first.
func Modes() (modes []string) {
	for _, mode := range central.TLSModes {
		modes = append(modes, string(mode))
	}
	return modes
}

// The fields. Their values begin with a word that no field of a connection begins with.
const (
	FieldServer      connector.Field = fieldPrefix + "server"
	FieldDatabase    connector.Field = fieldPrefix + "database"
	FieldUser        connector.Field = fieldPrefix + "user"
	FieldPassword    connector.Field = fieldPrefix + "password"
	FieldSchema      connector.Field = fieldPrefix + "schema"
	FieldTLS         connector.Field = fieldPrefix + "tls"
	FieldCA          connector.Field = fieldPrefix + "ca"
	FieldCertificate connector.Field = fieldPrefix + "certificate"
	FieldKey         connector.Field = fieldPrefix + "key"

	fieldPrefix = "central-"
)

// Key is the name of a field in files; central is false for those of others.
func Key(field connector.Field) (key string, central bool) {
	return strings.CutPrefix(string(field), fieldPrefix)
}

// Complete fills in what is left out: the port 5432, the schema beacon, and verify-full.
func Complete(s Settings) Settings {
	for _, text := range []*string{&s.Server, &s.Database, &s.User, &s.Schema, &s.TLS} {
		*text = strings.TrimSpace(*text)
	}
	s.Server = withPort(s.Server)
	if s.Schema == "" {
		s.Schema = central.DefaultSchema
	}
	if s.TLS == "" {
		s.TLS = string(central.VerifyFull)
	}
	return s
}

// withPort adds the usual port to the name or address of a host.
func withPort(server string) string {
	if address, err := netip.ParseAddr(strings.Trim(server, "[]")); err == nil {
		return net.JoinHostPort(address.String(), strconv.Itoa(central.DefaultPort))
	}
	if server == "" || strings.Contains(server, ":") {
		return server
	}
	return net.JoinHostPort(server, strconv.Itoa(central.DefaultPort))
}

// Config is what connects by settings and their secrets.
func Config(s Settings, secrets Secrets) central.Config {
	c := central.Config{
		Server: s.Server, Database: s.Database, User: s.User, Password: secrets.Password, Schema: s.Schema, TLS: central.TLSMode(s.TLS), CA: s.CA,
	}
	if s.Certificate != "" {
		c.Certificate = connector.Secret(s.Certificate + "\n" + secrets.Key.Reveal())
	}
	return c
}
