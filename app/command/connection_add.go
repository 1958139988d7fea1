package command

import (
	"context"
	"slices"
	"strings"

	"inventorybeacon/app"
	"inventorybeacon/connector"
)

// connectionFlags are the dialog's fields. A flag that is not given leaves its
// field as it is: as auto-populated for add, as stored for edit.
type connectionFlags struct {
	SourceType            *string `help:"Source type." placeholder:"\"Microsoft 365\""`
	Cloud                 *string `help:"Cloud whose endpoints are filled in: global, gcc-high, dod, china or custom." placeholder:"CLOUD"`
	Flow                  *string `help:"Authentication flow: authorization-code or client-credentials." placeholder:"FLOW"`
	TokenEndpoint         *string `help:"Token Endpoint." placeholder:"URL"`
	AuthorizationEndpoint *string `help:"Authorization Endpoint." placeholder:"URL"`
	ClientID              *string `name:"client-id" help:"Application (client) ID." placeholder:"GUID"`
	RedirectURI           *string `name:"redirect-uri" help:"Redirect URI." placeholder:"URI"`
	GraphEndpoint         *string `help:"Microsoft Graph's address, for a custom cloud." placeholder:"URL"`
	RefreshTokenFile      *string `help:"File with the refresh token, - for standard input." placeholder:"FILE"`
	ClientSecretFile      *string `help:"File with the client secret, - for standard input." placeholder:"FILE"`
	ClientSecretExpires   *string `help:"Day on which the client secret ends." placeholder:"2027-01-31"`
	ProxyServer           *string `help:"Proxy Server; an empty one turns the proxy off." placeholder:"URL"`
	ProxyUsername         *string `help:"Proxy user name." placeholder:"NAME"`
	ProxyPasswordFile     *string `help:"File with the proxy password, - for standard input." placeholder:"FILE"`
}

// apply writes the given flags into a connection and returns the secrets to
// change. defaults fills the endpoints of a cloud.
func (f connectionFlags) apply(c *console, conn *connector.Connection, clouds []connector.Cloud, defaults func(connector.CloudID) connector.Connection) (app.SecretChanges, error) {
	var changes app.SecretChanges
	if f.Cloud != nil {
		cloud := connector.CloudID(*f.Cloud)
		if !slices.ContainsFunc(clouds, func(c connector.Cloud) bool { return c.ID == cloud }) {
			return changes, problem(connector.FieldCloud, "There is no cloud "+*f.Cloud+"; choose one of "+cloudNames(clouds)+".")
		}
		*conn = conn.WithCloud(defaults(cloud), defaults(conn.Cloud))
	}
	if f.SourceType != nil {
		conn.SourceType = connector.SourceType(*f.SourceType)
	}
	if f.Flow != nil {
		conn.Flow = connector.Flow(*f.Flow)
		if conn.Flow != connector.AuthorizationCode && conn.Flow != connector.ClientCredentials {
			return changes, problem(connector.FieldFlow, "There is no authentication flow "+*f.Flow+
				"; choose "+string(connector.AuthorizationCode)+" or "+string(connector.ClientCredentials)+".")
		}
	}
	set(&conn.TokenEndpoint, f.TokenEndpoint)
	set(&conn.AuthorizationEndpoint, f.AuthorizationEndpoint)
	set(&conn.ClientID, f.ClientID)
	set(&conn.RedirectURI, f.RedirectURI)
	set(&conn.GraphEndpoint, f.GraphEndpoint)
	set(&conn.Proxy.Username, f.ProxyUsername)
	if f.ProxyServer != nil {
		conn.Proxy.Server, conn.Proxy.Use = *f.ProxyServer, *f.ProxyServer != ""
	}
	if f.ClientSecretExpires != nil {
		expires, err := connector.ParseDate(*f.ClientSecretExpires)
		if err != nil {
			return changes, problem(connector.FieldClientSecretExpires, "The expiry date "+err.Error()+".")
		}
		conn.ClientSecretExpires = expires
	}
	return changes, f.readSecrets(c, conn, &changes)
}

func (f connectionFlags) readSecrets(c *console, conn *connector.Connection, changes *app.SecretChanges) error {
	fromInput := 0
	for _, s := range []struct {
		file   *string
		target **connector.Secret
	}{
		{f.RefreshTokenFile, &changes.RefreshToken},
		{f.ClientSecretFile, &changes.ClientSecret},
		{f.ProxyPasswordFile, &changes.ProxyPassword},
	} {
		if s.file == nil {
			continue
		}
		if *s.file == "-" {
			if fromInput++; fromInput > 1 {
				return &usageError{"only one secret can come from standard input: put the others into files"}
			}
		}
		secret, err := c.readSecret(*s.file)
		if err != nil {
			return err
		}
		*s.target = &secret
	}
	if changes.RefreshToken != nil {
		// Whose token this is will be known when it is redeemed.
		conn.SignIn = connector.SignIn{}
	}
	return nil
}

func problem(field connector.Field, message string) error {
	return &app.ProblemsError{Problems: []connector.Problem{{Field: field, Message: message}}}
}

func set(field *string, value *string) {
	if value != nil {
		*field = *value
	}
}

func cloudNames(clouds []connector.Cloud) string {
	names := make([]string, len(clouds))
	for i, c := range clouds {
		names[i] = string(c.ID)
	}
	return strings.Join(names, ", ")
}

type connectionAddCommand struct {
	Name string `arg:"" help:"Connection name."`
	connectionFlags
}

func (cmd connectionAddCommand) Run(ctx context.Context, c *console) error {
	beacon, closeAll, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer closeAll()
	conn := beacon.NewConnection(connector.CloudGlobal)
	conn.Name = cmd.Name
	changes, err := cmd.apply(c, &conn, beacon.Clouds(), beacon.Defaults)
	if err != nil {
		return err
	}
	if err := beacon.SaveConnection(ctx, conn, changes); err != nil {
		return err
	}
	c.note("Added connection %s.", conn.Name)
	if conn.Flow == connector.AuthorizationCode && changes.RefreshToken == nil {
		c.note("Sign in with: %s connection sign-in %q", c.program(), conn.Name)
	}
	return nil
}

type connectionEditCommand struct {
	Name    string  `arg:"" help:"Connection name."`
	NewName *string `name:"name" help:"New connection name; inventory and history stay." placeholder:"NAME"`
	connectionFlags
}

func (cmd connectionEditCommand) Run(ctx context.Context, c *console) error {
	beacon, closeAll, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer closeAll()
	entry, err := beacon.Named(cmd.Name)
	if err != nil {
		return err
	}
	conn := entry.Connection
	set(&conn.Name, cmd.NewName)
	changes, err := cmd.apply(c, &conn, beacon.Clouds(), beacon.Defaults)
	if err != nil {
		return err
	}
	if err := beacon.SaveConnection(ctx, conn, changes); err != nil {
		return err
	}
	c.note("Saved connection %s.", conn.Name)
	return nil
}
