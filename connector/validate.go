package connector

import (
	"fmt"
	"strings"
)

// Validate returns every problem of a connection and its secrets, in the order
// of the dialog's fields. It looks at nothing but its arguments: whether the
// name is free says [NameTaken].
//
// s holds what the connection will have once it is saved: stored secrets that
// the administrator has left unchanged, and new ones. A missing refresh token is
// no problem, because a connection can be saved before somebody signs in.
func Validate(c Connection, s Secrets) []Problem {
	var problems []Problem
	add := func(field Field, err error) {
		if err != nil {
			problems = append(problems, Problem{Field: field, Message: err.Error()})
		}
	}

	add(FieldName, checkName(c.Name))
	add(FieldSourceType, checkSourceType(c.SourceType))
	if c.Proxy.Use {
		_, err := ParseProxy(c.Proxy.Server)
		add(FieldProxyServer, err)
		add(FieldProxyUsername, checkProxyUsername(c.Proxy.Username, s.ProxyPassword))
		add(FieldProxyPassword, checkSecret("password of the proxy", s.ProxyPassword))
	}
	add(FieldTokenEndpoint, checkTokenEndpoint(c.TokenEndpoint, c.Flow))
	add(FieldClientID, checkClientID(c.ClientID))
	if c.Flow == AuthorizationCode {
		add(FieldRedirectURI, checkRedirectURI(c.RedirectURI))
	}
	add(FieldFlow, checkFlow(c.Flow))
	if c.Flow == AuthorizationCode {
		add(FieldAuthorizationEndpoint, checkAuthorizationEndpoint(c.AuthorizationEndpoint, c.TokenEndpoint))
	}
	add(FieldGraphEndpoint, checkGraphEndpoint(c.GraphEndpoint))
	switch c.Flow {
	case AuthorizationCode:
		add(FieldRefreshToken, checkSecret("refresh token", s.RefreshToken))
	case ClientCredentials:
		if s.Certificate == "" {
			add(FieldClientSecret, checkClientSecret(s.ClientSecret))
		} else if s.ClientSecret != "" {
			add(FieldCertificate, complaint("The connection has a client secret and a certificate. Keep only one of them."))
		}
	}
	if c.LossShare < 0 || c.LossShare > 100 {
		add(FieldLossShare, complaint("Enter how much an import may remove before it is held back: a number from 1 to 100 percent."))
	}
	return problems
}

// complaint is an error made of one sentence for the administrator.
type complaint string

func (c complaint) Error() string { return string(c) }

func complain(format string, arguments ...any) error {
	return complaint(fmt.Sprintf(format, arguments...))
}

func checkSourceType(t SourceType) error {
	switch t {
	case Microsoft365:
		return nil
	case Office365Deprecated:
		return complain("Microsoft has switched off the interface that %q used, so nothing can be imported with it. Choose %q.",
			string(Office365Deprecated), string(Microsoft365))
	case "":
		return complaint("Choose a source type.")
	default:
		return complain("The source type %q is not known. Choose %q.", string(t), string(Microsoft365))
	}
}

func checkFlow(f Flow) error {
	switch f {
	case AuthorizationCode, ClientCredentials:
		return nil
	case "":
		return complaint("Choose an authentication flow.")
	default:
		return complain("The authentication flow %q is not known. Choose %s or %s.",
			string(f), AuthorizationCode.Label(), ClientCredentials.Label())
	}
}

func checkClientID(id string) error {
	switch {
	case id == "":
		return complaint("Enter the application (client) ID, as the app registration shows it.")
	case !isGUID(id):
		return complaint("The application (client) ID must be a GUID such as 5bb1a5a2-0d97-4335-9448-119f7b27aff9: " +
			"32 hexadecimal digits in groups of 8, 4, 4, 4 and 12.")
	default:
		return nil
	}
}

// isGUID says whether text is a GUID in the form 8-4-4-4-12.
func isGUID(text string) bool {
	if len(text) != 36 {
		return false
	}
	for i := range len(text) {
		c := text[i]
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if c != '-' {
				return false
			}
			continue
		}
		if !strings.ContainsRune("0123456789abcdefABCDEF", rune(c)) {
			return false
		}
	}
	return true
}

func checkClientSecret(s Secret) error {
	if s == "" {
		return complaint("Enter the client secret, or choose a certificate: Client Credentials cannot obtain a token without one of them.")
	}
	return checkSecret("client secret", s)
}

// checkSecret finds what a paste has added. It never quotes the secret.
func checkSecret(what string, s Secret) error {
	value := s.Reveal()
	switch {
	case value != strings.TrimSpace(value):
		return complain("The %s begins or ends with a blank or a line break. Enter it again without.", what)
	case strings.ContainsFunc(value, isControl):
		return complain("The %s contains a line break or another control character. Enter it again without.", what)
	default:
		return nil
	}
}
