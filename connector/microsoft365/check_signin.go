package microsoft365

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/entra"
	"inventorybeacon/connector/microsoft365/internal/printable"
)

// longUnused is how long a refresh token may rest before the test warns: two
// thirds of its life.
const longUnused = connector.RefreshTokenIdle * 2 / 3

// credential is the check of what the connection signs in with, before it is used.
func (t *tester) credential() step {
	switch a := t.access; {
	case a.Connection.Flow != connector.ClientCredentials:
		return step{"Refresh token", false, "", t.refreshToken}
	case a.Secrets.Certificate != "":
		return step{"Certificate", true, "", t.certificate}
	default:
		return step{"Client secret", false, "", t.clientSecret}
	}
}

// refreshToken says how old the sign-in is, and when the token would end unused.
func (t *tester) refreshToken(context.Context) (string, error) {
	c := t.access.Connection
	if t.access.Secrets.RefreshToken == "" {
		return "", errNotRun // told by the next check
	}
	dies := c.TokenDies()
	if dies.IsZero() {
		return "It is not known when the refresh token was obtained, because it was entered and not generated.", nil
	}
	now, used := t.source.entra.Now(), dies.Add(-connector.RefreshTokenIdle)
	idle := now.Sub(used)
	if idle >= longUnused {
		return "", connector.Advise(
			fmt.Sprintf("The refresh token has not been used for %s, since %s; Microsoft ends one that is not used for 90 days.", days(idle),
				dayOf(used)),
			"Give the connection a schedule. If the next check fails, sign in again with Generate...",
		)
	}
	var said []string
	if !c.SignIn.At.IsZero() {
		said = append(said, fmt.Sprintf("The sign-in is %s old (%s).", days(now.Sub(c.SignIn.At)), dayOf(c.SignIn.At)))
	}
	said = append(said, fmt.Sprintf("The refresh token was last used on %s; unused since then, it would end on %s.", dayOf(used), dayOf(dies)))
	return strings.Join(said, " "), nil
}

func (t *tester) clientSecret(context.Context) (string, error) {
	c := t.access.Connection
	c.Certificate = connector.Certificate{}
	if t.access.Secrets.ClientSecret == "" {
		return "", connector.Advise("The connection has neither a client secret nor a certificate.", "Edit the connection and enter one of them.")
	}
	if c.ClientSecretExpires == 0 {
		return "The day on which the client secret ends was not entered, so nothing can warn before it.", nil
	}
	return t.expiry("client secret", c, "Create a new client secret in the app registration, and enter its value and its last day in the "+
		"connection.")
}

func (t *tester) certificate(context.Context) (string, error) {
	c := t.access.Connection
	var err error
	c.Certificate, err = t.source.ReadCertificate([]byte(t.access.Secrets.Certificate.Reveal()), t.access.Secrets.CertificatePassword)
	if err != nil {
		return "", err
	}
	meaning, err := t.expiry("certificate "+c.Certificate.Subject, c,
		"Create a new certificate, upload it to the app registration, and choose its file in the connection.")
	if err != nil {
		return "", &warning{err}
	}
	return meaning + " Its SHA-256 thumbprint is " + c.Certificate.Thumbprint + ".", nil
}

// expiry warns of the end of a secret or certificate.
func (t *tester) expiry(what string, c connector.Connection, action string) (string, error) {
	ends := c.CredentialExpires().Time()
	left, level := connector.ExpiryWarning(c, connector.DateOf(t.source.entra.Now()))
	switch {
	case level == connector.ExpiryPassed:
		return "", connector.Advise(fmt.Sprintf("The %s has ended on %s.", what, dayOf(ends)), action)
	case level == connector.ExpiryNone:
		return fmt.Sprintf("The %s ends on %s.", what, dayOf(ends)), nil
	case left == 0:
		return "", connector.Advise(fmt.Sprintf("The %s ends today.", what), action)
	default:
		return "", connector.Advise(fmt.Sprintf("The %s ends in %s, on %s.", what, plural(left, "day"), dayOf(ends)), action)
	}
}

// dayOf is how the checks of a connection show a day.
func dayOf(t time.Time) string { return t.UTC().Format("2 January 2006") }

func days(d time.Duration) string { return plural(int(d/(24*time.Hour)), "day") }

func (t *tester) token(ctx context.Context) (string, error) {
	_, err := t.session.Token(ctx)
	if t.access.Connection.Flow == connector.ClientCredentials {
		if t.access.Secrets.Certificate != "" {
			return "A request signed with the certificate was answered with an access token.", err
		}
		return "The client secret was redeemed for an access token.", err
	}
	return "The refresh token was redeemed for an access token.", err
}

func (t *tester) account(context.Context) (string, error) {
	c := t.access.Connection
	if c.Flow == connector.ClientCredentials {
		return fmt.Sprintf("The application %s signs in by itself; no account is involved.", c.ClientID), nil
	}
	if c.SignIn.Account == "" {
		return "The account is not known, because the refresh token was entered and not generated.", nil
	}
	tenant := cmp.Or(c.SignIn.TenantName, c.SignIn.TenantID)
	return fmt.Sprintf("%s of tenant %s, signed in on %s.", c.SignIn.Account, tenant, dayOf(c.SignIn.At)), nil
}

func (t *tester) permissions(ctx context.Context) (string, error) {
	if t.access.Connection.Flow == connector.ClientCredentials {
		return t.applicationPermissions(ctx)
	}
	granted := t.session.Granted()
	if missing := entra.MissingPermissions(granted); len(missing) > 0 {
		return "", connector.Advise(
			fmt.Sprintf("The permission %s was not granted.", strings.Join(missing, " and ")),
			"Have an administrator sign in with Generate... and consent to all permissions that are listed.",
		)
	}
	if len(granted) == 0 {
		return "The token does not say its permissions; the following checks show them.", nil
	}
	return fmt.Sprintf("%s were granted.", strings.Join(entra.Permissions(), " and ")), nil
}

// applicationPermissions looks for roles in place of scopes: what an application
// may do by itself is granted in its registration, and nobody's role matters.
func (t *tester) applicationPermissions(ctx context.Context) (string, error) {
	token, err := t.session.Token(ctx)
	if err != nil {
		return "", err
	}
	granted := applicationRoles(token)
	if len(granted) == 0 {
		return "The token does not say its application permissions; the following checks show them.", nil
	}
	if missing := entra.MissingPermissions(granted); len(missing) > 0 {
		return "", connector.Advise(
			fmt.Sprintf("The application permission %s was not granted.", strings.Join(missing, " and ")),
			"In the app registration, under API permissions, add it to Microsoft Graph as an application permission and grant admin consent.",
		)
	}
	return fmt.Sprintf("%s were granted as application permissions.", strings.Join(entra.Permissions(), " and ")), nil
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
