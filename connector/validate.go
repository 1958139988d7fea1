package connector

import "strings"

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
		if m, ok := MessageOf(err); ok {
			problems = append(problems, Problem{Field: field, Message: m})
		}
	}

	add(FieldName, checkName(c.Name))
	add(FieldSourceType, checkSourceType(c.SourceType))
	if c.Proxy.Use {
		switch c.Proxy.From {
		case ProxyAsEntered:
			_, err := ParseProxy(c.Proxy.Server)
			add(FieldProxyServer, err)
			_, err = ParseProxyExceptions(c.Proxy.Exceptions)
			add(FieldProxyExceptions, err)
		case ProxyByScript:
			add(FieldProxyScript, checkProxyScript(c.Proxy.Script))
		case ProxyOfSystem:
		default:
			add(FieldProxyFrom, invalid("connection.proxy-from.unknown", Data{"From": string(c.Proxy.From)}))
		}
		add(FieldProxyUsername, CheckProxyUsername(c.Proxy.Username, s.ProxyPassword))
		add(FieldProxyPassword, CheckSecret("connection.proxy-password", s.ProxyPassword))
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
		add(FieldRefreshToken, CheckSecret("connection.refresh-token", s.RefreshToken))
	case ClientCredentials:
		if s.Certificate == "" {
			add(FieldClientSecret, checkClientSecret(s.ClientSecret))
		} else if s.ClientSecret != "" {
			add(FieldCertificate, invalid("connection.two-credentials", nil))
		}
	}
	if c.LossShare < 0 || c.LossShare > 100 {
		add(FieldLossShare, invalid("connection.loss-share", nil))
	}
	return problems
}

// invalid is the error of a value that breaks a rule.
func invalid(id string, data Data) error { return NewError(Message{ID: id, Data: data}, nil) }

func checkSourceType(t SourceType) error {
	switch t {
	case Microsoft365:
		return nil
	case Office365Deprecated:
		return invalid("connection.source-type.deprecated", Data{"Type": string(t), "Choose": string(Microsoft365)})
	case "":
		return invalid("connection.source-type.empty", nil)
	default:
		return invalid("connection.source-type.unknown", Data{"Type": string(t), "Choose": string(Microsoft365)})
	}
}

func checkFlow(f Flow) error {
	switch f {
	case AuthorizationCode, ClientCredentials:
		return nil
	case "":
		return invalid("connection.flow.empty", nil)
	default:
		return invalid("connection.flow.unknown", Data{
			"Flow": string(f), "Person": AuthorizationCode.Label(), "Application": ClientCredentials.Label(),
		})
	}
}

func checkClientID(id string) error {
	switch {
	case id == "":
		return invalid("connection.client-id.empty", nil)
	case !IsGUID(id):
		return invalid("connection.client-id.no-guid", nil)
	default:
		return nil
	}
}

func checkClientSecret(s Secret) error {
	if s == "" {
		return invalid("connection.client-secret.empty", nil)
	}
	return CheckSecret("connection.client-secret", s)
}

// CheckSecret finds what a paste has added to the secret that the message what names.
// It never quotes the secret.
func CheckSecret(what string, s Secret) error {
	value := s.Reveal()
	switch {
	case value != strings.TrimSpace(value):
		return invalid("connection.secret.blank", Data{"What": Message{ID: what}})
	case strings.ContainsFunc(value, isControl):
		return invalid("connection.secret.control-character", Data{"What": Message{ID: what}})
	default:
		return refuseMarks("connection.secret.invisible", what, value)
	}
}
