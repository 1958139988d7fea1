package microsoft365

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/entra"
	"inventorybeacon/connector/printable"
)

// longUnused is how long a refresh token may rest before the test warns: two
// thirds of its life.
const longUnused = connector.RefreshTokenIdle * 2 / 3

// credential is the check of what the connection signs in with, before it is used.
func (t *tester) credential() step {
	switch a := t.access; {
	case a.Connection.Flow != connector.ClientCredentials:
		return step{connector.Message{ID: "check.refresh-token"}, false, "", t.refreshToken}
	case a.Secrets.Certificate != "":
		return step{connector.Message{ID: "check.certificate"}, true, "", t.certificate}
	default:
		return step{connector.Message{ID: "check.client-secret"}, false, "", t.clientSecret}
	}
}

// refreshToken says how old the sign-in is, and when the token would end unused.
func (t *tester) refreshToken(context.Context) (meaning connector.Message, err error) {
	c := t.access.Connection
	if t.access.Secrets.RefreshToken == "" {
		return meaning, errNotRun // told by the next check
	}
	dies := c.TokenDies()
	if dies.IsZero() {
		return connector.Message{ID: "check.passed.refresh-token.entered"}, nil
	}
	now, used := t.source.entra.Now(), dies.Add(-connector.RefreshTokenIdle)
	data := connector.Data{"Used": connector.DateOf(used), "Ends": connector.DateOf(dies)}
	switch idle := now.Sub(used); {
	case idle >= longUnused:
		data["Count"] = days(idle)
		return meaning, connector.NewError(connector.Message{ID: "check.refresh-token.unused", Data: data}, nil)
	case c.SignIn.At.IsZero():
		return connector.Message{ID: "check.passed.refresh-token.used", Data: data}, nil
	}
	data["SignedIn"] = connector.DateOf(c.SignIn.At)
	age := days(now.Sub(c.SignIn.At))
	if age < 1 { // also of a clock that was set back
		return connector.Message{ID: "check.passed.refresh-token.fresh", Data: data}, nil
	}
	data["Count"] = age
	return connector.Message{ID: "check.passed.refresh-token", Data: data}, nil
}

func (t *tester) clientSecret(context.Context) (meaning connector.Message, err error) {
	c := t.access.Connection
	c.Certificate = connector.Certificate{}
	if t.access.Secrets.ClientSecret == "" {
		return meaning, connector.NewError(connector.Message{ID: "check.no-credential"}, nil)
	}
	left, level, data := t.expiry(c)
	switch {
	case c.ClientSecretExpires == 0:
		return connector.Message{ID: "check.passed.client-secret.unknown"}, nil
	case level == connector.ExpiryNone:
		return connector.Message{ID: "check.passed.client-secret", Data: data}, nil
	case level == connector.ExpiryPassed:
		return meaning, connector.NewError(connector.Message{ID: "check.client-secret.ended", Data: data}, nil)
	case left == 0:
		return meaning, connector.NewError(connector.Message{ID: "check.client-secret.today", Data: data}, nil)
	default:
		return meaning, connector.NewError(connector.Message{ID: "check.client-secret.ends", Data: data}, nil)
	}
}

func (t *tester) certificate(context.Context) (meaning connector.Message, err error) {
	c := t.access.Connection
	c.Certificate, err = t.source.ReadCertificate([]byte(t.access.Secrets.Certificate.Reveal()), t.access.Secrets.CertificatePassword)
	if err != nil {
		return meaning, err
	}
	left, level, data := t.expiry(c)
	data["Certificate"], data["Thumbprint"] = c.Certificate.Subject, c.Certificate.Thumbprint
	switch {
	case level == connector.ExpiryNone:
		return connector.Message{ID: "check.passed.certificate", Data: data}, nil
	case left == 0: // one that has ended cannot even be read
		return meaning, &warning{connector.NewError(connector.Message{ID: "check.certificate.today", Data: data}, nil)}
	default:
		return meaning, &warning{connector.NewError(connector.Message{ID: "check.certificate.ends", Data: data}, nil)}
	}
}

