package command

import "inventorybeacon/connector"

// noteForeignLogin says that secrets go elsewhere than to Microsoft.
func (c *console) noteForeignLogin(tokenEndpoint string) {
	if connector.IsForeignLogin(tokenEndpoint) {
		c.note("%s is not a sign-in service of Microsoft: refresh token and secrets are sent to it.", tokenEndpoint)
	}
}

// noteMissingSecrets says how a connection without secrets gets them.
func (c *console) noteMissingSecrets(conn connector.Connection) {
	if conn.Proxy.Use && conn.Proxy.Username != "" {
		c.note("Enter its proxy password with: %s connection edit %s --proxy-password-file FILE", c.program(), connector.ShellWord(conn.Name))
	}
	if conn.Flow == connector.ClientCredentials {
		c.note("Enter its client secret or certificate with: %s connection edit %s --client-secret-file FILE, or --certificate-file FILE",
			c.program(), connector.ShellWord(conn.Name))
		return
	}
	c.note("Sign in with: %s connection sign-in %s", c.program(), connector.ShellWord(conn.Name))
}
