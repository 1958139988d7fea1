package connector

import (
	"strings"
	"time"
)

// SourceType is the kind of system that a connection reads, as shown in the
// Source Type list.
type SourceType string

// The entries of the Source Type list.
const (
	// Microsoft365 is the Microsoft 365 source, in connector/microsoft365.
	Microsoft365 SourceType = "Microsoft 365"
	// Office365Deprecated stands in the list because the original has it. Nothing
	// can be imported with it: Microsoft has switched its interface off.
	Office365Deprecated SourceType = "Microsoft Office 365 (deprecated)"
)

// ConnectionType is the original's column Type: every connection that imports
// from Microsoft 365 is called a PowerShell connection there.
const ConnectionType = "PowerShell"

// Flow is the OAuth 2.0 grant with which a connection obtains its tokens. Its
// value is what the console's --flow takes.
type Flow string

// The flows of the field Authentication Flow.
const (
	AuthorizationCode Flow = "authorization-code"
	ClientCredentials Flow = "client-credentials"
)

// Label is the flow's name in the dialog.
func (f Flow) Label() string {
	switch f {
	case AuthorizationCode:
		return "Authorization Code"
	case ClientCredentials:
		return "Client Credentials"
	default:
		return string(f)
	}
}

// Connection is what an administrator has configured, without its secrets.
type Connection struct {
	// ID is a random UUID that survives renaming.
	ID         string     `json:"id"`
	Name       string     `json:"name"`
	SourceType SourceType `json:"sourceType"`
	// Disabled says that nothing is imported through it and that its refresh
	// token is left alone.
	Disabled bool `json:"disabled,omitempty"`
	// ScheduleID is the schedule at whose times it imports; empty when it is not
	// scheduled.
	ScheduleID            string  `json:"scheduleId,omitempty"`
	Proxy                 Proxy   `json:"proxy"`
	Cloud                 CloudID `json:"cloud"`
	TokenEndpoint         string  `json:"tokenEndpoint"`
	ClientID              string  `json:"clientId"`
	RedirectURI           string  `json:"redirectUri"`
	Flow                  Flow    `json:"flow"`
	AuthorizationEndpoint string  `json:"authorizationEndpoint"`
	GraphEndpoint         string  `json:"graphEndpoint"`
	// ClientSecretExpires is the day on which the client secret ends; zero when
	// it was not entered.
	ClientSecretExpires Date `json:"clientSecretExpires,omitzero"`
	// Certificate is what everybody may know of [Secrets.Certificate]; zero when
	// the connection has none.
	Certificate Certificate `json:"certificate,omitzero"`
	// SignIn is the sign-in that the stored refresh token came from.
	SignIn SignIn `json:"signIn,omitzero"`
	// LossShare is how much of each kind of record an import may take away before it
	// is held back, in percent from 1 to 100; 0 means [DefaultShare].
	LossShare int `json:"lossShare,omitempty"`
	// ReplaceTenant is the id of a tenant whose inventory may take the place of the
	// one that the connection has; empty when none may.
	ReplaceTenant string `json:"replaceTenant,omitempty"`
	// Claims are what the token endpoint asks the next sign-in to prove, a JSON
	// object; empty when it asks nothing. See [Access.Challenged].
	Claims string `json:"-"`
	// TokenUsed is when the refresh token was last redeemed or rotated; zero when
	// that has not happened yet. Microsoft ends a token that is not used for
	// [RefreshTokenIdle].
	TokenUsed time.Time `json:"tokenUsed,omitzero"`
}

// MaxLoss is how much of each kind of record an import may take away before it is
// held back, in percent.
func (c Connection) MaxLoss() int {
	if c.LossShare == 0 {
		return DefaultShare
	}
	return c.LossShare
}

// SignedIn returns the connection with another sign-in. That another tenant than that of the
// sign-in may replace the inventory is over.
func (c Connection) SignedIn(who SignIn) Connection {
	c.SignIn = who
	if !strings.EqualFold(c.ReplaceTenant, who.TenantID) {
		c.ReplaceTenant = ""
	}
	return c
}

// SignIn says who signed in for a connection, when, and what was granted.
type SignIn struct {
	Account     string    `json:"account"`
	AccountName string    `json:"accountName"`
	TenantID    string    `json:"tenantId"`
	TenantName  string    `json:"tenantName"`
	Granted     []string  `json:"granted,omitempty"`
	Missing     []string  `json:"missing,omitempty"`
	At          time.Time `json:"at,omitzero"`
}
