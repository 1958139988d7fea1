package certificate

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/connector/textfile"
)

// longestFile is far more than a certificate with its authorities takes.
const longestFile = 1 << 20

// file is what a file holds, in its order.
type file struct {
	certificates []*x509.Certificate
	keys         []any
}

// readFile reads PEM, or PFX (PKCS #12) as it is or in base64.
func readFile(content []byte, password connector.Secret) (*file, error) {
	if decoded, err := textfile.Decode(content); err == nil { // of PFX, nothing
		content = decoded
	}
	switch {
	case len(bytes.TrimSpace(content)) == 0:
		return nil, badFile("certificate.empty", nil)
	case len(content) > longestFile:
		return nil, badFile("certificate.large", nil)
	case bytes.Contains(content, []byte("-----BEGIN ")):
		return readPEM(content, password)
	case isDER(content):
		return readPFX(content, password)
	}
	if decoded, ok := decodeBase64(content); ok && isDER(decoded) {
		return readPFX(decoded, password)
	}
	return nil, badFile("certificate.unknown", nil)
}

// isDER reports whether the content begins as a PFX or a bare certificate does: with
// a sequence (X.690 section 8.9).
func isDER(content []byte) bool { return len(content) > 1 && content[0] == 0x30 }

func decodeBase64(content []byte) ([]byte, bool) {
	text := strings.Join(strings.Fields(string(content)), "")
	decoded, err := base64.StdEncoding.DecodeString(text)
	return decoded, err == nil
}

// readPEM takes every certificate and private key among the blocks (RFC 7468).
func readPEM(content []byte, password connector.Secret) (*file, error) {
	damaged := badFile("certificate.pem-damaged", nil)
	var f file
	for {
		var block *pem.Block
		if block, content = pem.Decode(content); block == nil {
			break
		}
		switch {
		case block.Type == "CERTIFICATE":
			c, err := x509.ParseCertificate(block.Bytes)
			if err != nil {
				return nil, damaged
			}
			f.certificates = append(f.certificates, c)
		case strings.HasSuffix(block.Type, "PRIVATE KEY"):
			key, err := readKey(block, password)
			if err != nil {
				return nil, err
			}
			f.keys = append(f.keys, key)
		}
	}
	if bytes.Contains(content, []byte("-----BEGIN ")) {
		return nil, damaged
	}
	return &f, nil
}

// readKey reads a private key in the forms that OpenSSL, Windows and Azure write.
func readKey(block *pem.Block, password connector.Secret) (key any, err error) {
	if strings.Contains(block.Headers["Proc-Type"], "ENCRYPTED") {
		return nil, badFile("certificate.old-protection", nil)
	}
	switch block.Type {
	case "RSA PRIVATE KEY":
		key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
	case "EC PRIVATE KEY":
		key, err = x509.ParseECPrivateKey(block.Bytes)
	case "PRIVATE KEY":
		key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
	case "ENCRYPTED PRIVATE KEY":
		key, err = decryptPKCS8(block.Bytes, password)
	default:
		return nil, badFile("certificate.key-kind", nil)
	}
	switch {
	case errors.Is(err, errKeyPassword):
		return nil, wrongPassword(password)
	case errors.Is(err, errKeyProtection):
		return nil, badFile("certificate.key-protection", nil)
	case err != nil:
		return nil, badFile("certificate.key-damaged", nil)
	default:
		return key, nil
	}
}
