package connector

// WithCloud returns the connection with the endpoints of a cloud filled in;
// defaults are that cloud's auto-populated values. The application stays when it
// is one of the customer's own, that is, not the one that other was filled with.
func (c Connection) WithCloud(defaults, other Connection) Connection {
	c.Cloud = defaults.Cloud
	c.TokenEndpoint = defaults.TokenEndpoint
	c.AuthorizationEndpoint = defaults.AuthorizationEndpoint
	c.RedirectURI = defaults.RedirectURI
	c.GraphEndpoint = defaults.GraphEndpoint
	if c.ClientID == "" || c.ClientID == other.ClientID {
		c.ClientID = defaults.ClientID
	}
	return c
}
