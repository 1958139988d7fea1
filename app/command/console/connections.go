package console

import "inventorybeacon/connector"

// NoteForeignLogin says that secrets go elsewhere than to Microsoft.
func (c *Console) NoteForeignLogin(tokenEndpoint string) {
	if connector.IsForeignLogin(tokenEndpoint) {
		c.Note("%s is not a sign-in service of Microsoft: refresh token and secrets are sent to it.", tokenEndpoint)
	}
}

// NoteMissingSecrets says how a connection without secrets gets them.
func (c *Console) NoteMissingSecrets(conn connector.Connection) {
	if conn.Proxy.Use && conn.Proxy.Username != "" {
		c.Note("Enter its proxy password with: %s connection edit %s --proxy-password-file FILE", c.Program(), connector.ShellWord(conn.Name))
	}
	if conn.Flow == connector.ClientCredentials {
		c.Note("Enter its client secret or certificate with: %s connection edit %s --client-secret-file FILE, or --certificate-file FILE",
			c.Program(), connector.ShellWord(conn.Name))
		return
	}
	c.Note("Sign in with: %s connection sign-in %s", c.Program(), connector.ShellWord(conn.Name))
}
