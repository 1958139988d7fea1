package command

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"inventorybeacon/connector"
)

// maxSecretFile is far above the longest token, secret or certificate.
const maxSecretFile = 64 << 10

// readSecret reads a secret from the file that an option names, or from standard
// input for "-". The line end that an editor or echo adds is not part of it, nor is
// the byte order mark of Windows' editors, which write UTF-16 too. An empty file is
// a [usageError]: it could not be filled, and must not cost what is stored.
func (c *console) readSecret(option, path string) (connector.Secret, error) {
	content, err := c.readSecretFile(option, path)
	if err != nil {
		return "", err
	}
	text, _, err := transform.Bytes(unicode.BOMOverride(encoding.Nop.NewDecoder()), content)
	if err != nil {
		return "", fmt.Errorf("reading the file of --%s: its text is cut", option)
	}
	text = bytes.TrimSpace(text)
	if !utf8.Valid(text) || bytes.IndexByte(text, 0) >= 0 { // it would be sent, and refused as wrong
		return "", wrongUse("--%s: what is given is not text in UTF-8; nothing was changed. Save it as UTF-8, and give nothing but the secret", option)
	}
	return connector.Secret(text), refuseEmpty(option, path, text)
}

// readCertificate reads a file with a certificate, or standard input for "-",
// unchanged. An empty one is refused as one of readSecret is.
func (c *console) readCertificate(option, path string) (connector.Secret, error) {
	content, err := c.readSecretFile(option, path)
	if err != nil {
		return "", err
	}
	return connector.Secret(content), refuseEmpty(option, path, bytes.TrimSpace(content))
}

func refuseEmpty(option, path string, content []byte) error {
	switch {
	case len(content) > 0:
		return nil
	case path == "-":
		return wrongUse("--%s: standard input is empty; nothing was changed. To remove what is stored, use connection edit with --remove-secret", option)
	default:
		return wrongUse("--%s: the file %s is empty; nothing was changed. To remove what is stored, use connection edit with --remove-secret", option, path)
	}
}

func (c *console) readSecretFile(option, path string) ([]byte, error) {
	reader := c.In
	if path != "-" {
		file, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer func() { _ = file.Close() }()
		reader = file
	}
	content, err := io.ReadAll(io.LimitReader(reader, maxSecretFile+1))
	if err != nil {
		return nil, fmt.Errorf("reading the file of --%s: %w", option, err)
	}
	if len(content) > maxSecretFile {
		return nil, wrongUse("the file with the secret is longer than 64 KiB: give the file that holds the secret alone")
	}
	return content, nil
}
