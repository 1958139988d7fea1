package connector

import "strings"

// CloudID names a Microsoft cloud; its value is what the console's --cloud takes.
type CloudID string

// The clouds of the field Cloud. Demonstration is offered only by the demo.
const (
	CloudGlobal        CloudID = "global"
	CloudGCCHigh       CloudID = "gcc-high"
	CloudDoD           CloudID = "dod"
	CloudChina         CloudID = "china"
	CloudCustom        CloudID = "custom"
	CloudDemonstration CloudID = "demonstration"
)

// Cloud is a set of endpoints that belong together.
type Cloud struct {
	ID CloudID
	// Label is the cloud's name in the dialog.
	Label string
	// Login is the sign-in service's address without a path, for example
	// https://login.microsoftonline.com; empty for Custom.
	Login string
	// Graph is Microsoft Graph's address without the version.
	Graph string
	// BetaReports says that usage reports are offered only in the beta version of
	// Microsoft Graph, which Microsoft may change at any time. Version 1.0 has them in
	// the global cloud only: learn.microsoft.com/graph/api/reportroot-getoffice365activeuserdetail.
	BetaReports bool
	// OwnApplication says that the application that is filled in elsewhere does not
	// exist in this cloud: each national cloud has app registrations of its own
	// (learn.microsoft.com/entra/identity-platform/authentication-national-cloud).
	OwnApplication bool
}

// WithCloud returns the connection with the endpoints of a cloud filled in;
// defaults are that cloud's auto-populated values, global those of the cloud in
// which the application exists that is filled in. The application stays when it
// is one of the customer's own; the other one comes and goes with its cloud.
func (c Connection) WithCloud(defaults, global Connection) Connection {
	c.Cloud = defaults.Cloud
	c.TokenEndpoint = defaults.TokenEndpoint
	c.AuthorizationEndpoint = defaults.AuthorizationEndpoint
	c.RedirectURI = defaults.RedirectURI
	c.GraphEndpoint = defaults.GraphEndpoint
	if c.ClientID == "" || strings.EqualFold(c.ClientID, global.ClientID) {
		c.ClientID = defaults.ClientID
	}
	return c
}
