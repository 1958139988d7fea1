// Package mail sends a letter through a mail server: SMTP (RFC 5321) with STARTTLS (RFC 3207)
// or TLS from the start (RFC 8314), with a password or a token (XOAUTH2,
// learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth).
package mail

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"time"

	gomail "github.com/wneessen/go-mail"

	"inventorybeacon/connector"
)

const (
	// longest is how long a letter may take, answers of a slow server included.
	longest = 2 * time.Minute
	// silence is how long the server may take for one answer.
	silence = 30 * time.Second
	// goodbye is how long it may take for that to the end of the conversation, when it has the letter.
	goodbye = 5 * time.Second
)

// Encryption is how what goes to the server is encrypted.
type Encryption string

// The kinds of encryption. None is for servers on this computer.
const (
	StartTLS Encryption = "starttls"
	TLS      Encryption = "tls"
	None     Encryption = "none"
)

// Server is a mail server, and who signs in to it.
type Server struct {
	Host       string
	Port       int
	Encryption Encryption
	// Name is that of this computer, by which the program calls itself to the server.
	Name string
	// Username signs in with Password or, where that is not nil, with what Token returns;
	// nobody signs in where it is empty.
	Username string
	Password connector.Secret
	Token    func(context.Context) (connector.Secret, error)
	// Roots are the authorities that are trusted; those of this computer when nil.
	Roots *x509.CertPool
}

// Letter is what is sent.
type Letter struct {
	From string
	To   []string
	// Only are those of To whom it is handed for; nil for all.
	Only []string
	// ID is the same each time that a letter is sent, so that one which comes twice is
	// recognized (RFC 5322, Message-ID).
	ID                  string
	Date                time.Time
	Subject, Text, HTML string
	Attachments         []Attachment
}

// Attachment is a file of a letter.
type Attachment struct {
	Name    string
	Type    string // its media type
	Content []byte
}

// Send sends a letter. It has been sent when the server has taken it for somebody, whatever
// comes after that. The error is a [PartlySentError] when it was, an [Error], or that of the
// token.
func Send(ctx context.Context, server Server, letter Letter) error {
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	message, err := letter.message()
	if err != nil {
		return err
	}
	secret, err := server.secret(ctx)
	if err != nil {
		return err
	}
	quote := quoting(server.Username, secret)
	client, err := gomail.NewClient(server.Host, server.options(secret)...)
	if err != nil {
		return server.explain(ctx, quote, err)
	}
	if err := gomail.WithDialContextFunc(server.greeted(ctx, client))(client); err != nil {
		return err
	}
	connection, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return server.explain(ctx, quote, err)
	}
	recipients := letter.To
	if letter.Only != nil {
		recipients = letter.Only
	}
	refused, err := hand(connection, message, recipients, quote)
	if err != nil {
		return server.refused(ctx, quote, err, refused)
	}
	leave(connection) // it has the letter
	return partlySent(server.address(), refused)
}

// secret is what somebody signs in with; empty where nobody does.
func (s Server) secret(ctx context.Context) (connector.Secret, error) {
	switch {
	case s.Username == "":
		return "", nil
	case s.Token != nil:
		return s.Token(ctx)
	default:
		return s.Password, nil
	}
}

func (s Server) options(secret connector.Secret) []gomail.Option {
	options := []gomail.Option{
		gomail.WithTLSConfig(s.encryption()), gomail.WithTimeout(silence),
	}
	switch s.Encryption {
	case TLS:
		options = append(options, gomail.WithSSL())
	case None:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	// After that of TLS, which has ports of its own.
	options = append(options, gomail.WithPort(s.Port))
	if s.Username == "" {
		return append(options, gomail.WithSMTPAuth(gomail.SMTPAuthNoAuth))
	}
	options = append(options, gomail.WithUsername(s.Username), gomail.WithPassword(secret.Reveal()))
	if s.Token != nil {
		return append(options, gomail.WithSMTPAuth(gomail.SMTPAuthXOAUTH2))
	}
	return append(options, gomail.WithOpportunisticSMTPAuth(
		gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthSCRAMSHA1, gomail.SMTPAuthPlain, gomail.SMTPAuthLogin,
	))
}

func (s Server) encryption() *tls.Config {
	return &tls.Config{ServerName: s.Host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12}
}

// greeted has a client connect, and greet as fits the connection.
func (s Server) greeted(ctx context.Context, client *gomail.Client) gomail.DialContextFunc {
	return func(dialing context.Context, network, address string) (net.Conn, error) {
		connection, err := s.dial(ctx, dialing, network, address, s.encryption())
		if err != nil {
			return nil, err
		}
		return connection, gomail.WithHELO(greeting(s.Name, connection.LocalAddr()))(client)
	}
}

// dial connects. The library leaves connections open that it could not use, and does not look
// at ctx once there is one: the end of ctx closes it.
func (s Server) dial(ctx, dialing context.Context, network, address string, config *tls.Config) (net.Conn, error) {
	dialer := &net.Dialer{}
	connection, err := dialer.DialContext(dialing, network, address)
	if err != nil {
		return nil, err
	}
	context.AfterFunc(ctx, func() { _ = connection.Close() })
	if s.Encryption != TLS {
		return connection, nil
	}
	encrypted := tls.Client(connection, config)
	if err := encrypted.HandshakeContext(dialing); err != nil {
		return nil, err
	}
	return encrypted, nil
}

func (l Letter) message() (*gomail.Msg, error) {
	m := gomail.NewMsg()
	if err := m.From(l.From); err != nil {
		return nil, addressRefused(l.From, err)
	}
	for _, to := range l.To {
		if err := m.AddTo(to); err != nil {
			return nil, addressRefused(to, err)
		}
	}
	m.Subject(l.Subject)
	m.SetDateWithValue(l.Date)
	m.SetMessageIDWithValue(l.ID)
	// No out-of-office note or ticket answers it (RFC 3834).
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetBodyString(gomail.TypeTextPlain, l.Text)
	if l.HTML != "" {
		m.AddAlternativeString(gomail.TypeTextHTML, l.HTML)
	}
	for _, a := range l.Attachments {
		if err := m.AttachReader(a.Name, bytes.NewReader(a.Content), gomail.WithFileContentType(gomail.ContentType(a.Type))); err != nil {
			return nil, err
		}
	}
	return m, nil
}
