package notify

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net"
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	transport "inventorybeacon/app/notify/internal/mail"
	"inventorybeacon/app/notify/internal/webhook"
	"inventorybeacon/connector"
	"inventorybeacon/connector/validation"
	"inventorybeacon/store"
)

// The words of a channel's kind, format and authentication.
const (
	KindEmail   = "email"
	KindWebhook = "webhook"

	FormatJSON  = "json"
	FormatTeams = "teams"
	FormatSlack = "slack"

	AuthNone     = "none"
	AuthPassword = "password"
	AuthOAuth2   = "oauth2"
)

// Kinds are the kinds of channels.
func Kinds() []string { return []string{KindEmail, KindWebhook} }

// Formats are those of what a webhook is sent.
func Formats() []string { return []string{FormatJSON, FormatTeams, FormatSlack} }

// Encryptions are the ways in which the connection to a mail server is protected.
func Encryptions() []string {
	return []string{string(transport.StartTLS), string(transport.TLS), string(transport.None)}
}

// Authentications are the ways to sign in at a mail server.
func Authentications() []string { return []string{AuthNone, AuthPassword, AuthOAuth2} }

// The fields of a channel; a problem is shown beside one.
const (
	FieldName           connector.Field = "name"
	FieldKind           connector.Field = "kind"
	FieldTopics         connector.Field = "topics"
	FieldServer         connector.Field = "server"
	FieldEncryption     connector.Field = "encryption"
	FieldFrom           connector.Field = "from"
	FieldTo             connector.Field = "to"
	FieldAuthentication connector.Field = "authentication"
	FieldUsername       connector.Field = "username"
	FieldTokenEndpoint  connector.Field = "token-endpoint"
	FieldClientID       connector.Field = "client-id"
	FieldScope          connector.Field = "scope"
	FieldFormat         connector.Field = "format"
	FieldProxy          connector.Field = "proxy-server"
	FieldProxyUsername  connector.Field = "proxy-username"

	FieldPassword      connector.Field = "password"
	FieldClientSecret  connector.Field = "client-secret"
	FieldAddress       connector.Field = "address"
	FieldSigningKey    connector.Field = "signing-key"
	FieldProxyPassword connector.Field = "proxy-password"
)

// SecretFields are those that are sealed, and never shown again.
func SecretFields() []connector.Field {
	return []connector.Field{FieldPassword, FieldClientSecret, FieldAddress, FieldSigningKey, FieldProxyPassword}
}

// secretName is the message that names a secret in sentences about it.
func secretName(field connector.Field) string {
	switch field {
	case FieldPassword:
		return "notify.secret.password"
	case FieldClientSecret:
		return "connection.client-secret"
	case FieldAddress:
		return "notify.secret.address"
	case FieldSigningKey:
		return "notify.secret.signing-key"
	default:
		return "connection.proxy-password"
	}
}

// DefaultScope is what a token for Microsoft's mail servers is asked for.
const DefaultScope = "https://outlook.office365.com/.default"

// Channel is a way to write to people. The names of its keys stand in files and in JSON.
type Channel struct {
	ID   string `json:"-"`
	Name string `json:"name"`
	Kind string `json:"kind"`
	// Disabled channels are not written to.
	Disabled bool `json:"disabled"`
	// Topics are what it is told; nil for all. None at all is refused.
	Topics []Topic `json:"topics,omitempty"`

	// Of e-mail: Server is a host and a port.
	Server         string   `json:"server,omitempty"`
	Encryption     string   `json:"encryption,omitempty"`
	From           string   `json:"from,omitempty"`
	To             []string `json:"to,omitempty"`
	Authentication string   `json:"authentication,omitempty"`
	Username       string   `json:"username,omitempty"`
	TokenEndpoint  string   `json:"tokenEndpoint,omitempty"`
	ClientID       string   `json:"clientId,omitempty"`
	Scope          string   `json:"scope,omitempty"`

	// Of webhooks; their address is a secret.
	Format string `json:"format,omitempty"`
	// Proxy is the server that webhooks and the token endpoint are reached through; empty
	// for none. ProxyUsername is who signs in at it; empty for the account that the program runs as.
	Proxy         string `json:"proxyServer,omitempty"`
	ProxyUsername string `json:"proxyUsername,omitempty"`
}

// Wants reports whether the channel is told of a topic.
func (c Channel) Wants(t Topic) bool {
	return !c.Disabled && (len(c.Topics) == 0 || slices.Contains(c.Topics, t))
}

// Completed is the channel with what is usual where nothing was chosen, without what its
// kind does not use.
func (c Channel) Completed() Channel {
	kept := Channel{
		ID: c.ID, Name: strings.TrimSpace(c.Name), Kind: cmp.Or(c.Kind, KindEmail), Disabled: c.Disabled, Topics: c.Topics,
		Proxy: c.Proxy,
	}
	if kept.Proxy != "" {
		kept.ProxyUsername = c.ProxyUsername
	}
	if kept.Kind == KindWebhook {
		kept.Format = cmp.Or(c.Format, FormatJSON)
		return kept
	}
	kept.Server, kept.Encryption, kept.From = strings.TrimSpace(c.Server), cmp.Or(c.Encryption,
		string(transport.StartTLS)), strings.TrimSpace(c.From)
	for _, to := range c.To {
		if to = strings.TrimSpace(to); to != "" {
			kept.To = append(kept.To, to)
		}
	}
	if kept.Authentication = c.Authentication; kept.Authentication == "" {
		if kept.Authentication = AuthNone; c.Username != "" {
			kept.Authentication = AuthPassword
		}
	}
	switch kept.Authentication {
	case AuthOAuth2:
		kept.TokenEndpoint, kept.ClientID, kept.Scope = c.TokenEndpoint, connector.Solid(c.ClientID), cmp.Or(c.Scope, DefaultScope)
		kept.Username = cmp.Or(c.Username, kept.From)
	case AuthPassword:
		kept.Username = c.Username
	}
	if kept.Authentication != AuthOAuth2 {
		kept.Proxy, kept.ProxyUsername = "", ""
	}
	return kept
}

