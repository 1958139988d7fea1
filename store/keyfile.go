package store

import (
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"strings"

	"inventorybeacon/connector"
)

// KeyVariable is the environment variable that decides where the data key is
// kept: "file" keeps it in the file beacon.key of the data directory, for servers
// and services without a keyring, and moves it there from a keyring that can be
// reached. Empty means the keyring where there is one.
const KeyVariable = "INVENTORY_BEACON_KEY"

// KeyFileName is the key file's name in the data directory.
const KeyFileName = "beacon.key"

// keySize is the size of the data key in bytes: AES-256.
const keySize = 32

func keyFileWanted() (bool, error) {
	switch value := os.Getenv(KeyVariable); value {
	case "":
		return false, nil
	case "file":
		return true, nil
	default:
		return false, &KeyVariableError{Value: value}
	}
}

// KeyVariableError means that [KeyVariable] has a value that says nothing.
type KeyVariableError struct{ Value string }

func (e *KeyVariableError) Error() string {
	return fmt.Sprintf("the environment variable %s is %q", KeyVariable, e.Value)
}

// Advice implements [connector.Advised].
func (e *KeyVariableError) Advice() connector.Advice {
	return connector.Advice{
		Message: fmt.Sprintf("The environment variable %s is %q, which is no place for a key.", KeyVariable, e.Value),
		Action:  "Set it to \"file\" to keep the key in a file of the data directory, or leave it unset.",
	}
}

// encodeKey returns the key as it stands in a keyring or a key file.
func encodeKey(key []byte) string { return base64.StdEncoding.EncodeToString(key) }

// errNotAKey leaves the text of what should be a key unsaid.
var errNotAKey = errors.New("it is not a key of Inventory Beacon")

func decodeKey(text string) ([]byte, error) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil || len(key) != keySize {
		return nil, errNotAKey
	}
	return key, nil
}

func readKeyFile(path string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return decodeKey(string(text))
}

// adoptOrWriteKeyFile returns the key of the key file, which is made from key when
// there is none. A file that holds something else is moved aside.
func adoptOrWriteKeyFile(path string, key []byte) ([]byte, error) {
	found, err := readKeyFile(path)
	switch {
	case err == nil:
		return found, nil
	case errors.Is(err, errNotAKey):
		if err := os.Rename(path, path+".unusable"); err != nil {
			return nil, err
		}
	case !errors.Is(err, os.ErrNotExist):
		return nil, err
	}
	return key, writeKeyFile(path, key)
}

// writeKeyFile writes the key so that a crash leaves either no file or a whole one.
func writeKeyFile(path string, key []byte) error {
	draft := path + ".new"
	file, err := os.OpenFile(draft, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = file.WriteString(encodeKey(key) + "\n")
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(draft, path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(draft))
	}
	return nil
}
