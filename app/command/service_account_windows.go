package command

import "context"

// ownerOf is empty: services of Windows run as the system (LocalSystem), which may
// enter every data directory that this program has made.
func ownerOf(string) string { return "" }

func currentAccount() string { return "" }

// checkInstaller leaves it to the system who may install a service.
func checkInstaller(string) error { return nil }

// keyAs cannot start a process of another account without its password; the key
// in the file is the only one that two accounts can read.
func (c *console) keyAs(ctx context.Context, account, _, action string) (keyRow, error) {
	key, err := c.keyPlace(ctx, action)
	if err == nil && key.File == "" && key.Place != noKeyPlace {
		err = keyUnreachable(account)
	}
	return key, err
}

// beyondLogOff has nothing to say: there are no services of one account.
func beyondLogOff(string) string { return "" }
