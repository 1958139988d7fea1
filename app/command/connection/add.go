package connection

import (
	"context"
	"slices"
	"strings"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/connector"
)

// fields are the dialog's fields. A flag that is not given leaves its
// field as it is: as auto-populated for add, as stored for edit.
type fields struct {
	SourceType              *string `help:"Source type." placeholder:"\"Microsoft 365\""`
	Cloud                   *string `help:"Cloud whose endpoints are filled in: global, gcc-high, dod, china or custom." placeholder:"CLOUD"`
	Flow                    *string `help:"Authentication flow: authorization-code or client-credentials." placeholder:"FLOW"`
	TokenEndpoint           *string `help:"Token Endpoint." placeholder:"URL"`
	AuthorizationEndpoint   *string `help:"Authorization Endpoint." placeholder:"URL"`
	ClientID                *string `name:"client-id" help:"Application (client) ID; one of your own in the clouds gcc-high, dod and china." placeholder:"GUID"`
	RedirectURI             *string `name:"redirect-uri" help:"Redirect URI." placeholder:"URI"`
	GraphEndpoint           *string `help:"Microsoft Graph's address, for a custom cloud." placeholder:"URL"`
	RefreshTokenFile        *string `help:"File with the refresh token, - for standard input." placeholder:"FILE"`
	ClientSecretFile        *string `help:"File with the client secret, - for standard input." placeholder:"FILE"`
	ClientSecretExpires     *string `help:"Day on which the client secret ends." placeholder:"2027-01-31"`
	CertificateFile         *string `help:"File with the certificate and its private key (PEM or PFX) in place of a client secret, - for standard input." placeholder:"FILE"`
	CertificatePasswordFile *string `help:"File with the password of the certificate's private key, - for standard input." placeholder:"FILE"`
	CertificateStore        *string `help:"Certificate store of Windows with the certificate, whose key stays there: CurrentUser\\My or LocalMachine\\My." placeholder:"STORE"`
	CertificateThumbprint   *string `help:"Thumbprint of the certificate in the store." placeholder:"HEX"`
	CertificateSubject      *string `help:"Subject of the certificate in the store, in place of its thumbprint; of several the one that is valid longest." placeholder:"NAME"`
	MaxLoss                 *int    `help:"Percentage of users, licenses, assignments or usage beyond which an import that would remove them is held back; 20 when not set." placeholder:"PERCENT"`
	ProxyServer             *string `help:"Proxy Server; an empty one turns the proxy off." placeholder:"URL"`
	ProxyFrom               *string `help:"Where the proxy is known from: entered, system, script, or none." placeholder:"FROM"`
	ProxyExceptions         *string `help:"Hosts that are not reached through Proxy Server: names, *.example.com, addresses, networks, <local>." placeholder:"LIST"`
	ProxyScript             *string `help:"Address of a script (PAC) that chooses the proxy." placeholder:"URL"`
	ProxyUsername           *string `help:"Proxy user name; without one the account that runs signs in where the proxy lets it." placeholder:"NAME"`
	ProxyPasswordFile       *string `help:"File with the proxy password, - for standard input." placeholder:"FILE"`
}

