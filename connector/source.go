package connector

import (
	"context"
	"time"
)

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
}

// ConsentLinker is a source to which an administrator who is not at this
// computer can consent for the whole organization.
type ConsentLinker interface {
	// ConsentLink returns the address at which to consent to everything that the
	// connection asks for. It holds no secret.
	ConsentLink(c Connection) (string, error)
}

// SignInWay is how the answer of a sign-in is caught.
type SignInWay string

// The ways to sign in; the values are what the console's --browser takes.
const (
	// SignInAuto lets the redirect URI and the installed browsers decide.
	SignInAuto SignInWay = ""
	// SignInPopup opens a window of an installed Edge, Chrome or Chromium.
	SignInPopup SignInWay = "popup"
	// SignInSystem opens the default browser.
	SignInSystem SignInWay = "system"
	// SignInNone opens nothing: the address is shown, the answer is pasted.
	SignInNone SignInWay = "none"
)

// Prompter is the administrator's side of a sign-in. Its methods are called
// from the goroutine that called SignIn.
type Prompter interface {
	// Status says in a sentence what the sign-in waits for.
	Status(text string)
	// Answer shows the address at which to sign in and returns the pasted address
	// of the page where the sign-in ended. problem says why the answer before was
	// refused; it is empty the first time.
	Answer(ctx context.Context, address, problem string) (string, error)
}

// CheckResult is the outcome of one check.
type CheckResult string

// The outcomes of a check; CheckRunning is that of one that has none yet.
const (
	CheckRunning CheckResult = "running"
	CheckPassed  CheckResult = "passed"
	CheckWarning CheckResult = "warning"
	CheckFailed  CheckResult = "failed"
)

// Check is one line of Test Connection.
type Check struct {
	// Name is what was tried, for example "Token".
	Name   string      `json:"name"`
	Result CheckResult `json:"result"`
	// Optional says that an import goes on when the check has not passed.
	Optional bool `json:"optional"`
	// Meaning is what was found, or for what a running one waits, such as "waiting
	// for graph.microsoft.com..."; Advice is what to do, empty when it passed.
	Meaning string `json:"meaning"`
	Advice  string `json:"advice,omitempty"`
	// Reference is for support: Microsoft's own text and ids; mostly empty.
	Reference string `json:"reference,omitempty"`
}

// Sink receives the records of one import. Its methods may be called from
// several goroutines at once. Nothing that it receives can be seen in the
// inventory before the import has succeeded.
type Sink interface {
	// Tenant is called before anything else; its error ends the import.
	Tenant(ctx context.Context, t Tenant) error
	Licenses(ctx context.Context, l []License) error
	// Subscriptions and Groups store all of them. What was known stays when they
	// are never called.
	Subscriptions(ctx context.Context, s []Subscription) error
	Groups(ctx context.Context, g []Group) error
	// Users stores a page with its cursor.
	Users(ctx context.Context, page UserPage) error
	// Counted says that the system counts at least so many users. An import that
	// has received fewer different ones is not published.
	Counted(ctx context.Context, least int64) error
	// Usage stores rows of the usage report named by stream.
	Usage(ctx context.Context, stream string, rows []Usage) error
	// Activations stores rows of the activations report.
	Activations(ctx context.Context, stream string, rows []Activation) error

	// Resume returns how far an earlier import, cut short after notBefore, has
	// come with a stream that was read with the same query. It is zero when
	// there is none; what was staged of the stream is then dropped.
	Resume(ctx context.Context, stream, query string, notBefore time.Time) (Position, error)
	// Restart drops everything received of a stream so far, because it will be
	// read again from its start.
	Restart(ctx context.Context, stream string) error
}

// Position is how far a stream of users has been read and stored.
type Position struct {
	Cursor string
	Rows   int64
	// Done says that the stream was read to its end.
	Done bool
}

// Observer is told how an import goes. Its methods return at once and may be
// called from several goroutines.
type Observer interface {
	Progress(p Progress)
	// Note adds a line to the task's log.
	Note(text string)
	// Warn adds a warning: the import goes on without something.
	Warn(w Warning)
}

// Phase is a part of an import that has a progress of its own.
type Phase string

// The phases of an import, in the order in which they are shown.
const (
	PhaseSignIn       Phase = "Token"
	PhaseOrganization Phase = "Organization"
	PhaseLicenses     Phase = "Licenses"
	PhaseUsers        Phase = "Users"
	PhaseUsage        Phase = "Usage reports"
	PhasePublish      Phase = "Publish"
)

// Progress says how far a phase has come. Total is zero while it is unknown.
type Progress struct {
	Phase Phase
	Done  int64
	Total int64
	// Finished says that the phase is over.
	Finished bool
}

// PhaseTime says when a phase that was finished began, and how long it took.
type PhaseTime struct {
	Phase Phase `json:"phase"`
	// Records is how many it had; zero of publishing, which is counted in steps.
	Records int64 `json:"records,omitempty"`
	// Started is in seconds since the import began, Seconds until the phase was
	// finished. Phases overlap.
	Started float64 `json:"started"`
	Seconds float64 `json:"seconds"`
}

// Warning is something that an import had to go on without.
type Warning struct {
	// Message says what is missing, Advice what to do about it.
	Message string `json:"message"`
	Advice  string `json:"advice,omitempty"`
}

// Verdict returns the worst result among the checks.
func Verdict(checks []Check) CheckResult {
	verdict := CheckPassed
	for _, c := range checks {
		switch {
		case c.Result == CheckFailed:
			return CheckFailed
		case c.Result == CheckWarning:
			verdict = CheckWarning
		}
	}
	return verdict
}
