package central

import (
	"cmp"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"inventorybeacon/connector"
)

// TLSMode says how the way to the server is protected. The values are those of libpq's
// sslmode (postgresql.org/docs/current/libpq-ssl.html).
type TLSMode string

// The modes. An empty one is VerifyFull.
const (
	// VerifyFull asks for a certificate of the server's name that this computer, or the CA of the
	// configuration, trusts. A server on this computer may also go without TLS.
	VerifyFull TLSMode = "verify-full"
	// Require encrypts, and does not look at whom it talks to.
	Require TLSMode = "require"
	// Disable does neither.
	Disable TLSMode = "disable"
)

// TLSModes are all modes, the usual one first.
var TLSModes = []TLSMode{VerifyFull, Require, Disable}

// What is usual.
const (
	DefaultPort   = 5432
	DefaultSchema = "beacon"
)

// Config says where the central database is and as whom it is used.
type Config struct {
	// Server is HOST or HOST:PORT; an IPv6 address with a port stands in brackets.
	Server   string
	Database string
	User     string
	// Password is not set where a client certificate or the server's rules let the user in.
	Password connector.Secret
	// Schema holds the tables and views; DefaultSchema when it is empty.
	Schema string
	// TLS is VerifyFull when it is empty.
	TLS TLSMode
	// CA holds certificates of authorities as PEM, which are trusted in place of the computer's.
	CA string
	// Certificate holds the client's certificate and its private key, which is not
	// encrypted, both as PEM.
	Certificate connector.Secret
}

// Check says what is wrong with a configuration before anything is asked; nil when it can be
// tried.
func (c Config) Check() error {
	_, err := c.pool()
	return err
}

// SchemaName is the schema that is used.
func (c Config) SchemaName() string {
	if c.Schema == "" {
		return DefaultSchema
	}
	return c.Schema
}

// How long is waited for a connection, and how many there are at once.
const (
	connectTimeout = 15 * time.Second
	maxConnections = 2
)

// pool is the configuration of the driver. Nothing in it comes from the environment.
func (c Config) pool() (*pgxpool.Config, error) {
	host, port, wrong := hostPort(c.Server)
	for _, wrong := range []connector.Message{
		wrong, CheckDatabase(c.Database), CheckUser(c.User), CheckSchema(c.SchemaName()), CheckTLS(cmp.Or(c.TLS, VerifyFull)),
	} {
		if wrong.ID != "" {
			return nil, connector.NewError(wrong, nil)
		}
	}
	protect, err := c.tls(host)
	if err != nil {
		return nil, err
	}
	// What the environment might say (PGSSLMODE, PGPASSFILE and so on) is overridden here.
	config, err := pgxpool.ParseConfig("host=localhost port=1 user=x dbname=x password=x sslmode=disable sslcertmode=allow sslnegotiation=postgres " +
		"channel_binding=prefer target_session_attrs=any min_protocol_version=3.0 max_protocol_version=3.0 connect_timeout=" +
		strconv.Itoa(int(connectTimeout.Seconds())))
	if err != nil {
		return nil, connector.NewError(connector.Message{ID: "central.environment"}, err)
	}
	config.MaxConns = maxConnections
	conn := config.ConnConfig
	conn.Host, conn.Port, conn.Database, conn.User, conn.Password = host, port, c.Database, c.User, c.Password.Reveal()
	conn.TLSConfig, conn.Fallbacks, conn.RequireAuth = protect, nil, ""
	conn.RuntimeParams = map[string]string{"application_name": "inventory-beacon"}
	// Nothing is prepared under a name, so that a pool between may give every transaction another session.
	conn.DefaultQueryExecMode = pgx.QueryExecModeExec
	conn.StatementCacheCapacity, conn.DescriptionCacheCapacity = 0, 0
	return config, nil
}

// errNoCertificate says that a text holds none.
var errNoCertificate = errors.New("no certificate in PEM")

func (c Config) tls(host string) (*tls.Config, error) {
	config := &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}
	switch c.TLS {
	case Require:
		config.InsecureSkipVerify = true // as libpq's mode of that name
	case Disable:
		return nil, nil
	}
	if c.CA != "" {
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM([]byte(c.CA)) {
			return nil, connector.NewError(connector.Message{ID: "central.ca.malformed"}, errNoCertificate)
		}
	}
	if c.Certificate != "" {
		pair, err := tls.X509KeyPair([]byte(c.Certificate.Reveal()), []byte(c.Certificate.Reveal()))
		if err != nil {
			return nil, connector.NewError(connector.Message{ID: "central.certificate.malformed"}, err)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return config, nil
}

// mayGoWithoutTLS reports whether the server may have none.
func (c Config) mayGoWithoutTLS(host string) bool {
	return (c.TLS == "" || c.TLS == VerifyFull) && connector.IsLoopback(host) && c.CA == "" && c.Certificate == ""
}