// apply writes the given flags into a connection and returns the secrets to
// change.
func (f fields) apply(ctx context.Context, c *console.Console, beacon *app.Beacon, conn *connector.Connection) (app.SecretChanges, error) {
	var changes app.SecretChanges
	if f.Cloud != nil {
		cloud, clouds := connector.CloudID(*f.Cloud), beacon.Clouds()
		if !slices.ContainsFunc(clouds, func(c connector.Cloud) bool { return c.ID == cloud }) {
			return changes, console.FieldErrorf(connector.FieldCloud, "There is no cloud %s; choose one of %s.", *f.Cloud, cloudNames(clouds))
		}
		*conn = conn.WithCloud(beacon.Defaults(cloud), beacon.Defaults(connector.CloudGlobal))
	}
	if f.SourceType != nil {
		conn.SourceType = connector.SourceType(*f.SourceType)
	}
	if f.Flow != nil {
		conn.Flow = connector.Flow(*f.Flow)
		if conn.Flow != connector.AuthorizationCode && conn.Flow != connector.ClientCredentials {
			return changes, console.FieldErrorf(connector.FieldFlow, "There is no authentication flow %s; choose %s or %s.",
				*f.Flow, connector.AuthorizationCode, connector.ClientCredentials)
		}
	}
	console.Set(&conn.TokenEndpoint, f.TokenEndpoint)
	if f.TokenEndpoint != nil {
		c.NoteForeignLogin(*f.TokenEndpoint)
	}
	console.Set(&conn.AuthorizationEndpoint, f.AuthorizationEndpoint)
	console.Set(&conn.ClientID, f.ClientID)
	conn.ClientID = connector.Solid(conn.ClientID)
	console.Set(&conn.RedirectURI, f.RedirectURI)
	console.Set(&conn.GraphEndpoint, f.GraphEndpoint)
	console.Set(&conn.Proxy.Username, f.ProxyUsername)
	if err := f.applyProxy(&conn.Proxy); err != nil {
		return changes, err
	}
	if f.MaxLoss != nil {
		conn.LossShare = *f.MaxLoss
		if conn.LossShare == 0 { // which would mean the program's own
			return changes, console.FieldErrorf(connector.FieldLossShare, "Enter a number from 1 to 100 percent.")
		}
	}
	if f.ClientSecretExpires != nil {
		expires, err := connector.ParseDate(*f.ClientSecretExpires)
		if err != nil {
			return changes, console.FieldErrorf(connector.FieldClientSecretExpires, "The expiry date %q is not a date such as 2026-01-31.",
				*f.ClientSecretExpires)
		}
		conn.ClientSecretExpires = expires
	}
	return changes, f.readSecrets(ctx, c, beacon, conn, &changes)
}

// applyProxy writes what is said of the proxy. A server or a script that is given is used.
func (f fields) applyProxy(proxy *connector.Proxy) error {
	console.Set(&proxy.Exceptions, f.ProxyExceptions)
	console.Set(&proxy.Script, f.ProxyScript)
	console.Set(&proxy.Server, f.ProxyServer)
	switch {
	case f.ProxyFrom != nil && *f.ProxyFrom == "none":
		proxy.Use = false
	case f.ProxyFrom != nil:
		proxy.Use = true
		_ = proxy.From.UnmarshalText([]byte(*f.ProxyFrom)) // takes every word
	case f.ProxyServer != nil && f.ProxyScript != nil:
		return console.UsageErrorf("--proxy-server and --proxy-script exclude each other, unless --proxy-from says which of them is used")
	case f.ProxyServer != nil:
		proxy.From, proxy.Use = connector.ProxyAsEntered, *f.ProxyServer != ""
	case f.ProxyScript != nil:
		proxy.From, proxy.Use = connector.ProxyByScript, *f.ProxyScript != ""
	}
	return nil
}

func cloudNames(clouds []connector.Cloud) string {
	names := make([]string, len(clouds))
	for i, c := range clouds {
		names[i] = string(c.ID)
	}
	return strings.Join(names, ", ")
}

type addCommand struct {
	Name string `arg:"" help:"Connection name."`
	fields
}

func (cmd addCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	conn := beacon.NewConnection(connector.CloudGlobal)
	conn.Name = cmd.Name
	changes, err := cmd.apply(ctx, c, beacon, &conn)
	if err != nil {
		return err
	}
	if err := beacon.SaveConnection(ctx, conn, changes); err != nil {
		return err
	}
	c.Note("Added connection %s.", conn.Name)
	if conn.Flow == connector.AuthorizationCode && changes.RefreshToken == nil {
		c.Note("Sign in with: %s connection sign-in %s", c.Program(), connector.ShellWord(conn.Name))
	}
	if c.JSON {
		return printDetail(c, beacon, conn.Name)
	}
	return nil
}
