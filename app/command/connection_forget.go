package command

import "context"

type connectionForgetCommand struct{}

// Run gives up all stored secrets, for an administrator whose key is lost.
func (connectionForgetCommand) Run(ctx context.Context, c *console) error {
	beacon, closeAll, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer closeAll()
	if err := beacon.ForgetSecrets(ctx); err != nil {
		return err
	}
	c.note("All refresh tokens, client secrets, certificates and proxy passwords were removed. Connections and inventory stay. Sign in again.")
	return nil
}