// longestName is that of a channel, in characters.
const longestName = 80

// problems are what is wrong with a channel, of which secrets are stored or given.
func (c Channel) problems(has func(connector.Field) bool) (problems []connector.Problem) {
	add := func(field connector.Field, id string, data connector.Data) {
		problems = append(problems, connector.Problem{Field: field, Message: connector.Message{ID: id, Data: data}})
	}
	word := func(field connector.Field, value string, known []string) {
		if !slices.Contains(known, value) {
			add(field, "notify.word", connector.Data{"Known": known})
		}
	}
	if utf8.RuneCountInString(c.Name) > longestName || c.Name == "" || strings.ContainsFunc(c.Name, unicode.IsControl) {
		add(FieldName, "notify.name", connector.Data{"Longest": longestName})
	}
	word(FieldKind, c.Kind, Kinds())
	if c.Topics != nil && len(c.Topics) == 0 {
		add(FieldTopics, "notify.topics", nil)
	}
	for _, t := range c.Topics {
		if !slices.Contains(Topics(), t) {
			add(FieldTopics, "notify.word", connector.Data{"Known": words(Topics())})
			break
		}
	}
	if c.Proxy != "" {
		if _, err := validation.ParseProxy(c.Proxy); err != nil {
			add(FieldProxy, "notify.proxy", nil)
		}
		if m, wrong := connector.MessageOf(validation.CheckProxyUsername(c.ProxyUsername, "")); wrong {
			add(FieldProxyUsername, m.ID, m.Data)
		}
	}
	if c.Kind == KindWebhook {
		word(FieldFormat, c.Format, Formats())
		if !has(FieldAddress) {
			add(FieldAddress, "notify.address", nil)
		}
		return problems
	}
	return append(problems, c.mailProblems(has)...)
}

func (c Channel) mailProblems(has func(connector.Field) bool) (problems []connector.Problem) {
	add := func(field connector.Field, id string, data connector.Data) {
		problems = append(problems, connector.Problem{Field: field, Message: connector.Message{ID: id, Data: data}})
	}
	host, _, err := c.hostAndPort()
	if err != nil {
		add(FieldServer, "notify.server", nil)
	}
	switch {
	case !slices.Contains(Encryptions(), c.Encryption):
		add(FieldEncryption, "notify.word", connector.Data{"Known": Encryptions()})
	case c.Encryption == string(transport.None) && err == nil && !connector.IsLoopback(host):
		add(FieldEncryption, "notify.encryption", nil)
	}
	if !isAddress(c.From) {
		add(FieldFrom, "notify.from", nil)
	}
	if len(c.To) == 0 || slices.ContainsFunc(c.To, func(to string) bool { return !isAddress(to) }) {
		add(FieldTo, "notify.to", nil)
	}
	switch c.Authentication {
	case AuthNone:
	case AuthPassword:
		if c.Username == "" {
			add(FieldUsername, "notify.username", nil)
		}
		if !has(FieldPassword) {
			add(FieldPassword, "notify.password", nil)
		}
	case AuthOAuth2:
		if !webhook.CheckAddress(connector.Secret(c.TokenEndpoint)) {
			add(FieldTokenEndpoint, "notify.token-endpoint", nil)
		}
		if c.ClientID == "" {
			add(FieldClientID, "notify.client-id", nil)
		}
		if !has(FieldClientSecret) {
			add(FieldClientSecret, "notify.client-secret", nil)
		}
	default:
		add(FieldAuthentication, "notify.word", connector.Data{"Known": Authentications()})
	}
	return problems
}

// hostAndPort are those of the mail server.
func (c Channel) hostAndPort() (host string, port int, err error) {
	host, digits, err := net.SplitHostPort(c.Server)
	if err != nil {
		return "", 0, err
	}
	port, err = strconv.Atoi(digits)
	if err != nil || port < 1 || port > 65535 || host == "" || strings.ContainsFunc(host, unicode.IsSpace) {
		return "", 0, fmt.Errorf("%q is no server", c.Server)
	}
	return host, port, nil
}

// isAddress takes anne@contoso.com, and nothing with a name or a line break.
func isAddress(text string) bool {
	address, err := mail.ParseAddress(text)
	return err == nil && address.Address == text
}

func words(topics []Topic) (names []string) {
	for _, t := range topics {
		names = append(names, string(t))
	}
	return names
}

func (c Channel) stored() (store.Channel, error) {
	content, err := json.Marshal(c)
	return store.Channel{ID: c.ID, Name: c.Name, Content: content, Recipients: c.To}, err
}

func channelOf(stored store.Channel) (c Channel, err error) {
	if err := json.Unmarshal(stored.Content, &c); err != nil {
		return c, fmt.Errorf("channel %s: %w", stored.Name, err)
	}
	c.ID, c.Name = stored.ID, stored.Name
	return c, nil
}
