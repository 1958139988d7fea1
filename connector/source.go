package connector

import "context"

// Source reads one kind of external system.
type Source interface {
	// Type is the entry in the Source Type list.
	Type() SourceType
	// Clouds are the entries of the Cloud list, Global first.
	Clouds() []Cloud
	// Defaults returns a connection with the auto-populated values for a cloud.
	Defaults(cloud CloudID) Connection
	// Validate returns every problem of a connection, in the dialog's order. It
	// does not look at the name's uniqueness, which needs the other connections.
	Validate(c Connection, s Secrets) []Problem
	// Test tries the connection, one check after another, and hands each to
	// report when it is done; before that as [CheckRunning] whenever it waits for
	// another host. It writes nothing but a rotated refresh token.
	Test(ctx context.Context, a Access, report func(Check))
	// Import reads everything and hands it to sink. It returns nil when the sink
	// has received one complete inventory, warnings included.
	Import(ctx context.Context, a Access, sink Sink, observer Observer) error
}

// Access is everything a source needs to reach its system.
type Access struct {
	Connection Connection
	Secrets    Secrets
	// InventoryTenant is the tenant whose inventory the connection has; zero before
	// its first import.
	InventoryTenant Tenant
	// InventoryUsers is how many users that inventory has.
	InventoryUsers int64
	// Keep stores a rotated refresh token durably. It is called before the
	// source goes on, so that a crash never loses the only valid token.
	Keep func(rotated Secret) error
	// Used is called when the refresh token was redeemed and stays the same; nil
	// when nobody wants to know.
	Used func()
	// Challenged stores a claims challenge of the token endpoint, for the next sign-in
	// (learn.microsoft.com/entra/identity-platform/claims-challenge); nil when nobody
	// wants to know.
	Challenged func(claims string)
}

// SignerIn is a source whose connections need somebody to sign in.
type SignerIn interface {
	// SignIn lets an administrator sign in and returns who it was and the
	// refresh token. It ends when ctx does; one attempt at a time.
	SignIn(ctx context.Context, a Access, way SignInWay, prompter Prompter) (SignIn, Secret, error)
}

// TokenRefresher is a source whose refresh tokens end when nobody uses them.
type TokenRefresher interface {
	// RefreshToken redeems the refresh token, so that it does not end unused, and
	// hands a rotated one to Keep. It reads nothing else.
	RefreshToken(ctx context.Context, a Access) error
}

// CertificateReader is a source whose connections can sign in with a certificate
// in place of a client secret.
type CertificateReader interface {
	// ReadCertificate reads what [Secrets.Certificate] and
	// [Secrets.CertificatePassword] hold and returns its public facts. The error
	// is a [CertificateError].
	ReadCertificate(content []byte, password Secret) (Certificate, error)
	// HasCertificateStore reports whether this system has [CertificateStores].
	HasCertificateStore() bool
	// UsableCertificates returns what is in them and can be signed in with by this account
	// now; that which is valid longest comes first. The error is a [CertificateError].
	UsableCertificates() ([]UsableCertificate, error)
}

// ConsentLinker is a source to which an administrator who is not at this
// computer can consent for the whole organization.
type ConsentLinker interface {
	// ConsentLink returns the address at which to consent to everything that the
	// connection asks for. It holds no secret.
	ConsentLink(c Connection) (string, error)
}
