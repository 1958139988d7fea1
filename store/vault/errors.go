package vault

import (
	"fmt"

	"inventorybeacon/connector"
)

// Problem is what is wrong with the data key.
type Problem int

// The problems of a data key.
const (
	// Unavailable: the place of the key cannot be reached now.
	Unavailable Problem = iota
	// Lost: the place can be reached, the key is not there.
	Lost
	// Wrong: the key that is there is not the one that sealed the secrets.
	Wrong
	// Altered: the key is right, but a sealed value is not what was stored.
	Altered
	// Exposed: other accounts can read the key file, and this one cannot change it.
	Exposed
)

// KeyError means that the stored secrets cannot be opened. They are kept as they
// are; [store.Store.ForgetSecrets] gives them up.
type KeyError struct {
	Problem Problem
	Place   Place
	Err     error
}

func (e *KeyError) Error() string {
	return fmt.Sprintf("the stored secrets cannot be opened with the key in the %s: %v", e.Place, e.Err)
}

// Unwrap returns the cause.
func (e *KeyError) Unwrap() error { return e.Err }

// Advice implements [connector.Advised].
func (e *KeyError) Advice() connector.Advice {
	advice := connector.Advice{Reference: e.Err.Error()}
	again := "give up the stored secrets (Give up the secrets... in the window, or the command: inventory-beacon connection forget-secrets) " +
		"and then sign in or enter them again"
	switch {
	case e.Problem == Unavailable && e.Place.Keyring():
		advice.Message = "The stored secrets cannot be opened, because their key is in the operating system's keyring, which cannot be reached now."
		advice.Action = "Log in to the desktop of the account that stored them and unlock its keyring. To use the secrets on a server or from a service, start Inventory Beacon there once with the environment variable " + Variable + "=file, which moves the key to a file."
	case e.Problem == Unavailable:
		advice.Message = fmt.Sprintf("The stored secrets cannot be opened, because their key, in the %s, cannot be read.", e.Place)
		advice.Action = "Run Inventory Beacon as the account that owns that file."
	case e.Problem == Lost:
		advice.Message = fmt.Sprintf("The stored secrets cannot be opened, because their key is no longer in the %s.", e.Place)
		advice.Action = "Restore the key from a backup, or " + again + "."
	case e.Problem == Exposed:
		advice.Message = fmt.Sprintf("The stored secrets are not opened, because other accounts of this computer can read or change their key, in the %s.", e.Place)
		advice.Action = "As the account that owns that file, make it private (chmod 600), then replace the key with: inventory-beacon key rotate"
	case e.Problem == Altered:
		advice.Message = "A stored secret cannot be opened, because it was altered outside Inventory Beacon."
		advice.Action = "Sign in again, or enter the secret again."
	default:
		advice.Message = fmt.Sprintf("The stored secrets were sealed with another key than the one in the %s.", e.Place)
		advice.Action = "Restore the key that belongs to this data directory, or " + again + "."
	}
	return advice
}

// Place says where the data key is.
type Place struct {
	// None says that there is no key yet.
	None bool `json:"none,omitempty"`
	// File is the path of the key file; empty for the keyring.
	File string
}

// Keyring reports whether the key is in the operating system's keyring.
func (p Place) Keyring() bool { return !p.None && p.File == "" }

// String completes "the key is in the ...".
func (p Place) String() string {
	if p.None {
		return "place where the first secret puts it"
	}
	if p.Keyring() {
		return "operating system's keyring"
	}
	return "file " + p.File
}
