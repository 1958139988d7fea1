package centralsettings

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/connector/textfile"
)

// How large a file may be, in bytes. There are bundles of more than a hundred authorities, such as those of the databases of a cloud.
const (
	maxAuthorities = 1 << 20
	maxCertificate = 64 << 10
)

// ReadFile reads a PEM file, of whichever kind. Of one that is too large it reads no more than those need who refuse it.
func ReadFile(in io.Reader) ([]byte, error) { return io.ReadAll(io.LimitReader(in, maxAuthorities+1)) }

// tooLarge is the problem of a file that is larger than so many bytes.
func tooLarge(content []byte, most int, field connector.Field) *connector.Problem {
	if len(content) <= most {
		return nil
	}
	return &connector.Problem{Field: field, Message: connector.Message{
		ID: "central.field.file-large", Data: connector.Data{"Size": connector.Size(most)},
	}}
}

// blocks are the certificates and the private keys of a PEM text (RFC 7468), as PEM.
// Certificates that cannot be read are left out.
func blocks(text string) (certificates, keys []string) {
	content := []byte(text)
	for {
		var block *pem.Block
		if block, content = pem.Decode(content); block == nil {
			return certificates, keys
		}
		switch {
		case block.Type == "CERTIFICATE":
			if _, err := x509.ParseCertificate(block.Bytes); err == nil {
				certificates = append(certificates, string(pem.EncodeToMemory(block)))
			}
		case strings.HasSuffix(block.Type, "PRIVATE KEY"):
			keys = append(keys, string(pem.EncodeToMemory(block)))
		}
	}
}

// Authorities reads a file with the certificates of authorities. What is wrong with it is a
// problem of [FieldCA].
func Authorities(content []byte) (ca string, problem *connector.Problem) {
	if problem := tooLarge(content, maxAuthorities, FieldCA); problem != nil {
		return "", problem
	}
	certificates, keys := blocks(textOf(content))
	if len(certificates) == 0 || len(keys) > 0 {
		return "", &connector.Problem{Field: FieldCA, Message: connector.Message{ID: "central.field.no-authority"}}
	}
	return strings.Join(certificates, ""), nil
}

// Certificate reads a file with the certificate of the user, those between it and its
// authority, and mostly its private key, which is empty where the file has none.
func Certificate(content []byte) (certificate string, key connector.Secret, problem *connector.Problem) {
	if problem := tooLarge(content, maxCertificate, FieldCertificate); problem != nil {
		return "", "", problem
	}
	certificates, keys := blocks(textOf(content))
	if len(certificates) == 0 {
		return "", "", &connector.Problem{Field: FieldCertificate, Message: connector.Message{ID: "central.field.no-certificate"}}
	}
	if len(keys) == 0 {
		return strings.Join(certificates, ""), "", nil
	}
	key, problem = oneKey(keys, FieldCertificate)
	return strings.Join(certificates, ""), key, problem
}

// PrivateKey reads a file with the private key of the user's certificate.
func PrivateKey(content []byte) (connector.Secret, *connector.Problem) {
	if problem := tooLarge(content, maxCertificate, FieldKey); problem != nil {
		return "", problem
	}
	_, keys := blocks(textOf(content))
	return oneKey(keys, FieldKey)
}

// oneKey is the only one, which no password protects: the program seals it itself.
func oneKey(keys []string, field connector.Field) (connector.Secret, *connector.Problem) {
	switch {
	case len(keys) != 1:
		return "", &connector.Problem{Field: field, Message: connector.Message{ID: "central.field.not-one-key"}}
	case strings.Contains(keys[0], "ENCRYPTED"):
		return "", &connector.Problem{Field: field, Message: connector.Message{ID: "central.field.key-protected"}}
	}
	return connector.Secret(keys[0]), nil
}

// textOf is the text of a file, as Windows' editors write it, too.
func textOf(content []byte) string {
	if decoded, err := textfile.Decode(content); err == nil {
		content = decoded
	}
	return string(content)
}

// Describe returns what everybody may know of the certificates of a PEM text.
func Describe(text string) (described []connector.Certificate) {
	certificates, _ := blocks(text)
	for _, one := range certificates {
		block, _ := pem.Decode([]byte(one))
		if c, err := x509.ParseCertificate(block.Bytes); err == nil {
			described = append(described, connector.Certificate{
				Subject: c.Subject.String(), Thumbprint: fmt.Sprintf("%X", sha256.Sum256(c.Raw)), NotAfter: connector.DateOf(c.NotAfter),
			})
		}
	}
	return described
}
