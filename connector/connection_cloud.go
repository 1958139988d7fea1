package connector

import "strings"

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
