// Package microsoft365 is the Microsoft 365 source: it signs an administrator
// in, keeps the token fresh, reads users, licenses and usage from Microsoft
// Graph, and tests a connection.
package microsoft365

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/browser"
	"inventorybeacon/connector/microsoft365/internal/certificate"
	"inventorybeacon/connector/microsoft365/internal/entra"
	"inventorybeacon/connector/validation"
)

// applicationID is the application that the original registered in Microsoft's
// global cloud for every organization.
const applicationID = "5bb1a5a2-0d97-4335-9448-119f7b27aff9"

// Options are what a [Source] needs from outside. All are optional.
type Options struct {
	// Logger receives what an administrator may need later; never a secret.
	Logger *slog.Logger
	// Now tells the time.
	Now func() time.Time
	// Clouds are offered beside Microsoft's own, such as the demonstration tenant.
	Clouds []connector.Cloud
	// OpenURL opens an address in the default browser.
	OpenURL func(address string) error
}

// Source implements [connector.Source] and [connector.SignerIn] for Microsoft
// 365. Its methods may be called from several goroutines.
type Source struct {
	log    *slog.Logger
	clouds []connector.Cloud
	entra  *entra.Client
}

var (
	_ connector.Source            = (*Source)(nil)
	_ connector.SignerIn          = (*Source)(nil)
	_ connector.TokenRefresher    = (*Source)(nil)
	_ connector.ConsentLinker     = (*Source)(nil)
	_ connector.CertificateReader = (*Source)(nil)
)

// New returns a Microsoft 365 source.
func New(o Options) *Source {
	client := &entra.Client{Log: o.Logger, Now: o.Now, OpenURL: o.OpenURL}
	if client.Log == nil {
		client.Log = slog.New(slog.DiscardHandler)
	}
	if client.Now == nil {
		client.Now = time.Now
	}
	if client.OpenURL == nil {
		client.OpenURL = browser.OpenURL
	}
	return &Source{log: client.Log, clouds: append(microsoftClouds(), o.Clouds...), entra: client}
}

// SignIn implements [connector.SignerIn].
func (s *Source) SignIn(ctx context.Context, a connector.Access, way connector.SignInWay, prompter connector.Prompter) (connector.SignIn,
	connector.Secret, error,
) {
	if err := demonstrationRuns(ctx, a.Connection); err != nil {
		return connector.SignIn{}, "", err
	}
	return s.entra.SignIn(ctx, a, way, prompter)
}

// RefreshToken implements [connector.TokenRefresher].
func (s *Source) RefreshToken(ctx context.Context, a connector.Access) error {
	return s.entra.RefreshToken(ctx, a)
}

// ConsentLink implements [connector.ConsentLinker].
func (s *Source) ConsentLink(c connector.Connection) (string, error) { return entra.ConsentLink(c) }

// microsoftClouds are Microsoft's national clouds
// (learn.microsoft.com/graph/deployments), and Custom for any other.
func microsoftClouds() []connector.Cloud {
	return []connector.Cloud{
		{
			ID: connector.CloudGlobal, Label: "Global",
			Login: "https://login.microsoftonline.com", Graph: "https://graph.microsoft.com",
		},
		{
			ID: connector.CloudGCCHigh, Label: "US Government GCC High", BetaReports: true, OwnApplication: true,
			Login: "https://login.microsoftonline.us", Graph: "https://graph.microsoft.us",
		},
		{
			ID: connector.CloudDoD, Label: "US Government DoD", BetaReports: true, OwnApplication: true,
			Login: "https://login.microsoftonline.us", Graph: "https://dod-graph.microsoft.us",
		},
		{
			ID: connector.CloudChina, Label: "China 21Vianet", BetaReports: true, OwnApplication: true,
			Login: "https://login.partner.microsoftonline.cn", Graph: "https://microsoftgraph.chinacloudapi.cn",
		},
		{ID: connector.CloudCustom, Label: "Custom"},
	}
}

// Type implements [connector.Source].
func (s *Source) Type() connector.SourceType { return connector.Microsoft365 }

// Clouds implements [connector.Source].
func (s *Source) Clouds() []connector.Cloud { return slices.Clone(s.clouds) }

