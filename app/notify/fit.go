package notify

import (
	"slices"

	"inventorybeacon/connector"
)

// Unfit says of which fields a channel has no use, because its kind is another one, or how it signs in. They would be
// left out without a word. What is wrong about the kind itself, [Notifier.CheckChannel] says.
func (c Channel) Unfit(given ...connector.Field) (problems []connector.Problem) {
	c = c.Completed()
	for _, field := range given {
		if m, unfit := c.unfit(field); unfit {
			problems = append(problems, connector.Problem{Field: field, Message: m})
		}
	}
	return problems
}

// unfit says why a completed channel has no use of a field.
func (c Channel) unfit(field connector.Field) (why connector.Message, unfit bool) {
	kinds, authentications := goesWith(field)
	switch {
	case !slices.Contains(Kinds(), c.Kind):
		return why, false
	case !slices.Contains(kinds, c.Kind):
		return connector.Message{ID: "notify.unfit.kind", Data: connector.Data{"Kind": c.Kind, "Fitting": kinds}}, true
	case c.Kind == KindEmail && slices.Contains(Authentications(), c.Authentication) && !slices.Contains(authentications, c.Authentication):
		return connector.Message{
			ID:   "notify.unfit.authentication",
			Data: connector.Data{"Authentication": c.Authentication, "Fitting": authentications},
		}, true
	case c.Proxy == "" && (field == FieldProxyUsername || field == FieldProxyPassword):
		return connector.Message{ID: "notify.unfit.proxy"}, true
	default:
		return why, false
	}
}

// goesWith are the kinds of channels that use a field, and of those for e-mail the ways to sign in.
func goesWith(field connector.Field) (kinds, authentications []string) {
	switch field {
	case FieldServer, FieldEncryption, FieldFrom, FieldTo, FieldAuthentication:
		return []string{KindEmail}, Authentications()
	case FieldUsername:
		return []string{KindEmail}, []string{AuthPassword, AuthOAuth2}
	case FieldPassword:
		return []string{KindEmail}, []string{AuthPassword}
	case FieldTokenEndpoint, FieldClientID, FieldScope, FieldClientSecret:
		return []string{KindEmail}, []string{AuthOAuth2}
	case FieldFormat, FieldAddress, FieldSigningKey, "remove-signing-key":
		return []string{KindWebhook}, nil
	case FieldProxy, FieldProxyUsername, FieldProxyPassword: // of the token endpoint
		return Kinds(), []string{AuthOAuth2}
	default:
		return Kinds(), Authentications()
	}
}

// entered are the fields of what somebody has entered that are not empty.
func (c Channel) entered() (fields []connector.Field) {
	for _, f := range []struct {
		field connector.Field
		given bool
	}{
		{FieldServer, c.Server != ""},
		{FieldEncryption, c.Encryption != ""},
		{FieldFrom, c.From != ""},
		{FieldTo, len(c.To) > 0},
		{FieldAuthentication, c.Authentication != ""},
		{FieldUsername, c.Username != ""},
		{FieldTokenEndpoint, c.TokenEndpoint != ""},
		{FieldClientID, c.ClientID != ""},
		{FieldScope, c.Scope != ""},
		{FieldFormat, c.Format != ""},
		{FieldProxy, c.Proxy != ""},
		{FieldProxyUsername, c.ProxyUsername != ""},
	} {
		if f.given {
			fields = append(fields, f.field)
		}
	}
	return fields
}

// UnfitAsEntered is [Channel.Unfit] of a channel in which stands what somebody has entered, and of its secrets.
func (c Channel) UnfitAsEntered(secrets Secrets) []connector.Problem {
	return c.Unfit(append(c.entered(), GivenSecrets(secrets)...)...)
}

// GivenSecrets are the fields of secrets that are not empty.
func GivenSecrets(secrets Secrets) []connector.Field {
	return slices.DeleteFunc(SecretFields(), func(field connector.Field) bool { return secrets[field] == "" })
}
