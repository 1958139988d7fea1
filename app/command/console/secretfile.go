package console

import (
	"errors"
	"fmt"
	"io"
	"os"

	"inventorybeacon/app/secretfile"
	"inventorybeacon/connector"
)

// ReadSecret reads a secret from the file that an option names, or from standard
// input for "-". An empty file is a [UsageError]: it could not be filled, and must not
// cost what is stored.
func (c *Console) ReadSecret(option, path string) (connector.Secret, error) {
	return c.ReadSecretFor("connection edit", secretfile.Text, option, path)
}

// ReadCertificate reads a file with a certificate, or standard input for "-",
// unchanged. An empty one is refused as one of readSecret is.
func (c *Console) ReadCertificate(option, path string) (connector.Secret, error) {
	return c.ReadSecretFor("connection edit", secretfile.Bytes, option, path)
}

// ReadSecretFor reads a secret; command is the one that removes what is stored.
func (c *Console) ReadSecretFor(
	command string, read func(io.Reader) (connector.Secret, error), option, path string,
) (connector.Secret, error) {
	in := c.In
	if path != "-" {
		file, err := os.Open(path)
		if err != nil {
			return "", err
		}
		defer func() { _ = file.Close() }()
		in = file
	}
	secret, err := read(in)
	switch {
	case errors.Is(err, secretfile.ErrTooLong):
		return "", UsageErrorf("the file with the secret is longer than 64 KiB: give the file that holds the secret alone")
	case errors.Is(err, secretfile.ErrNotText):
		return "", UsageErrorf("--%s: what is given is not text in UTF-8; nothing was changed. Save it as UTF-8, and give nothing but the secret",
			option)
	case errors.Is(err, secretfile.ErrEmpty) && path == "-":
		return "", UsageErrorf("--%s: standard input is empty; nothing was changed. To remove what is stored, use %s with --remove-secret",
			option, command)
	case errors.Is(err, secretfile.ErrEmpty):
		return "", UsageErrorf("--%s: the file %s is empty; nothing was changed. To remove what is stored, use %s with --remove-secret", option,
			path, command)
	case err != nil:
		return "", fmt.Errorf("reading the file of --%s: %w", option, err)
	}
	return secret, nil
}