// expiry is how near the end of a secret or certificate is, for [connector.ExpiryWarning],
// with the data of a message about it.
func (t *tester) expiry(c connector.Connection) (left int, level connector.Expiry, data connector.Data) {
	left, level = connector.ExpiryWarning(c, connector.DateOf(t.source.entra.Now()))
	return left, level, connector.Data{"Count": left, "Day": c.CredentialExpires()}
}

// days is how many whole days are in d.
func days(d time.Duration) int { return int(d / (24 * time.Hour)) }

func (t *tester) token(ctx context.Context) (connector.Message, error) {
	_, err := t.session.Token(ctx)
	switch a := t.access; {
	case a.Connection.Flow != connector.ClientCredentials:
		return connector.Message{ID: "check.passed.token.refresh-token"}, err
	case a.Secrets.Certificate != "":
		return connector.Message{ID: "check.passed.token.certificate"}, err
	default:
		return connector.Message{ID: "check.passed.token.client-secret"}, err
	}
}

func (t *tester) account(context.Context) (connector.Message, error) {
	c := t.access.Connection
	switch {
	case c.Flow == connector.ClientCredentials:
		return connector.Message{ID: "check.passed.account.application", Data: connector.Data{"Application": c.ClientID}}, nil
	case c.SignIn.Account == "":
		return connector.Message{ID: "check.passed.account.unknown"}, nil
	default:
		return connector.Message{ID: "check.passed.account", Data: connector.Data{
			"Account": c.SignIn.Account, "Tenant": cmp.Or(c.SignIn.TenantName, c.SignIn.TenantID), "Day": connector.DateOf(c.SignIn.At),
		}}, nil
	}
}

func (t *tester) permissions(ctx context.Context) (meaning connector.Message, err error) {
	if t.access.Connection.Flow == connector.ClientCredentials {
		return t.applicationPermissions(ctx)
	}
	granted := t.session.Granted()
	if missing := entra.MissingPermissions(granted); len(missing) > 0 {
		return meaning, connector.NewError(connector.Message{ID: "check.permissions.missing", Data: connector.Data{"Permissions": missing}}, nil)
	}
	if len(granted) == 0 {
		return connector.Message{ID: "check.passed.permissions.unknown"}, nil
	}
	return connector.Message{ID: "check.passed.permissions", Data: connector.Data{"Permissions": entra.Permissions()}}, nil
}

// applicationPermissions looks for roles in place of scopes: what an application
// may do by itself is granted in its registration, and nobody's role matters.
func (t *tester) applicationPermissions(ctx context.Context) (meaning connector.Message, err error) {
	token, err := t.session.Token(ctx)
	if err != nil {
		return meaning, err
	}
	granted := applicationRoles(token)
	if len(granted) == 0 {
		return connector.Message{ID: "check.passed.permissions.unknown-application"}, nil
	}
	if missing := entra.MissingPermissions(granted); len(missing) > 0 {
		return meaning, connector.NewError(
			connector.Message{ID: "check.permissions.missing-application", Data: connector.Data{"Permissions": missing}}, nil)
	}
	return connector.Message{ID: "check.passed.permissions.application", Data: connector.Data{"Permissions": entra.Permissions()}}, nil
}

// applicationRoles returns the application permissions that an access token
// names. Microsoft wants such tokens to be taken as opaque, so nothing depends
// on it but a line of the test; one that cannot be read names none.
func applicationRoles(token string) []string {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return nil
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return nil
	}
	var claims struct {
		Roles []string `json:"roles"`
	}
	if json.Unmarshal(payload, &claims) != nil {
		return nil
	}
	for i, role := range claims.Roles {
		claims.Roles[i] = printable.Line(role, 80)
	}
	return claims.Roles
}