// Defaults implements [connector.Source]. Custom has no endpoints, but the global
// cloud's redirect URI: the sign-in window intercepts it, whatever service
// redirects there, and its application, because a service in front of the global
// cloud is mostly meant. Microsoft's other clouds have no application filled in.
// An unknown cloud has the values of the global one.
func (s *Source) Defaults(id connector.CloudID) connector.Connection {
	cloud := s.clouds[0]
	if i := slices.IndexFunc(s.clouds, func(c connector.Cloud) bool { return c.ID == id }); i >= 0 {
		cloud = s.clouds[i]
	}
	c := connector.Connection{
		SourceType: connector.Microsoft365,
		Cloud:      cloud.ID,
		Flow:       connector.AuthorizationCode,
		// Overwritten below where the cloud has one of its own.
		RedirectURI: redirectOf(s.clouds[0]),
	}
	if !cloud.OwnApplication {
		c.ClientID = applicationID
	}
	if cloud.Login != "" {
		login := commonOf(cloud)
		c.TokenEndpoint = login + "v2.0/token"
		c.RedirectURI = redirectOf(cloud)
		c.AuthorizationEndpoint = login + "v2.0/authorize"
		c.GraphEndpoint = cloud.Graph
	}
	return c
}

// commonOf is where a cloud's endpoints for accounts of any tenant are.
func commonOf(cloud connector.Cloud) string {
	return strings.TrimRight(cloud.Login, "/") + "/common/oauth2/"
}

func redirectOf(cloud connector.Cloud) string { return commonOf(cloud) + "nativeclient" }

// ReadCertificate implements [connector.CertificateReader]. A certificate that
// is not valid today is refused, because nobody can sign in with it.
func (s *Source) ReadCertificate(content []byte, password connector.Secret) (connector.Certificate, error) {
	c, err := certificate.Read(content, password, s.entra.Now())
	if err != nil {
		return connector.Certificate{}, err
	}
	return c.Describe(), nil
}

// HasCertificateStore implements [connector.CertificateReader].
func (s *Source) HasCertificateStore() bool { return certificate.HasStore }

// UsableCertificates implements [connector.CertificateReader].
func (s *Source) UsableCertificates() ([]connector.UsableCertificate, error) {
	return certificate.Usable(s.entra.Now())
}

// Validate implements [connector.Source]. To the rules that hold for every
// source it adds that the cloud is one that is offered, and why a cloud has no
// application filled in.
func (s *Source) Validate(c connector.Connection, secrets connector.Secrets) []connector.Problem {
	problems := validation.Connection(c, secrets)
	i := slices.IndexFunc(s.clouds, func(offered connector.Cloud) bool { return offered.ID == c.Cloud })
	switch {
	case i < 0 && c.Cloud == connector.CloudDemonstration:
		return problems // it keeps its cloud while the demonstration does not run, which an import says
	case i < 0:
		return withUnknownCloud(problems, c.Cloud)
	}
	if cloud := s.clouds[i]; cloud.OwnApplication && c.ClientID == "" {
		for i := range problems {
			if problems[i].Field == connector.FieldClientID {
				problems[i].Message = connector.Message{ID: "connection.client-id.national-cloud", Data: connector.Data{"Cloud": cloud.Label}}
			}
		}
	}
	return problems
}

// withUnknownCloud adds the problem of a cloud that is not offered, in the
// dialog's order.
func withUnknownCloud(problems []connector.Problem, cloud connector.CloudID) []connector.Problem {
	before := []connector.Field{
		connector.FieldName, connector.FieldSourceType,
		connector.FieldProxyFrom, connector.FieldProxyServer, connector.FieldProxyExceptions, connector.FieldProxyScript,
		connector.FieldProxyUsername, connector.FieldProxyPassword,
	}
	place := slices.IndexFunc(problems, func(p connector.Problem) bool { return !slices.Contains(before, p.Field) })
	if place < 0 {
		place = len(problems)
	}
	return slices.Insert(problems, place, connector.Problem{
		Field:   connector.FieldCloud,
		Message: connector.Message{ID: "connection.cloud.unknown", Data: connector.Data{"Cloud": string(cloud)}},
	})
}

// Browser returns the program that would show the sign-in window. The error says why
// there is none.
func Browser() (string, error) { return browser.Find() }
