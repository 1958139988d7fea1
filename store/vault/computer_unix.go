//go:build !windows

package vault

// sealForComputer leaves the key as it is: these systems have nothing of their own that would
// open it for a service as well, and the file is its owner's alone.
func sealForComputer(key []byte) (string, error) { return encodeKey(key), nil }

// openOnComputer cannot open what Windows has sealed.
func openOnComputer([]byte) ([]byte, error) { return nil, errElsewhere }
