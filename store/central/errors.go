package central

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"slices"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"

	"inventorybeacon/connector"
)

// Errors of PostgreSQL (postgresql.org/docs/current/errcodes-appendix.html).
const (
	notSupported       = "0A000"
	badPassword        = "28P01"
	notAdmitted        = "28000"
	noDatabase         = "3D000"
	noSchema           = "3F000"
	noTable            = "42P01"
	noRight            = "42501"
	readOnly           = "25006"
	notUnique          = "23505"
	serialization      = "40001"
	deadlock           = "40P01"
	diskFull           = "53100"
	tooManyConnections = "53300"
	shutdown           = "57P01"
	crash              = "57P02"
	starting           = "57P03"
)

// wsaConnectionRefused is Windows' number for a refused connection; nothing else has it elsewhere.
const wsaConnectionRefused = syscall.Errno(10061)

// explain gives an error of the database or of the way to it its words. What has words, and
// what the caller has ended, stays as it is.
func (c Config) explain(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := connector.MessageOf(err); ok || errors.Is(err, context.Canceled) {
		return err
	}
	return connector.NewError(c.message(err), err)
}

func (c Config) message(err error) connector.Message {
	host, _, _ := hostPort(c.Server)
	m := connector.Message{Data: connector.Data{
		"Server": c.Server, "Host": host, "Database": c.Database, "User": c.User, "Schema": c.SchemaName(),
	}}
	var refusal *pgconn.PgError
	if errors.As(err, &refusal) {
		m.ID = refused(refusal)
		var connecting *pgconn.ConnectError
		if refusal.Code == noRight && errors.As(err, &connecting) {
			m.ID = "central.right.connect"
		}
		m.Reference = refusal.Message + " (SQLSTATE " + refusal.Code + ")"
		return m
	}
	if errors.Is(err, pgx.ErrNoRows) { // what the end of the schema's SQL puts into tables
		m.ID = "central.schema.missing"
		return m
	}
	m.ID = unreachable(err)
	var wrongName x509.HostnameError
	if errors.As(err, &wrongName) && wrongName.Certificate != nil {
		m.Data["Names"] = wrongName.Certificate.DNSNames
	}
	return m
}

// refused is the message of what a server has answered.
func refused(refusal *pgconn.PgError) string {
	switch refusal.Code {
	case badPassword:
		return "central.password"
	case notAdmitted:
		if strings.Contains(refusal.Message, "pg_hba.conf") {
			return "central.not-admitted"
		}
		return "central.user"
	case noDatabase:
		return "central.database"
	case noSchema, noTable:
		return "central.schema.missing"
	case noRight:
		return "central.right"
	case readOnly:
		return "central.read-only"
	case diskFull:
		return "central.disk-full"
	case tooManyConnections:
		return "central.too-many"
	case shutdown, crash, starting:
		return "central.starting"
	}
	if text := strings.ToLower(refusal.Message); refusal.Code == "08P01" && strings.Contains(text, "no such database") { // PgBouncer's
		return "central.database"
	} else if refusal.Code == "08P01" && (strings.Contains(text, "password") || strings.Contains(text, "auth")) {
		return "central.password"
	}
	return "central.refused"
}

// errNoTLS is the driver's error, which has no type, for a server without TLS.
const errNoTLS = "server refused TLS connection"

// brokenOff is the message of a connection that ends without a word.
const brokenOff = "central.broken"

// unreachable is the message of what has gone wrong on the way to a server.
func unreachable(err error) string {
	var name *net.DNSError
	var untrusted x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	var wrongName x509.HostnameError
	var verification *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var alert *net.OpError
	var tooLong *pgproto3.ExceededMaxBodyLenErr
	var timeout net.Error
	switch {
	case errors.As(err, &wrongName):
		return "central.tls.other-name"
	case errors.As(err, &invalid):
		return "central.tls.outdated"
	case errors.As(err, &untrusted), errors.As(err, &verification):
		return "central.tls.untrusted"
	case errors.As(err, &alert) && alert.Op == "remote error": // of TLS: what the server refuses is the user's certificate
		return "central.certificate"
	case errors.As(err, &tooLong), strings.Contains(err.Error(), "invalid message length"),
		strings.Contains(err.Error(), "unknown message type"):
		return "central.no-postgresql" // those of the driver have no types
	case strings.Contains(err.Error(), errNoTLS), errors.As(err, &record):
		return "central.tls.none"
	case errors.As(err, &name):
		return "central.host"
	case errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, wsaConnectionRefused):
		return "central.connection-refused"
	case pgconn.Timeout(err), errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return "central.timeout"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE),
		errors.Is(err, net.ErrClosed), errors.Is(err, pgconn.ErrConnClosed):
		return brokenOff
	default:
		return "central.unexpected"
	}
}

// codeOf is the SQLSTATE of an error; empty when it is none of the server's.
func codeOf(err error) string {
	var refusal *pgconn.PgError
	if errors.As(err, &refusal) {
		return refusal.Code
	}
	return ""
}

// again reports whether a transaction that has failed did nothing and may be tried again as it is.
func again(err error) bool { return slices.Contains([]string{serialization, deadlock}, codeOf(err)) }
