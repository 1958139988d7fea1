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
	// NoKey: what is there is no key, as of a file that a crash has left empty.
	NoKey
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
	return fmt.Sprintf("the stored secrets cannot be opened (%v): %v", e.Place.Message(), e.Err)
}

// Unwrap returns the cause.
func (e *KeyError) Unwrap() error { return e.Err }

// Message implements [connector.Explained].
func (e *KeyError) Message() connector.Message {
	place := connector.Data{"Place": e.Place.Message()}
	m := connector.Message{Reference: e.Err.Error()}
	switch {
	case e.Problem == Unavailable && e.Place.Keyring():
		m.ID, m.Data = "vault.key.unavailable.keyring", connector.Data{"Variable": Variable}
	case e.Problem == Unavailable:
		m.ID, m.Data = "vault.key.unavailable", place
	case e.Problem == Lost:
		m.ID, m.Data = "vault.key.lost", place
	case e.Problem == NoKey:
		m.ID, m.Data = "vault.key.none", place
	case e.Problem == Exposed:
		m.ID, m.Data = "vault.key.exposed", place
	case e.Problem == Altered:
		m.ID = "vault.key.altered"
	default:
		m.ID, m.Data = "vault.key.wrong", place
	}
	return m
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

// Message names the place as a part of a sentence.
func (p Place) Message() connector.Message {
	switch {
	case p.None:
		return connector.Message{ID: "vault.place.none"}
	case p.Keyring():
		return connector.Message{ID: "vault.place.keyring"}
	default:
		return connector.Message{ID: "vault.place.file", Data: connector.Data{"Path": p.File}}
	}
}

// FormerKeyError means that the key was replaced, but the former one still stands where
// it was. The next start tries to remove it again.
type FormerKeyError struct {
	// Place is that of the former key.
	Place Place
	// Next is the file in which the new key stands meanwhile; empty for a keyring.
	Next string
	Err  error
}

// Error implements error.
func (e *FormerKeyError) Error() string {
	return fmt.Sprintf("the former key is still there (%v): %v", e.Place.Message(), e.Err)
}

// Unwrap returns the cause.
func (e *FormerKeyError) Unwrap() error { return e.Err }

// Message implements [connector.Explained].
func (e *FormerKeyError) Message() connector.Message {
	if e.Place.Keyring() {
		return connector.Message{ID: "vault.former-key.keyring", Reference: e.Err.Error()}
	}
	return connector.Message{
		ID: "vault.former-key.file", Data: connector.Data{"Path": e.Place.File, "Next": e.Next}, Reference: e.Err.Error(),
	}
}
