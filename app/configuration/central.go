package configuration

import (
	"io"
	"os"

	"inventorybeacon/app/secretfile"
	"inventorybeacon/connector"
	"inventorybeacon/store"
)

// Central says how the central database is reached, with the places of its secrets. Those are
// never written; certificates are no secrets.
type Central struct {
	store.Central
	CAFile          string `json:"caFile,omitempty"`
	CertificateFile string `json:"certificateFile,omitempty"`
	KeyFile         string `json:"keyFile,omitempty"`
	KeyEnv          string `json:"keyEnv,omitempty"`
	PasswordFile    string `json:"passwordFile,omitempty"`
	PasswordEnv     string `json:"passwordEnv,omitempty"`
	At              Places `json:"-"`
}

// Password reads the password that is referred to; nil where none is.
func (c Central) Password(lookup func(variable string) (value string, found bool)) (*connector.Secret, *Problem) {
	return c.At.secret(reference{"password", c.PasswordFile, c.PasswordEnv}, secretfile.Text, lookup)
}

// Key reads the file of the private key that is referred to; nil where none is.
func (c Central) Key(lookup func(variable string) (value string, found bool)) (*connector.Secret, *Problem) {
	return c.At.secret(reference{"key", c.KeyFile, c.KeyEnv}, secretfile.Bytes, lookup)
}

// Authorities reads the certificates of the authorities: a text of the file, or another file.
func (c Central) Authorities() ([]byte, *Problem) { return c.public("ca", c.CA, c.CAFile) }

// Certificates reads the certificate of the user, in the same way.
func (c Central) Certificates() ([]byte, *Problem) {
	return c.public("certificate", c.Certificate, c.CertificateFile)
}

func (c Central) public(key, text, path string) ([]byte, *Problem) {
	place := c.At.Of(key+"File", key)
	switch {
	case text != "" && path != "":
		return nil, &Problem{place, connector.Message{ID: "configuration.both", Data: connector.Data{"Key": key}}}
	case path == "":
		return []byte(text), nil
	}
	path = c.At.Path(path)
	file, err := os.Open(path)
	if err != nil {
		return nil, &Problem{place, unreadable(path, err)}
	}
	defer func() { _ = file.Close() }()
	content, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err != nil {
		return nil, &Problem{place, unreadable(path, err)}
	}
	return content, nil
}
