package configuration

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"

	"inventorybeacon/app/secretfile"
	"inventorybeacon/connector"
)

// reference is where a secret is read from: a file or a variable of the environment.
type reference struct {
	key       string // without File or Env
	file, env string
}

// references are those of the secrets of a connection.
func (c Connection) references() connector.BySecret[reference] {
	return connector.BySecret[reference]{
		RefreshToken:        reference{"refreshToken", c.RefreshTokenFile, c.RefreshTokenEnv},
		ClientSecret:        reference{"clientSecret", c.ClientSecretFile, c.ClientSecretEnv},
		ProxyPassword:       reference{"proxyPassword", c.ProxyPasswordFile, c.ProxyPasswordEnv},
		Certificate:         reference{"certificate", c.CertificateFile, c.CertificateEnv},
		CertificatePassword: reference{"certificatePassword", c.CertificatePasswordFile, c.CertificatePasswordEnv},
	}
}

// Secrets reads the secrets that the connection refers to; those it does not refer to are
// nil.
func (c Connection) Secrets(lookup func(variable string) (value string, found bool)) (secrets connector.BySecret[*connector.Secret], problems []Problem) {
	references := c.references()
	into := secrets.Values()
	for i, r := range references.Values() {
		byFile, byVariable := c.At.Given(r.key+"File"), c.At.Given(r.key+"Env")
		if !byFile && !byVariable {
			continue
		}
		read := secretfile.Text
		if connector.SecretFields[i] == connector.FieldCertificate {
			read = secretfile.Bytes
		}
		place := c.At.Of(r.key+"Env", r.key+"File")
		if byFile && byVariable {
			problems = append(problems, Problem{place, connector.Message{ID: "configuration.secret.both", Data: connector.Data{"Key": r.key}}})
			continue
		}
		secret, wrong := r.read(c.At, read, lookup)
		if wrong.ID != "" {
			problems = append(problems, Problem{place, wrong})
			continue
		}
		*into[i] = &secret
	}
	return secrets, problems
}

// KeysOf are the keys in which a field of a connection may stand.
func KeysOf(field connector.Field) []string {
	words := strings.Split(string(field), "-")
	key := words[0]
	for _, word := range words[1:] {
		key += strings.ToUpper(word[:1]) + word[1:]
	}
	switch field {
	case connector.FieldProxyServer:
		return []string{"proxy.server", "proxy"}
	case connector.FieldProxyUsername:
		return []string{"proxy.username", "proxy"}
	default:
		return []string{key, key + "File", key + "Env"}
	}
}

func (r reference) read(at Places, read func(io.Reader) (connector.Secret, error), lookup func(string) (string, bool)) (connector.Secret, connector.Message) {
	data := connector.Data{"Name": r.env}
	var secret connector.Secret
	var err error
	if r.env != "" || r.file == "" {
		value, found := lookup(r.env)
		if !found {
			return "", connector.Message{ID: "configuration.secret.variable", Data: data}
		}
		secret, err = read(strings.NewReader(value))
	} else {
		path := at.Path(r.file)
		data["Name"] = path
		file, failed := os.Open(path)
		if failed != nil {
			reason := failed.Error()
			if cause := (*fs.PathError)(nil); errors.As(failed, &cause) {
				reason = cause.Err.Error()
			}
			return "", connector.Message{ID: "configuration.secret.unreadable", Data: connector.Data{"Name": path, "Reason": reason}}
		}
		defer func() { _ = file.Close() }()
		secret, err = read(file)
	}
	switch {
	case errors.Is(err, secretfile.ErrEmpty):
		return "", connector.Message{ID: "configuration.secret.empty", Data: data}
	case errors.Is(err, secretfile.ErrTooLong):
		return "", connector.Message{ID: "configuration.secret.long", Data: data}
	case err != nil:
		return "", connector.Message{ID: "configuration.secret.no-text", Data: data}
	}
	return secret, connector.Message{}
}
