package validation

import (
	"strings"

	"inventorybeacon/connector"
)

// Connection returns every problem of a connection and its secrets, in the order
// of the dialog's fields. It looks at nothing but its arguments: whether the
// name is free says [NameTaken].
//
// s holds what the connection will have once it is saved: stored secrets that
// the administrator has left unchanged, and new ones. A missing refresh token is
// no problem, because a connection can be saved before somebody signs in.
func Connection(c connector.Connection, s connector.Secrets) []connector.Problem {
	var problems []connector.Problem
	add := func(field connector.Field, err error) {
		if m, ok := connector.MessageOf(err); ok {
			problems = append(problems, connector.Problem{Field: field, Message: m})
		}
	}

	add(connector.FieldName, checkName(c.Name))
	add(connector.FieldSourceType, checkSourceType(c.SourceType))
	if c.Proxy.Use {
		switch c.Proxy.From {
		case connector.ProxyAsEntered:
			_, err := ParseProxy(c.Proxy.Server)
			add(connector.FieldProxyServer, err)
			_, err = ParseProxyExceptions(c.Proxy.Exceptions)
			add(connector.FieldProxyExceptions, err)
		case connector.ProxyByScript:
			add(connector.FieldProxyScript, checkProxyScript(c.Proxy.Script))
		case connector.ProxyOfSystem:
		default:
			add(connector.FieldProxyFrom, invalid("connection.proxy-from.unknown", connector.Data{"From": string(c.Proxy.From)}))
		}
		add(connector.FieldProxyUsername, CheckProxyUsername(c.Proxy.Username, s.ProxyPassword))
		add(connector.FieldProxyPassword, CheckSecret("connection.proxy-password", s.ProxyPassword))
	}
	add(connector.FieldTokenEndpoint, checkTokenEndpoint(c.TokenEndpoint, c.Flow))
	add(connector.FieldClientID, checkClientID(c.ClientID))
	if c.Flow == connector.AuthorizationCode {
		add(connector.FieldRedirectURI, checkRedirectURI(c.RedirectURI))
	}
	add(connector.FieldFlow, checkFlow(c.Flow))
	if c.Flow == connector.AuthorizationCode {
		add(connector.FieldAuthorizationEndpoint, checkAuthorizationEndpoint(c.AuthorizationEndpoint, c.TokenEndpoint))
	}
	add(connector.FieldGraphEndpoint, checkGraphEndpoint(c.GraphEndpoint))
	switch c.Flow {
	case connector.AuthorizationCode:
		add(connector.FieldRefreshToken, CheckSecret("connection.refresh-token", s.RefreshToken))
	case connector.ClientCredentials:
		if s.Certificate == "" {
			add(connector.FieldClientSecret, checkClientSecret(s.ClientSecret))
		} else if s.ClientSecret != "" {
			add(connector.FieldCertificate, invalid("connection.two-credentials", nil))
		}
	}
	if c.LossShare < 0 || c.LossShare > 100 {
		add(connector.FieldLossShare, invalid("connection.loss-share", nil))
	}
	return problems
}

// invalid is the error of a value that breaks a rule.
func invalid(id string, data connector.Data) error {
	return connector.NewError(connector.Message{ID: id, Data: data}, nil)
}

func checkSourceType(t connector.SourceType) error {
	switch t {
	case connector.Microsoft365:
		return nil
	case connector.Office365Deprecated:
		return invalid("connection.source-type.deprecated", connector.Data{"Type": string(t), "Choose": string(connector.Microsoft365)})
	case "":
		return invalid("connection.source-type.empty", nil)
	default:
		return invalid("connection.source-type.unknown", connector.Data{"Type": string(t), "Choose": string(connector.Microsoft365)})
	}
}

func checkFlow(f connector.Flow) error {
	switch f {
	case connector.AuthorizationCode, connector.ClientCredentials:
		return nil
	case "":
		return invalid("connection.flow.empty", nil)
	default:
		return invalid("connection.flow.unknown", connector.Data{
			"Flow": string(f), "Person": connector.AuthorizationCode.Label(), "Application": connector.ClientCredentials.Label(),
		})
	}
}

func checkClientID(id string) error {
	switch {
	case id == "":
		return invalid("connection.client-id.empty", nil)
	case !connector.IsGUID(id):
		return invalid("connection.client-id.no-guid", nil)
	default:
		return nil
	}
}

func checkClientSecret(s connector.Secret) error {
	if s == "" {
		return invalid("connection.client-secret.empty", nil)
	}
	return CheckSecret("connection.client-secret", s)
}

// CheckSecret finds what a paste has added to the secret that the message what names.
// It never quotes the secret.
func CheckSecret(what string, s connector.Secret) error {
	value := s.Reveal()
	switch {
	case value != strings.TrimSpace(value):
		return invalid("connection.secret.blank", connector.Data{"What": connector.Message{ID: what}})
	case strings.ContainsFunc(value, isControl):
		return invalid("connection.secret.control-character", connector.Data{"What": connector.Message{ID: what}})
	default:
		return refuseMarks("connection.secret.invisible", what, value)
	}
}
